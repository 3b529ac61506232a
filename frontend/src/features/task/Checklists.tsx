import { useState } from "preact/hooks";
import "./checklists.css";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { Checklist, Id, Task } from "../../core/models";
import { Button, IconButton } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { Menu, type MenuItem } from "../../ui/Menu";
import { Progress } from "../../ui/Progress";
import { AddLine } from "./AddLine";
import { ChecklistLine } from "./ChecklistLine";
import { neighboursAfterShift } from "./lineMoves";

/** All checklists of a task. Where there is none, one that the first line makes: its field keeps the focus. */
export function Checklists({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const lists = client().store.rows("taskLists", task.id);
  const [firstId] = useState(newId);
  const [fresh, setFresh] = useState<Id | null>(null);
  const shown = lists.length > 0 || !canEdit ? lists : [{ id: firstId, task_id: task.id, name: "", rank: "" }];
  const addList = () => {
    const id = newId();
    setFresh(id);
    void mutate("checklist_list.add", { id, task_id: task.id, after: lists.at(-1)?.id ?? null, before: null });
  };
  return (
    <>
      {shown.map((list) => (
        <OneList key={list.id} list={list} canEdit={canEdit} isMade={lists.length > 0} isFresh={list.id === fresh} />
      ))}
      {canEdit && lists.length > 0 && (
        <button type="button" class="ghost" onClick={addList}>
          <Icon name="plus" /> Add a checklist
        </button>
      )}
    </>
  );
}

function addLines({ id, task_id }: Checklist, lines: readonly string[]): void {
  const { store } = client();
  if (!store.peek("checklist", id)) void mutate("checklist_list.add", { id, task_id });
  for (const text of lines) {
    const after = store.itemsOfList(id).at(-1) ?? null;
    void mutate("checklist.add", { id: newId(), task_id, checklist_id: id, text, after, before: null });
  }
}

interface OneListProps {
  list: Checklist;
  canEdit: boolean;
  isMade: boolean;
  /** It was added here a moment ago, and asks for its name. */
  isFresh: boolean;
}

function OneList({ list, canEdit, isMade, isFresh }: OneListProps) {
  const lines = client().store.rows("listItems", list.id);
  const [isRenaming, setRenaming] = useState(isFresh);
  const done = lines.filter((line) => line.is_done).length;
  const name = list.name || "Checklist";
  return (
    <section class="section" aria-label={name}>
      <header class="section-head">
        {isRenaming ? <ListName list={list} onDone={() => setRenaming(false)} /> : <h3 class="truncate">{name}</h3>}
        {lines.length > 0 && <span class="section-count tabular">{`${done} of ${lines.length}`}</span>}
        {canEdit && isMade && <ListTools list={list} name={name} onRename={() => setRenaming(true)} />}
      </header>
      {lines.length > 0 && <Progress value={done} max={lines.length} label={`${name}: done`} />}
      <ul role="list" class="lines">
        {lines.map((line) => (
          <ChecklistLine key={line.id} line={line} canEdit={canEdit} />
        ))}
      </ul>
      {canEdit && <AddLine label="Add an item" onAdd={(texts) => addLines(list, texts)} />}
    </section>
  );
}

function ListName({ list, onDone }: { list: Checklist; onDone: () => void }) {
  const [draft, setDraft] = useState(list.name);
  const save = () => {
    const name = draft.replace(/\s+/g, " ").trim();
    if (name !== list.name) void mutate("checklist_list.set", { id: list.id, fields: { name } });
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      onDone();
    }
  };
  const take = (input: HTMLInputElement | null) => {
    if (input && document.activeElement !== input) input.focus();
  };
  return (
    <input
      ref={take}
      class="input list-name"
      aria-label="Name of the checklist"
      placeholder="Checklist"
      maxLength={200}
      value={draft}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={onKeyDown}
    />
  );
}

function ListTools({ list, name, onRename }: { list: Checklist; name: string; onRename: () => void }) {
  const { store } = client();
  const [isAsking, setAsking] = useState(false);
  const ids = store.ids("taskLists", list.task_id);
  const count = store.ids("listItems", list.id).length;
  const shift = (by: 1 | -1) => {
    const where = neighboursAfterShift(ids, list.id, by);
    if (where) void mutate("checklist_list.move", { id: list.id, ...where });
  };
  const remove = () => void mutate("checklist_list.remove", { id: list.id });
  const items: MenuItem[] = [
    { label: "Rename", icon: "edit", onSelect: onRename },
    { label: "Move up", icon: "arrowUp", isDisabled: ids[0] === list.id, onSelect: () => shift(-1) },
    { label: "Move down", icon: "arrowDown", isDisabled: ids.at(-1) === list.id, onSelect: () => shift(1) },
    { label: "Remove", icon: "trash", isDanger: true, startsGroup: true, onSelect: () => (count > 0 ? setAsking(true) : remove()) },
  ];
  return (
    <span class="list-tools">
      <Menu label={name} items={items} trigger={(props) => <IconButton {...props} icon="more" size="s" label={`Actions: ${name}`} />} />
      {isAsking && <AskRemoval name={name} count={count} onRemove={remove} onClose={() => setAsking(false)} />}
    </span>
  );
}

function AskRemoval(props: { name: string; count: number; onRemove: () => void; onClose: () => void }) {
  const remove = () => {
    props.onClose();
    props.onRemove();
  };
  const actions = (
    <>
      <Button kind="quiet" onClick={props.onClose}>
        Cancel
      </Button>
      <Button kind="danger" onClick={remove}>
        Remove
      </Button>
    </>
  );
  return (
    <Dialog title={`Remove “${props.name}”?`} onClose={props.onClose} actions={actions}>
      <p>{props.count === 1 ? "Its item goes with it." : `Its ${props.count} items go with it.`} This cannot be undone.</p>
    </Dialog>
  );
}
