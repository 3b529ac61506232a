import { useComputed, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { client } from "../../core/client";
import { taskKey, type Id } from "../../core/models";
import { isUnread } from "../../core/steps";
import { taskPath } from "../../router";
import { Avatar } from "../../ui/Avatar";
import { classes } from "../../ui/classes";
import { CardFace } from "./CardFace";
import type { BoardModel } from "./model";
import { onCardClick } from "./selection";
import { withDrags } from "./withDrags";

interface CardProps {
  board: BoardModel;
  taskId: Id;
  isTabStop: boolean;
}

/** A card in its place: opens, takes the focus, is lifted and dragged, and shows who has just changed it. */
export function CardView({ board, taskId, isTabStop }: CardProps) {
  const element = useRef<HTMLAnchorElement>(null);
  const task = board.store.row("task", taskId).value;
  const project = board.store.row("project", board.projectId).value;
  const isLifted = useComputed(() => board.lifted.value?.taskId === taskId).value;
  const isSelected = useComputed(() => board.selected.value.has(taskId)).value;
  const isDragged = useComputed(() => board.dragged.value === taskId).value;
  const edge = useComputed(() => (board.dropHint.value?.taskId === taskId ? board.dropHint.value.edge : null)).value;
  useEffect(() => {
    const card = element.current;
    return card ? withDrags((drags) => drags.makeCardDraggable(board, taskId, card)) : undefined;
  }, [board, taskId]);
  // A card carried to another column is a new element there: the next key, however soon, must find the focus on it.
  useLayoutEffect(() => {
    if (board.focused.peek() === taskId) takeFocus(element.current);
  }, [board, taskId]);
  useSignalEffect(() => {
    if (board.focused.value === taskId) takeFocus(element.current);
  });
  if (!task) return null;
  return (
    <>
      <a
        ref={element}
        class={classes("card", task.color && `is-coloured palette-${task.color}`, isLifted && "is-lifted", isDragged && "is-dragged", isSelected && "is-selected")}
        href={taskPath(project?.key ?? "", task.number ?? task.id)}
        data-task={taskId}
        data-number={task.number ?? undefined}
        tabIndex={isTabStop ? 0 : -1}
        aria-describedby="board-keys"
        onFocus={() => (board.focused.value = taskId)}
        onClick={(event) => onCardClick(board, taskId, event)}
      >
        {isSelected && <span class="visually-hidden">Selected. </span>}
        <CardFace task={task} taskKey={taskKey(project, task)} />
        {isUnread(board.store, task) && <span class="card-unread" role="img" aria-label="Unread" title="Unread" />}
        <RecentMark taskId={taskId} />
      </a>
      {edge && <span class={`drop-line drop-line-${edge}`} aria-hidden="true" />}
    </>
  );
}

/** Focus follows the card to its new column, and is never taken from a field or a dialog. */
function takeFocus(element: HTMLElement | null): void {
  const now = document.activeElement;
  if (!element || now === element) return;
  if (now && now !== document.body && !now.closest(".board-columns")) return;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
}

const VERB_WORDS: Record<string, string> = {
  "task.handed_in": "handed this in",
  "task.accepted": "accepted this",
  "task.returned": "returned this",
  "task.taken": "took this",
  "task.started": "started this",
  "task.refused": "refused this",
  "task.reopened": "opened this again",
};
const WORDS: Record<string, string> = { "task.moved": "moved this", "task.created": "added this", "task.restored": "restored this", ...VERB_WORDS };

function RecentMark({ taskId }: { taskId: Id }) {
  const recent = client().recent.of(taskId).value;
  if (!recent) return null;
  const name = client().store.peek("member", recent.actor)?.name ?? "Somebody";
  return (
    <span class="card-recent">
      <Avatar id={recent.actor} name={name} size={16} decorative />
      {name} {WORDS[recent.kind] ?? "changed this"}
    </span>
  );
}
