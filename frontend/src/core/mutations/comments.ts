/** Mutations of comments and of the reactions to them. */

import { newId } from "../ids";
import type { Comment } from "../models";
import { began, drop, patch, previous, put } from "./changes";
import { count } from "./parts";
import { longText } from "./texts";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

type CommentMutation = Extract<keyof MutationArgs, `comment.${string}`>;

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

/** Of the signed-in person, where there is such a reaction. */
function reactionOf({ id, emoji }: MutationArgs["comment.react"], read: Reader) {
  return [...read.all("reaction")].find((one) => one.comment_id === id && one.member_id === read.me && one.emoji === emoji);
}

function reacted(args: MutationArgs["comment.react"], read: Reader): Change[] {
  const known = reactionOf(args, read);
  if (!args.is_on) return known ? [drop("reaction", known.id)] : [];
  const comment = read.peek("comment", args.id);
  if (known || !comment || !args.reaction_id) return [];
  const { id: comment_id, task_id } = comment;
  return [put("reaction", { id: args.reaction_id, task_id, comment_id, member_id: read.me, emoji: args.emoji })];
}

export const commentMutations: Definitions<CommentMutation> = {
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
    label: () => "Deleted a comment",
    effect: (args, read) => [drop("comment", args.id), ...count(read.peek("comment", args.id)?.task_id, { comment_count: -1 })],
    inverse: (args) => ({ name: "comment.restore", args: { id: args.id } }),
  },
  "comment.restore": {
    label: () => "Brought a comment back",
    effect: (args, read) => {
      const row = read.peek("comment", args.id) ? undefined : read.lately("comment", args.id);
      return row ? [put("comment", row), ...count(row.task_id, { comment_count: 1 })] : [];
    },
    inverse: (args) => ({ name: "comment.remove", args: { id: args.id } }),
  },
  "comment.react": {
    label: (args) => (args.is_on ? `Reacted with ${args.emoji}` : `Took ${args.emoji} back`),
    effect: reacted,
    inverse: (args, read) => ({
      name: "comment.react",
      args: { ...args, is_on: reactionOf(args, read) !== undefined, reaction_id: newId() },
    }),
  },
};
