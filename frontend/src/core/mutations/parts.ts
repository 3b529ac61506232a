/** Mutations of the links and files of a task. */

import type { Attachment, Id, Task } from "../models";
import { drop, edit, put } from "./changes";
import { oneLine, trimmed } from "./texts";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

type PartMutation = Extract<keyof MutationArgs, `${"attachment" | "file"}.${string}`>;
type Counter = "comment_count" | "checklist_count" | "checklist_done" | "attachment_count";

export function count(taskId: Id | undefined, by: Partial<Record<Counter, number>>): Change[] {
  if (!taskId) return [];
  const add = (task: Task) =>
    Object.fromEntries(Object.entries(by).map(([name, n]) => [name, Math.max(0, task[name as Counter] + n)]));
  return [edit("task", taskId, [], add)];
}

function attached(read: Reader, row: Partial<Attachment> & Pick<Attachment, "id" | "task_id" | "name">): Change[] {
  const whole = { kind: "link", url: "", size: null, content_type: "", width: null, height: null, created_at: read.now(), ...row } as const;
  return [put("attachment", whole), ...count(row.task_id, { attachment_count: 1 })];
}

export const partMutations: Definitions<PartMutation> = {
  "attachment.add": {
    label: (args) => `Attached ${args.name}`,
    effect: (args, read) => {
      const url = trimmed(args.url);
      return attached(read, { ...args, url, name: oneLine(args.name || url) });
    },
    inverse: ({ id }) => ({ name: "attachment.remove", args: { id } }),
  },
  "file.add": {
    label: (args) => `Attached ${args.name}`,
    effect: (args, read) => attached(read, { ...args, kind: "file" }),
    inverse: ({ id }) => ({ name: "attachment.remove", args: { id } }),
  },
  "attachment.remove": {
    label: () => "Removed an attachment",
    effect: (args, read) => [
      drop("attachment", args.id),
      ...count(read.peek("attachment", args.id)?.task_id, { attachment_count: -1 }),
    ],
    inverse: (args, read) => {
      const row = read.peek("attachment", args.id);
      if (!row) return null;
      const { id, task_id, name, url, size, content_type, width, height } = row;
      if (row.kind === "link") return { name: "attachment.add", args: { id, task_id, name, url } };
      return { name: "file.add", args: { id, task_id, name, size, content_type, width, height } };
    },
  },
};
