import { beforeEach, describe, expect, test } from "vitest";
import { isBelow, pathUp } from "../branch";
import { farEnd, farId } from "../links";
import { Store } from "../store";
import { project, stage, task, TODO } from "../testing/world";
import { effectOf } from "./registry";
import type { Mutation } from "./types";

let store: Store;
let count = 0;

beforeEach(() => {
  store = new Store();
  store.change(() => {
    store.setBase("project", "p1", project());
    store.setBase("stage", TODO, stage(TODO, "a0"));
    for (const id of ["t1", "t2", "t3"]) store.setBase("task", id, task(id, `a${id.slice(1)}`, { number: Number(id.slice(1)) }));
  });
});

function run(mutation: Mutation): void {
  store.addOverlay(`m${(count += 1)}`, effectOf(mutation, store));
}

const link = (id: string, task_id: string, kind: "blocks" | "relates", other_id: string) => run({ name: "link.add", args: { id, task_id, other_id, kind } });

describe("links made here", () => {
  test("have two ends whose ids tell each other", () => {
    link("0a", "t1", "blocks", "t2");
    expect(store.peek("task_link", farId("0a"))).toEqual({ id: "0b", task_id: "t2", other_id: "t1", kind: "blocked_by" });
    expect(farEnd(farEnd({ id: "0a", task_id: "t1", other_id: "t2", kind: "duplicates" }))).toMatchObject({ id: "0a", kind: "duplicates" });
  });

  test("close no ring", () => {
    link("0a", "t1", "blocks", "t2");
    link("1a", "t2", "blocks", "t3");
    link("2a", "t3", "blocks", "t1");
    expect(store.peek("task", "t1")?.blocked_by).toEqual([]);
    expect(store.peekRows("taskLinks", "t1")).toHaveLength(1);
    link("3a", "t3", "relates", "t1");
    expect(store.peekRows("taskLinks", "t1")).toHaveLength(2);
  });
});

describe("branches moved here", () => {
  test("do not go below themselves", () => {
    run({ name: "task.set", args: { id: "t2", fields: { parent_id: "t1" } } });
    run({ name: "task.set", args: { id: "t1", fields: { parent_id: "t2", title: "Named" } } });
    expect(store.peek("task", "t1")).toMatchObject({ parent_id: null, title: "Named", child_count: 1 });
  });

  test("are followed up through a thousand tasks", () => {
    store.change(() => {
      for (let n = 0; n < 1000; n += 1) store.setBase("task", `d${n}`, task(`d${n}`, "a0", { parent_id: n > 0 ? `d${n - 1}` : null, child_count: 999 - n }));
    });
    run({ name: "task.create", args: { id: "leaf", project_id: "p1", stage_id: TODO, title: "Leaf", parent_id: "d999" } });
    expect([store.peek("task", "d0")?.child_count, store.peek("task", "d999")?.child_count]).toEqual([1000, 1]);
    expect(isBelow(store, "leaf", "d0")).toBe(true);
  });

  test("that are a ring already are gone round once", () => {
    store.change(() => {
      store.setBase("task", "t1", task("t1", "a0", { parent_id: "t2" }));
      store.setBase("task", "t2", task("t2", "a0", { parent_id: "t1" }));
    });
    expect(pathUp(store, "t1").map(({ id }) => id)).toEqual(["t1", "t2"]);
  });
});
