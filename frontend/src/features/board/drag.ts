/** Dragging by mouse, on the browser's own drag and drop. */

import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { attachClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/attach-closest-edge";
import { extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import type { Id } from "../../core/models";
import { land, showHint } from "./hint";
import type { BoardModel, DropHint } from "./model";

type Data = Record<string | symbol, unknown>;
interface Target {
  data: Data;
}

export function makeCardDraggable(board: BoardModel, taskId: Id, element: HTMLElement): () => void {
  return combine(
    draggable({
      element,
      canDrag: () => board.canEdit && board.lifted.peek() === null,
      getInitialData: () => ({ taskId }),
      onDragStart: () => (board.dragged.value = taskId),
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.taskId !== undefined,
      getData: ({ input }) => attachClosestEdge({ taskId }, { element, input, allowedEdges: ["top", "bottom"] }),
    }),
  );
}

/** Makes a column take cards, also where it has none, and its list scroll when a card is held at an end. */
export function makeColumnTarget(columnId: Id, column: HTMLElement, list: HTMLElement): () => void {
  return combine(
    dropTargetForElements({ element: column, getData: () => ({ columnId }) }),
    autoScrollForElements({ element: list }),
  );
}

/** Follows a drag over the board and moves the card at its end. */
export function followDrags(board: BoardModel, scroller: HTMLElement): () => void {
  return combine(
    autoScrollForElements({ element: scroller }),
    monitorForElements({
      onDrag: ({ location }) => showHint(board, hintOf(location.current.dropTargets)),
      onDropTargetChange: ({ location }) => showHint(board, hintOf(location.current.dropTargets)),
      onDrop: ({ source, location }) => {
        const hint = hintOf(location.current.dropTargets);
        board.dragged.value = null;
        showHint(board, null);
        if (hint) land(board, String(source.data.taskId), hint);
      },
    }),
  );
}

function hintOf(targets: readonly Target[]): DropHint | null {
  const columnId = targets.find((target) => target.data.columnId !== undefined)?.data.columnId;
  if (columnId === undefined) return null;
  const card = targets.find((target) => target.data.taskId !== undefined)?.data;
  const edge = card && extractClosestEdge(card) === "top" ? "top" : "bottom";
  return { columnId: String(columnId), taskId: card ? String(card.taskId) : null, edge };
}
