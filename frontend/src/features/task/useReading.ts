import { useEffect } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { Task } from "../../core/models";
import { isUnread } from "../../core/steps";

/** So long a task is looked at before it counts as read. */
const MOMENT_MS = 1500;

/** Says that the task was seen as it stands, and again when somebody else has changed it under one's eyes. */
export function useReading(task: Task): void {
  const { store } = client();
  const isNews = isUnread(store, task) || (task.performer_id === store.me && task.read_at === null);
  useEffect(() => {
    if (!isNews) return undefined;
    const timer = setTimeout(() => void mutate("task.read", { id: task.id, seen_id: newId() }, { undoable: false }), MOMENT_MS);
    return () => clearTimeout(timer);
  }, [task.id, task.updated_at, isNews]);
}
