/** The journal of a task as lines that a person reads. */

import type { Id } from "../../core/models";
import type { Entry } from "../../core/sync/wire";

/** The names that the lines mention; an id that nothing is known of gets a plain word. */
export interface Names {
  member: (id: Id | null) => string;
  stage: (id: Id | null) => string;
  tag: (id: Id) => string;
  priority: (level: number | null) => string;
  due: (patch: Record<string, unknown>) => string;
}

export interface Line {
  v: number;
  actor: Id | null;
  at: string;
  text: string;
}

type Tell = (patch: Record<string, unknown>, before: Record<string, unknown>, names: Names) => string | null;

const TELL: Record<string, Tell> = {
  "task.created": () => "created it",
  "task.renamed": (patch) => `renamed it to “${String(patch.title)}”`,
  "task.described": () => "changed the description",
  "task.assigned": (patch, _before, names) =>
    patch.performer_id ? `gave it to ${names.member(idOf(patch.performer_id))}` : "took it from its performer",
  "task.prioritised": (patch, _before, names) =>
    patch.priority === null ? "cleared the priority" : `set the priority to ${names.priority(numberOf(patch.priority))}`,
  "task.estimated": estimated,
  "task.weighed": weighed,
  "task.coloured": (patch) => (patch.color ? `coloured it ${String(patch.color)}` : "took off its colour"),
  "task.rescheduled": (patch, _before, names) => {
    const due = names.due(patch);
    return due ? `set it due ${due}` : "cleared the due date";
  },
  "task.nested": (patch) => (patch.parent_id ? "made it a subtask" : "took it out of its parent"),
  "task.edited": () => "changed several fields",
  "task.moved": (patch, before, names) => moved(idOf(before.stage_id), idOf(patch.stage_id), names),
  "task.taken": () => "took it",
  "task.handed_on": () => "handed it on",
  "task.helped": (patch, before, names) => toggled(patch.helper_ids, before.helper_ids, names.member, "added as helper", "removed as helper"),
  "task.read": () => "read it",
  "task.planned": (patch, _before, names) => (patch.planned_on ? `plans it for ${names.due({ due_on: patch.planned_on })}` : "cleared the plan"),
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
  "task.tagged": (patch, before, names) => toggled(patch.tag_ids, before.tag_ids, names.tag, "tagged it", "took off the tag"),
  "task.untagged": () => "removed a tag from the workspace",
  "task.observed": (patch, before, names) =>
    toggled(patch.observer_ids, before.observer_ids, names.member, "added as observer", "removed as observer"),
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
  "comment.added": () => "commented",
  "comment.removed": () => "removed a comment",
  "attachment.added": () => "attached a link",
  "attachment.removed": () => "removed an attachment",
};

/** Lines, newest first, from a task's entries, newest first; entries that only keep things in order say nothing. */
export function linesOf(entries: readonly Entry[], names: Names): Line[] {
  const before: Record<string, unknown> = {};
  const lines: Line[] = [];
  // A comment or a tick leaves two entries of one kind: its own, and the task's count.
  for (const entry of [...entries].reverse().filter(({ model }) => model === "task")) {
    const text = TELL[entry.kind]?.(entry.patch, before, names);
    if (text) lines.push({ v: entry.v, actor: entry.actor, at: entry.at, text });
    Object.assign(before, entry.patch);
  }
  return lines.reverse();
}

function moved(from: Id | null, to: Id | null, names: Names): string {
  return from && from !== to ? `moved it from ${names.stage(from)} to ${names.stage(to)}` : `moved it to ${names.stage(to)}`;
}

function estimated(patch: Record<string, unknown>): string {
  const [value, unit] = "estimate" in patch ? [patch.estimate, "point"] : [patch.estimate_hours, "hour"];
  return value === null ? "cleared the estimate" : `estimated it at ${String(value)} ${unit}${value === 1 ? "" : "s"}`;
}

function weighed(patch: Record<string, unknown>): string {
  const words = Object.entries({ urgent: patch.is_urgent, important: patch.is_important }).filter(([, is]) => is !== undefined);
  return `marked it ${words.map(([word, is]) => (is ? word : `not ${word}`)).join(" and ")}`;
}

function asked(patch: Record<string, unknown>, names: Names): string {
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
