import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import { ALL } from "../../core/lists";
import type { Task } from "../../core/models";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Select, TextField } from "../../ui/fields";

/** Lets somebody else do it, as a subtask of one's own. */
export function HandOnDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const { store } = client();
  const people = store.rows("members", ALL).filter((one) => one.is_active && one.id !== store.member.value.id);
  const [performer, setPerformer] = useState(people[0]?.id ?? "");
  const [title, setTitle] = useState(task.title);
  const give = () => {
    void mutate("task.hand_on", { id: task.id, new_id: newId(), performer_id: performer, title: title.trim() || task.title }, { toast: true });
    onClose();
  };
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        Cancel
      </Button>
      <Button kind="primary" disabled={!performer} onClick={give}>
        Hand on
      </Button>
    </>
  );
  return (
    <Dialog title="Hand the task on" onClose={onClose} actions={actions}>
      <Select label="To whom" value={performer} onValue={setPerformer} options={people.map(({ id, name }) => ({ value: id, label: name }))} />
      <TextField label="What is to be done" value={title} onValue={setTitle} hint="It becomes a subtask that you wrote; this task stays yours." />
    </Dialog>
  );
}
