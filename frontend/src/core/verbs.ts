/** The verbs of a task's life: who may, and what a change of stage means. The same as tasks/rights.py and tasks/actions/standing.py. */

import type { Id, Instant, Project, ProjectRole, StageKind, Task } from "./models";

export type Relation = "lead" | "author" | "performer" | "helper" | "observer" | "other";
export type StageVerb = "move" | "start" | "pause" | "hand_in" | "take_back" | "accept" | "finish" | "return" | "cancel" | "reopen";
export type Verb =
  | Exclude<StageVerb, "move">
  | "edit" | "assign" | "help" | "take" | "hand_on" | "read" | "plan" | "propose" | "answer" | "refuse" | "archive" | "trash";

interface Rule {
  who: readonly Relation[];
  refusal: string;
  /** Added where a project does without acceptance. */
  unaccepted?: readonly Relation[];
  /** Added where every performer edits every task. */
  shared?: readonly Relation[];
}

const ALL: readonly Relation[] = ["lead", "author", "performer", "helper", "observer", "other"];
const BOSSES: readonly Relation[] = ["lead", "author"];
const HANDS: readonly Relation[] = ["performer"];
const NOT_YOURS_TO_ACCEPT = "Only the author or a project lead accepts this task as done. Hand it in instead.";

export const VERBS: Record<Verb, Rule> = {
  edit: { who: ["lead", "author", "performer", "helper"], refusal: "In this project you change the tasks that you wrote or were given.", shared: ALL },
  assign: { who: BOSSES, refusal: "Only the author or a project lead gives this task to somebody." },
  help: { who: [...BOSSES, ...HANDS], refusal: "The author, a lead or the performer says who helps." },
  take: { who: ALL, refusal: "Observers read and comment; they do not take tasks." },
  hand_on: { who: HANDS, refusal: "Only the performer hands this task on." },
  read: { who: ALL, refusal: "" },
  start: { who: HANDS, refusal: "Only the performer starts this task." },
  pause: { who: HANDS, refusal: "Only the performer pauses this task." },
  plan: { who: HANDS, refusal: "Only the performer plans this task." },
  propose: { who: HANDS, refusal: "Only the performer asks for another deadline." },
  answer: { who: BOSSES, refusal: "Only the author or a project lead decides on the deadline." },
  hand_in: { who: HANDS, refusal: "Only the performer hands this task in." },
  take_back: { who: HANDS, refusal: "Only the performer takes back what was handed in." },
  accept: { who: BOSSES, refusal: NOT_YOURS_TO_ACCEPT },
  finish: { who: BOSSES, refusal: NOT_YOURS_TO_ACCEPT, unaccepted: ALL },
  return: { who: BOSSES, refusal: "Only the author or a project lead returns a task that is handed in." },
  refuse: { who: HANDS, refusal: "Only the performer refuses this task." },
  cancel: { who: BOSSES, refusal: "Only the author or a project lead cancels this task." },
  reopen: { who: BOSSES, refusal: "Only the author or a project lead opens this task again.", unaccepted: ALL },
  archive: { who: BOSSES, refusal: "Only the author or a project lead puts this task away." },
  trash: { who: BOSSES, refusal: "Only the author or a project lead throws this task away." },
};

export function relationsOf(task: Task, me: Id, role: ProjectRole): Relation[] {
  const found: Relation[] = [];
  if (role === "lead") found.push("lead");
  if (task.author_id === me) found.push("author");
  if (task.performer_id === me) found.push("performer");
  if (found.length === 0 && task.helper_ids.includes(me)) found.push("helper");
  if (found.length === 0 && task.observer_ids.includes(me)) found.push("observer");
  return found.length > 0 ? found : ["other"];
}

/** What needs no right to edit the task. */
const FOR_ALL: readonly Verb[] = ["edit", "read", "take"];

type Policy = Pick<Project, "acceptance" | "editing">;

/** Whether somebody who works in the project may; observers of it carry out nothing but `read`. */
export function mayDo(verb: Verb, relations: readonly Relation[], policy: Policy): boolean {
  if (!FOR_ALL.includes(verb) && !mayDo("edit", relations, policy)) return false;
  const { who, unaccepted = [], shared = [] } = VERBS[verb];
  const all = [...who, ...(policy.acceptance ? [] : unaccepted), ...(policy.editing === "everyone" ? shared : [])];
  return relations.some((relation) => all.includes(relation));
}

export function isClosed(kind: StageKind): boolean {
  return kind === "done" || kind === "cancelled";
}

/** The verb that bringing a task from one kind of stage into another is. */
export function verbOf(from: StageKind, to: StageKind, relations: readonly Relation[], isHandedIn: boolean): StageVerb {
  const isPerformer = relations.includes("performer");
  const isBoss = relations.some((relation) => BOSSES.includes(relation));
  if (from === to) return "move";
  if (to === "done") return isBoss ? "accept" : "finish";
  if (to === "cancelled") return "cancel";
  if (isClosed(from)) return "reopen";
  if (to === "review") return isPerformer ? "hand_in" : "move";
  if (from === "review" && isHandedIn) return isPerformer ? "take_back" : "return";
  if (isPerformer && to === "doing") return "start";
  return isPerformer && from === "doing" ? "pause" : "move";
}

type Stamps = Pick<Task, "started_at" | "handed_in_at" | "accepted_at" | "accepted_by_id" | "rework_count" | "done_at" | "cancelled_at">;

/** The stamps of a task after a verb has brought it into a stage of a kind. */
export function stampsOf(task: Stamps, to: StageKind, verb: StageVerb, me: Id, now: Instant): Stamps {
  const isDone = to === "done";
  const isAccepted = verb === "accept";
  return {
    started_at: to === "doing" ? (task.started_at ?? now) : task.started_at,
    handed_in_at: deliveredAt(task, to, verb, now),
    accepted_at: isAccepted ? now : isDone ? task.accepted_at : null,
    accepted_by_id: isAccepted ? me : isDone ? task.accepted_by_id : null,
    rework_count: task.rework_count + (verb === "return" ? 1 : 0),
    done_at: isDone ? (task.done_at ?? now) : null,
    cancelled_at: to === "cancelled" ? (task.cancelled_at ?? now) : null,
  };
}

function deliveredAt(task: Stamps, to: StageKind, verb: StageVerb, now: Instant): Instant | null {
  if (verb === "hand_in") return now;
  if (to === "done") return task.handed_in_at ?? now;
  return to === "review" || to === "cancelled" ? task.handed_in_at : null;
}
