import { expect, test } from "vitest";
import type { Conflict } from "../../core/conflicts";
import type { Json } from "../../core/models";
import { Store } from "../../core/store";
import { DOING, project, stage, task } from "../../core/testing/world";
import { fieldName, subjectOf, valueWords } from "./words";

const store = new Store();
store.change(() => {
  store.setBase("project", "p1", project());
  store.setBase("stage", DOING, stage(DOING, "a1", { name: "In progress" }));
  store.setBase("task", "t1", task("t1", "a0", { title: "Landing page", number: 12 }));
  store.setBase("member", "m1", { id: "m1", name: "Pavel", role: "performer", is_active: true, is_placeholder: false });
});

function about(fields: Partial<Conflict>): Conflict {
  return { model: "task", object_id: "t1", task_id: "t1", field: "title", kind: "scalar", ...fields } as Conflict;
}

test.each<[Partial<Conflict>, string]>([
  [{}, "PM-12 Landing page"],
  [{ model: "comment", object_id: "c1" }, "Comment on PM-12 Landing page"],
  [{ model: "checklist_item", object_id: "i1" }, "Checklist of PM-12 Landing page"],
  [{ model: "stage", object_id: DOING, task_id: null }, "Stage In progress"],
  [{ model: "project", object_id: "p1", task_id: null }, "Product"],
  [{ task_id: "gone" }, "a task that is not here any more"],
])("the thing that two people changed has a name: %o", (fields, name) => {
  expect(subjectOf(about(fields), store)).toBe(name);
});

test.each<[Partial<Conflict>, Json, string | RegExp]>([
  [{ field: "title" }, "New", "New"],
  [{ field: "performer_id" }, "m1", "Pavel"],
  [{ field: "performer_id" }, null, "Nobody"],
  [{ field: "priority" }, 0, "Urgent"],
  [{ field: "priority" }, null, "No priority"],
  [{ field: "estimate" }, 1, "1 point"],
  [{ field: "estimate" }, null, "No estimate"],
  [{ field: "due" }, { due_on: "2026-11-25", due_at: null, due_zone: null }, "Tomorrow"],
  [{ field: "due" }, { due_on: null, due_at: "2026-11-25T20:00:00Z", due_zone: null }, /26/],
  [{ field: "due" }, { due_on: null, due_at: null, due_zone: null }, "No date"],
  [{ field: "placement", kind: "placement" }, { stage_id: DOING, rank: "a0" }, "In progress"],
  [{ field: "placement", kind: "placement" }, { stage_id: "x", after: null, before: null }, "A stage that is gone"],
  [{ field: "parent_id" }, "t1", "PM-12 Landing page"],
  [{ field: "is_done" }, true, "Ticked"],
  [{ field: "acceptance" }, false, "No"],
  [{ field: "name" }, "", "Empty"],
])("a value of %o reads as people say it", (fields, value, words) => {
  const said = valueWords(about(fields), value, store, "Asia/Tokyo", "2026-11-24");
  if (typeof words === "string") expect(said).toBe(words);
  else expect(said).toMatch(words);
});

test("a field has a name", () => {
  expect(fieldName("due")).toBe("Due date");
});
