import { useState } from "preact/hooks";
import { Icon } from "../../ui/Icon";

interface AddLineProps {
  label: string;
  /** Gets each line that was typed; several lines pasted become several. */
  onAdd: (lines: string[]) => void;
}

/** One line that adds when Enter is pressed, and stays for the next. */
export function AddLine({ label, onAdd }: AddLineProps) {
  const [text, setText] = useState("");
  const add = (source: string) => {
    const lines = source.split("\n").map((line) => line.trim()).filter(Boolean);
    if (lines.length > 0) onAdd(lines);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      add(text);
    } else if (event.key === "Escape" && text) {
      event.stopPropagation();
      setText("");
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (!pasted.trim().includes("\n")) return;
    event.preventDefault();
    add(text + pasted);
  };
  return (
    <label class="add-line">
      <Icon name="plus" />
      <span class="visually-hidden">{label}</span>
      <input
        type="text"
        placeholder={label}
        value={text}
        maxLength={1000}
        enterKeyHint="done"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => add(text)}
        onPaste={onPaste}
      />
    </label>
  );
}
