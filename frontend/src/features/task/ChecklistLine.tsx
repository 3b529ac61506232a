import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { minute } from "../../core/clock";
import { dueOf } from "../../core/dates";
import { newId } from "../../core/ids";
import type { ChecklistItem, Id } from "../../core/models";
import { Avatar } from "../../ui/Avatar";
import { IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { GrowingText } from "../../ui/GrowingText";
import { Icon } from "../../ui/Icon";
import { Menu, type MenuItem } from "../../ui/Menu";
import { Picker } from "../../ui/Picker";
import { Popover } from "../../ui/Popover";
import { spotAfterShift } from "./lineMoves";
import { people } from "./People";

const NOBODY = "nobody";

export function ChecklistLine({ line, canEdit }: { line: ChecklistItem; canEdit: boolean }) {
  const tick = () => void mutate("checklist.set", { id: line.id, fields: { is_done: !line.is_done } });
  return (
    <li class={classes("line", line.is_done && "is-done")}>
      <input type="checkbox" class="check" checked={line.is_done} disabled={!canEdit} aria-label={line.text} onChange={tick} />
      <LineText line={line} canEdit={canEdit} />
      <LineDay line={line} canEdit={canEdit} />
      <LinePerformer line={line} canEdit={canEdit} />
      {canEdit && <LineMenu line={line} />}
    </li>
  );
}

function LineText({ line, canEdit }: { line: ChecklistItem; canEdit: boolean }) {
  const [draft, setDraft] = useState<string | null>(null);
  if (!canEdit) return <span class="line-text">{line.text}</span>;
  const save = () => {
    const text = draft?.replace(/\s+/g, " ").trim();
    if (text && text !== line.text) void mutate("checklist.set", { id: line.id, fields: { text } });
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      shift(line, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      (event.currentTarget as HTMLElement).blur();
    } else if (event.key === "Escape" && draft !== null) {
      event.stopPropagation();
      setDraft(null);
    }
  };
  const value = draft ?? line.text;
  return <GrowingText class="line-text" label="Item" value={value} onValue={setDraft} onBlur={save} onKeyDown={onKeyDown} />;
}

function LineDay({ line, canEdit }: { line: ChecklistItem; canEdit: boolean }) {
  const zone = client().store.member.value.time_zone;
  const isDone = line.is_done ? line.due_on : null;
  const due = dueOf({ due_on: line.due_on, due_at: null, done_at: isDone }, zone, minute.value);
  const set = (day: string | null) => void mutate("checklist.set", { id: line.id, fields: { due_on: day } });
  const words = due?.tone === "overdue" ? `Overdue: ${due.text}` : `Due: ${due?.text ?? "none"}`;
  const mark = (
    <>
      <Icon name="calendar" size={14} />
      {due && <span aria-hidden="true">{due.text}</span>}
    </>
  );
  if (!canEdit) return due && <span class={classes("line-fact", `is-${due.tone}`)} role="img" aria-label={words}>{mark}</span>;
  return (
    <Popover
      label="Due date of the item"
      class="popover-due"
      trigger={(props) => (
        <button type="button" {...props} class={classes("line-fact", due ? `is-${due.tone}` : "is-unset")} aria-label={`${words}, ${line.text}`} title={words}>
          {mark}
        </button>
      )}
    >
      {(close) => <DayForm day={line.due_on ?? ""} onSet={set} close={close} />}
    </Popover>
  );
}

function DayForm({ day, onSet, close }: { day: string; onSet: (day: string | null) => void; close: () => void }) {
  const [draft, setDraft] = useState(day);
  const submit = (event: Event) => {
    event.preventDefault();
    onSet(draft || null);
    close();
  };
  return (
    <form class="due-form" onSubmit={submit}>
      <label class="due-field">
        Day
        <input class="input" type="date" data-autofocus value={draft} onInput={(event) => setDraft(event.currentTarget.value)} />
      </label>
      <div class="due-actions">
        <button type="button" class="btn btn-quiet btn-s" disabled={!day} onClick={() => (onSet(null), close())}>
          Clear
        </button>
        <button type="submit" class="btn btn-primary btn-s">
          Set
        </button>
      </div>
    </form>
  );
}

function LinePerformer({ line, canEdit }: { line: ChecklistItem; canEdit: boolean }) {
  const performer = line.performer_id ? client().store.row("member", line.performer_id).value : undefined;
  const words = `Performer: ${performer?.name ?? "nobody"}`;
  const face = <Avatar id={performer?.id ?? null} name={performer?.name ?? ""} size={20} decorative isPlaceholder={performer?.is_placeholder} />;
  if (!canEdit) return performer ? <span role="img" aria-label={words} title={words}>{face}</span> : null;
  const nobody = { id: NOBODY, label: "Nobody", leading: <Avatar id={null} name="" size={20} decorative /> };
  const chosen = [line.performer_id ?? NOBODY];
  const pick = (id: Id) => void mutate("checklist.set", { id: line.id, fields: { performer_id: id === NOBODY ? null : id } });
  return (
    <Picker
      label="Performer of the item"
      options={[...people(chosen), nobody]}
      chosen={chosen}
      onPick={pick}
      trigger={(props) => (
        <button type="button" {...props} class={classes("line-fact", !performer && "is-unset")} aria-label={`${words}, ${line.text}`} title={words}>
          {face}
        </button>
      )}
    />
  );
}

function LineMenu({ line }: { line: ChecklistItem }) {
  const { store } = client();
  const others = store.rows("taskLists", line.task_id).filter((list) => list.id !== line.checklist_id);
  const promote = () => void mutate("checklist.promote", { id: line.id, task_id: newId() }, { toast: true });
  const remove = () => void mutate("checklist.remove", { id: line.id }, { toast: true });
  const moveTo = (id: Id) => {
    const after = store.itemsOfList(id).at(-1) ?? null;
    void mutate("checklist.move", { id: line.id, checklist_id: id, after, before: null });
  };
  const items: MenuItem[] = [
    { label: "Make it a subtask", icon: "subtask", onSelect: promote },
    { label: "Move up", icon: "arrowUp", keys: "Alt+↑", startsGroup: true, isDisabled: !spotOf(line, -1), onSelect: () => shift(line, -1) },
    { label: "Move down", icon: "arrowDown", keys: "Alt+↓", isDisabled: !spotOf(line, 1), onSelect: () => shift(line, 1) },
    ...others.map((list) => ({ label: `Move to ${list.name || "Checklist"}`, icon: "checklist" as const, onSelect: () => moveTo(list.id) })),
    { label: "Remove", icon: "trash", isDanger: true, startsGroup: true, onSelect: remove },
  ];
  return (
    <span class="line-tools">
      <Menu label="Item" items={items} trigger={(props) => <IconButton {...props} icon="more" size="s" label={`Actions: ${line.text}`} />} />
    </span>
  );
}

function spotOf(line: ChecklistItem, by: 1 | -1) {
  const { store } = client();
  const lists = store.listsOfTask(line.task_id).map((id) => ({ id, lines: store.itemsOfList(id) }));
  return spotAfterShift(lists, line.id, by);
}

/** Moves an item one place up or down, past the end of its list into the next one. */
function shift(line: ChecklistItem, by: 1 | -1): void {
  const spot = spotOf(line, by);
  if (spot) void mutate("checklist.move", { id: line.id, ...spot });
}
