import { useRef, useState } from "preact/hooks";
import type { Id } from "../../core/models";
import { Button } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { Kbd } from "../../ui/Kbd";
import { pasted } from "./attach";
import { Markdown } from "./Markdown";
import { MentionText } from "./talk/MentionText";

interface TextEditorProps {
  label: string;
  /** Whose people can be mentioned. */
  projectId: Id;
  value: string;
  onValue: (value: string) => void;
  onSave: () => void;
  /** Leaves without saving; without it there is no such button. */
  onCancel?: () => void;
  saveLabel: string;
  placeholder?: string;
  takesFocus?: boolean;
  /** Saves when the focus goes elsewhere, so that nothing typed is lost. */
  savesOnLeave?: boolean;
  canSave?: boolean;
  /** Takes pasted files; gives what the text then says of them. */
  onFiles?: (files: File[]) => Promise<string>;
}

/** Markdown with a preview; Ctrl+Enter saves. */
export function TextEditor(props: TextEditorProps) {
  const { label, value, onValue, onSave, onCancel, savesOnLeave, canSave = true } = props;
  const [isPreview, setPreview] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (canSave) onSave();
    } else if (event.key === "Escape" && onCancel) {
      event.stopPropagation();
      if (savesOnLeave) onSave();
      else onCancel();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = props.onFiles ? pasted(event) : [];
    const area = event.target;
    if (!props.onFiles || files.length === 0 || !(area instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    void props.onFiles(files).then((words) => {
      if (!words) return;
      area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
      onValue(area.value);
    });
  };
  const onFocusOut = (event: FocusEvent) => {
    const isInside = event.relatedTarget instanceof Node && frame.current?.contains(event.relatedTarget);
    if (savesOnLeave && !isInside && document.hasFocus() && event.relatedTarget) onSave();
  };
  return (
    <div class="editor" ref={frame} onPaste={onPaste} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      {isPreview ? (
        <div class="editor-preview">{value.trim() ? <Markdown source={value} projectId={props.projectId} /> : <p class="muted">Nothing yet.</p>}</div>
      ) : (
        <MentionText
          projectId={props.projectId}
          label={label}
          value={value}
          onValue={onValue}
          placeholder={props.placeholder}
          takesFocus={props.takesFocus}
        />
      )}
      <EditorBar {...props} isPreview={isPreview} onPreview={() => setPreview(!isPreview)} />
    </div>
  );
}

function EditorBar(props: TextEditorProps & { isPreview: boolean; onPreview: () => void }) {
  const { isPreview, onPreview, onSave, onCancel, saveLabel, canSave = true } = props;
  const isMac = navigator.platform.startsWith("Mac");
  return (
    <div class="editor-bar">
      <button type="button" class={classes("editor-switch", isPreview && "is-on")} aria-pressed={isPreview} onClick={onPreview}>
        Preview
      </button>
      <span class="editor-hint">
        Markdown <Kbd keys={isMac ? "⌘+Enter" : "Ctrl+Enter"} />
      </span>
      {onCancel && (
        <Button size="s" kind="quiet" onClick={onCancel}>
          Cancel
        </Button>
      )}
      <Button size="s" kind="primary" disabled={!canSave} onClick={onSave}>
        {saveLabel}
      </Button>
    </div>
  );
}
