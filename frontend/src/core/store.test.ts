import { effect } from "@preact/signals";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareRanked } from "./rank";
import { Store } from "./store";
import { task, TODO } from "./testing/world";

function storeOf(count: number): Store {
  const store = new Store();
  store.change(() => {
    for (let n = 0; n < count; n += 1) store.setBase("task", `t${n}`, task(`t${n}`, `a${String(n).padStart(5, "0")}`));
  });
  return store;
}

function countRuns(read: () => unknown): () => number {
  let runs = 0;
  effect(() => {
    read();
    runs += 1;
  });
  return () => runs;
}

describe("the store", () => {
  test("tells of one changed card among ten thousand only those who read that card", () => {
    const store = storeOf(10_000);
    const order = countRuns(() => store.ids("stageTasks", TODO));
    const other = countRuns(() => store.row("task", "t1").value);
    const changed = countRuns(() => store.row("task", "t5").value);
    store.addOverlay("m1", [{ model: "task", id: "t5", fields: ["title"], apply: (row) => row && { ...row, title: "New" } }]);
    expect([order(), other(), changed()]).toEqual([1, 1, 2]);
  });

  test("keeps the order by rank and id through any changes", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.constantFrom("a0", "a1", "Zz", "a0V", null)), { maxLength: 120 }), (changes) => {
        const store = new Store();
        for (const [n, rank] of changes) {
          store.change(() => store.setBase("task", `t${n}`, rank === null ? undefined : task(`t${n}`, rank)));
        }
        const rows = store.peekRows("stageTasks", TODO);
        expect(rows).toEqual([...rows].sort(compareRanked));
        expect(rows).toHaveLength([...store.idsOf("task")].length);
      }),
    );
  });

  test("takes back an overlay as if it had never been", () => {
    const store = storeOf(3);
    const before = store.peekRows("stageTasks", TODO);
    store.addOverlay("m1", [{ model: "task", id: "t1", fields: [], apply: () => undefined }]);
    store.addOverlay("m2", [{ model: "task", id: "t2", fields: [], apply: (row) => row && { ...row, rank: "Zz" } }]);
    expect(store.tasksOfStage(TODO)).toEqual(["t2", "t0"]);
    store.dropOverlay("m1");
    store.dropOverlay("m2");
    expect(store.peekRows("stageTasks", TODO)).toEqual(before);
  });

  test("lets the server's row shine through a pending change of another field", () => {
    const store = storeOf(1);
    store.addOverlay("m1", [{ model: "task", id: "t0", fields: ["title"], apply: (row) => row && { ...row, title: "Mine" } }]);
    store.change(() => store.setBase("task", "t0", task("t0", "a00000", { estimate: 8, title: "Theirs" })));
    expect(store.peek("task", "t0")).toMatchObject({ title: "Mine", estimate: 8 });
  });
});
