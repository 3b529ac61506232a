/** What a named mutation is: its arguments, and what it does here before the server has answered. */

import type { Due } from "../conflicts";
import type { CustomField } from "../fields";
import type { LinkKind } from "../links";
import type { Repetition } from "../recurrences";
import type {
  Attachment,
  Color,
  Day,
  Id,
  Instant,
  Json,
  ModelName,
  Models,
  Priority,
  Project,
  ProjectRole,
  StageKind,
} from "../models";

export interface TaskFields {
  title?: string;
  description?: string;
  performer_id?: Id | null;
  priority?: Priority | null;
  is_urgent?: boolean;
  is_important?: boolean;
  estimate?: number | null;
  estimate_hours?: number | null;
  color?: Color | "";
  due_on?: Day | null;
  due_at?: Instant | null;
  due_zone?: string | null;
  parent_id?: Id | null;
}

/** What many tasks may have in common. */
export type BulkFields = Omit<TaskFields, "title" | "description">;
export type BulkVerb = "trash" | "restore" | "archive" | "unarchive";

/** What is to become of some tasks, the same for all, in the order in which they are to stand; a verb stands alone. */
export interface BulkGroup extends Partial<Placement> {
  ids: Id[];
  fields?: BulkFields;
  add_tags?: Id[];
  remove_tags?: Id[];
  stage_id?: Id | null;
  verb?: BulkVerb;
}

/** What a checklist line may hold beside its text. */
export interface LineFields {
  is_done?: boolean;
  performer_id?: Id | null;
  due_on?: Day | null;
}

/** What the server has told of a file. */
export type FileFacts = Partial<Pick<Attachment, "size" | "content_type" | "width" | "height">>;

type FieldFields = Pick<CustomField, "options" | "currency" | "on_card">;

export interface Placement {
  after: Id | null;
  before: Id | null;
}

/** The long texts as they were when the person began to write: what the server merges from. */
type Was<F extends string> = { [K in F]?: string };

type ProjectFields = Partial<Pick<Project, "name" | "description" | "color" | "visibility" | "acceptance" | "editing" | "progress">>;

/** Becomes a comment, under the id that is given. */
interface Reason {
  reason: string;
  comment_id?: Id;
}

/** Every mutation the server knows, by name. Ids of new rows are made with `newId()`. */
export interface MutationArgs {
  "project.create": {
    id: Id;
    name: string;
    key?: string;
    description?: string;
    color?: Color;
    visibility?: Project["visibility"];
    acceptance?: boolean;
    editing?: Project["editing"];
    progress?: Project["progress"];
    stages?: { id: Id; name: string; kind: StageKind }[];
  };
  "project.set": { id: Id; fields: ProjectFields; was?: Was<"description"> };
  "project.archive": { id: Id };
  "project.restore": { id: Id };
  "stage.create": { id: Id; project_id: Id; name: string; kind: StageKind } & Partial<Placement>;
  "stage.set": {
    id: Id;
    fields: { name?: string; kind?: StageKind; wip_limit?: number | null; wip_hard?: boolean };
  };
  "stage.move": { id: Id } & Placement;
  "stage.remove": { id: Id; to?: Id };
  "task.create": {
    id: Id;
    project_id: Id;
    stage_id: Id;
    title: string;
    parent_id?: Id;
    fields?: TaskFields;
    tag_ids?: Id[];
  } & Partial<Placement>;
  "task.set": { id: Id; fields: TaskFields; was?: Was<"description"> };
  "task.move": { id: Id; stage_id: Id } & Placement;
  "task.tag": { id: Id; add: Id[]; remove: Id[] };
  "task.observe": { id: Id; add: Id[]; remove: Id[] };
  "task.trash": { id: Id };
  "task.restore": { id: Id };
  /** At most 1,000 tasks, each named once. */
  "task.bulk": BulkGroup | { each: BulkGroup[] };
  "task.assign": { id: Id; performer_id: Id | null };
  "task.take": { id: Id };
  "task.hand_on": { id: Id; new_id: Id; performer_id: Id; title?: string };
  "task.help": { id: Id; add: Id[]; remove: Id[] };
  /** `seen_id` names the row that keeps what was seen, where there is none yet. */
  "task.read": { id: Id; seen_id?: Id };
  "task.focus": { id: Id; is_focus: boolean; seen_id?: Id };
  "task.plan": { id: Id; planned_on: Day | null };
  "task.start": { id: Id };
  "task.pause": { id: Id };
  "task.hand_in": { id: Id; comment?: string; comment_id?: Id };
  "task.accept": { id: Id };
  "task.return": { id: Id } & Reason;
  "task.refuse": { id: Id } & Reason;
  "task.cancel": { id: Id } & Partial<Reason>;
  "task.reopen": { id: Id };
  "task.archive": { id: Id };
  "task.unarchive": { id: Id };
  "deadline.propose": { id: Id; task_id: Id } & Partial<Due & Reason>;
  "deadline.answer": { id: Id; is_agreed: boolean } & Partial<Reason>;
  /** `id` is that of the end at `task_id`. */
  "link.add": { id: Id; task_id: Id; other_id: Id; kind: LinkKind };
  "link.remove": { id: Id };
  /** With `task_id`, of a task that does not repeat yet; the ids are its own and the recurrence's. */
  "recurrence.set": { id: Id; task_id?: Id; fields: Partial<Repetition> };
  "recurrence.skip": { id: Id };
  "recurrence.unskip": { id: Id };
  "recurrence.stop": { id: Id };
  "recurrence.adopt": { id: Id };
  "checklist_list.add": { id: Id; task_id: Id; name?: string } & Partial<Placement>;
  "checklist_list.set": { id: Id; fields: { name?: string } };
  "checklist_list.move": { id: Id } & Placement;
  "checklist_list.remove": { id: Id };
  "checklist.add": { id: Id; task_id: Id; text: string; checklist_id?: Id; fields?: LineFields } & Partial<Placement>;
  "checklist.set": { id: Id; fields: LineFields & { text?: string; checklist_id?: Id } };
  "checklist.move": { id: Id; checklist_id?: Id } & Placement;
  "checklist.remove": { id: Id };
  /** The line becomes the task `task_id` below its own. */
  "checklist.promote": { id: Id; task_id: Id };
  /** The subtask `task_id` becomes a line of its task. */
  "checklist.demote": { id: Id; task_id: Id; checklist_id?: Id } & Partial<Placement>;
  "comment.add": { id: Id; task_id: Id; body: string; reply_to_id?: Id };
  "comment.set": { id: Id; fields: { body: string }; was?: Was<"body"> };
  "comment.remove": { id: Id };
  "comment.restore": { id: Id };
  /** `reaction_id` names the row of a new one. */
  "comment.react": { id: Id; emoji: string; is_on: boolean; reaction_id?: Id };
  "attachment.add": { id: Id; task_id: Id; name: string; url: string };
  "attachment.remove": { id: Id };
  /** The file has come to the server under the id. */
  "file.add": { id: Id; task_id: Id; name: string } & FileFacts;
  "field.create": { id: Id; project_id: Id; name: string; kind: CustomField["kind"] } & Partial<FieldFields & Placement>;
  "field.set": { id: Id; fields: Partial<FieldFields> & { name?: string } };
  "field.move": { id: Id } & Placement;
  "field.remove": { id: Id };
  "field.restore": { id: Id };
  "task.value": { id: Id; field_id: Id; value: Json };
  "tag.create": { id: Id; name: string; color: Color; parent_id?: Id | null };
  "tag.set": { id: Id; fields: { name?: string; color?: Color; parent_id?: Id | null } };
  "tag.remove": { id: Id };
  "column.set": { id: Id; fields: { name?: string; limit?: number | null } };
  "column.move": { id: Id } & Placement;
  /** `theirs` only closes it; `mine` and `value` write that value as a new edit. */
  "conflict.resolve": { id: Id; take: "mine" | "theirs" } | { id: Id; take: "value"; value: Json };
}

export type MutationName = keyof MutationArgs;

/** A mutation before it is given a place in the queue. */
export type Mutation<N extends MutationName = MutationName> = {
  [K in N]: { name: K; args: MutationArgs[K] };
}[N];

/** One row that a mutation changes. `apply` runs again whenever the row under it changes. */
export type Change = {
  [M in ModelName]: {
    model: M;
    id: Id;
    /** The fields it writes, for telling whether somebody else has written them since; `[]` for a whole row. */
    fields: readonly string[];
    apply: (row: Models[M] | undefined) => Models[M] | undefined;
  };
}[ModelName];

/** What an effect may read: the rows as the screen shows them. */
export interface Reader {
  peek<M extends ModelName>(model: M, id: Id): Models[M] | undefined;
  /** The row, or how it was when it went away not long ago. */
  lately<M extends ModelName>(model: M, id: Id): Models[M] | undefined;
  /** The rows of a list in the order people see, without the lists' signals. */
  tasksOfStage(stageId: Id): readonly Id[];
  listsOfTask(taskId: Id): readonly Id[];
  itemsOfList(checklistId: Id): readonly Id[];
  linksOfTask(taskId: Id): readonly Id[];
  stagesOfProject(projectId: Id): readonly Id[];
  columnsOfBoard(boardId: Id): readonly Id[];
  /** Every row of a model, in no order. */
  all<M extends ModelName>(model: M): Iterable<Models[M]>;
  /** The role of the signed-in person in a project. */
  roleIn(projectId: Id): ProjectRole;
  /** The member who is signed in. */
  readonly me: Id;
  now(): Instant;
}

export interface Definition<A> {
  /** What the person reads about it: "Moved PM-12". Starts with a capital, has no full stop. */
  label: (args: A, read: Reader) => string;
  effect: (args: A, read: Reader) => Change[];
  /** What would take it back, computed before the effect; null when nothing can. */
  inverse: (args: A, read: Reader) => Mutation | null;
}

export type Definitions<N extends MutationName> = { [K in N]: Definition<MutationArgs[K]> };
