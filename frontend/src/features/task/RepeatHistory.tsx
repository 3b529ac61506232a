import { client } from "../../core/client";
import { minute } from "../../core/clock";
import { dueOf } from "../../core/dates";
import type { Id, Task } from "../../core/models";
import type { Recurrence } from "../../core/recurrences";
import { Dialog } from "../../ui/Dialog";
import { StageMark } from "../../ui/StageMark";
import "./repeat.css";

interface RepeatHistoryProps {
  recurrence: Recurrence;
  /** The one from which it was opened. */
  taskId: Id;
  onOpenTask: (taskId: Id) => void;
  onClose: () => void;
}

/** All tasks of one recurrence that are here, the latest first. */
export function RepeatHistory({ recurrence, taskId, onOpenTask, onClose }: RepeatHistoryProps) {
  const tasks = client()
    .store.rows("projectTasks", recurrence.project_id)
    .filter((one) => one.recurrence_id === recurrence.id)
    .sort((a, b) => (b.number ?? Infinity) - (a.number ?? Infinity) || (a.id < b.id ? 1 : -1));
  const open = (id: Id) => {
    onClose();
    onOpenTask(id);
  };
  return (
    <Dialog title="All of them" onClose={onClose}>
      <p class="muted small">The latest first. What was put away is in the archive.</p>
      <ol class="repeat-all" role="list">
        {tasks.map((one) => (
          <Instance key={one.id} task={one} isOpen={one.id === taskId} onOpen={() => open(one.id)} />
        ))}
      </ol>
      {recurrence.skipped_on.length > 0 && <p class="muted small">Left out: {recurrence.skipped_on.join(", ")}</p>}
    </Dialog>
  );
}

function Instance({ task, isOpen, onOpen }: { task: Task; isOpen: boolean; onOpen: () => void }) {
  const { store } = client();
  const stage = store.row("stage", task.stage_id).value;
  const due = dueOf(task, store.member.value.time_zone, minute.value);
  return (
    <li>
      <button type="button" class="repeat-one" aria-current={isOpen ? "true" : undefined} onClick={onOpen}>
        <StageMark kind={stage?.kind} />
        <span class="truncate">{task.title}</span>
        <span class="muted tabular">{due?.text ?? "No date"}</span>
        <span class="muted">{stage?.name}</span>
      </button>
    </li>
  );
}
