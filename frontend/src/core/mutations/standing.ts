/** What a change of stage, or of hands, means for a task's other fields. */

import type { Id, StageKind, Task } from "../models";
import { relationsOf, stampsOf, verbOf, type Relation } from "../verbs";
import type { MutationArgs, Reader } from "./types";

export type VerbMutation = Extract<
  keyof MutationArgs,
  | `task.${"assign" | "take" | "hand_on" | "help" | "read" | "focus" | "plan" | "start" | "pause" | "hand_in" | "accept"}`
  | `task.${"return" | "refuse" | "cancel" | "reopen" | "archive" | "unarchive"}`
>;

/** What the signed-in person is to a task. */
export function relations(read: Reader, task: Task): Relation[] {
  return relationsOf(task, read.me, read.roleIn(task.project_id));
}

export function kindOf(read: Reader, task: Task): StageKind {
  return read.peek("stage", task.stage_id)?.kind ?? "todo";
}

/** What begins anew when a task has another performer. */
export function handsOf(read: Reader, performerId: Id | null): Partial<Task> {
  return { performer_id: performerId, read_at: performerId === read.me ? read.now() : null, planned_on: null };
}

/** What a task looks like after it is brought into a stage: the verb's stamps, for whoever writes it here. */
export function stood(read: Reader, task: Task, stageId: Id): Partial<Task> {
  const kind = read.peek("stage", stageId)?.kind ?? "todo";
  const verb = verbOf(kindOf(read, task), kind, relations(read, task), task.handed_in_at !== null);
  return stampsOf(task, kind, verb, read.me, read.now());
}
