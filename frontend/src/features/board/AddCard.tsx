import { useEffect, useRef, useState } from "preact/hooks";
import { mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { Id } from "../../core/models";
import { Button } from "../../ui/Button";
import type { BoardModel } from "./model";
import { oneLine, titlesIn } from "./paste";
import { refocus } from "./useKeys";

interface AddCardProps {
  board: BoardModel;
  columnId: Id;
  at: "top" | "end";
}

/** Makes the cards in order, below the last one made here, and returns the id of the last. */
function addCards(board: BoardModel, columnId: Id, titles: readonly string[], at: "top" | "end", below: Id | null): Id | null {
  const stage = board.column(columnId)?.stage_ids[at === "top" ? 0 : -1] ?? board.column(columnId)?.stage_ids.at(-1);
  if (!stage) return below;
  const firstOnTop = board.store.tasksOfStage(stage)[0] ?? null;
  let last = below;
  for (const title of titles) {
    const id = newId();
    const where = last ? { after: last, before: null } : at === "top" ? { after: null, before: firstOnTop } : { after: null, before: null };
    void mutate("task.create", { id, project_id: board.projectId, stage_id: stage, title, ...where });
    last = id;
  }
  return last;
}

export function AddCard({ board, columnId, at }: AddCardProps) {
  const [text, setText] = useState("");
  const [pasted, setPasted] = useState<readonly string[]>([]);
  const last = useRef<Id | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => field.current?.focus(), [pasted.length === 0]);
  useEffect(() => form.current?.scrollIntoView({ block: "nearest" }));
  const add = (titles: readonly string[]) => {
    last.current = addCards(board, columnId, titles, at, last.current);
    board.say(titles.length === 1 ? `Added ${titles[0] ?? ""}.` : `Added ${titles.length} cards.`);
    setText("");
    setPasted([]);
  };
  const close = () => {
    board.adding.value = null;
    refocus(board, last.current ?? board.focused.peek());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (oneLine(text) !== "") add([oneLine(text)]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const titles = titlesIn(event.clipboardData?.getData("text/plain") ?? "");
    if (titles.length < 2) return;
    event.preventDefault();
    setPasted(titles);
  };
  const onFocusOut = (event: FocusEvent) => {
    const isInside = event.relatedTarget instanceof Node && form.current?.contains(event.relatedTarget);
    if (!isInside && text.trim() === "" && pasted.length === 0) board.adding.value = null;
  };
  if (pasted.length > 0) return <Pasted titles={pasted} onAdd={() => add(pasted)} onCancel={() => setPasted([])} />;
  return (
    <div ref={form} class="add-card" onFocusOut={onFocusOut}>
      <textarea
        ref={field}
        rows={2}
        aria-label="Title of the new card"
        placeholder="What is to be done?"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <div class="add-card-actions">
        <Button kind="primary" size="s" onClick={() => oneLine(text) !== "" && add([oneLine(text)])}>
          Add card
        </Button>
        <Button kind="quiet" size="s" onClick={close}>
          Close
        </Button>
      </div>
    </div>
  );
}

function Pasted({ titles, onAdd, onCancel }: { titles: readonly string[]; onAdd: () => void; onCancel: () => void }) {
  const button = useRef<HTMLDivElement>(null);
  useEffect(() => button.current?.querySelector("button")?.focus(), []);
  return (
    <div class="add-card" role="group" aria-label={`Add ${titles.length} cards?`}>
      <p class="add-card-question">Add {titles.length} cards?</p>
      <ul class="add-card-list">
        {titles.slice(0, 5).map((title, index) => (
          <li key={index} class="truncate">
            {title}
          </li>
        ))}
        {titles.length > 5 && <li class="muted">and {titles.length - 5} more</li>}
      </ul>
      <div ref={button} class="add-card-actions">
        <Button kind="primary" size="s" onClick={onAdd}>
          Add {titles.length}
        </Button>
        <Button kind="quiet" size="s" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
