/** Places for many tasks at once, found as the server finds them (tasks/actions/places.py). */

import type { Id, Task } from "../models";
import { keyBetween } from "../rank";
import type { Placement, Reader } from "./types";

/** As many evenly spread keys between two keys, in order; the same as the server's. */
export function keysBetween(after: string | null, before: string | null, count: number): string[] {
  if (count <= 0) return [];
  if (after !== null && before !== null) {
    const half = Math.floor(count / 2);
    const middle = keyBetween(after, before);
    return [...keysBetween(after, middle, half), middle, ...keysBetween(middle, before, count - half - 1)];
  }
  const keys: string[] = [];
  for (let at = 0; at < count; at += 1) {
    if (before === null) keys.push(keyBetween(keys.at(-1) ?? after, null));
    else keys.push(keyBetween(null, keys.at(-1) ?? before));
  }
  return before === null ? keys : keys.reverse();
}

/** The lists of stages without the tasks that are on their way. */
export class Places {
  private readonly lists = new Map<Id, { id: Id; rank: string }[]>();

  constructor(
    private readonly read: Reader,
    private readonly moving: ReadonlySet<Id>,
  ) {}

  /** The ranks of tasks that come in a row behind `after`, else in front of `before`, else to the end. */
  put(stageId: Id, tasks: readonly Task[], where: Partial<Placement>): string[] {
    const list = this.listOf(stageId);
    const after = list.find(({ id }) => id === where.after)?.rank;
    const before = list.find(({ id }) => id === where.before)?.rank;
    const [low, high] = this.between(list, after, before);
    const ranks = keysBetween(low, high, tasks.length);
    const at = list.findIndex(({ rank }) => rank >= (ranks[0] ?? ""));
    list.splice(at < 0 ? list.length : at, 0, ...tasks.map(({ id }, index) => ({ id, rank: ranks[index] as string })));
    return ranks;
  }

  private between(list: { rank: string }[], after: string | undefined, before: string | undefined): [string | null, string | null] {
    if (after !== undefined) return [after, list.find(({ rank }) => rank > after)?.rank ?? null];
    if (before !== undefined) return [list.findLast(({ rank }) => rank < before)?.rank ?? null, before];
    return [list.at(-1)?.rank ?? null, null];
  }

  private listOf(stageId: Id): { id: Id; rank: string }[] {
    let list = this.lists.get(stageId);
    if (!list) {
      const ids = this.read.tasksOfStage(stageId).filter((id) => !this.moving.has(id));
      list = ids.map((id) => ({ id, rank: this.read.peek("task", id)?.rank ?? "" }));
      this.lists.set(stageId, list);
    }
    return list;
  }
}
