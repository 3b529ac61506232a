import { describe, expect, it } from "vitest";
import type { Entry } from "../../core/sync/wire";
import { linesOf, type Names } from "./historyLines";

const NAMES: Names = {
  member: (id) => ({ m: "Maria", p: "Pavel" })[id ?? ""] ?? "somebody",
  stage: (id) => ({ todo: "To do", doing: "In progress" })[id ?? ""] ?? "gone",
  tag: (id) => id,
  value: (id) => `set ${id}`,
  priority: (level) => `P${String(level)}`,
  due: (patch) => String(patch.due_on ?? ""),
};

let version = 0;

function entry(kind: string, patch: Record<string, unknown>, model = "task"): Entry {
  version += 1;
  const rest = { scope: "s", op: "U" as const, at: "2026-11-24T12:00:00Z", client: null, seq: null, last: true };
  return { v: version, model, id: "t", kind, patch, actor: "m", ...rest };
}

/** Told in the order of happening, read newest first. */
function texts(...entries: Entry[]): string[] {
  return linesOf([...entries].reverse(), NAMES).map((line) => line.text);
}

describe("the history of a task", () => {
  it("says from where to where it was moved", () => {
    const lines = texts(entry("task.created", { stage_id: "todo" }), entry("task.moved", { stage_id: "doing" }));
    expect(lines).toEqual(["moved it from To do to In progress", "created it"]);
  });

  it("says only where to when the beginning is not known", () => {
    expect(texts(entry("task.moved", { stage_id: "doing" }))).toEqual(["moved it to In progress"]);
  });

  it("says who was given it and from whom it was taken", () => {
    const lines = texts(entry("task.assigned", { performer_id: "p" }), entry("task.assigned", { performer_id: null }));
    expect(lines).toEqual(["took it from its performer", "gave it to Pavel"]);
  });

  it("names the tags that came and went", () => {
    const lines = texts(entry("task.tagged", { tag_ids: ["bug"] }), entry("task.tagged", { tag_ids: ["idea"] }));
    expect(lines).toEqual(["tagged it idea and took off the tag bug", "tagged it bug"]);
  });

  it("tells a comment once, although the comment and the count are two entries", () => {
    const lines = texts(entry("comment.added", { task_id: "t" }, "comment"), entry("comment.added", { comment_count: 1 }));
    expect(lines).toEqual(["commented"]);
  });

  it("keeps silent about changes of mere order", () => {
    expect(texts(entry("task.ranked", { rank: "a1" }))).toEqual([]);
  });

  it("says when the due date was cleared", () => {
    const lines = texts(entry("task.rescheduled", { due_on: "2026-12-01" }), entry("task.rescheduled", { due_on: null }));
    expect(lines).toEqual(["cleared the due date", "set it due 2026-12-01"]);
  });
});
