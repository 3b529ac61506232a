/** Mutations about another deadline: asked for by the performer, answered by the author. */

import type { Id } from "../models";
import { drop, patch, put } from "./changes";
import { commented } from "./comments";
import { newId } from "../ids";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

type DeadlineMutation = Extract<keyof MutationArgs, `deadline.${string}`>;

function proposed(args: MutationArgs["deadline.propose"], read: Reader): Change[] {
  const older: Id[] = [...read.all("deadline_proposal")].filter((one) => one.task_id === args.task_id).map((one) => one.id);
  const { id, task_id: taskId, due_on: day = null, due_at: time = null, due_zone: zone, reason = "" } = args;
  const row = { id, task_id: taskId, member_id: read.me, due_on: day, due_at: time, due_zone: zone ?? "", reason, created_at: read.now() };
  return [...older.map((one) => drop("deadline_proposal", one)), put("deadline_proposal", row), ...said(args, taskId, "proposed", read)];
}

function answered(args: MutationArgs["deadline.answer"], read: Reader): Change[] {
  const proposal = read.peek("deadline_proposal", args.id);
  if (!proposal) return [];
  const { due_on, due_at, due_zone } = proposal;
  const agreed = patch("task", proposal.task_id, { due_on, due_at, due_zone });
  return [drop("deadline_proposal", args.id), ...(args.is_agreed ? [agreed] : said(args, proposal.task_id, "declined", read))];
}

function said(args: { reason?: string; comment_id?: Id }, taskId: Id, mark: "proposed" | "declined", read: Reader): Change[] {
  return args.reason?.trim() ? commented(read, { id: args.comment_id ?? newId(), task_id: taskId, body: args.reason }, mark) : [];
}

export const deadlineMutations: Definitions<DeadlineMutation> = {
  "deadline.propose": { label: () => "Asked for another deadline", effect: proposed, inverse: () => null },
  "deadline.answer": {
    label: (args) => (args.is_agreed ? "Agreed to the deadline" : "Declined the deadline"),
    effect: answered,
    inverse: () => null,
  },
};
