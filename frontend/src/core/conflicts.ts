/** Edits that met somebody else's. */

import type { Day, Id, Instant, Json, ModelName } from "./models";

/** An edit that met somebody else's: the value that lost, kept for the person who wrote it until it is settled. */
export interface Conflict {
  id: Id;
  model: ModelName;
  object_id: Id;
  task_id: Id | null;
  /** A field of the row, or `due`, or `placement`: several fields that stand and fall together. */
  field: string;
  kind: "scalar" | "placement" | "text";
  /** The value that lost: this person's. For a placement a `LostPlacement`, for `due` a `Due`. */
  mine: Json;
  /** The value that stands. */
  theirs: Json;
  /** For a text, what both began from. */
  base: string | null;
  /** Who wrote `theirs`; null for a program. */
  actor_id: Id | null;
  /** When `mine` was made. */
  edited_at: Instant;
  created_at: Instant;
}

/** Where a task was to go; `theirs` of a placement is `{stage_id, rank}`. */
export interface LostPlacement {
  stage_id: Id;
  after: Id | null;
  before: Id | null;
}

export interface Due {
  due_on: Day | null;
  due_at: Instant | null;
  due_zone: string | null;
}
