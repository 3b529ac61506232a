import { useState } from "preact/hooks";
import { mutate } from "../../core/client";
import type { Task } from "../../core/models";
import { GrowingText } from "../../ui/GrowingText";

/** The title, one line however long: Enter and leaving it save, Escape takes the typing back. */
export function Title({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const [draft, setDraft] = useState<string | null>(null);
  if (!canEdit) return <h2 class="task-title">{task.title}</h2>;
  const save = () => {
    const title = draft?.replace(/\s+/g, " ").trim();
    if (title && title !== task.title) void mutate("task.set", { id: task.id, fields: { title } });
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    if (event.key === "Escape") {
      if (draft === null) return;
      event.stopPropagation();
      setDraft(null);
    } else {
      (event.currentTarget as HTMLElement).blur();
    }
  };
  return (
    <GrowingText
      class="task-title"
      label="Title"
      value={draft ?? task.title}
      maxLength={1000}
      onValue={setDraft}
      onBlur={save}
      onKeyDown={onKeyDown}
    />
  );
}
