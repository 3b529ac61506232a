/** The rows of the protocol as the browser holds them (docs/protocol.md, "Row shapes"). */

import type { Conflict } from "./conflicts";
import type { CustomField } from "./fields";
import type { TaskLink } from "./links";
import type { Reaction } from "./reactions";
import type { Recurrence } from "./recurrences";

export type Id = string;
/** ISO 8601 in UTC. */
export type Instant = string;
/** `YYYY-MM-DD`, a day in the zone of whoever looks. */
export type Day = string;

export type WorkspaceRole = "owner" | "admin" | "manager" | "performer" | "observer" | "guest";
export type ProjectRole = "lead" | "performer" | "observer";
export type StageKind = "backlog" | "todo" | "doing" | "review" | "done" | "cancelled";
export type Priority = 0 | 1 | 2 | 3 | 4;
export const COLORS = ["grey", "red", "orange", "amber", "green", "teal", "blue", "indigo", "violet", "pink"] as const;
export type Color = (typeof COLORS)[number];

export interface Workspace {
  id: Id;
  name: string;
  slug: string;
}

export interface Member {
  id: Id;
  name: string;
  role: WorkspaceRole;
  is_active: boolean;
  is_placeholder: boolean;
}

export interface Tag {
  id: Id;
  name: string;
  color: Color;
  /** The tag below which it stands. */
  parent_id: Id | null;
}

export interface Project {
  id: Id;
  key: string;
  name: string;
  description: string;
  color: Color;
  visibility: "workspace" | "private";
  acceptance: boolean;
  editing: "everyone" | "related";
  /** How far a task with subtasks has come. */
  progress: "count" | "estimate";
  archived_at: Instant | null;
  created_at: Instant;
}

export interface ProjectMember {
  id: Id;
  project_id: Id;
  member_id: Id;
  role: ProjectRole;
}

export interface Stage {
  id: Id;
  project_id: Id;
  name: string;
  kind: StageKind;
  rank: string;
  wip_limit: number | null;
  /** A hard limit refuses the card over it, a soft one only shows it. */
  wip_hard: boolean;
}

export interface Board {
  id: Id;
  project_id: Id;
  project_ids: Id[];
  name: string;
  rank: string;
}

export interface Column {
  id: Id;
  board_id: Id;
  name: string;
  stage_ids: Id[];
  rank: string;
  limit: number | null;
}

export interface Task {
  id: Id;
  project_id: Id;
  /** The number people say, `{project.key}-{number}`; null until the server has given it. */
  number: number | null;
  parent_id: Id | null;
  stage_id: Id;
  rank: string;
  title: string;
  priority: Priority | null;
  is_urgent: boolean;
  is_important: boolean;
  /** Points. */
  estimate: number | null;
  estimate_hours: number | null;
  color: Color | "";
  /** Of custom fields, by id; only those that are set. */
  values: Record<Id, Json>;
  due_on: Day | null;
  due_at: Instant | null;
  due_zone: string | null;
  author_id: Id | null;
  performer_id: Id | null;
  tag_ids: Id[];
  observer_ids: Id[];
  /** Those who work on it beside the performer. */
  helper_ids: Id[];
  comment_count: number;
  checklist_count: number;
  checklist_done: number;
  attachment_count: number;
  /** Of the whole branch below, but for what is cancelled or away. */
  child_count: number;
  child_done: number;
  child_estimate: number;
  child_estimate_done: number;
  /** The open tasks that block it, those that are not seen too. */
  blocked_by: Id[];
  has_description: boolean;
  created_at: Instant;
  updated_at: Instant;
  updated_by_id: Id | null;
  /** When its performer first opened it. */
  read_at: Instant | null;
  started_at: Instant | null;
  /** The performer's own date. */
  planned_on: Day | null;
  /** Its delivery, by which lateness is judged. */
  handed_in_at: Instant | null;
  accepted_at: Instant | null;
  accepted_by_id: Id | null;
  /** How often it was returned. */
  rework_count: number;
  done_at: Instant | null;
  cancelled_at: Instant | null;
  archived_at: Instant | null;
  /** How it comes again. */
  recurrence_id: Id | null;
  /** Lazy: undefined until the parts of the task have been loaded (`Client.openTask`). */
  description?: string;
}

export interface Checklist {
  id: Id;
  task_id: Id;
  /** May be empty. */
  name: string;
  rank: string;
}

export interface ChecklistItem {
  id: Id;
  task_id: Id;
  checklist_id: Id;
  text: string;
  is_done: boolean;
  performer_id: Id | null;
  due_on: Day | null;
  rank: string;
}

export interface Comment {
  id: Id;
  task_id: Id;
  author_id: Id | null;
  body: string;
  reply_to_id: Id | null;
  created_at: Instant;
  edited_at: Instant | null;
  /** The verb of which it is the reason. */
  mark: "" | "handed_in" | "returned" | "refused" | "cancelled" | "proposed" | "declined";
}

/** What the signed-in person last saw of a task. */
export interface TaskSeen {
  id: Id;
  task_id: Id;
  seen_at: Instant | null;
  is_focus: boolean;
}

/** Another deadline that a performer asks for, until it is answered. */
export interface DeadlineProposal {
  id: Id;
  task_id: Id;
  member_id: Id;
  due_on: Day | null;
  due_at: Instant | null;
  due_zone: string;
  reason: string;
  created_at: Instant;
}

export interface Attachment {
  id: Id;
  task_id: Id;
  kind: "link" | "file";
  name: string;
  /** Of a link. */
  url: string;
  /** Bytes of a file. */
  size: number | null;
  content_type: string;
  /** Of a picture, in pixels. */
  width: number | null;
  height: number | null;
  created_at: Instant;
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export interface Models {
  workspace: Workspace;
  member: Member;
  tag: Tag;
  project: Project;
  project_member: ProjectMember;
  stage: Stage;
  board: Board;
  column: Column;
  task: Task;
  checklist: Checklist;
  checklist_item: ChecklistItem;
  comment: Comment;
  reaction: Reaction;
  attachment: Attachment;
  conflict: Conflict;
  task_seen: TaskSeen;
  deadline_proposal: DeadlineProposal;
  task_link: TaskLink;
  custom_field: CustomField;
  recurrence: Recurrence;
}
export type ModelName = keyof Models;
export type Row = Models[ModelName];

export const MODEL_NAMES = [
  "workspace",
  "member",
  "tag",
  "project",
  "project_member",
  "stage",
  "board",
  "column",
  "task",
  "checklist",
  "checklist_item",
  "comment",
  "reaction",
  "attachment",
  "conflict",
  "task_seen",
  "deadline_proposal",
  "task_link",
  "custom_field",
  "recurrence",
] as const satisfies readonly ModelName[];

/** Models whose rows come with a task's parts and never with the snapshot. */
export const LAZY_MODELS = ["checklist", "checklist_item", "comment", "reaction", "attachment"] as const satisfies readonly ModelName[];
export type LazyModel = (typeof LAZY_MODELS)[number];

export function isModelName(name: string): name is ModelName {
  return (MODEL_NAMES as readonly string[]).includes(name);
}

export function isLazy(model: ModelName): model is LazyModel {
  return (LAZY_MODELS as readonly ModelName[]).includes(model);
}

/** The people's name of a task; a task without a number yet has only its project's key. */
export function taskKey(project: Project | undefined, task: Task): string {
  return task.number === null ? (project?.key ?? "") : `${project?.key ?? "?"}-${task.number}`;
}
