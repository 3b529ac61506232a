/** The lists that screens read, by name. */

import type { ListRule } from "./list";
import type { ModelName, Models } from "./models";
import { compareRanked } from "./rank";

interface Named {
  id: string;
  name: string;
}

/** Lists that do not hang on a parent have one key. */
export const ALL = "all";

const names = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

function compareNamed(a: Named, b: Named): number {
  return names.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function compareMade(a: { id: string; created_at: string }, b: { id: string; created_at: string }): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function compareIds(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function rule<M extends ModelName>(
  model: M,
  keyOf: ListRule<Models[M]>["keyOf"],
  compare: ListRule<Models[M]>["compare"],
): { model: M } & ListRule<Models[M]> {
  return { model, keyOf, compare };
}

export const LISTS = {
  stageTasks: rule("task", (task) => task.stage_id, compareRanked),
  subtasks: rule("task", (task) => task.parent_id, compareRanked),
  projectTasks: rule("task", (task) => task.project_id, compareIds),
  projectStages: rule("stage", (stage) => stage.project_id, compareRanked),
  projectFields: rule("custom_field", (field) => field.project_id, compareRanked),
  projectBoards: rule("board", (board) => board.project_id, compareRanked),
  boardColumns: rule("column", (column) => column.board_id, compareRanked),
  projectMembers: rule("project_member", (row) => row.project_id, compareIds),
  taskLists: rule("checklist", (list) => list.task_id, compareRanked),
  listItems: rule("checklist_item", (item) => item.checklist_id, compareRanked),
  /** Of all the lists of a task. */
  taskItems: rule("checklist_item", (item) => item.task_id, compareRanked),
  taskLinks: rule("task_link", (link) => link.task_id, compareIds),
  taskComments: rule("comment", (comment) => comment.task_id, compareMade),
  taskReactions: rule("reaction", (reaction) => reaction.task_id, compareIds),
  commentReactions: rule("reaction", (reaction) => reaction.comment_id, compareIds),
  /** In the order in which they were chosen: what is sent side by side arrives in any. */
  taskAttachments: rule("attachment", (attachment) => attachment.task_id, compareIds),
  projects: rule("project", (project) => (project.archived_at === null ? ALL : null), compareNamed),
  members: rule("member", () => ALL, compareNamed),
  tags: rule("tag", () => ALL, compareNamed),
  /** What the person who is signed in has seen of a task: one row at most. */
  taskSeen: rule("task_seen", (seen) => seen.task_id, compareIds),
  taskProposals: rule("deadline_proposal", (proposal) => proposal.task_id, compareMade),
  /** The open conflicts of the person who is signed in, oldest first. */
  conflicts: rule("conflict", () => ALL, compareMade),
};

export type ListName = keyof typeof LISTS;
