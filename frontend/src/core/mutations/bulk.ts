/** The mutation of many tasks at once: what one of them may not have leaves that one as it is (tasks/actions/crowd.py). */

import type { Id, Task } from "../models";
import { mayDo, relationsOf, VERBS, verbOf, type Verb } from "../verbs";
import { drop, edit, previous } from "./changes";
import { Places } from "./places";
import { handsOf, kindOf, stood } from "./standing";
import { withConsequences, withSet } from "./tasks";
import type { BulkFields, BulkGroup, BulkVerb, Change, Definitions, Mutation, MutationArgs, Reader } from "./types";

type Args = MutationArgs["task.bulk"];

const RIGHTS: Record<BulkVerb, Verb> = { trash: "trash", restore: "trash", archive: "archive", unarchive: "archive" };
const OPPOSITES: Record<BulkVerb, BulkVerb> = { trash: "restore", restore: "trash", archive: "unarchive", unarchive: "archive" };
export const NEEDS_REASON = "Say why it goes back: return it with a reason.";

export function groupsOf(args: Args): readonly BulkGroup[] {
  return "each" in args ? args.each : [args];
}

/** The task with its new fields, before it moves. */
function withFields(read: Reader, task: Task, { fields = {} }: BulkGroup): Task {
  const { performer_id: performer } = fields;
  const hands = performer === undefined || performer === task.performer_id ? {} : handsOf(read, performer);
  return { ...task, ...withConsequences(fields), ...hands };
}

function refusalOfVerb(read: Reader, task: Task, verb: Verb): string | null {
  const role = read.roleIn(task.project_id);
  const project = read.peek("project", task.project_id);
  if (role === "observer" || !project) return "Observers read and comment; they do not change tasks.";
  return mayDo(verb, relationsOf(task, read.me, role), project) ? null : VERBS[verb].refusal;
}

function refusalOfParent(read: Reader, task: Task, parentId: Id | null | undefined): string | null {
  if (!parentId) return null;
  if (read.peek("task", parentId)?.project_id !== task.project_id) return "A subtask stands in the project of its task.";
  const seen = new Set<Id>();
  for (let above: Id | null | undefined = parentId; above && !seen.has(above); above = read.peek("task", above)?.parent_id) {
    if (above === task.id) return "A task cannot stand below itself.";
    seen.add(above);
  }
  return null;
}

function refusalOfMove(read: Reader, task: Task, stageId: Id | null | undefined): string | null {
  const stage = stageId ? read.peek("stage", stageId) : undefined;
  if (!stageId || stageId === task.stage_id) return null;
  if (stage?.project_id !== task.project_id) return "A task moves between the stages of its own project.";
  const verb = verbOf(kindOf(read, task), stage.kind, relationsOf(task, read.me, read.roleIn(task.project_id)), task.handed_in_at !== null);
  if (verb === "move") return null;
  return refusalOfVerb(read, task, verb) ?? (verb === "return" ? NEEDS_REASON : null);
}

/** Why a task stays as it is, for the person; null when it changes. */
export function refusalOf(read: Reader, task: Task, group: BulkGroup): string | null {
  if (group.verb) return refusalOfVerb(read, task, RIGHTS[group.verb]);
  const after = withFields(read, task, group);
  const isTaken = task.performer_id === null && after.performer_id === read.me;
  const assigned = after.performer_id === task.performer_id ? null : refusalOfVerb(read, after, isTaken ? "take" : "assign");
  return (
    refusalOfVerb(read, task, "edit") ?? refusalOfParent(read, task, group.fields?.parent_id) ?? assigned ?? refusalOfMove(read, after, group.stage_id)
  );
}

/** The tasks of a group that change, in its order. */
function changing(read: Reader, group: BulkGroup): Task[] {
  return group.ids.flatMap((id) => {
    const task = read.peek("task", id);
    return task && refusalOf(read, task, group) === null ? [task] : [];
  });
}

function changeOf(read: Reader, task: Task, group: BulkGroup, rank: string | undefined): Change {
  const { add_tags: add = [], remove_tags: remove = [], stage_id: stageId } = group;
  const known = add.filter((id) => read.peek("tag", id));
  const isTagged = add.length + remove.length > 0;
  const after = withFields(read, task, group);
  const set = Object.keys(after).filter((name) => after[name as keyof Task] !== task[name as keyof Task]);
  const stamps = stageId && stageId !== task.stage_id ? stood(read, after, stageId) : {};
  const place = stageId && rank !== undefined ? { stage_id: stageId, rank, ...stamps } : {};
  const fields = [...set, ...(isTagged ? ["tag_ids"] : []), ...(rank === undefined ? [] : ["stage_id", "rank"])];
  const values = Object.fromEntries(set.map((name) => [name, after[name as keyof Task]]));
  return edit("task", task.id, fields, (row) => ({ ...values, ...place, ...(isTagged && { tag_ids: withSet(row.tag_ids, known, remove) }) }));
}

function effect(args: Args, read: Reader): Change[] {
  const groups = groupsOf(args);
  const places = new Places(read, new Set(groups.flatMap(({ ids }) => ids)));
  return groups.flatMap((group) => {
    const tasks = changing(read, group);
    if (group.verb) return group.verb === "trash" || group.verb === "archive" ? tasks.map(({ id }) => drop("task", id)) : [];
    const ranks = group.stage_id ? places.put(group.stage_id, tasks, group) : [];
    return tasks.map((task, at) => changeOf(read, task, group, ranks[at]));
  });
}

/** What a task had before, as the group that would give it back; without its place. */
function formerOf(read: Reader, task: Task, group: BulkGroup): Omit<BulkGroup, "ids"> {
  const { add_tags: add = [], remove_tags: remove = [] } = group;
  const asked = Object.keys(withConsequences(group.fields ?? {}));
  const fields = previous(read, "task", task.id, Object.fromEntries(asked.map((name) => [name, null])) as BulkFields);
  const lost = remove.filter((id) => task.tag_ids.includes(id));
  const got = add.filter((id) => !task.tag_ids.includes(id));
  return { ...(fields && asked.length > 0 && { fields }), ...(lost.length > 0 && { add_tags: lost }), ...(got.length > 0 && { remove_tags: got }) };
}

/** Groups of tasks that had the same; those that moved run by run, as they stood beside each other. */
function formerGroups(read: Reader, tasks: readonly (readonly [Task, BulkGroup])[]): BulkGroup[] {
  const found = new Map<string, BulkGroup>();
  const moved = new Map<Id, BulkGroup>();
  for (const [task, group] of tasks) {
    const former = formerOf(read, task, group);
    if (group.stage_id) moved.set(task.id, { ids: [task.id], stage_id: task.stage_id, ...former });
    else {
      const key = JSON.stringify(former);
      const known = found.get(key);
      if (known) known.ids.push(task.id);
      else found.set(key, { ids: [task.id], ...former });
    }
  }
  const stages = new Set([...moved.values()].map((group) => group.stage_id as Id));
  return [...found.values(), ...[...stages].flatMap((stage) => runsOf(read.tasksOfStage(stage), moved))];
}

/** In each list, runs of moved tasks between two that stay; a run whose tasks had different values is several groups. */
function runsOf(list: readonly Id[], moved: ReadonlyMap<Id, BulkGroup>): BulkGroup[] {
  const groups: BulkGroup[] = [];
  let open: BulkGroup[] = [];
  let after: Id | null = null;
  for (const id of [...list, null]) {
    const group: BulkGroup | undefined = id === null ? undefined : moved.get(id);
    if (group) {
      const last = open.at(-1);
      if (last && hasSame(last, group)) last.ids.push(group.ids[0] as Id);
      else open.push({ ...group, ids: [...group.ids], after: last?.ids.at(-1) ?? after });
    } else {
      groups.push(...open.map((one) => ({ ...one, before: id })));
      open = [];
      after = id;
    }
  }
  return groups;
}

function hasSame(a: BulkGroup, b: BulkGroup): boolean {
  const values = ({ fields, add_tags, remove_tags }: BulkGroup) => JSON.stringify([fields, add_tags, remove_tags]);
  return values(a) === values(b);
}

function inverse(args: Args, read: Reader): Mutation | null {
  const groups = groupsOf(args);
  const verbs = groups.flatMap((group): BulkGroup[] => {
    if (!group.verb) return [];
    const isBack = group.verb === "restore" || group.verb === "unarchive";
    const ids = isBack ? group.ids : changing(read, group).map(({ id }) => id);
    return ids.length > 0 ? [{ ids: [...ids], verb: OPPOSITES[group.verb] }] : [];
  });
  const tasks = groups.flatMap((group) => (group.verb ? [] : changing(read, group).map((task) => [task, group] as const)));
  const each = [...verbs, ...formerGroups(read, tasks)];
  const [only] = each;
  if (!only) return null;
  return { name: "task.bulk", args: each.length === 1 ? only : { each } };
}

export function countOf(count: number): string {
  return count === 1 ? "one task" : `${count.toLocaleString("en")} tasks`;
}

function label(args: Args, read: Reader): string {
  const groups = groupsOf(args);
  const [group] = groups;
  const isBack = group?.verb === "restore" || group?.verb === "unarchive";
  const tasks = countOf(groups.reduce((sum, one) => sum + (isBack ? one.ids.length : changing(read, one).length), 0));
  if (groups.length > 1 || !group) return `Changed ${tasks}`;
  if (group.verb) return { trash: `Moved ${tasks} to the trash`, restore: `Restored ${tasks}`, archive: `Put ${tasks} away`, unarchive: `Brought ${tasks} back` }[group.verb];
  const performer = group.fields?.performer_id;
  if (group.stage_id) return `Moved ${tasks} to ${read.peek("stage", group.stage_id)?.name ?? "another stage"}`;
  return performer ? `Gave ${tasks} to ${read.peek("member", performer)?.name ?? "somebody"}` : `Changed ${tasks}`;
}

export const bulkMutations: Definitions<"task.bulk"> = { "task.bulk": { label, effect, inverse } };
