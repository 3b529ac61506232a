/** Where a carried card would land, by mouse or finger. */

import type { Id } from "../../core/models";
import type { BoardModel, DropHint } from "./model";
import { place } from "./moves";

export function showHint(board: BoardModel, hint: DropHint | null): void {
  const shown = board.dropHint.peek();
  const isSame = shown?.columnId === hint?.columnId && shown?.taskId === hint?.taskId && shown?.edge === hint?.edge;
  if (!isSame) board.dropHint.value = hint;
}

/** Puts a card where the hint shows. */
export function land(board: BoardModel, taskId: Id, hint: DropHint): void {
  const others = board.shown(hint.columnId).peek().filter((id) => id !== taskId);
  if (hint.taskId === taskId) return;
  const beside = hint.taskId ? others.indexOf(hint.taskId) : -1;
  const index = beside < 0 ? others.length : beside + (hint.edge === "bottom" ? 1 : 0);
  board.focused.value = taskId;
  place(board, taskId, { columnId: hint.columnId, index });
}
