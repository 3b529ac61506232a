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
  const stage = board.column(columnId)?.stage_ids.at(at === "top" ? 0 : -1);
  if (!stage) return below;
  const firstOnTop = board.store.tasksOfStage(stage)[0] ?? null;
  let last = below;
  for (const title of titles) {
    const id = newId();
    const where = { after: last, before: last === null && at === "top" ? firstOnTop : null };
    void mutate("task.create", { id, project_id: board.projectId, stage_id: stage, title, ...where });
    last = id;
  }
  return last;
}

export function AddCard({ board, columnId, at }: AddCardProps) {
  const [pasted, setPasted] = useState<readonly string[]>([]);
  const last = useRef<Id | null>(null);
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.scrollIntoView({ block: "nearest" }));
  const add = (titles: readonly string[]) => {
    last.current = addCards(board, columnId, titles, at, last.current);
    board.say(titles.length === 1 ? `Added ${titles[0] ?? ""}.` : `Added ${titles.length} cards.`);
    setPasted([]);
  };
  const close = () => {
    board.adding.value = null;
    refocus(board, last.current ?? board.focused.peek());
  };
  return (
    <div ref={form} class="add-card">
      {pasted.length > 0 ? (
        <Pasted titles={pasted} onAdd={() => add(pasted)} onCancel={() => setPasted([])} />
      ) : (
        <Typed onAdd={(title) => add([title])} onPasted={setPasted} onClose={close} onLeave={() => (board.adding.value = null)} />
      )}
    </div>
  );
}

interface TypedProps {
  onAdd: (title: string) => void;
  onPasted: (titles: readonly string[]) => void;
  onClose: () => void;
  /** The focus has gone elsewhere and nothing was typed. */
  onLeave: () => void;
}

function Typed({ onAdd, onPasted, onClose, onLeave }: TypedProps) {
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const isReplaced = useRef(false);
  useEffect(() => field.current?.focus(), []);
  const add = () => {
    if (oneLine(text) !== "") onAdd(oneLine(text));
    setText("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") add();
    else onClose();
  };
  const onPaste = (event: ClipboardEvent) => {
    const titles = titlesIn(event.clipboardData?.getData("text/plain") ?? "");
    if (titles.length < 2) return;
    event.preventDefault();
    // The field goes away with the focus in it: that is no leaving.
    isReplaced.current = true;
    onPasted(titles);
  };
  const onFocusOut = (event: FocusEvent) => {
    const isInside = event.relatedTarget instanceof Node && (event.currentTarget as Node).contains(event.relatedTarget);
    // A window that loses the focus leaves the field its page's focus.
    const isGone = !isInside && !isReplaced.current && document.activeElement !== field.current;
    if (isGone && text.trim() === "") onLeave();
  };
  return (
    <div class="add-card-form" onFocusOut={onFocusOut}>
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
      <Actions main="Add card" onMain={add} other="Close" onOther={onClose} />
    </div>
  );
}

function Pasted({ titles, onAdd, onCancel }: { titles: readonly string[]; onAdd: () => void; onCancel: () => void }) {
  const button = useRef<HTMLDivElement>(null);
  useEffect(() => button.current?.querySelector("button")?.focus(), []);
  return (
    <div class="add-card-form" role="group" aria-label={`Add ${titles.length} cards?`}>
      <p class="add-card-question">Add {titles.length} cards?</p>
      <ul class="add-card-list">
        {titles.slice(0, 5).map((title, index) => (
          <li key={index} class="truncate">
            {title}
          </li>
        ))}
        {titles.length > 5 && <li class="muted">and {titles.length - 5} more</li>}
      </ul>
      <div ref={button}>
        <Actions main={`Add ${titles.length}`} onMain={onAdd} other="Cancel" onOther={onCancel} />
      </div>
    </div>
  );
}

interface ActionsProps {
  main: string;
  onMain: () => void;
  other: string;
  onOther: () => void;
}

function Actions({ main, onMain, other, onOther }: ActionsProps) {
  return (
    <div class="add-card-actions">
      <Button kind="primary" size="s" onClick={onMain}>
        {main}
      </Button>
      <Button kind="quiet" size="s" onClick={onOther}>
        {other}
      </Button>
    </div>
  );
}
