/** Mutations of tasks and of the tags on them. */

import type { Id, StageKind, Task } from "../models";
import { taskKey } from "../models";
import { isBelow } from "../branch";
import { began, drop, edit, patch, placementIn, previous, put, rankAt } from "./changes";
import { stampsOf } from "../verbs";
import { followed } from "./recurrences";
import { handsOf, stood, type VerbMutation } from "./standing";
import { cleaned, longText, oneLine } from "./texts";
import type { Change, Definitions, MutationArgs, Reader, TaskFields } from "./types";

type TaskMutation = Exclude<Extract<keyof MutationArgs, `task.${string}`>, "task.value" | VerbMutation | "task.bulk">;

export function nameOf(read: Reader, id: Id): string {
  const task = read.peek("task", id);
  if (!task) return "the task";
  return taskKey(read.peek("project", task.project_id), task) || task.title;
}

function rankInStage(read: Reader, stageId: Id, id: Id, where: { after?: Id | null; before?: Id | null }): string {
  return rankAt(read.tasksOfStage(stageId), (other) => read.peek("task", other)?.rank ?? "", id, where);
}

/** Fields that follow from others on the server, kept in step here so that nothing jumps. */
export function withConsequences(fields: Partial<Task>): Partial<Task> {
  const clean = cleaned(fields, { title: oneLine, description: longText });
  if (clean.description !== undefined) clean.has_description = clean.description !== "";
  if (clean.due_zone === null) clean.due_zone = "";
  // A day takes the place of a time, and a time that of a day.
  if (clean.due_on) return { ...clean, due_at: null, due_zone: "" };
  return clean.due_at ? { ...clean, due_on: null } : clean;
}

/** Without a parent that stands below the task itself: the server refuses it. */
function nestable({ id, fields }: MutationArgs["task.set"], read: Reader): TaskFields {
  const { parent_id: parent, ...rest } = fields;
  return parent && isBelow(read, parent, id) ? rest : fields;
}

/** A task that has another performer is read anew, and planned anew. */
function passed({ id, fields }: MutationArgs["task.set"], read: Reader): Change[] {
  const { performer_id: performer } = fields;
  if (performer === undefined || read.peek("task", id)?.performer_id === performer) return [];
  return [patch("task", id, handsOf(read, performer))];
}

/** The fields that may be asked for: what else a change brings about comes back by itself. */
function asked(fields: Partial<Task>): TaskFields {
  const rest = { ...fields };
  delete rest.has_description;
  return rest;
}

const UNSTAMPED = {
  started_at: null,
  handed_in_at: null,
  accepted_at: null,
  accepted_by_id: null,
  rework_count: 0,
  done_at: null,
  cancelled_at: null,
};

export function newTask(args: MutationArgs["task.create"], read: Reader): Task {
  const now = read.now();
  const kind = read.peek("stage", args.stage_id)?.kind ?? "todo";
  const fields = withConsequences(args.fields ?? {});
  return {
    id: args.id,
    project_id: args.project_id,
    number: null,
    parent_id: args.parent_id ?? null,
    stage_id: args.stage_id,
    rank: rankInStage(read, args.stage_id, args.id, args),
    title: oneLine(args.title),
    priority: null,
    is_urgent: false,
    is_important: false,
    estimate: null,
    estimate_hours: null,
    color: "",
    values: {},
    due_on: null,
    due_at: null,
    due_zone: "",
    author_id: read.me,
    performer_id: null,
    tag_ids: (args.tag_ids ?? []).filter((id) => read.peek("tag", id)),
    observer_ids: [],
    helper_ids: [],
    comment_count: 0,
    checklist_count: 0,
    checklist_done: 0,
    attachment_count: 0,
    child_count: 0,
    child_done: 0,
    child_estimate: 0,
    child_estimate_done: 0,
    blocked_by: [],
    has_description: false,
    created_at: now,
    updated_at: now,
    updated_by_id: read.me,
    read_at: null,
    planned_on: null,
    archived_at: null,
    recurrence_id: null,
    ...stampsOf(UNSTAMPED, kind, "move", read.me, now),
    description: "",
    ...fields,
  };
}

/** The stamps of a task that comes to a stage which is no verb of anybody: its own stage goes away. */
export function stampsAt(read: Reader, task: Task, stageId: Id): Partial<Task> {
  return stampsOf(task, read.peek("stage", stageId)?.kind ?? "todo", "move", read.me, read.now());
}

/** What follows a task that is closed, if it repeats. */
export function closed(read: Reader, task: Task, to: StageKind): Change[] {
  // It comes to the end of its stage, which the closed one has left.
  return followed(read, task, to, (args) => ({ ...newTask(args, read), rank: rankInStage(read, args.stage_id, task.id, {}) }));
}

/** A move, with what it means where it is one to another stage. */
export function moveTo(args: MutationArgs["task.move"], read: Reader): Change[] {
  const rank = rankInStage(read, args.stage_id, args.id, args);
  const stays = read.peek("task", args.id)?.stage_id === args.stage_id;
  const stamps = (task: Task) => (stays ? {} : stood(read, task, args.stage_id));
  const changed = edit("task", args.id, ["stage_id", "rank"], (task) => ({ stage_id: args.stage_id, rank, ...stamps(task) }));
  const task = stays ? undefined : read.peek("task", args.id);
  return task?.recurrence_id ? [changed, ...closed(read, task, read.peek("stage", args.stage_id)?.kind ?? "todo")] : [changed];
}

/** Where a task is now, for putting it back. */
export function placeOf(read: Reader, id: Id): Omit<MutationArgs["task.move"], "id"> | null {
  const task = read.peek("task", id);
  return task ? { stage_id: task.stage_id, ...placementIn(read.tasksOfStage(task.stage_id), id) } : null;
}

export function withSet(set: readonly Id[], add: readonly Id[], remove: readonly Id[]): Id[] {
  const kept = set.filter((id) => !remove.includes(id));
  return [...kept, ...add.filter((id) => !kept.includes(id))];
}

function toggled(name: "tag_ids" | "observer_ids") {
  return {
    effect: (args: MutationArgs["task.tag"], read: Reader): Change[] => {
      const add = args.add.filter((id) => read.peek(name === "tag_ids" ? "tag" : "member", id));
      return [edit("task", args.id, [name], (task) => ({ [name]: withSet(task[name], add, args.remove) }))];
    },
    swapped: (args: MutationArgs["task.tag"], read: Reader): MutationArgs["task.tag"] => {
      const had = read.peek("task", args.id)?.[name] ?? [];
      return {
        id: args.id,
        add: args.remove.filter((id) => had.includes(id)),
        remove: args.add.filter((id) => !had.includes(id)),
      };
    },
  };
}

const tagged = toggled("tag_ids");
const observed = toggled("observer_ids");

export const taskMutations: Definitions<TaskMutation> = {
  "task.create": {
    label: (args) => `Added “${args.title.length > 80 ? `${args.title.slice(0, 79)}…` : args.title}”`,
    effect: (args, read) => [put("task", newTask(args, read))],
    inverse: (args) => ({ name: "task.trash", args: { id: args.id } }),
  },
  "task.set": {
    label: (args, read) => `Changed ${nameOf(read, args.id)}`,
    effect: (args, read) => [patch("task", args.id, withConsequences(nestable(args, read))), ...passed(args, read)],
    inverse: (args, read) => {
      const fields = previous(read, "task", args.id, asked(withConsequences(args.fields)));
      return fields && { name: "task.set", args: { id: args.id, fields, ...began(args.fields, "description") } };
    },
  },
  "task.move": {
    label: (args, read) => `Moved ${nameOf(read, args.id)}`,
    effect: moveTo,
    inverse: (args, read) => {
      const where = placeOf(read, args.id);
      return where && { name: "task.move", args: { id: args.id, ...where } };
    },
  },
  "task.tag": {
    label: (args, read) => `Changed the tags of ${nameOf(read, args.id)}`,
    effect: tagged.effect,
    inverse: (args, read) => ({ name: "task.tag", args: tagged.swapped(args, read) }),
  },
  "task.observe": {
    label: (args, read) => `Changed who observes ${nameOf(read, args.id)}`,
    effect: observed.effect,
    inverse: (args, read) => ({ name: "task.observe", args: observed.swapped(args, read) }),
  },
  "task.trash": {
    label: (args, read) => `Moved ${nameOf(read, args.id)} to the trash`,
    effect: (args) => [drop("task", args.id)],
    inverse: (args) => ({ name: "task.restore", args: { id: args.id } }),
  },
  "task.restore": {
    label: () => "Restored the task",
    effect: (args, read) => {
      const row = read.lately("task", args.id);
      return row ? [put("task", row)] : [];
    },
    inverse: (args) => ({ name: "task.trash", args: { id: args.id } }),
  },
};
