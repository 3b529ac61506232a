import { describe, expect, it } from "vitest";
import { task } from "../../../core/testing/world";
import type { Line } from "../historyLines";
import { canTakeBack, takenBack } from "./takeBack";

function line(kind: string, patch: Record<string, unknown>, was: Record<string, unknown>): Line {
  return { v: 1, kind, actor: "m", at: "2026-11-25T09:00:00Z", text: "", patch, was };
}

const RENAMED = line("task.renamed", { title: "New", updated_at: "2026-11-25T09:00:00Z" }, { title: "Old" });

describe("taking back a change", () => {
  it("sets what was before", () => {
    expect(takenBack(RENAMED, task("t1", "a0", { title: "New" }))).toEqual({ name: "task.set", args: { id: "t1", fields: { title: "Old" } } });
  });

  it("does nothing when it was changed since", () => {
    expect(takenBack(RENAMED, task("t1", "a0", { title: "Newer" }))).toBeNull();
  });

  it("puts tags on and takes them off one by one", () => {
    const tagged = line("task.tagged", { tag_ids: ["b", "a"] }, { tag_ids: ["c", "a"] });
    expect(takenBack(tagged, task("t1", "a0", { tag_ids: ["a", "b"] }))).toEqual({ name: "task.tag", args: { id: "t1", add: ["c"], remove: ["b"] } });
  });

  it("is not offered when nothing is known of before, for verbs, and for descriptions", () => {
    expect(canTakeBack(RENAMED)).toBe(true);
    expect(canTakeBack(line("task.renamed", { title: "New" }, {}))).toBe(false);
    expect(canTakeBack(line("task.accepted", { stage_id: "s" }, { stage_id: "t" }))).toBe(false);
    expect(canTakeBack(line("task.edited", { title: "A", description: "B" }, { title: "a", description: "b" }))).toBe(false);
  });

  it("knows an instant however it is spelled", () => {
    const due = line("task.rescheduled", { due_at: "2026-12-01T09:00:00.000000Z" }, { due_at: null });
    expect(takenBack(due, task("t1", "a0", { due_at: "2026-12-01T09:00:00Z" }))).not.toBeNull();
  });
});
