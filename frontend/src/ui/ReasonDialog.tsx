import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

interface ReasonDialogProps {
  title: string;
  /** The word on the button that goes on. */
  action: string;
  hint?: string;
  label?: string;
  /** Whether nothing is an answer. */
  mayBeEmpty?: boolean;
  onGive: (reason: string) => void;
  onClose: () => void;
}

/** Asks for a few sentences; Ctrl+Enter goes on. */
export function ReasonDialog({ title, action, hint, label = "Reason", mayBeEmpty = false, onGive, onClose }: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const canGo = mayBeEmpty || reason.trim() !== "";
  const give = () => {
    if (!canGo) return;
    onGive(reason.trim());
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    give();
  };
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        Cancel
      </Button>
      <Button kind="primary" disabled={!canGo} onClick={give}>
        {action}
      </Button>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose} actions={actions}>
      <label class="reason">
        <span>{label}</span>
        <textarea
          ref={field}
          class="input"
          rows={4}
          value={reason}
          required={!mayBeEmpty}
          onInput={(event) => setReason(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {hint && <span class="field-hint">{hint}</span>}
      </label>
    </Dialog>
  );
}
