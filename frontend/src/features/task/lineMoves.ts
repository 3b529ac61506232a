/** Where a checklist line goes when it is moved by a key: within its list, and past its end into the next one. */

import type { Id } from "../../core/models";

export interface Spot {
  checklist_id: Id;
  after: Id | null;
  before: Id | null;
}

export interface ListOfLines {
  id: Id;
  lines: readonly Id[];
}

/** The neighbours a row gets one place further, or null when there is no such place. */
export function neighboursAfterShift(ids: readonly Id[], id: Id, by: 1 | -1): { after: Id | null; before: Id | null } | null {
  const others = ids.filter((other) => other !== id);
  const at = ids.indexOf(id) + by;
  if (at < 0 || at > others.length) return null;
  return { after: others[at - 1] ?? null, before: others[at] ?? null };
}

/** One place up or down among all the lists of a task; null at the very end. */
export function spotAfterShift(lists: readonly ListOfLines[], id: Id, by: 1 | -1): Spot | null {
  const at = lists.findIndex((list) => list.lines.includes(id));
  const here = lists[at];
  if (!here) return null;
  const within = neighboursAfterShift(here.lines, id, by);
  if (within) return { checklist_id: here.id, ...within };
  const next = lists[at + by];
  if (!next) return null;
  return { checklist_id: next.id, after: by > 0 ? null : (next.lines.at(-1) ?? null), before: by > 0 ? (next.lines[0] ?? null) : null };
}
