/** What follows from a change of tasks for others. The same as tasks/actions/following.py. */

import { pathUp } from "../branch";
import { farId } from "../links";
import type { Id, Task } from "../models";
import { drop, edit } from "./changes";
import type { Change, Reader } from "./types";

type Weight = readonly [count: number, done: number, estimate: number, estimateDone: number];
const COUNTERS = ["child_count", "child_done", "child_estimate", "child_estimate_done"] as const;

/** Those above count what changed; what a task blocked is free, or blocked again; links leave with it. */
export function withFollowing(changes: Change[], read: Reader): Change[] {
  const after = new Map<Id, Task | undefined>();
  for (const change of changes) {
    if (change.model !== "task") continue;
    after.set(change.id, change.apply(after.has(change.id) ? after.get(change.id) : read.peek("task", change.id)));
  }
  const sums = new Map<Id, Weight>();
  const more: Change[] = [];
  for (const [id, now] of after) {
    const before = read.peek("task", id);
    count(sums, before, now, read);
    if (before && isOpen(before) !== isOpen(now)) more.push(...released(id, isOpen(now), read));
    if (before && !now) more.push(...unlinked(id, read));
  }
  for (const [id, sum] of sums) {
    if (sum.some(Boolean)) more.push(edit("task", id, [], (task) => Object.fromEntries(COUNTERS.map((name, at) => [name, cents(task[name] + (sum[at] as number))]))));
  }
  return more.length > 0 ? [...changes, ...more] : changes;
}

function isOpen(task: Task | undefined): boolean {
  return task !== undefined && task.done_at === null && task.cancelled_at === null;
}

/** What a task itself adds to the counters of those above it. */
function weightOf(task: Task | undefined): Weight {
  if (!task || task.cancelled_at !== null) return [0, 0, 0, 0];
  const estimate = task.estimate ?? 0;
  return task.done_at === null ? [1, 0, estimate, 0] : [1, 1, estimate, estimate];
}

/** What stands below a task that is thrown away still counts for those above it. */
function count(sums: Map<Id, Weight>, before: Task | undefined, now: Task | undefined, read: Reader): void {
  const from = before?.parent_id ?? null;
  const to = now ? now.parent_id : from;
  const isMoved = before !== undefined && from !== to;
  const branch = (task: Task | undefined, sign: 1 | -1) =>
    weightOf(task).map((n, at) => sign * (n + (isMoved && before ? before[COUNTERS[at] as "child_count"] : 0))) as unknown as Weight;
  for (const [start, weight] of [[from, branch(before, -1)], [to, branch(now, 1)]] as const) {
    for (const { id } of pathUp(read, start)) sums.set(id, (sums.get(id) ?? [0, 0, 0, 0]).map((n, at) => cents(n + (weight[at] as number))) as unknown as Weight);
  }
}

function released(id: Id, isBlocking: boolean, read: Reader): Change[] {
  return linksOf(id, read).flatMap(({ kind, other_id: other }) => (kind === "blocks" ? [blocker(other, id, isBlocking)] : []));
}

/** Whether `by` blocks a task. */
export function blocker(id: Id, by: Id, isBlocking: boolean): Change {
  return edit("task", id, ["blocked_by"], ({ blocked_by: known }) => ({ blocked_by: [...known.filter((one) => one !== by), ...(isBlocking ? [by] : [])].sort() }));
}

export function linksOf(id: Id, read: Reader) {
  return read.linksOfTask(id).flatMap((link) => read.peek("task_link", link) ?? []);
}

function unlinked(id: Id, read: Reader): Change[] {
  return read.linksOfTask(id).flatMap((link) => [drop("task_link", link), drop("task_link", farId(link))]);
}

function cents(sum: number): number {
  return Math.round(sum * 100) / 100;
}
