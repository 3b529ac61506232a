/** A move that needs a reason before it can be made, asked for on whichever screen it was begun. */

import { signal } from "@preact/signals";
import { client, mutate } from "./client";
import { newId } from "./ids";
import type { Id } from "./models";
import { stepTo } from "./steps";
import type { Placement } from "./mutations/types";

/** The task that is to be returned, while its reason is asked for. */
export const returning = signal<Id | null>(null);

/** Moves a task as the verb that it is; says why not, asks for a reason, or does it. True when it was done. */
export function moveTask(id: Id, where: { stage_id: Id } & Placement): boolean {
  const { store, notices } = client();
  const task = store.peek("task", id);
  if (!task) return false;
  const { verb, refusal } = stepTo(store, task, where.stage_id);
  if (refusal) notices.say(refusal, { tone: "problem" });
  else if (verb === "return") returning.value = id;
  else void mutate("task.move", { id, ...where }, { toast: true });
  return refusal === null && verb !== "return";
}

export function giveReason(reason: string): void {
  const id = returning.peek();
  if (id) void mutate("task.return", { id, reason, comment_id: newId() }, { toast: true });
}
