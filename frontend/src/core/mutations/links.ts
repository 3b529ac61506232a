/** Mutations of links between tasks. */

import { farEnd, type TaskLink } from "../links";
import type { Id } from "../models";
import { drop, put } from "./changes";
import { blocker, linksOf } from "./following";
import { nameOf } from "./tasks";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

const WORDS = { blocks: "blocks", blocked_by: "is blocked by", relates: "relates to", duplicates: "duplicates", duplicated_by: "is duplicated by" };

/** The link at the task that waits, where one waits. */
function waiting(link: TaskLink): TaskLink | null {
  const far = farEnd(link);
  return link.kind === "blocked_by" ? link : far.kind === "blocked_by" ? far : null;
}

/** Whether one task waits for another, straight or by way of others. */
export function waitsFor(read: Reader, id: Id, other: Id): boolean {
  const seen = new Set([id]);
  for (const one of seen) for (const link of linksOf(one, read)) if (link.kind === "blocked_by") seen.add(link.other_id);
  return seen.has(other);
}

function added(link: MutationArgs["link.add"], read: Reader): Change[] {
  const wait = waiting(link);
  if (link.task_id === link.other_id || (wait && waitsFor(read, wait.other_id, wait.task_id))) return [];
  if (linksOf(link.task_id, read).some((one) => one.other_id === link.other_id && one.kind === link.kind)) return [];
  const by = wait && read.peek("task", wait.other_id);
  const isBlocked = by && by.done_at === null && by.cancelled_at === null;
  return [put("task_link", link), put("task_link", farEnd(link)), ...(isBlocked ? [blocker(wait.task_id, by.id, true)] : [])];
}

function removed({ id }: MutationArgs["link.remove"], read: Reader): Change[] {
  const link = read.peek("task_link", id);
  const wait = link && waiting(link);
  const ends = link ? [drop("task_link", id), drop("task_link", farEnd(link).id)] : [];
  return wait ? [...ends, blocker(wait.task_id, wait.other_id, false)] : ends;
}

export const linkMutations: Definitions<"link.add" | "link.remove"> = {
  "link.add": {
    label: ({ task_id, other_id, kind }, read) => `${nameOf(read, task_id)} ${WORDS[kind]} ${nameOf(read, other_id)}`,
    effect: added,
    inverse: ({ id }) => ({ name: "link.remove", args: { id } }),
  },
  "link.remove": {
    label: () => "Removed a link",
    effect: removed,
    inverse: ({ id }, read) => {
      const link = read.peek("task_link", id);
      return link ? { name: "link.add", args: { ...link } } : null;
    },
  },
};
