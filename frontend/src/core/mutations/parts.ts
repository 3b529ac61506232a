/** Mutations of the links of a task. */

import type { Attachment, Id, Task } from "../models";
import { drop, edit, put } from "./changes";
import { oneLine, trimmed } from "./texts";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

type PartMutation = Extract<keyof MutationArgs, `attachment.${string}`>;
type Counter = "comment_count" | "checklist_count" | "checklist_done" | "attachment_count";

export function count(taskId: Id | undefined, by: Partial<Record<Counter, number>>): Change[] {
  if (!taskId) return [];
  const add = (task: Task) =>
    Object.fromEntries(Object.entries(by).map(([name, n]) => [name, Math.max(0, task[name as Counter] + n)]));
  return [edit("task", taskId, [], add)];
}

function newAttachment(args: MutationArgs["attachment.add"], read: Reader): Attachment {
  const url = trimmed(args.url);
  return { ...args, url, name: oneLine(args.name || url), created_at: read.now() };
}

export const partMutations: Definitions<PartMutation> = {
  "attachment.add": {
    label: (args) => `Attached ${args.name}`,
    effect: (args, read) => [
      put("attachment", newAttachment(args, read)),
      ...count(args.task_id, { attachment_count: 1 }),
    ],
    inverse: (args) => ({ name: "attachment.remove", args: { id: args.id } }),
  },
  "attachment.remove": {
    label: () => "Removed an attachment",
    effect: (args, read) => [
      drop("attachment", args.id),
      ...count(read.peek("attachment", args.id)?.task_id, { attachment_count: -1 }),
    ],
    inverse: () => null,
  },
};
