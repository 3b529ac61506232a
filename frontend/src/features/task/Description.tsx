import { useEffect, useRef, useState } from "preact/hooks";
import { mutate } from "../../core/client";
import type { Id, Task } from "../../core/models";
import { attachInText } from "./attach";
import { Markdown } from "./Markdown";
import { TextEditor } from "./TextEditor";

/** The description: shown as it reads, edited as Markdown where it stands. */
export function Description({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [was, setWas] = useState("");
  const text = task.description ?? "";
  const edit = () => {
    setWas(text);
    setDraft(text);
  };
  const save = () => {
    const description = draft?.trimEnd() ?? was;
    if (description !== was) void mutate("task.set", { id: task.id, fields: { description }, was: { description: was } });
    setDraft(null);
  };
  useSavedOnLeave(draft === null ? null : save);
  if (draft !== null) {
    return (
      <TextEditor
        label="Description"
        projectId={task.project_id}
        value={draft}
        onValue={setDraft}
        onSave={save}
        onCancel={() => setDraft(null)}
        saveLabel="Save"
        placeholder="What should be done, and why?"
        takesFocus
        onFiles={(files) => attachInText(task.id, files)}
        savesOnLeave
      />
    );
  }
  if (!text) {
    if (!canEdit) return null;
    return (
      <button type="button" class="ghost" onClick={edit}>
        Add a description
      </button>
    );
  }
  return <Shown text={text} projectId={task.project_id} canEdit={canEdit} onEdit={edit} />;
}

function Shown({ text, projectId, canEdit, onEdit }: { text: string; projectId: Id; canEdit: boolean; onEdit: () => void }) {
  const onClick = (event: MouseEvent) => {
    const isControl = event.target instanceof Element && event.target.closest("a, button, input");
    if (canEdit && !isControl && window.getSelection()?.isCollapsed !== false) onEdit();
  };
  return (
    <div class="description">
      <div class={canEdit ? "description-text is-editable" : "description-text"} onClick={onClick}>
        <Markdown source={text} projectId={projectId} />
      </div>
      {canEdit && (
        <button type="button" class="description-edit" onClick={onEdit}>
          Edit
        </button>
      )}
    </div>
  );
}

/** Saves what was being typed when the panel goes away under it. */
function useSavedOnLeave(save: (() => void) | null): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => () => latest.current?.(), []);
}
