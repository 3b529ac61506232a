/** What a conflict is about, in words. */

import { instantWords } from "../../core/ago";
import type { Conflict, Due } from "../../core/conflicts";
import { dayWords, dayIn } from "../../core/dates";
import { taskKey, type Id, type Json, type ModelName, type Models, type Task } from "../../core/models";
import { fieldWords } from "../../core/fields";
import { priorityName } from "../../core/priorities";

/** The rows that the words name. */
export interface Rows {
  peek<M extends ModelName>(model: M, id: Id): Models[M] | undefined;
}

const FIELDS: Record<string, string> = {
  title: "Title",
  description: "Description",
  performer_id: "Performer",
  priority: "Priority",
  estimate: "Estimate",
  estimate_hours: "Estimate in hours",
  is_urgent: "Urgent",
  is_important: "Important",
  due: "Due date",
  parent_id: "Parent task",
  placement: "Place on the board",
  name: "Name",
  color: "Colour",
  visibility: "Who sees it",
  acceptance: "Acceptance",
  editing: "Who edits",
  kind: "Kind",
  wip_limit: "Limit",
  wip_hard: "Hard limit",
  limit: "Limit",
  text: "Text",
  is_done: "Tick",
  body: "Text",
};

export function fieldName(field: string, rows?: Rows): string {
  if (field.startsWith(VALUES)) return rows?.peek("custom_field", field.slice(VALUES.length))?.name ?? "A field that is gone";
  return FIELDS[field] ?? field;
}

const VALUES = "values.";

const KINDS: Partial<Record<ModelName, string>> = {
  checklist: "Checklist of",
  checklist_item: "Checklist of",
  comment: "Comment on",
  stage: "Stage",
  column: "Column",
  tag: "Tag",
  board: "Board",
};

/** The thing that two people changed: "WEB-12 Landing page", "Comment on WEB-12 Landing page", "Stage Review". */
export function subjectOf(conflict: Conflict, rows: Rows): string {
  const { model, object_id: id, task_id: taskId } = conflict;
  const kind = KINDS[model];
  const name = taskId ? nameOfTask(rows, taskId) : nameOf(rows, model, id);
  return kind ? `${kind} ${name}` : name;
}

function nameOf(rows: Rows, model: ModelName, id: Id): string {
  const row = rows.peek(model, id);
  return row && "name" in row ? row.name : "something that is gone";
}

function nameOfTask(rows: Rows, id: Id): string {
  const task: Task | undefined = rows.peek("task", id);
  if (!task) return "a task that is not here any more";
  return `${taskKey(rows.peek("project", task.project_id), task)} ${task.title}`.trim();
}

/** A value as people read it. Texts stay as they are. */
export function valueWords(conflict: Pick<Conflict, "field" | "kind">, value: Json, rows: Rows, zone: string, today: string): string {
  const { field, kind } = conflict;
  if (kind === "placement") return placeWords(value, rows);
  if (field.startsWith(VALUES)) return customWords(rows, field.slice(VALUES.length), value);
  if (field === "due") return dueWords(value as unknown as Due, zone, today);
  if (field === "performer_id") return typeof value === "string" ? (rows.peek("member", value)?.name ?? "Somebody") : "Nobody";
  if (field === "parent_id") return typeof value === "string" ? nameOfTask(rows, value) : "No parent";
  if (field === "priority") return priorityName(typeof value === "number" ? value : null);
  if (field === "estimate") return typeof value === "number" ? `${value} ${value === 1 ? "point" : "points"}` : "No estimate";
  if (field === "is_done") return value ? "Ticked" : "Not ticked";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return value === null || value === "" ? "Empty" : String(value);
}

function customWords(rows: Rows, id: Id, value: Json): string {
  const field = rows.peek("custom_field", id);
  return (field && fieldWords(field, value, (member) => rows.peek("member", member)?.name)) || "Empty";
}

function placeWords(value: Json, rows: Rows): string {
  const stage = value && typeof value === "object" && !Array.isArray(value) ? value["stage_id"] : null;
  return (typeof stage === "string" && rows.peek("stage", stage)?.name) || "A stage that is gone";
}

function dueWords(due: Due | null, zone: string, today: string): string {
  if (due?.due_at) return instantWords(due.due_at, zone);
  return due?.due_on ? dayWords(due.due_on, today) : "No date";
}

export function todayIn(zone: string, now: number): string {
  return dayIn(zone, now);
}
