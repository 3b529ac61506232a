/** The branch below a task as the lines of a tree, as far as it is opened. */

import { isBelow } from "../../core/branch";
import type { Id, Task } from "../../core/models";

export interface TreeLine {
  task: Task;
  level: number;
  hasChildren: boolean;
  isOpen: boolean;
}

/** The lines from above downwards; what is closed is not looked into, however much there is. */
export function linesBelow(root: Id, opened: ReadonlySet<Id>, childrenOf: (id: Id) => readonly Task[]): TreeLine[] {
  const lines: TreeLine[] = [];
  const waiting = childrenOf(root).map((task) => ({ task, level: 1 })).reverse();
  const seen = new Set<Id>([root]);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { task, level } = next;
    if (seen.has(task.id)) continue;
    seen.add(task.id);
    const children = childrenOf(task.id);
    const isOpen = children.length > 0 && opened.has(task.id);
    lines.push({ task, level, hasChildren: children.length > 0, isOpen });
    if (isOpen) waiting.push(...children.map((child) => ({ task: child, level: level + 1 })).reverse());
  }
  return lines;
}

/** Below which task a line goes by one step in or out; null where there is no such step. */
export function parentAfterStep(lines: readonly TreeLine[], id: Id, by: 1 | -1, root: Task, peek: (id: Id) => Task | undefined): Id | null {
  const at = lines.findIndex((line) => line.task.id === id);
  const line = lines[at];
  if (!line) return null;
  if (by < 0) return line.level === 1 ? root.parent_id : (peek(line.task.parent_id ?? "")?.parent_id ?? null);
  const above = lines.slice(0, at).reverse().find((one) => one.level <= line.level);
  return above && above.level === line.level ? above.task.id : null;
}

/** Whether one task may go below another: in its project, and not below itself. */
export function mayNest(peek: (id: Id) => Task | undefined, task: Task, below: Task): boolean {
  return task.project_id === below.project_id && task.parent_id !== below.id && !isBelow({ peek: (_model, id) => peek(id) }, below.id, task.id);
}
