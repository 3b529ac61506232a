/** Places on a board, and where the keys lead from them. Pure: columns are lists of ids. */

import type { Id } from "../../core/models";

export interface Spot {
  columnId: Id;
  /** Among the other cards of the column: 0 is the top. */
  index: number;
}

export interface Grid {
  columnIds: readonly Id[];
  cardsOf: (columnId: Id) => readonly Id[];
}

export type Direction = "up" | "down" | "left" | "right";

const ARROWS: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

export function directionOf(key: string): Direction | undefined {
  return ARROWS[key];
}

export function spotOf(grid: Grid, taskId: Id): Spot | null {
  for (const columnId of grid.columnIds) {
    const index = grid.cardsOf(columnId).indexOf(taskId);
    if (index >= 0) return { columnId, index };
  }
  return null;
}

/** The card that an arrow goes to; sideways it skips empty columns and keeps the height. Null at the edge. */
export function cardTowards(grid: Grid, taskId: Id, direction: Direction): Id | null {
  const spot = spotOf(grid, taskId);
  if (!spot) return null;
  if (direction === "up" || direction === "down") {
    return grid.cardsOf(spot.columnId)[spot.index + (direction === "down" ? 1 : -1)] ?? null;
  }
  const step = direction === "right" ? 1 : -1;
  for (let at = grid.columnIds.indexOf(spot.columnId) + step; ; at += step) {
    const columnId = grid.columnIds[at];
    if (columnId === undefined) return null;
    const cards = grid.cardsOf(columnId);
    if (cards.length > 0) return cards[Math.min(spot.index, cards.length - 1)] ?? null;
  }
}

/** The spot that a carried card moves to; null at the edge. `taskId` itself does not count in its column. */
export function spotTowards(grid: Grid, taskId: Id, spot: Spot, direction: Direction): Spot | null {
  const others = (columnId: Id) => grid.cardsOf(columnId).filter((id) => id !== taskId).length;
  if (direction === "up") return spot.index > 0 ? { ...spot, index: spot.index - 1 } : null;
  if (direction === "down") return spot.index < others(spot.columnId) ? { ...spot, index: spot.index + 1 } : null;
  const columnId = grid.columnIds[grid.columnIds.indexOf(spot.columnId) + (direction === "right" ? 1 : -1)];
  return columnId === undefined ? null : { columnId, index: Math.min(spot.index, others(columnId)) };
}

export function neighbours(others: readonly Id[], index: number): { after: Id | null; before: Id | null } {
  return { after: others[index - 1] ?? null, before: others[index] ?? null };
}

export function inserted(others: readonly Id[], id: Id, index: number): Id[] {
  return [...others.slice(0, index), id, ...others.slice(index)];
}
