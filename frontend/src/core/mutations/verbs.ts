/** Mutations that are verbs of a task's life. */

import { newId } from "../ids";
import type { Comment, Id, StageKind, Task } from "../models";
import { isClosed } from "../verbs";
import { drop, edit, patch, put } from "./changes";
import { commented } from "./comments";
import { handsOf, kindOf, type VerbMutation } from "./standing";
import { closed, moveTo, nameOf, newTask, placeOf, withSet } from "./tasks";
import type { Change, Definitions, Mutation, MutationArgs, Reader } from "./types";

/** The first stage of the task's project, by rank, of the first of the kinds that has any. */
function stageOf(read: Reader, task: Task, ...kinds: StageKind[]): Id | undefined {
  const stages = read.stagesOfProject(task.project_id).map((id) => read.peek("stage", id));
  for (const kind of kinds) {
    const found = stages.find((stage) => stage?.kind === kind);
    if (found) return found.id;
  }
  return undefined;
}

/** To the top of a stage; nothing where there is no such stage, which the server says in a sentence. */
function go(read: Reader, id: Id, stageId: Id | undefined): Change[] {
  if (!stageId) return [];
  return moveTo({ id, stage_id: stageId, after: null, before: read.tasksOfStage(stageId)[0] ?? null }, read);
}

function remark(read: Reader, taskId: Id, body: string | undefined, id: Id | undefined, mark: Comment["mark"]): Change[] {
  return body?.trim() ? commented(read, { id: id ?? newId(), task_id: taskId, body }, mark) : [];
}

/** The effect on a task that is there and is not as it would be already. */
function on(read: Reader, id: Id, make: (task: Task) => Change[]): Change[] {
  const task = read.peek("task", id);
  return task ? make(task) : [];
}

function handedIn(args: MutationArgs["task.hand_in"], read: Reader): Change[] {
  return on(read, args.id, (task) => {
    const needsReview = read.peek("project", task.project_id)?.acceptance === true && task.author_id !== read.me;
    const kind = needsReview ? "review" : "done";
    if (isClosed(kindOf(read, task)) || kindOf(read, task) === kind) return [];
    return [...go(read, args.id, stageOf(read, task, kind)), ...remark(read, args.id, args.comment, args.comment_id, "handed_in")];
  });
}

function refused(args: MutationArgs["task.refuse"], read: Reader): Change[] {
  return on(read, args.id, (task) => {
    const isBegun = ["doing", "review"].includes(kindOf(read, task));
    const back = isBegun ? go(read, args.id, stageOf(read, task, "todo", "backlog")) : [];
    return [...back, patch("task", args.id, handsOf(read, null)), ...remark(read, args.id, args.reason, args.comment_id, "refused")];
  });
}

function cancelled(args: MutationArgs["task.cancel"], read: Reader): Change[] {
  return on(read, args.id, (task) => {
    const stageId = stageOf(read, task, "cancelled");
    if (!stageId) return [drop("task", args.id), ...closed(read, task, "cancelled")];
    return [...go(read, args.id, stageId), ...remark(read, args.id, args.reason, args.comment_id, "cancelled")];
  });
}

function handedOn(args: MutationArgs["task.hand_on"], read: Reader): Change[] {
  return on(read, args.id, (task) => {
    const stageId = stageOf(read, task, "todo", "backlog", "doing") ?? task.stage_id;
    const due = task.due_at ? { due_at: task.due_at, due_zone: task.due_zone } : { due_on: task.due_on };
    const fields = { performer_id: args.performer_id, priority: task.priority, ...due };
    const made = { id: args.new_id, project_id: task.project_id, stage_id: stageId, title: args.title ?? task.title };
    return [put("task", newTask({ ...made, parent_id: task.id, fields }, read))];
  });
}

/** One row a person and task says what was seen; a device that knows of none makes it. */
function seen(read: Reader, taskId: Id, seenId: Id | undefined, fields: { seen_at?: string; is_focus?: boolean }): Change[] {
  for (const row of read.all("task_seen")) if (row.task_id === taskId) return [patch("task_seen", row.id, fields)];
  return seenId ? [put("task_seen", { id: seenId, task_id: taskId, seen_at: null, is_focus: false, ...fields })] : [];
}

function wasRead(args: MutationArgs["task.read"], read: Reader): Change[] {
  const told = (task: Task) => (task.performer_id === read.me && task.read_at === null ? { read_at: read.now() } : {});
  return [edit("task", args.id, [], told), ...seen(read, args.id, args.seen_id, { seen_at: read.now() })];
}

/** Says of a task that is begun that others should be done first. */
export function waiting(read: Reader, id: Id): string {
  const blockers = read.peek("task", id)?.blocked_by ?? [];
  const names = blockers.map((one) => (read.peek("task", one) ? nameOf(read, one) : "a task that you do not see"));
  return names.length > 0 ? `, though it is still blocked by ${names.join(", ")}` : "";
}

/** Takes back a change of stage: to where the task is now. */
function back(args: { id: Id }, read: Reader): Mutation | null {
  const where = placeOf(read, args.id);
  return where && { name: "task.move", args: { id: args.id, ...where } };
}

const to = (...kinds: StageKind[]) => (args: { id: Id }, read: Reader): Change[] =>
  on(read, args.id, (task) => (kinds.includes(kindOf(read, task)) ? [] : go(read, args.id, stageOf(read, task, ...kinds))));

export const verbMutations: Definitions<VerbMutation> = {
  "task.assign": {
    label: (args, read) => {
      const name = args.performer_id && read.peek("member", args.performer_id)?.name;
      return name ? `Gave ${nameOf(read, args.id)} to ${name}` : `Took ${nameOf(read, args.id)} from its performer`;
    },
    effect: (args, read) => on(read, args.id, (task) => (task.performer_id === args.performer_id ? [] : [patch("task", args.id, handsOf(read, args.performer_id))])),
    inverse: (args, read) => ({ name: "task.assign", args: { id: args.id, performer_id: read.peek("task", args.id)?.performer_id ?? null } }),
  },
  "task.take": {
    label: (args, read) => `Took ${nameOf(read, args.id)}`,
    effect: (args, read) => on(read, args.id, (task) => (task.performer_id ? [] : [patch("task", args.id, handsOf(read, read.me))])),
    inverse: () => null,
  },
  "task.hand_on": {
    label: (args, read) => `Handed ${nameOf(read, args.id)} on to ${read.peek("member", args.performer_id)?.name ?? "somebody"}`,
    effect: handedOn,
    inverse: (args) => ({ name: "task.trash", args: { id: args.new_id } }),
  },
  "task.help": {
    label: (args, read) => `Changed who helps with ${nameOf(read, args.id)}`,
    effect: (args) => [edit("task", args.id, ["helper_ids"], (task) => ({ helper_ids: withSet(task.helper_ids, args.add, args.remove) }))],
    inverse: (args, read) => {
      const had = read.peek("task", args.id)?.helper_ids ?? [];
      const add = args.remove.filter((id) => had.includes(id));
      return { name: "task.help", args: { id: args.id, add, remove: args.add.filter((id) => !had.includes(id)) } };
    },
  },
  "task.read": { label: (args, read) => `Read ${nameOf(read, args.id)}`, effect: wasRead, inverse: () => null },
  "task.focus": {
    label: (args, read) => `${args.is_focus ? "Put" : "Took"} ${nameOf(read, args.id)} ${args.is_focus ? "into" : "out of"} your focus`,
    effect: (args, read) => seen(read, args.id, args.seen_id, { is_focus: args.is_focus }),
    inverse: (args) => ({ name: "task.focus", args: { id: args.id, is_focus: !args.is_focus } }),
  },
  "task.plan": {
    label: (args, read) => `Planned ${nameOf(read, args.id)}`,
    effect: (args) => [patch("task", args.id, { planned_on: args.planned_on })],
    inverse: (args, read) => ({ name: "task.plan", args: { id: args.id, planned_on: read.peek("task", args.id)?.planned_on ?? null } }),
  },
  "task.start": { label: (args, read) => `Started ${nameOf(read, args.id)}${waiting(read, args.id)}`, effect: to("doing"), inverse: back },
  "task.pause": {
    label: (args, read) => `Paused ${nameOf(read, args.id)}`,
    effect: (args, read) => on(read, args.id, (task) => (kindOf(read, task) === "doing" ? to("todo", "backlog")(args, read) : [])),
    inverse: back,
  },
  "task.hand_in": { label: (args, read) => `Handed in ${nameOf(read, args.id)}`, effect: handedIn, inverse: back },
  "task.accept": { label: (args, read) => `Accepted ${nameOf(read, args.id)}`, effect: to("done"), inverse: back },
  "task.return": {
    label: (args, read) => `Returned ${nameOf(read, args.id)}`,
    effect: (args, read) =>
      on(read, args.id, (task) => [...go(read, args.id, stageOf(read, task, "doing", "todo", "backlog")), ...remark(read, args.id, args.reason, args.comment_id, "returned")]),
    inverse: () => null,
  },
  "task.refuse": { label: (args, read) => `Refused ${nameOf(read, args.id)}`, effect: refused, inverse: () => null },
  "task.cancel": {
    label: (args, read) => `Cancelled ${nameOf(read, args.id)}`,
    effect: cancelled,
    inverse: (args, read) => {
      const task = read.peek("task", args.id);
      return task && stageOf(read, task, "cancelled") ? back(args, read) : { name: "task.reopen", args: { id: args.id } };
    },
  },
  "task.reopen": {
    label: (args, read) => `Opened ${nameOf(read, args.id)} again`,
    effect: (args, read) => on(read, args.id, (task) => (isClosed(kindOf(read, task)) ? go(read, args.id, stageOf(read, task, "todo", "backlog", "doing")) : [])),
    inverse: back,
  },
  "task.archive": {
    label: (args, read) => `Put ${nameOf(read, args.id)} away`,
    effect: (args) => [drop("task", args.id)],
    inverse: (args) => ({ name: "task.unarchive", args: { id: args.id } }),
  },
  "task.unarchive": { label: () => "Brought the task back", effect: () => [], inverse: (args) => ({ name: "task.archive", args: { id: args.id } }) },
};
