import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/fields";

interface NameDialogProps {
  title: string;
  value: string;
  label?: string;
  type?: "text" | "number";
  hint?: string;
  /** Whether nothing is an answer. */
  mayBeEmpty?: boolean;
  onSave: (value: string) => void;
  onClose: () => void;
}

/** Asks for one short value. */
export function NameDialog({ title, value, label = "Name", type, hint, mayBeEmpty, onSave, onClose }: NameDialogProps) {
  const [draft, setDraft] = useState(value);
  const form = useRef<HTMLFormElement>(null);
  // A dialog gives the focus to its first button, which is the one that closes it.
  useEffect(() => form.current?.querySelector("input")?.select(), []);
  const save = (event: Event) => {
    event.preventDefault();
    const answer = draft.trim();
    if (answer === "" && !mayBeEmpty) return;
    if (answer !== value) onSave(answer);
    onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form="ask-name">
            Save
          </Button>
        </>
      }
    >
      <form ref={form} id="ask-name" onSubmit={save}>
        <TextField label={label} type={type} hint={hint} value={draft} onValue={setDraft} maxLength={120} />
      </form>
    </Dialog>
  );
}
