/** Mutations of the parts of a task: comments, attachments. */

import type { Attachment, Comment, Id, Task } from "../models";
import { began, drop, edit, patch, previous, put } from "./changes";
import { longText, oneLine, trimmed } from "./texts";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

type PartMutation = Extract<keyof MutationArgs, `${"comment" | "attachment"}.${string}`>;
type Counter = "comment_count" | "checklist_count" | "checklist_done" | "attachment_count";

export function count(taskId: Id | undefined, by: Partial<Record<Counter, number>>): Change[] {
  if (!taskId) return [];
  const add = (task: Task) =>
    Object.fromEntries(Object.entries(by).map(([name, n]) => [name, Math.max(0, task[name as Counter] + n)]));
  return [edit("task", taskId, [], add)];
}

/** Answers stay when what they answer is removed. */
function answersTo(read: Reader, id: Id): Id[] {
  return [...read.all("comment")].filter((comment) => comment.reply_to_id === id).map((comment) => comment.id);
}

function newAttachment(args: MutationArgs["attachment.add"], read: Reader): Attachment {
  const url = trimmed(args.url);
  return { ...args, url, name: oneLine(args.name || url), created_at: read.now() };
}

/** A comment; with a mark, the reason of a verb. */
export function commented(read: Reader, args: MutationArgs["comment.add"], mark: Comment["mark"]): Change[] {
  const row: Comment = {
    id: args.id,
    task_id: args.task_id,
    author_id: read.me,
    body: longText(args.body),
    reply_to_id: args.reply_to_id ?? null,
    created_at: read.now(),
    edited_at: null,
    mark,
  };
  return [put("comment", row), ...count(args.task_id, { comment_count: 1 })];
}

export const partMutations: Definitions<PartMutation> = {
  "comment.add": {
    label: () => "Commented",
    effect: (args, read) => commented(read, args, ""),
    inverse: (args) => ({ name: "comment.remove", args: { id: args.id } }),
  },
  "comment.set": {
    label: () => "Changed a comment",
    effect: (args, read) => [patch("comment", args.id, { body: longText(args.fields.body), edited_at: read.now() })],
    inverse: (args, read) => {
      const fields = previous(read, "comment", args.id, args.fields);
      return fields && { name: "comment.set", args: { id: args.id, fields, ...began(args.fields, "body") } };
    },
  },
  "comment.remove": {
    label: () => "Removed a comment",
    effect: (args, read) => [
      drop("comment", args.id),
      ...answersTo(read, args.id).map((id) => patch("comment", id, { reply_to_id: null })),
      ...count(read.peek("comment", args.id)?.task_id, { comment_count: -1 }),
    ],
    inverse: () => null,
  },
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
