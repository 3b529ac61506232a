/** Which cards are chosen, to be changed together. */

import type { Id } from "../../core/models";
import type { BoardModel } from "./model";

/** The chosen cards that the board shows, from the first column down to the last. Subscribes whoever asks. */
export function chosenOn(board: BoardModel): Id[] {
  const { value: selected } = board.selected;
  if (selected.size === 0) return [];
  return board.columnIds.value.flatMap((columnId) => board.shown(columnId).value.filter((id) => selected.has(id)));
}

export function toggle(board: BoardModel, id: Id): void {
  if (!board.canEdit) return board.say("You may look at this board, not change it.");
  const selected = new Set(board.selected.peek());
  if (!selected.delete(id)) selected.add(id);
  board.anchor = id;
  choose(board, selected);
}

/** Adds all cards from the last one that was chosen to this one, where both stand in one column. */
export function selectTo(board: BoardModel, id: Id): void {
  const columnId = board.columnOf(id);
  const cards = columnId ? board.shown(columnId).peek() : [];
  const from = board.anchor === null ? -1 : cards.indexOf(board.anchor);
  const to = cards.indexOf(id);
  if (from < 0 || !board.canEdit) return toggle(board, id);
  choose(board, new Set([...board.selected.peek(), ...cards.slice(Math.min(from, to), Math.max(from, to) + 1)]));
}

export function selectColumn(board: BoardModel, columnId: Id): void {
  choose(board, new Set([...board.selected.peek(), ...board.shown(columnId).peek()]));
}

export function clearSelection(board: BoardModel): void {
  board.anchor = null;
  choose(board, new Set());
}

function choose(board: BoardModel, selected: ReadonlySet<Id>): void {
  board.selected.value = selected;
  board.say(selected.size === 0 ? "No card is selected." : selected.size === 1 ? "One card is selected." : `${selected.size} cards are selected.`);
}

/** What a press on a card with a modifier means; false for a press that opens it. */
export function onCardClick(board: BoardModel, id: Id, event: MouseEvent): boolean {
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return false;
  event.preventDefault();
  if (event.shiftKey) selectTo(board, id);
  else toggle(board, id);
  return true;
}
