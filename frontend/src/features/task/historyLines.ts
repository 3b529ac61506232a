/** The journal of a task as lines that a person reads. */

import type { Id, Json, Task } from "../../core/models";
import type { Entry } from "../../core/sync/wire";

/** The names that the lines mention; an id that nothing is known of gets a plain word. */
export interface Names {
  member: (id: Id | null) => string;
  stage: (id: Id | null) => string;
  tag: (id: Id) => string;
  priority: (level: number | null) => string;
  /** What was done to a custom field: "set Budget to $5". */
  value: (fieldId: Id, value: Json | undefined) => string;
  due: (patch: Record<string, unknown>) => string;
}

type Values = Record<string, unknown>;

export interface Line {
  v: number;
  kind: string;
  actor: Id | null;
  at: string;
  text: string;
  /** The fields that it changed, and what is known of how they were. */
  patch: Readonly<Values>;
  was: Readonly<Values>;
}

type Tell = (patch: Values, before: Values, names: Names) => string | null;

const TELL: Record<string, Tell> = {
  "task.created": () => "created it",
  "task.renamed": changed,
  "task.described": changed,
  "task.assigned": assigned,
  "task.prioritised": prioritised,
  "task.estimated": estimated,
  "task.weighed": weighed,
  "task.coloured": coloured,
  "task.rescheduled": rescheduled,
  "task.nested": changed,
  "task.edited": changed,
  "task.moved": (patch, before, names) => moved(idOf(before.stage_id), idOf(patch.stage_id), names),
  "task.taken": () => "took it",
  "task.handed_on": () => "handed it on",
  "task.helped": changed,
  "task.read": () => "read it",
  "task.planned": planned,
  "task.started": () => "started it",
  "task.paused": () => "paused it",
  "task.handed_in": () => "handed it in",
  "task.taken_back": () => "took it back from review",
  "task.accepted": () => "accepted it",
  "task.finished": () => "finished it",
  "task.returned": () => "returned it",
  "task.refused": () => "refused it",
  "task.cancelled": () => "cancelled it",
  "task.reopened": () => "opened it again",
  "task.archived": () => "put it away",
  "task.unarchived": () => "brought it back",
  "deadline.proposed": (patch, _before, names) => `asked for ${asked(patch, names)} as deadline`,
  "deadline.agreed": (patch, _before, names) => `agreed to ${asked(patch, names)} as deadline`,
  "deadline.declined": (patch, _before, names) => `declined ${asked(patch, names)} as deadline`,
  "task.tagged": changed,
  "task.valued": changed,
  "task.untagged": () => "removed a tag from the workspace",
  "task.observed": changed,
  "task.unassigned": () => "took it from somebody",
  "task.due_completed": () => "changed whether its due date is met",
  "task.trashed": () => "moved it to the trash",
  "task.restored": () => "restored it",
  "task.matched": () => "matched an imported person",
  "checklist.added": () => "added a checklist",
  "checklist.removed": () => "removed a checklist",
  "checklist_item.promoted": () => "made a checklist item a subtask",
  "checklist_item.added": () => "added to the checklist",
  "checklist_item.ticked": () => "ticked off a checklist item",
  "checklist_item.changed": () => "changed the checklist",
  "checklist_item.removed": () => "removed a checklist item",
  "checklist.renamed": () => "renamed a checklist",
  "comment.added": () => "commented",
  "comment.edited": () => "rewrote a comment",
  "comment.removed": () => "deleted a comment",
  "comment.restored": () => "brought a comment back",
  "task.mentioned": mentioned,
  "task.blocked": (patch, before) => (idsOf(before.blocked_by).length > idsOf(patch.blocked_by).length ? "took away a task that blocked it" : "let another task block it"),
  "task.unblocked": () => "unblocked it: nothing stands in its way any more",
  "link.added": () => "linked it with another task",
  "link.removed": () => "removed a link with another task",
  "attachment.added": () => "attached a link",
  "attachment.removed": () => "removed an attachment",
  "task.repeats": changed,
  "task.repeated": () => "repeated it with its people and checklists",
  "file.added": () => "attached a file",
  "file.removed": () => "removed a file",
};

/** Entries of these kinds keep things in order, or tell what another line tells, and have no words. */
const SILENT = new Set(["task.ranked", "checklist.ranked", "checklist_item.ranked", "reaction.added", "reaction.removed", "comment.changed", "deadline.withdrawn", "task.counted", "recurrence.set", "recurrence.advanced", "recurrence.ended", "recurrence.skipped", "recurrence.unskipped", "recurrence.stopped", "recurrence.adopted", "recurrence.deleted"]);

/** Whether something is known to say, or to keep silent, about what happened. */
export function hasWords(kind: string): boolean {
  return kind in TELL || SILENT.has(kind);
}

/** What each field of a task says when it changes; null for those that others tell of. A new field must be thought of here. */
export const FIELDS: Record<keyof Task, Tell | null> = {
  id: null,
  project_id: null,
  number: null,
  rank: null,
  title: (patch) => `renamed it to “${String(patch.title)}”`,
  description: () => "changed the description",
  has_description: null,
  parent_id: (patch) => (patch.parent_id ? "made it a subtask" : "took it out of its parent"),
  stage_id: (patch, before, names) => moved(idOf(before.stage_id), idOf(patch.stage_id), names),
  performer_id: assigned,
  priority: prioritised,
  is_urgent: (patch) => weighed({ is_urgent: patch.is_urgent }),
  is_important: (patch) => weighed({ is_important: patch.is_important }),
  estimate: (patch) => estimated({ estimate: patch.estimate }),
  estimate_hours: (patch) => estimated({ estimate_hours: patch.estimate_hours }),
  color: coloured,
  values: valued,
  due_on: rescheduled,
  due_at: (patch, _before, names) => ("due_on" in patch ? null : rescheduled(patch, _before, names)),
  due_zone: null,
  author_id: (patch, _before, names) => `made ${names.member(idOf(patch.author_id))} its author`,
  tag_ids: (patch, before, names) => toggled(patch.tag_ids, before.tag_ids, names.tag, "tagged it", "took off the tag"),
  observer_ids: (patch, before, names) => toggled(patch.observer_ids, before.observer_ids, names.member, "added as observer", "removed as observer"),
  helper_ids: (patch, before, names) => toggled(patch.helper_ids, before.helper_ids, names.member, "added as helper", "removed as helper"),
  planned_on: planned,
  recurrence_id: (patch) => (patch.recurrence_id ? "let it repeat" : "stopped its repeating"),
  comment_count: null,
  checklist_count: null,
  checklist_done: null,
  attachment_count: null,
  child_count: null,
  child_done: null,
  child_estimate: null,
  child_estimate_done: null,
  blocked_by: null,
  created_at: null,
  updated_at: null,
  updated_by_id: null,
  read_at: null,
  started_at: null,
  handed_in_at: null,
  accepted_at: null,
  accepted_by_id: null,
  rework_count: null,
  done_at: null,
  cancelled_at: null,
  archived_at: null,
};

/** Each changed field in words. */
function changed(patch: Values, before: Values, names: Names): string | null {
  const told = Object.keys(patch).flatMap((name) => (FIELDS as Record<string, Tell | null | undefined>)[name]?.(patch, before, names) ?? []);
  return told.length > 0 ? told.join(", ") : null;
}

/** Lines, newest first, from a task's entries, newest first; entries that only keep things in order say nothing. */
export function linesOf(entries: readonly Entry[], names: Names): Line[] {
  const before: Values = {};
  const lines: Line[] = [];
  // A comment or a tick leaves two entries of one kind: its own, and the task's count.
  for (const entry of [...entries].reverse().filter(({ model }) => model === "task")) {
    const { v, kind, actor, at, patch } = entry;
    const told = TELL[kind] ?? (SILENT.has(kind) ? null : changed);
    const text = told?.(patch, before, names);
    const was = Object.fromEntries(Object.keys(patch).filter((name) => name in before).map((name) => [name, before[name]]));
    if (text) lines.push({ v, kind, actor, at, text, patch: entry.op === "U" ? patch : {}, was });
    if (entry.op !== "H") Object.assign(before, patch);
  }
  return lines.reverse();
}

function assigned(patch: Values, _before: Values, names: Names): string {
  return patch.performer_id ? `gave it to ${names.member(idOf(patch.performer_id))}` : "took it from its performer";
}

function prioritised(patch: Values, _before: Values, names: Names): string {
  return patch.priority === null ? "cleared the priority" : `set the priority to ${names.priority(numberOf(patch.priority))}`;
}

/** Each custom field that has another value. */
function valued(patch: Values, before: Values, names: Names): string | null {
  const [now, was] = [patch.values, before.values].map((one) => (one ?? {}) as Record<Id, Json>) as [Record<Id, Json>, Record<Id, Json>];
  const ids = [...new Set([...Object.keys(was), ...Object.keys(now)])];
  const told = ids.filter((id) => JSON.stringify(now[id]) !== JSON.stringify(was[id])).map((id) => names.value(id, now[id]));
  return told.join(", ") || null;
}

function coloured(patch: Values): string {
  return patch.color ? `coloured it ${String(patch.color)}` : "took off its colour";
}

function rescheduled(patch: Values, _before: Values, names: Names): string {
  const due = names.due(patch);
  return due ? `set it due ${due}` : "cleared the due date";
}

function planned(patch: Values, _before: Values, names: Names): string {
  return patch.planned_on ? `plans it for ${names.due({ due_on: patch.planned_on })}` : "cleared the plan";
}

function mentioned(patch: Values, _before: Values, names: Names): string {
  return `mentioned ${idsOf(patch.member_ids).map(names.member).join(", ")}${patch.comment_id ? "" : " in the description"}`;
}

function moved(from: Id | null, to: Id | null, names: Names): string {
  return from && from !== to ? `moved it from ${names.stage(from)} to ${names.stage(to)}` : `moved it to ${names.stage(to)}`;
}

function estimated(patch: Values): string {
  const [value, unit] = "estimate" in patch ? [patch.estimate, "point"] : [patch.estimate_hours, "hour"];
  return value === null ? "cleared the estimate" : `estimated it at ${String(value)} ${unit}${value === 1 ? "" : "s"}`;
}

function weighed(patch: Values): string {
  const words = Object.entries({ urgent: patch.is_urgent, important: patch.is_important }).filter(([, is]) => is !== undefined);
  return `marked it ${words.map(([word, is]) => (is ? word : `not ${word}`)).join(" and ")}`;
}

function asked(patch: Values, names: Names): string {
  return names.due({ due_on: patch.proposed_on, due_at: patch.proposed_at });
}

function toggled(now: unknown, before: unknown, name: (id: Id) => string, added: string, removed: string): string | null {
  const had = idsOf(before);
  const has = idsOf(now);
  const more = has.filter((id) => !had.includes(id)).map(name);
  const fewer = had.filter((id) => !has.includes(id)).map(name);
  const said = [more.length > 0 && `${added} ${more.join(", ")}`, fewer.length > 0 && `${removed} ${fewer.join(", ")}`];
  return said.filter(Boolean).join(" and ") || null;
}

function idOf(value: unknown): Id | null {
  return typeof value === "string" ? value : null;
}

function idsOf(value: unknown): Id[] {
  return Array.isArray(value) ? value.filter((id): id is Id => typeof id === "string") : [];
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
