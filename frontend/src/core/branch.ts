/** The tree of tasks. */

import type { Id, Task } from "./models";

export interface Tasks {
  peek(model: "task", id: Id): Task | undefined;
}

/** A task and all above it that are there, from below upwards. */
export function pathUp(tasks: Tasks, id: Id | null | undefined): Task[] {
  const path = new Set<Task>();
  for (let task = id ? tasks.peek("task", id) : undefined; task && !path.has(task); task = task.parent_id ? tasks.peek("task", task.parent_id) : undefined) path.add(task);
  return [...path];
}

/** Whether a task is another one, or stands somewhere below it. */
export function isBelow(tasks: Tasks, id: Id, above: Id): boolean {
  return pathUp(tasks, id).some((task) => task.id === above);
}
