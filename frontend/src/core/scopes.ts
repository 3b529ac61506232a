/** Which project a row belongs to: what a lost scope takes away. */

import type { Id, ModelName, Models } from "./models";

interface Bases {
  peekBase<M extends ModelName>(model: M, id: Id): Models[M] | undefined;
}

/** The row's project as the server last said; null for rows of no project, undefined when unknown. */
export function projectOf(rows: Bases, model: ModelName, id: Id): Id | null | undefined {
  switch (model) {
    case "workspace":
    case "member":
    case "tag":
    case "conflict":
    case "task_seen":
      return null;
    case "project":
      return id;
    case "project_member":
    case "stage":
    case "board":
    case "task":
    case "custom_field":
    case "recurrence":
      return rows.peekBase(model, id)?.project_id;
    case "column": {
      const column = rows.peekBase("column", id);
      return column && rows.peekBase("board", column.board_id)?.project_id;
    }
    default: {
      const part = rows.peekBase(model, id);
      return part && rows.peekBase("task", part.task_id)?.project_id;
    }
  }
}
