/** Mutations of how tasks come again, and the task that follows one which is closed. */

import { dayIn } from "../dates";
import type { Id, StageKind, Task } from "../models";
import type { Recurrence } from "../recurrences";
import { isClosed } from "../verbs";
import { edit, patch, previous, put } from "./changes";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

type RecurrenceMutation = Extract<keyof MutationArgs, `recurrence.${string}`>;
type Make = (args: MutationArgs["task.create"], read: Reader) => Task;

/** Fields that the next one has from its template; the server's are in tasks/actions/recurring.py. */
const COPIED = ["title", "description", "performer_id", "priority", "is_urgent", "is_important", "estimate", "estimate_hours", "color"] as const;
const NO_NEXT = { next_on: null, next_at: null };

/** The latest of its recurrence that is closed is followed by the next, under the id that the server has said. */
export function followed(read: Reader, task: Task, to: StageKind, make: Make): Change[] {
  const known = task.recurrence_id ? read.peek("recurrence", task.recurrence_id) : undefined;
  if (!isClosed(to) || known?.task_id !== task.id || !known.next_id) return [];
  const stages = read.stagesOfProject(task.project_id).map((id) => read.peek("stage", id));
  const kinds: StageKind[] = ["todo", "backlog", "doing"];
  const stage = kinds.flatMap((kind) => stages.find((one) => one?.kind === kind) ?? [])[0]?.id ?? task.stage_id;
  const fields = { ...Object.fromEntries(COPIED.map((name) => [name, task[name]])), ...dueOfNext(known, read) };
  const args = { id: known.next_id, project_id: task.project_id, stage_id: stage, title: task.title, parent_id: task.parent_id ?? undefined };
  const next = make({ ...args, fields, tag_ids: task.tag_ids } as MutationArgs["task.create"], read);
  const { author_id, helper_ids, observer_ids, checklist_count, recurrence_id } = task;
  const whole = { ...next, author_id, updated_by_id: author_id, helper_ids, observer_ids, checklist_count, recurrence_id };
  return [put("task", whole), patch("recurrence", known.id, { task_id: next.id, occurrence: known.occurrence + 1, ...onNext(known) })];
}

function onNext(known: Recurrence): Partial<Recurrence> {
  return { ...(known.next_on && { occurs_on: known.next_on }), ...NO_NEXT, next_id: null };
}

/** What the server has said of the next one, unless its day has passed meanwhile. */
function dueOfNext({ next_on, next_at, zone }: Recurrence, read: Reader): Partial<Task> {
  if (!next_on || next_on < dayIn(zone, Date.parse(read.now()))) return {};
  return dueOn(next_on, next_at, zone);
}

function dueOn(day: string | null, at: string | null, zone: string): Partial<Task> {
  return at ? { due_at: at, due_zone: zone, due_on: null } : { due_on: day, due_at: null, due_zone: "" };
}

/** What a recurrence that is made here begins with; when it comes true, the server finds. */
function begun({ id, task_id, fields }: MutationArgs["recurrence.set"], read: Reader): Change[] {
  const task = task_id ? read.peek("task", task_id) : undefined;
  if (!task) return [patch("recurrence", id, { ...fields, ...NO_NEXT, stopped_at: null })];
  const known = task.recurrence_id ? read.peek("recurrence", task.recurrence_id) : undefined;
  if (known) return [patch("recurrence", known.id, { ...fields, ...NO_NEXT, stopped_at: null })];
  const zone = fields.zone ?? "UTC";
  const today = dayIn(zone, Date.parse(read.now()));
  const day = task.due_on ?? (task.due_at ? dayIn(zone, Date.parse(task.due_at)) : today);
  const row: Recurrence = {
    id,
    project_id: task.project_id,
    task_id: task.id,
    rule: "",
    after_completion: false,
    starts_on: day,
    at_time: "",
    zone,
    days_off: "keep",
    country: "",
    waits: false,
    occurrence: 1,
    occurs_on: day,
    ...NO_NEXT,
    next_id: null,
    skipped_on: [],
    stopped_at: null,
    created_at: read.now(),
    ...fields,
  };
  return [put("recurrence", row), patch("task", task.id, { recurrence_id: id })];
}

/** The latest task goes to another time. */
function went(read: Reader, id: Id, make: (known: Recurrence) => { row: Partial<Recurrence>; task: Partial<Task> }): Change[] {
  const known = read.peek("recurrence", id);
  if (!known) return [];
  const { row, task } = make(known);
  return [patch("recurrence", id, row), patch("task", known.task_id, task)];
}

function skipped({ id }: { id: Id }, read: Reader): Change[] {
  return went(read, id, (known) => ({
    row: { ...(known.next_on && { occurs_on: known.next_on }), ...NO_NEXT, skipped_on: [...known.skipped_on, known.occurs_on] },
    task: known.next_on ? dueOn(known.next_on, known.next_at, known.zone) : {},
  }));
}

function unskipped({ id }: { id: Id }, read: Reader): Change[] {
  return went(read, id, (known) => {
    const last = known.skipped_on.at(-1);
    if (!last) return { row: {}, task: {} };
    const task = known.at_time ? {} : dueOn(last, null, known.zone);
    return { row: { occurs_on: last, ...NO_NEXT, skipped_on: known.skipped_on.slice(0, -1) }, task };
  });
}

export const recurrenceMutations: Definitions<RecurrenceMutation> = {
  "recurrence.set": {
    label: () => "Set how the task repeats",
    effect: begun,
    inverse: (args, read) => {
      const known = read.peek("recurrence", args.id);
      if (!known) return { name: "recurrence.stop", args: { id: args.id } };
      const fields = previous(read, "recurrence", args.id, args.fields);
      return known.stopped_at ? { name: "recurrence.stop", args: { id: args.id } } : fields && { name: "recurrence.set", args: { id: args.id, fields } };
    },
  },
  "recurrence.skip": {
    label: () => "Left a time out",
    effect: skipped,
    inverse: (args) => ({ name: "recurrence.unskip", args }),
  },
  "recurrence.unskip": {
    label: () => "Took a skip back",
    effect: unskipped,
    inverse: (args) => ({ name: "recurrence.skip", args }),
  },
  "recurrence.stop": {
    label: () => "Stopped repeating the task",
    effect: (args, read) => [edit("recurrence", args.id, ["stopped_at"], (known) => ({ stopped_at: known.stopped_at ?? read.now(), ...NO_NEXT, next_id: null }))],
    inverse: (args, read) => {
      const known = read.peek("recurrence", args.id);
      return known && !known.stopped_at ? { name: "recurrence.set", args: { id: args.id, fields: { rule: known.rule } } } : null;
    },
  },
  "recurrence.adopt": {
    label: () => "Made all that follow like this one",
    effect: () => [],
    inverse: () => null,
  },
};
