import { expect, test } from "vitest";
import type { Conflict } from "../conflicts";
import { Store } from "../store";
import { DOING, project, PROJECT, stage, task, TODO } from "../testing/world";
import { effectOf, inverseOf } from "./registry";
import type { Mutation, MutationArgs } from "./types";

function conflict(fields: Partial<Conflict>): Conflict {
  return {
    id: "x1",
    model: "task",
    object_id: "t1",
    task_id: "t1",
    field: "title",
    kind: "scalar",
    mine: "Mine",
    theirs: "Theirs",
    base: null,
    actor_id: "maria",
    edited_at: "2026-11-24T02:00:00Z",
    created_at: "2026-11-24T03:00:00Z",
    ...fields,
  };
}

function storeWith(row: Conflict): Store {
  const store = new Store();
  const rows = { project: [project()], stage: [stage(TODO, "a0"), stage(DOING, "a1")], task: [task("t1", "a0"), task("t2", "a1")] };
  store.change(() => {
    for (const one of rows.project) store.setBase("project", one.id, one);
    for (const one of rows.stage) store.setBase("stage", one.id, one);
    for (const one of rows.task) store.setBase("task", one.id, one);
    store.setBase("comment", "c1", { id: "c1", task_id: "t1", author_id: null, body: "Old", reply_to_id: null, created_at: "", edited_at: null, mark: "" });
    store.setBase("conflict", row.id, row);
  });
  return store;
}

function resolve(store: Store, args: MutationArgs["conflict.resolve"]): void {
  store.addOverlay("m1", effectOf({ name: "conflict.resolve", args }, store));
}

test("taking the other value closes the conflict and changes nothing else", () => {
  const store = storeWith(conflict({}));
  resolve(store, { id: "x1", take: "theirs" });
  expect(store.rows("conflicts", "all")).toEqual([]);
  expect(store.peek("task", "t1")).toEqual(task("t1", "a0"));
});

test("taking the own value closes the conflict and sets the field", () => {
  const store = storeWith(conflict({ field: "description", kind: "text", mine: "Mine", base: "" }));
  resolve(store, { id: "x1", take: "mine" });
  expect(store.peek("conflict", "x1")).toBeUndefined();
  expect(store.peek("task", "t1")).toMatchObject({ description: "Mine", has_description: true });
});

test("a third value is set in place of both", () => {
  const store = storeWith(conflict({}));
  resolve(store, { id: "x1", take: "value", value: "Both" });
  expect(store.peek("task", "t1")?.title).toBe("Both");
});

test("a due date is set whole", () => {
  const store = storeWith(conflict({ field: "due", mine: { due_on: null, due_at: "2026-12-01T09:00:00Z", due_zone: "Asia/Tokyo" } }));
  resolve(store, { id: "x1", take: "mine" });
  expect(store.peek("task", "t1")).toMatchObject({ due_on: null, due_at: "2026-12-01T09:00:00Z", due_zone: "Asia/Tokyo" });
});

test("a placement moves the task to where it was to go", () => {
  const store = storeWith(conflict({ field: "placement", kind: "placement", mine: { stage_id: DOING, after: null, before: null } }));
  resolve(store, { id: "x1", take: "mine" });
  expect(store.ids("stageTasks", DOING)).toEqual(["t1"]);
});

test("a comment's text goes to the comment", () => {
  const store = storeWith(conflict({ model: "comment", object_id: "c1", field: "body", kind: "text" }));
  resolve(store, { id: "x1", take: "mine" });
  expect(store.peek("comment", "c1")?.body).toBe("Mine");
});

test("a conflict that is settled already is left alone", () => {
  const store = storeWith(conflict({}));
  resolve(store, { id: "x2", take: "mine" });
  expect(store.ids("conflicts", "all")).toEqual(["x1"]);
});

test("conflicts go with the scope of their person and with no other", () => {
  const store = storeWith(conflict({}));
  expect(store.isIn({ id: "me", kind: "member", subject: "me", role: "" }, "conflict", "x1")).toBe(true);
  expect(store.isIn({ id: "w", kind: "workspace", subject: "w", role: "" }, "conflict", "x1")).toBe(false);
  expect(store.isIn({ id: PROJECT, kind: "project", subject: PROJECT, role: "" }, "conflict", "x1")).toBe(false);
});

test("taking back a text begins from that text, so that others' words beside it stay", () => {
  const store = storeWith(conflict({}));
  store.change(() => store.setBase("task", "t1", task("t1", "a0", { description: "Old" })));
  const undone: Mutation | null = inverseOf({ name: "task.set", args: { id: "t1", fields: { description: "New" } } }, store);
  expect(undone).toEqual({ name: "task.set", args: { id: "t1", fields: { description: "Old" }, was: { description: "New" } } });
});
