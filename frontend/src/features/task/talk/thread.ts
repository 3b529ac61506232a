/** A task's comments and what happened between them, in the order in which they are read. */

import type { Comment, Id } from "../../../core/models";

/** Something that happened, told in a line. */
export interface Happening {
  v: number;
  actor: Id | null;
  at: string;
  text: string;
}

export interface Thread {
  kind: "thread";
  id: Id;
  at: string;
  /** null: it was deleted, and answers to it are there. */
  root: Comment | null;
  replies: Comment[];
}

export interface Happenings {
  kind: "happenings";
  id: string;
  at: string;
  lines: Happening[];
}

export type Talk = Thread | Happenings;

/** Comments come in the order in which they were made; an answer to an answer stands in the same thread. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  const known = new Map(comments.map((comment) => [comment.id, comment]));
  const threads = new Map<Id, Thread>();
  for (const comment of comments) {
    const id = rootOf(comment, known);
    const thread = threads.get(id) ?? { kind: "thread", id, at: comment.created_at, root: known.get(id) ?? null, replies: [] };
    threads.set(id, thread);
    if (comment.id !== id) thread.replies.push(comment);
    else thread.at = comment.created_at;
  }
  return [...threads.values()];
}

/** The comment at whose thread this one hangs, which may be one that was deleted. */
function rootOf(comment: Comment, known: ReadonlyMap<Id, Comment>): Id {
  let [at, steps] = [comment, 0];
  // A ring can only come of rows that were tampered with; it must not hang the page.
  while (at.reply_to_id !== null && steps < 1000) {
    const above = known.get(at.reply_to_id);
    if (!above) return at.reply_to_id;
    [at, steps] = [above, steps + 1];
  }
  return at.id;
}

/** Threads with what happened between them, oldest first; what happened in a row is one block. */
export function talkOf(comments: readonly Comment[], happened: readonly Happening[]): Talk[] {
  const threads = threadsOf(comments);
  const lines = happened.map((line): Happenings => ({ kind: "happenings", id: `v${line.v}`, at: line.at, lines: [line] }));
  const sorted = [...threads, ...lines].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const talk: Talk[] = [];
  for (const item of sorted) {
    const last = talk.at(-1);
    if (item.kind === "happenings" && last?.kind === "happenings") last.lines.push(...item.lines);
    else talk.push(item);
  }
  return talk;
}

/** How many comments and lines stand in a stretch, for saying what is folded. */
export function sizeOf(talk: readonly Talk[]): number {
  return talk.reduce((sum, item) => sum + (item.kind === "thread" ? Number(item.root !== null) + item.replies.length : item.lines.length), 0);
}

/** The newest part of the talk that has at least so many comments and lines, and how much stands before it. */
export function newest(talk: readonly Talk[], wanted: number): { shown: Talk[]; earlier: number } {
  let [from, seen] = [talk.length, 0];
  while (from > 0 && seen < wanted) {
    from -= 1;
    seen += sizeOf(talk.slice(from, from + 1));
  }
  return { shown: talk.slice(from), earlier: sizeOf(talk.slice(0, from)) };
}
