/** Mutations of the parts of a task: checklist, comments, attachments. */

import type { Attachment, Comment, Id, Task } from "../models";
import { began, drop, edit, patch, placementIn, previous, put, rankAt } from "./changes";
import { cleaned, longText, oneLine, trimmed } from "./texts";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

type PartMutation = Extract<keyof MutationArgs, `${"checklist" | "comment" | "attachment"}.${string}`>;
type Counter = "comment_count" | "checklist_count" | "checklist_done" | "attachment_count";

function count(taskId: Id | undefined, by: Partial<Record<Counter, number>>): Change[] {
  if (!taskId) return [];
  const add = (task: Task) =>
    Object.fromEntries(Object.entries(by).map(([name, n]) => [name, Math.max(0, task[name as Counter] + n)]));
  return [edit("task", taskId, [], add)];
}

function rankOfItem(read: Reader, taskId: Id, id: Id, where: { after?: Id | null; before?: Id | null }): string {
  return rankAt(read.itemsOfTask(taskId), (other) => read.peek("checklist_item", other)?.rank ?? "", id, where);
}

function itemSet(args: MutationArgs["checklist.set"], read: Reader): Change[] {
  const item = read.peek("checklist_item", args.id);
  const ticked = args.fields.is_done;
  const changes = [patch("checklist_item", args.id, cleaned(args.fields, { text: oneLine }))];
  if (!item || ticked === undefined || ticked === item.is_done) return changes;
  return [...changes, ...count(item.task_id, { checklist_done: ticked ? 1 : -1 })];
}

function itemRemoved(args: MutationArgs["checklist.remove"], read: Reader): Change[] {
  const item = read.peek("checklist_item", args.id);
  const by = { checklist_count: -1, checklist_done: item?.is_done ? -1 : 0 };
  return [drop("checklist_item", args.id), ...count(item?.task_id, by)];
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

const checklist: Definitions<Extract<PartMutation, `checklist.${string}`>> = {
  "checklist.add": {
    label: (args) => `Added “${args.text}”`,
    effect: (args, read) => [
      put("checklist_item", {
        id: args.id,
        task_id: args.task_id,
        text: oneLine(args.text),
        is_done: false,
        rank: rankOfItem(read, args.task_id, args.id, args),
      }),
      ...count(args.task_id, { checklist_count: 1 }),
    ],
    inverse: (args) => ({ name: "checklist.remove", args: { id: args.id } }),
  },
  "checklist.set": {
    label: () => "Changed the checklist",
    effect: itemSet,
    inverse: (args, read) => {
      const fields = previous(read, "checklist_item", args.id, args.fields);
      return fields && { name: "checklist.set", args: { id: args.id, fields } };
    },
  },
  "checklist.move": {
    label: () => "Moved a checklist item",
    effect: (args, read) => {
      const item = read.peek("checklist_item", args.id);
      if (!item) return [];
      return [patch("checklist_item", args.id, { rank: rankOfItem(read, item.task_id, args.id, args) })];
    },
    inverse: (args, read) => {
      const item = read.peek("checklist_item", args.id);
      if (!item) return null;
      const where = placementIn(read.itemsOfTask(item.task_id), args.id);
      return { name: "checklist.move", args: { id: args.id, ...where } };
    },
  },
  "checklist.remove": {
    label: () => "Removed a checklist item",
    effect: itemRemoved,
    inverse: () => null,
  },
};

export const partMutations: Definitions<PartMutation> = {
  ...checklist,
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
