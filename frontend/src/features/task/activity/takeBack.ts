/** Taking back a change that a line of the history tells, as a new edit. */

import type { Id, Task } from "../../../core/models";
import type { Mutation, TaskFields } from "../../../core/mutations/types";
import type { Line } from "../historyLines";

/** The changes that are taken back by setting what was; all others are verbs, and have verbs that undo them. */
const KINDS = new Set([
  ..."renamed assigned prioritised estimated weighed coloured rescheduled nested edited".split(" ").map((verb) => `task.${verb}`),
  "task.tagged",
  "task.observed",
]);
/** What follows from other fields, and comes back with them. */
const FOLLOWING = ["updated_at", "updated_by_id", "read_at", "planned_on", "has_description"];
const SETS = { tag_ids: "task.tag", observer_ids: "task.observe" } as const;

/** Whether a line can be taken back, as far as the line knows. */
export function canTakeBack({ kind, patch, was }: Line): boolean {
  const fields = Object.keys(patch).filter((name) => !FOLLOWING.includes(name));
  // A description has its versions.
  return KINDS.has(kind) && fields.length > 0 && !fields.includes("description") && fields.every((name) => name in was);
}

/** The edit that sets what was before; null when the task is not any more as the line left it. */
export function takenBack({ patch, was }: Line, task: Task): Mutation | null {
  const now = task as unknown as Record<string, unknown>;
  const fields = Object.keys(patch).filter((name) => !FOLLOWING.includes(name));
  const isChanged = fields.some((name) => plain(now[name]) !== plain(patch[name]));
  if (isChanged) return null;
  for (const [field, name] of Object.entries(SETS)) {
    if (!(field in patch)) continue;
    const [had, has] = [was[field] as Id[], patch[field] as Id[]];
    return { name, args: { id: task.id, add: without(had, has), remove: without(has, had) } } as Mutation;
  }
  return { name: "task.set", args: { id: task.id, fields: Object.fromEntries(fields.map((name) => [name, was[name]])) as TaskFields } };
}

function without(ids: readonly Id[], others: readonly Id[]): Id[] {
  return ids.filter((id) => !others.includes(id));
}

/** Sets in any order, instants however they are spelled. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify([...(value as string[])].sort());
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value)) return String(Date.parse(value));
  return JSON.stringify(value || value === 0 || value === false ? value : null);
}
