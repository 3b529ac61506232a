/** What the screens of repeating read of a task, and do to it. */

import { client, mutate } from "../../core/client";
import { dayIn } from "../../core/dates";
import { newId } from "../../core/ids";
import type { Task } from "../../core/models";
import type { Recurrence, Repetition } from "../../core/recurrences";

/** How the task comes again; undefined for one that never did. */
export function recurrenceOf(task: Task): Recurrence | undefined {
  return task.recurrence_id ? client().store.row("recurrence", task.recurrence_id).value : undefined;
}

/** In whose wall time it repeats. */
export function zoneOf(task: Task, known: Recurrence | undefined): string {
  return known?.zone || task.due_zone || client().store.member.value.time_zone;
}

/** The day from which a rule is counted: that of the task, else today. */
export function dayOf(task: Task, known: Recurrence | undefined): string {
  const zone = zoneOf(task, known);
  return task.due_on ?? dayIn(zone, task.due_at ? Date.parse(task.due_at) : Date.now());
}

export function setRepeating(task: Task, known: Recurrence | undefined, fields: Partial<Repetition>): void {
  const args = known ? { id: known.id, fields } : { id: newId(), task_id: task.id, fields: { zone: zoneOf(task, known), ...fields } };
  void mutate("recurrence.set", args, { toast: true });
}
