/** Links between tasks. */

import type { Id } from "./models";

export type LinkKind = "blocks" | "blocked_by" | "relates" | "duplicates" | "duplicated_by";

/** One end of a link: what a task is to another, which may be of a project that is not seen. */
export interface TaskLink {
  id: Id;
  task_id: Id;
  other_id: Id;
  kind: LinkKind;
}

const FAR: Record<LinkKind, LinkKind> = {
  blocks: "blocked_by",
  blocked_by: "blocks",
  relates: "relates",
  duplicates: "duplicated_by",
  duplicated_by: "duplicates",
};

/** The ids of the two ends differ in the last bit alone. */
export function farId(id: Id): Id {
  return id.slice(0, -1) + (parseInt(id.slice(-1), 16) ^ 1).toString(16);
}

/** The same link as the other task has it. */
export function farEnd({ id, task_id, other_id, kind }: TaskLink): TaskLink {
  return { id: farId(id), task_id: other_id, other_id: task_id, kind: FAR[kind] };
}
