import { useEffect } from "preact/hooks";
import { isTyping } from "../../core/keys";
import type { Id } from "../../core/models";
import type { BoardModel } from "./model";
import { carry, drop, gridOf, lift, nameOf, nudge, putBack } from "./moves";
import { clearSelection, selectTo, toggle } from "./selection";
import { cardTowards, directionOf, type Direction } from "./spots";

/** The keys of the board. They act on the card that has the focus. */
export function onBoardKey(board: BoardModel, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const card = cardOf(event.target);
  const isDone = board.lifted.peek() ? onLiftedKey(board, event) : card !== null && onCardKey(board, card, event);
  if (isDone) event.preventDefault();
}

function cardOf(target: EventTarget | null): Id | null {
  return target instanceof HTMLElement ? (target.closest<HTMLElement>("[data-task]")?.dataset.task ?? null) : null;
}

function onLiftedKey(board: BoardModel, event: KeyboardEvent): boolean {
  const direction = directionOf(event.key);
  if (direction) carry(board, direction);
  else if (event.key === " " || event.key === "Enter") drop(board);
  else if (event.key === "Escape" || event.key === "Tab") putBack(board);
  else return false;
  return event.key !== "Tab";
}

function onCardKey(board: BoardModel, card: Id, event: KeyboardEvent): boolean {
  const direction = directionOf(event.key) ?? (event.key === "[" ? "left" : event.key === "]" ? "right" : undefined);
  if (direction && (event.shiftKey || event.key === "[" || event.key === "]")) nudge(board, card, direction);
  else if (direction) go(board, card, direction);
  else if (event.key === " ") lift(board, card);
  else if (event.key.toLowerCase() === "n") addBeside(board, card);
  else if (event.key === "x") toggle(board, card);
  else if (event.key === "X") selectTo(board, card);
  else if (event.key === "Escape" && board.selected.peek().size > 0) clearSelection(board);
  else return false;
  return true;
}

function go(board: BoardModel, card: Id, direction: Direction): void {
  const next = cardTowards(gridOf(board), card, direction);
  if (next) board.focused.value = next;
  else board.say(`${nameOf(board, card)}: this is the edge of the board.`);
}

function addBeside(board: BoardModel, card: Id): void {
  const columnId = board.columnOf(card);
  if (columnId && board.canEdit) board.adding.value = { columnId, at: "end" };
}

/** Keys that work wherever the focus is on the page. */
export function usePageKeys(board: BoardModel, focusFilter: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const isArrow = directionOf(event.key) !== undefined && event.target === document.body;
      const first = board.columnIds.peek().flatMap((id) => board.shown(id).peek().slice(0, 1))[0];
      // Between two columns a carried card has no element, and the page the focus.
      if (board.lifted.peek() && event.target === document.body) {
        if (!onLiftedKey(board, event)) return;
      } else if (event.key === "/") focusFilter();
      else if (isArrow && (board.focused.peek() ?? first)) refocus(board, board.focused.peek() ?? first ?? null);
      else return;
      event.preventDefault();
    };
    const onFocusIn = (event: FocusEvent) => {
      if (board.lifted.peek() && cardOf(event.target) !== board.lifted.peek()?.taskId) putBack(board);
    };
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("focusin", onFocusIn);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("focusin", onFocusIn);
    };
  }, [board]);
}

/** Gives the focus to a card again, also when it is the one that had it. */
export function refocus(board: BoardModel, card: Id | null): void {
  board.focused.value = null;
  board.focused.value = card;
}
