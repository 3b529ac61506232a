import { client } from "../../core/client";
import { ago } from "../../core/ago";
import { minute } from "../../core/clock";
import type { Id, Task } from "../../core/models";
import { Icon } from "../../ui/Icon";
import { standingOf } from "../../core/steps";

function name(id: Id | null): string {
  const { store } = client();
  if (id === store.member.value.id) return "you";
  return (id && store.row("member", id).value?.name) || "somebody";
}

/** "Handed in 2 hours ago, waits for Olga": how the task stands, as of now. */
export function StateLine({ task }: { task: Task }) {
  const words = stateOf(task, minute.value);
  const wasRead = task.read_at && task.performer_id && task.performer_id !== client().store.me;
  return (
    <p class="verbs-state" role="status">
      {words}
      {wasRead && <span class="muted"> Read by {name(task.performer_id)} {ago(task.read_at as string, minute.value)}.</span>}
      {task.blocked_by.length > 0 && (
        <span class="verbs-rework">
          {" "}
          <Icon name="lock" size={14} /> Blocked by {task.blocked_by.length === 1 ? "one task" : `${task.blocked_by.length} tasks`}.
        </span>
      )}
      {task.rework_count > 0 && <span class="verbs-rework"> Returned {times(task.rework_count)}.</span>}
    </p>
  );
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function stateOf(task: Task, now: number): string {
  const { kind } = standingOf(client().store, task);
  if (kind === "done" && task.accepted_at) return `Accepted by ${name(task.accepted_by_id)} ${ago(task.accepted_at, now)}.`;
  if (kind === "done") return task.done_at ? `Done ${ago(task.done_at, now)}.` : "Done.";
  if (kind === "cancelled") return task.cancelled_at ? `Cancelled ${ago(task.cancelled_at, now)}.` : "Cancelled.";
  if (kind === "review" && task.handed_in_at) return `Handed in ${ago(task.handed_in_at, now)}, waits for ${name(task.author_id)}.`;
  if (task.performer_id === null) return "Free to take.";
  if (kind === "doing") return task.started_at ? `In work with ${name(task.performer_id)}, begun ${ago(task.started_at, now)}.` : `In work with ${name(task.performer_id)}.`;
  return `Waits for ${name(task.performer_id)}.`;
}
