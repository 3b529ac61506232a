/** What the keys and the pointer do with a card: lift, carry, drop, move at once. */

import { moveTask } from "../../core/reasons";
import { taskKey, type Id } from "../../core/models";
import type { BoardModel } from "./model";
import { spotOf, spotTowards, type Direction, type Grid, type Spot } from "./spots";

export function gridOf(board: BoardModel): Grid {
  return { columnIds: board.columnIds.peek(), cardsOf: (columnId) => board.shown(columnId).peek() };
}

/** "PM-12 Write the brief": how a card is called aloud. */
export function nameOf(board: BoardModel, taskId: Id): string {
  const task = board.store.peek("task", taskId);
  if (!task) return "The card";
  return `${taskKey(board.store.peek("project", task.project_id), task)} ${task.title}`.trim();
}

function placeWords(board: BoardModel, taskId: Id, spot: Spot): string {
  const others = board.shown(spot.columnId).peek().filter((id) => id !== taskId).length;
  return `${board.column(spot.columnId)?.name ?? ""}, position ${spot.index + 1} of ${others + 1}.`;
}

export function lift(board: BoardModel, taskId: Id): void {
  const spot = spotOf(gridOf(board), taskId);
  if (!spot) return;
  if (!board.canEdit) return board.say("You may look at this board, not change it.");
  board.lifted.value = { taskId, spot };
  board.say(`Lifted ${nameOf(board, taskId)}. ${placeWords(board, taskId, spot)}`);
}

export function carry(board: BoardModel, direction: Direction): void {
  const lifted = board.lifted.peek();
  if (!lifted) return;
  const spot = spotTowards(gridOf(board), lifted.taskId, lifted.spot, direction);
  if (!spot) return board.say("This is the edge of the board.");
  board.lifted.value = { ...lifted, spot };
  board.say(placeWords(board, lifted.taskId, spot));
}

export function drop(board: BoardModel): void {
  const lifted = board.lifted.peek();
  if (!lifted) return;
  const { taskId, spot } = lifted;
  board.lifted.value = null;
  if (place(board, taskId, spot)) board.say(`Dropped ${nameOf(board, taskId)}. ${placeWords(board, taskId, spot)}`);
  else board.say(`${nameOf(board, taskId)} is back.`);
}

export function putBack(board: BoardModel): void {
  const lifted = board.lifted.peek();
  if (!lifted) return;
  board.lifted.value = null;
  const spot = spotOf(gridOf(board), lifted.taskId);
  board.say(`${nameOf(board, lifted.taskId)} is back. ${spot ? placeWords(board, lifted.taskId, spot) : ""}`);
}

/** Moves a card one step without lifting it. */
export function nudge(board: BoardModel, taskId: Id, direction: Direction): void {
  const grid = gridOf(board);
  const from = spotOf(grid, taskId);
  if (!from) return;
  if (!board.canEdit) return board.say("You may look at this board, not change it.");
  const spot = spotTowards(grid, taskId, from, direction);
  if (!spot) return board.say("This is the edge of the board.");
  if (place(board, taskId, spot)) board.say(`Moved ${nameOf(board, taskId)}. ${placeWords(board, taskId, spot)}`);
}

/** Puts a card at a spot; a spot where it already is changes nothing. False when it may not be there, or not without a reason. */
export function place(board: BoardModel, taskId: Id, spot: Spot): boolean {
  const now = spotOf(gridOf(board), taskId);
  if (now && now.columnId === spot.columnId && now.index === spot.index) return true;
  const where = board.placement(taskId, spot);
  return where !== null && moveTask(taskId, where);
}
