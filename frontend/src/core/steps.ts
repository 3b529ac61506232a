/** What the signed-in person may do with a task now, asked of the rows that the screen shows. */

import type { Id, StageKind, Task } from "./models";
import type { Store } from "./store";
import { mayDo, relationsOf, VERBS, verbOf, type Relation, type StageVerb, type Verb } from "./verbs";

export interface Standing {
  kind: StageKind;
  relations: readonly Relation[];
  may: (verb: Verb) => boolean;
}

/** Subscribes the component that asks. */
export function standingOf(store: Store, task: Task): Standing {
  const role = store.roleIn(task.project_id);
  const project = store.row("project", task.project_id).value;
  const relations = relationsOf(task, store.me, role);
  const may = (verb: Verb) => project !== undefined && (verb === "read" || role !== "observer") && mayDo(verb, relations, project);
  return { kind: store.row("stage", task.stage_id).value?.kind ?? "todo", relations, may };
}

export interface Step {
  verb: StageVerb;
  /** Why not, for the person; null when it may be. */
  refusal: string | null;
}

/** What bringing a task into a stage would be. */
export function stepTo(store: Store, task: Task, stageId: Id): Step {
  const { kind, relations, may } = standingOf(store, task);
  const to = store.peek("stage", stageId)?.kind ?? "todo";
  const verb = task.stage_id === stageId ? "move" : verbOf(kind, to, relations, task.handed_in_at !== null);
  const asked: Verb = verb === "move" ? "edit" : verb;
  return { verb, refusal: may(asked) ? null : VERBS[asked].refusal };
}

/** Whether somebody else has changed it since the person last opened it; for those whom the task concerns. */
export function isUnread(store: Store, task: Task): boolean {
  const { me } = store;
  const isMine = task.author_id === me || task.performer_id === me || task.helper_ids.includes(me) || task.observer_ids.includes(me);
  if (!isMine || task.updated_by_id === me) return false;
  const [seen] = store.rows("taskSeen", task.id);
  return !seen?.seen_at || seen.seen_at < task.updated_at;
}
