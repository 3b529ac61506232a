/** Which verbs a person is offered on a task, the likeliest first. */

import type { Task } from "../../core/models";
import type { Standing } from "../../core/steps";
import { isClosed } from "../../core/verbs";

export type OfferedVerb =
  | "take" | "start" | "hand_in" | "accept" | "return" | "pause" | "hand_on" | "refuse" | "reopen" | "cancel" | "archive";

export interface Doable {
  verb: OfferedVerb;
  label: string;
  /** As it is pressed in the open panel; and in the list of keys. */
  keys?: string;
}

export const VERB_KEYS: Record<string, string> = { take: "T", start: "S", pause: "S", hand_in: "H", accept: "A", return: "R", hand_on: "L", refuse: "J", cancel: "C", reopen: "O", archive: "Y" };

const LABELS: Record<OfferedVerb, string> = {
  take: "Take it",
  start: "Start",
  pause: "Pause",
  hand_in: "Hand in",
  accept: "Accept",
  return: "Return …",
  hand_on: "Hand on …",
  refuse: "Refuse …",
  reopen: "Open again",
  cancel: "Cancel the task …",
  archive: "Put away",
};

/** The one that is offered as a button, if there is such, and the others. */
export function doable(task: Task, { kind, relations, may }: Standing): { primary: Doable | null; others: Doable[] } {
  const isOpen = !isClosed(kind);
  const isMine = relations.includes("performer");
  const isInReview = kind === "review";
  const offered: [OfferedVerb, boolean][] = [
    ["accept", isInReview && may("accept")],
    ["take", isOpen && task.performer_id === null && may("take")],
    ["start", ["backlog", "todo"].includes(kind) && may("start")],
    ["hand_in", isOpen && !isInReview && may("hand_in")],
    ["reopen", !isOpen && may("reopen")],
    ["return", isInReview && task.handed_in_at !== null && !isMine && may("return")],
    ["accept", isOpen && !isInReview && may("accept")],
    ["pause", kind === "doing" && may("pause")],
    ["hand_on", isOpen && may("hand_on")],
    ["refuse", isOpen && may("refuse") && !relations.includes("author")],
    ["cancel", isOpen && may("cancel")],
    ["archive", may("archive")],
  ];
  const isButton = offered.findIndex(([, is]) => is) < BUTTONS;
  const found = offered.filter(([, is]) => is).map(([verb]) => ({ verb, label: LABELS[verb], keys: VERB_KEYS[verb] }));
  const [first, ...rest] = found;
  return first && isButton ? { primary: first, others: rest } : { primary: null, others: found };
}

/** So many of the offers are done every day; the rest are never the one button. */
const BUTTONS = 5;
