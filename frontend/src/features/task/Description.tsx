import { useEffect, useRef } from "preact/hooks";
import { mutate } from "../../core/client";
import type { Id, Task } from "../../core/models";
import { attachInText } from "./attach";
import { Markdown } from "./Markdown";
import { drafts } from "./talk/drafts";
import { TextEditor } from "./TextEditor";

/** The description: shown as it reads, edited as Markdown where it stands. */
export function Description({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const key = `description:${task.id}`;
  const { text: draft = null, was = "" } = (canEdit && drafts().of(key).value) || {};
  const text = task.description ?? "";
  // A draft that was found here must not take the focus from where it is.
  const isAsked = useRef(false);
  const edit = () => {
    isAsked.current = true;
    drafts().set(key, { text, was: text });
  };
  const save = () => {
    const description = draft?.trimEnd() ?? was;
    drafts().set(key, null);
    if (description !== was) void mutate("task.set", { id: task.id, fields: { description }, was: { description: was } });
  };
  useSavedOnLeave(draft === null ? null : save);
  if (draft !== null) {
    return (
      <TextEditor
        label="Description"
        projectId={task.project_id}
        value={draft}
        onValue={(typed) => drafts().set(key, { text: typed, was })}
        onSave={save}
        onCancel={() => drafts().set(key, null)}
        saveLabel="Save"
        placeholder="What should be done, and why?"
        takesFocus={isAsked.current}
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
