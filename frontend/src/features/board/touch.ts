/** Dragging by finger: hold a card, carry it, let go. Browsers differ in what a long press drags; this is ours alone. */

import type { Id } from "../../core/models";
import { land, showHint } from "./hint";
import type { BoardModel, DropHint } from "./model";
import { toggle } from "./selection";

const HOLD_MS = 350;
/** A finger that goes further than this while it waits wants to scroll. */
const STILL_PX = 8;
/** So near to an edge a held card makes the list scroll, by so much a frame. */
const EDGE_PX = 48;
const SCROLL_PX = 9;

interface Point {
  x: number;
  y: number;
}

interface Held {
  taskId: Id;
  ghost: HTMLElement;
  /** From the corner of the card to the finger. */
  grip: Point;
  at: Point;
  frame: number;
}

/** Lets the fingers on a board drag its cards. */
export function followTouches(board: BoardModel, scroller: HTMLElement): () => void {
  const onStart = (event: TouchEvent) => waitForHold(board, scroller, event);
  scroller.addEventListener("touchstart", onStart, { passive: true });
  return () => scroller.removeEventListener("touchstart", onStart);
}

function waitForHold(board: BoardModel, scroller: HTMLElement, event: TouchEvent): void {
  const { target } = event;
  const card = target instanceof Element ? target.closest<HTMLElement>("[data-task]") : null;
  const touch = event.touches[0];
  if (!target || !card || !touch || event.touches.length > 1 || !board.canEdit || board.lifted.peek()) return;
  const from = pointOf(touch);
  let held: Held | null = null;
  const timer = setTimeout(() => (held = pickUp(board, scroller, card, from)), HOLD_MS);
  const ending = new AbortController();
  const finish = (hint: DropHint | null) => {
    clearTimeout(timer);
    ending.abort();
    if (held) putDown(board, held, hint);
  };
  const onMove = (move: TouchEvent) => {
    const finger = move.touches[0];
    if (!finger || move.touches.length > 1) return finish(null);
    if (held) {
      move.preventDefault();
      carryTo(board, held, pointOf(finger));
    } else if (distance(from, pointOf(finger)) > STILL_PX) finish(null);
  };
  const onEnd = (end: TouchEvent) => {
    // A long press that goes nowhere selects; once something is selected, a tap does.
    const selects = held ? distance(from, held.at) <= STILL_PX : board.selected.peek().size > 0;
    if (held || selects) end.preventDefault(); // else the press would open the card
    finish(held && !selects ? hintAt(held.at) : null);
    if (selects) toggle(board, card.dataset["task"] ?? "");
  };
  // On the element that was touched: its events go on when a list that scrolls takes it out of the page.
  const options = { signal: ending.signal, passive: false };
  (target as HTMLElement).addEventListener("touchmove", onMove, options);
  (target as HTMLElement).addEventListener("touchend", onEnd, options);
  (target as HTMLElement).addEventListener("touchcancel", () => finish(null), options);
  card.addEventListener("contextmenu", (menu) => menu.preventDefault(), options);
  card.addEventListener("dragstart", (drag) => drag.preventDefault(), { ...options, capture: true });
}

function pickUp(board: BoardModel, scroller: HTMLElement, card: HTMLElement, at: Point): Held {
  const box = card.getBoundingClientRect();
  const ghost = card.cloneNode(true) as HTMLElement;
  ghost.removeAttribute("data-task");
  ghost.setAttribute("aria-hidden", "true");
  ghost.classList.add("card-ghost");
  ghost.style.width = `${box.width}px`;
  document.body.append(ghost);
  const taskId = card.dataset["task"] ?? "";
  const held: Held = { taskId, ghost, grip: { x: at.x - box.left, y: at.y - box.top }, at, frame: 0 };
  board.dragged.value = taskId;
  navigator.vibrate?.(12);
  carryTo(board, held, at);
  const step = () => {
    scrollNear(scroller, held.at);
    showHint(board, hintAt(held.at));
    held.frame = requestAnimationFrame(step);
  };
  held.frame = requestAnimationFrame(step);
  return held;
}

function carryTo(board: BoardModel, held: Held, at: Point): void {
  held.at = at;
  held.ghost.style.translate = `${at.x - held.grip.x}px ${at.y - held.grip.y}px`;
  showHint(board, hintAt(at));
}

function putDown(board: BoardModel, held: Held, hint: DropHint | null): void {
  cancelAnimationFrame(held.frame);
  held.ghost.remove();
  board.dragged.value = null;
  showHint(board, null);
  if (hint) land(board, held.taskId, hint);
}

function hintAt({ x, y }: Point): DropHint | null {
  const below = document.elementFromPoint(x, y);
  const columnId = below?.closest<HTMLElement>("[data-column]")?.dataset["column"];
  if (columnId === undefined) return null;
  const card = below?.closest<HTMLElement>("[data-task]");
  const box = card?.getBoundingClientRect();
  const edge = box && y < box.top + box.height / 2 ? "top" : "bottom";
  return { columnId, taskId: card?.dataset["task"] ?? null, edge };
}

function scrollNear(scroller: HTMLElement, at: Point): void {
  const wide = scroller.getBoundingClientRect();
  scroller.scrollLeft += SCROLL_PX * sideOf(at.x, wide.left, wide.right);
  const list = document.elementFromPoint(at.x, at.y)?.closest("[data-column]")?.querySelector(".column-list");
  if (!list) return;
  const tall = list.getBoundingClientRect();
  list.scrollTop += SCROLL_PX * sideOf(at.y, tall.top, tall.bottom);
}

/** -1 near the start, 1 near the end, 0 between. */
function sideOf(at: number, start: number, end: number): number {
  return at < start + EDGE_PX ? -1 : at > end - EDGE_PX ? 1 : 0;
}

function pointOf(touch: Touch): Point {
  return { x: touch.clientX, y: touch.clientY };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
