import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { ChecklistItem, Id, Task } from "../../core/models";
import { IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { GrowingText } from "../../ui/GrowingText";
import { Progress } from "../../ui/Progress";
import { AddLine } from "./AddLine";
import { Section } from "./Section";

export function Checklist({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const items = client().store.rows("taskItems", task.id);
  if (items.length === 0 && !canEdit) return null;
  const done = items.filter((item) => item.is_done).length;
  const add = (lines: string[]) => {
    for (const text of lines) {
      const after = client().store.itemsOfTask(task.id).at(-1) ?? null;
      void mutate("checklist.add", { id: newId(), task_id: task.id, text, after, before: null });
    }
  };
  return (
    <Section title="Checklist" count={items.length > 0 ? `${done} of ${items.length}` : undefined}>
      {items.length > 0 && <Progress value={done} max={items.length} label="Checklist done" />}
      <ul role="list" class="lines">
        {items.map((item) => (
          <Item key={item.id} item={item} canEdit={canEdit} />
        ))}
      </ul>
      {canEdit && <AddLine label="Add an item" onAdd={add} />}
    </Section>
  );
}

function Item({ item, canEdit }: { item: ChecklistItem; canEdit: boolean }) {
  const tick = () => void mutate("checklist.set", { id: item.id, fields: { is_done: !item.is_done } });
  return (
    <li class={classes("line", item.is_done && "is-done")}>
      <input type="checkbox" class="check" checked={item.is_done} disabled={!canEdit} aria-label={item.text} onChange={tick} />
      <ItemText item={item} canEdit={canEdit} />
      {canEdit && (
        <span class="line-tools">
          <IconButton icon="arrowUp" size="s" label={`Move up: ${item.text}`} onClick={() => shift(item, -1)} />
          <IconButton icon="arrowDown" size="s" label={`Move down: ${item.text}`} onClick={() => shift(item, 1)} />
          <IconButton icon="close" size="s" label={`Remove: ${item.text}`} onClick={() => void mutate("checklist.remove", { id: item.id })} />
        </span>
      )}
    </li>
  );
}

function ItemText({ item, canEdit }: { item: ChecklistItem; canEdit: boolean }) {
  const [draft, setDraft] = useState<string | null>(null);
  if (!canEdit) return <span class="line-text">{item.text}</span>;
  const save = () => {
    const text = draft?.replace(/\s+/g, " ").trim();
    if (text && text !== item.text) void mutate("checklist.set", { id: item.id, fields: { text } });
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      shift(item, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      (event.currentTarget as HTMLElement).blur();
    } else if (event.key === "Escape" && draft !== null) {
      event.stopPropagation();
      setDraft(null);
    }
  };
  return (
    <GrowingText
      class="line-text"
      label="Item"
      value={draft ?? item.text}
      onValue={setDraft}
      onBlur={save}
      onKeyDown={onKeyDown}
    />
  );
}

/** Moves an item one place up or down; at the end of the list it stays. */
function shift(item: ChecklistItem, by: 1 | -1): void {
  const ids = client().store.itemsOfTask(item.task_id);
  const where = neighboursAfterShift(ids, item.id, by);
  if (where) void mutate("checklist.move", { id: item.id, ...where });
}

/** The neighbours an item gets one place further, or null when there is no such place. */
export function neighboursAfterShift(ids: readonly Id[], id: Id, by: 1 | -1): { after: Id | null; before: Id | null } | null {
  const others = ids.filter((other) => other !== id);
  const at = ids.indexOf(id) + by;
  if (at < 0 || at > others.length) return null;
  return { after: others[at - 1] ?? null, before: others[at] ?? null };
}
