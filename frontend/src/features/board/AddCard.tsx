import type { Signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { Id } from "../../core/models";
import { Button } from "../../ui/Button";
import type { BoardModel } from "./model";
import { LONGEST, oneLine, titlesIn } from "./paste";
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
    const made = mutate("task.create", { id, project_id: board.projectId, stage_id: stage, title, ...where });
    void made.then(({ status }) => status !== "applied" && giveBack(board, columnId, at, title));
    last = id;
  }
  return last;
}

/** What the server refused stands in the form again, a line each, below what is typed there now. */
function giveBack(board: BoardModel, columnId: Id, at: "top" | "end", title: string): void {
  const typed = board.draft.peek().trimEnd();
  board.draft.value = typed === "" ? title : `${typed}\n${title}`;
  if (!board.adding.peek()) board.adding.value = { columnId, at };
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
    board.draft.value = "";
    refocus(board, last.current ?? board.focused.peek());
  };
  return (
    <div ref={form} class="add-card">
      {pasted.length > 0 ? (
        <Pasted titles={pasted} onAdd={() => add(pasted)} onCancel={() => setPasted([])} />
      ) : (
        <Typed
          draft={board.draft}
          onAdd={(title) => add([title])}
          onPasted={setPasted}
          onClose={close}
          onLeave={() => (board.adding.value = null)}
        />
      )}
    </div>
  );
}

interface TypedProps {
  draft: Signal<string>;
  onAdd: (title: string) => void;
  onPasted: (titles: readonly string[]) => void;
  onClose: () => void;
  /** The focus has gone elsewhere and nothing was typed. */
  onLeave: () => void;
}

function Typed({ draft, onAdd, onPasted, onClose, onLeave }: TypedProps) {
  const text = draft.value;
  const length = oneLine(text).length;
  const field = useRef<HTMLTextAreaElement>(null);
  const isReplaced = useRef(false);
  useEffect(() => field.current?.focus(), []);
  const leaveFor = (titles: readonly string[]) => {
    // The field goes away with the focus in it: that is no leaving.
    isReplaced.current = true;
    onPasted(titles);
  };
  const add = () => {
    const titles = titlesIn(text);
    if (titles.length < 2 && length > LONGEST) return field.current?.focus();
    draft.value = "";
    if (titles.length > 1) return leaveFor(titles);
    if (length > 0) onAdd(oneLine(text));
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
    leaveFor(titles);
  };
  const isLeft = (event: FocusEvent) => text.trim() === "" && !isReplaced.current && isOutside(event, field.current);
  return (
    <div class="add-card-form" onFocusOut={(event) => isLeft(event) && onLeave()}>
      <textarea
        ref={field}
        rows={2}
        aria-label="Title of the new card"
        placeholder="What is to be done?"
        value={text}
        aria-invalid={length > LONGEST}
        onInput={(event) => (draft.value = event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      {length > LONGEST && <TooLong length={length} />}
      <Actions main="Add card" onMain={add} other="Close" onOther={onClose} />
    </div>
  );
}

function isOutside(event: FocusEvent, field: Element | null): boolean {
  const isInside = event.relatedTarget instanceof Node && (event.currentTarget as Node).contains(event.relatedTarget);
  // A window that loses the focus leaves the field its page's focus.
  return !isInside && document.activeElement !== field;
}

function TooLong({ length }: { length: number }) {
  return (
    <p class="add-card-problem" role="alert">
      A title has at most {LONGEST} characters; this has {length}.
    </p>
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
