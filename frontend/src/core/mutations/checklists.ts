/** Mutations of checklists and their lines. */

import type { ChecklistItem, Id, Task } from "../models";
import { drop, edit, patch, placementIn, previous, put, rankAt } from "./changes";
import { count } from "./parts";
import { nameOf, newTask } from "./tasks";
import { cleaned, oneLine } from "./texts";
import type { Change, Definitions, MutationArgs, Placement, Reader } from "./types";

type ListMutation = Extract<keyof MutationArgs, `checklist_list.${string}`>;
type LineMutation = Extract<keyof MutationArgs, `checklist.${string}`>;

const TITLE_MAX = 1000;

function rankOfList(read: Reader, taskId: Id, id: Id, where: Partial<Placement>): string {
  return rankAt(read.listsOfTask(taskId), (other) => read.peek("checklist", other)?.rank ?? "", id, where);
}

function rankOfLine(read: Reader, checklistId: Id, id: Id, where: Partial<Placement>): string {
  return rankAt(read.itemsOfList(checklistId), (other) => read.peek("checklist_item", other)?.rank ?? "", id, where);
}

/** Where a line goes that names no list; the server makes one where there is none. */
function listFor(read: Reader, taskId: Id, named: Id | undefined): Id {
  return named ?? read.listsOfTask(taskId)[0] ?? "";
}

function newLine(args: MutationArgs["checklist.add"], read: Reader): Change[] {
  const checklistId = listFor(read, args.task_id, args.checklist_id);
  const line: ChecklistItem = {
    id: args.id,
    task_id: args.task_id,
    checklist_id: checklistId,
    text: oneLine(args.text),
    is_done: false,
    performer_id: null,
    due_on: null,
    rank: rankOfLine(read, checklistId, args.id, args),
    ...args.fields,
  };
  return [put("checklist_item", line), ...count(args.task_id, { checklist_count: 1, checklist_done: line.is_done ? 1 : 0 })];
}

function lineSet(args: MutationArgs["checklist.set"], read: Reader): Change[] {
  const line = read.peek("checklist_item", args.id);
  const { is_done: ticked, checklist_id: to } = args.fields;
  const rank = to === undefined || to === line?.checklist_id ? {} : { rank: rankOfLine(read, to, args.id, {}) };
  const changes = [patch("checklist_item", args.id, { ...cleaned(args.fields, { text: oneLine }), ...rank })];
  if (!line || ticked === undefined || ticked === line.is_done) return changes;
  return [...changes, ...count(line.task_id, { checklist_done: ticked ? 1 : -1 })];
}

function removed(line: ChecklistItem | undefined, id: Id): Change[] {
  return [drop("checklist_item", id), ...count(line?.task_id, { checklist_count: -1, checklist_done: line?.is_done ? -1 : 0 })];
}

/** What a line holds beside its text, for making it anew. */
function heldBy({ is_done, performer_id, due_on }: ChecklistItem) {
  return { is_done, performer_id, due_on };
}

function whereIs(read: Reader, line: ChecklistItem): Placement & { checklist_id: Id } {
  return { checklist_id: line.checklist_id, ...placementIn(read.itemsOfList(line.checklist_id), line.id) };
}

/** The task that a line becomes: what is to do, or a done one for a line that is ticked. */
function promoted(line: ChecklistItem, parent: Task, id: Id, read: Reader): Task {
  const stages = read.stagesOfProject(parent.project_id);
  const wanted = line.is_done ? "done" : "todo";
  const stage = stages.find((one) => read.peek("stage", one)?.kind === wanted) ?? stages[0] ?? parent.stage_id;
  const signs = [...line.text];
  const isLong = signs.length > TITLE_MAX;
  const fields = {
    ...(line.performer_id && { performer_id: line.performer_id }),
    ...(line.due_on && { due_on: line.due_on }),
    ...(isLong && { description: line.text }),
  };
  const title = isLong ? `${signs.slice(0, TITLE_MAX - 1).join("")}…` : line.text;
  return newTask({ id, project_id: parent.project_id, stage_id: stage, title, parent_id: parent.id, fields }, read);
}

function promote(args: MutationArgs["checklist.promote"], read: Reader): Change[] {
  const line = read.peek("checklist_item", args.id);
  const parent = line && read.peek("task", line.task_id);
  if (!line || !parent) return [];
  return [put("task", promoted(line, parent, args.task_id, read)), ...removed(line, args.id)];
}

function demote(args: MutationArgs["checklist.demote"], read: Reader): Change[] {
  const task = read.peek("task", args.task_id);
  if (!task?.parent_id) return [];
  const fields = { is_done: task.done_at !== null, performer_id: task.performer_id, due_on: task.due_on };
  const { id, checklist_id, after = null, before = null } = args;
  const line = { id, task_id: task.parent_id, text: task.title, fields, after, before, ...(checklist_id && { checklist_id }) };
  return [...newLine(line, read), drop("task", task.id)];
}

const lists: Definitions<ListMutation> = {
  "checklist_list.add": {
    label: (args) => (args.name ? `Added the checklist “${args.name}”` : "Added a checklist"),
    effect: (args, read) => [
      put("checklist", {
        id: args.id,
        task_id: args.task_id,
        name: oneLine(args.name ?? ""),
        rank: rankOfList(read, args.task_id, args.id, args),
      }),
      edit("task", args.task_id, [], () => ({})),
    ],
    inverse: (args) => ({ name: "checklist_list.remove", args: { id: args.id } }),
  },
  "checklist_list.set": {
    label: () => "Renamed a checklist",
    effect: (args) => [patch("checklist", args.id, cleaned(args.fields, { name: oneLine }))],
    inverse: (args, read) => {
      const fields = previous(read, "checklist", args.id, args.fields);
      return fields && { name: "checklist_list.set", args: { id: args.id, fields } };
    },
  },
  "checklist_list.move": {
    label: () => "Moved a checklist",
    effect: (args, read) => {
      const list = read.peek("checklist", args.id);
      return list ? [patch("checklist", args.id, { rank: rankOfList(read, list.task_id, args.id, args) })] : [];
    },
    inverse: (args, read) => {
      const list = read.peek("checklist", args.id);
      return list ? { name: "checklist_list.move", args: { id: args.id, ...placementIn(read.listsOfTask(list.task_id), args.id) } } : null;
    },
  },
  "checklist_list.remove": {
    label: () => "Removed a checklist",
    effect: (args, read) => [
      ...read.itemsOfList(args.id).flatMap((id) => removed(read.peek("checklist_item", id), id)),
      drop("checklist", args.id),
    ],
    inverse: () => null,
  },
};

const lines: Definitions<LineMutation> = {
  "checklist.add": {
    label: (args) => `Added “${args.text}”`,
    effect: newLine,
    inverse: (args) => ({ name: "checklist.remove", args: { id: args.id } }),
  },
  "checklist.set": {
    label: () => "Changed the checklist",
    effect: lineSet,
    inverse: (args, read) => {
      const fields = previous(read, "checklist_item", args.id, args.fields);
      return fields && { name: "checklist.set", args: { id: args.id, fields } };
    },
  },
  "checklist.move": {
    label: () => "Moved a checklist item",
    effect: (args, read) => {
      const line = read.peek("checklist_item", args.id);
      if (!line) return [];
      const to = args.checklist_id ?? line.checklist_id;
      const list = to === line.checklist_id ? {} : { checklist_id: to };
      return [patch("checklist_item", args.id, { ...list, rank: rankOfLine(read, to, args.id, args) })];
    },
    inverse: (args, read) => {
      const line = read.peek("checklist_item", args.id);
      return line ? { name: "checklist.move", args: { id: args.id, ...whereIs(read, line) } } : null;
    },
  },
  "checklist.remove": {
    label: () => "Removed a checklist item",
    effect: (args, read) => removed(read.peek("checklist_item", args.id), args.id),
    inverse: (args, read) => {
      const line = read.peek("checklist_item", args.id);
      if (!line) return null;
      const { task_id, text } = line;
      return { name: "checklist.add", args: { id: args.id, task_id, text, fields: heldBy(line), ...whereIs(read, line) } };
    },
  },
  "checklist.promote": {
    label: (args, read) => `Made “${read.peek("checklist_item", args.id)?.text ?? "a line"}” a subtask`,
    effect: promote,
    inverse: (args, read) => {
      const line = read.peek("checklist_item", args.id);
      return line ? { name: "checklist.demote", args: { id: args.id, task_id: args.task_id, ...whereIs(read, line) } } : null;
    },
  },
  "checklist.demote": {
    label: (args, read) => `Made ${nameOf(read, args.task_id)} a checklist item`,
    effect: demote,
    // The subtask itself is in the trash, from which it can be restored; a line cannot become the same task again.
    inverse: () => null,
  },
};

export const checklistMutations: Definitions<ListMutation | LineMutation> = { ...lists, ...lines };
