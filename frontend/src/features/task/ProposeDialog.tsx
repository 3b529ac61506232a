import { useEffect, useRef, useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { Task } from "../../core/models";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { fieldsOf } from "./due";

/** Asks for another deadline: on any day, at a time where it matters, with a reason. */
export function ProposeDialog({ task, day: first, onClose }: { task: Task; day: string; onClose: () => void }) {
  const zone = client().store.member.value.time_zone;
  const [day, setDay] = useState(first);
  const [time, setTime] = useState("");
  const [reason, setReason] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const ask = () => {
    if (!day) return;
    const { due_on, due_at, due_zone } = fieldsOf({ day, time }, zone);
    const due = due_at ? { due_at, due_zone: due_zone ?? zone } : { due_on };
    const why = reason.trim() ? { reason: reason.trim(), comment_id: newId() } : {};
    void mutate("deadline.propose", { id: newId(), task_id: task.id, ...due, ...why }, { toast: true });
    onClose();
  };
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        Cancel
      </Button>
      <Button kind="primary" disabled={!day} onClick={ask}>
        Ask
      </Button>
    </>
  );
  return (
    <Dialog title="Ask for another deadline" onClose={onClose} actions={actions}>
      <label class="due-field">
        Day
        <input ref={field} class="input" type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      </label>
      <label class="due-field">
        Time, if it matters
        <input class="input" type="time" value={time} disabled={!day} onInput={(event) => setTime(event.currentTarget.value)} />
      </label>
      <p class="due-zone">In your time zone, {zone.replaceAll("_", " ")}</p>
      <label class="reason">
        <span>Reason, if you like</span>
        <textarea class="input" rows={3} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
    </Dialog>
  );
}
