import { expect, test } from "vitest";
import type { Task } from "../../core/models";
import { task } from "../../core/testing/world";
import { linesBelow, mayNest, parentAfterStep } from "./tree";

/** Each task with its parent. */
function forest(parents: Record<string, string | null>) {
  const tasks = Object.entries(parents).map(([id, parent_id]) => task(id, "a0", { parent_id }));
  const peek = (id: string): Task | undefined => tasks.find((one) => one.id === id);
  const childrenOf = (id: string) => tasks.filter((one) => one.parent_id === id);
  return { peek, childrenOf };
}

const FAMILY = { root: null, a: "root", b: "root", a1: "a", a2: "a", a11: "a1" };

test("only what is opened is looked into", () => {
  const { childrenOf } = forest(FAMILY);
  const told = (...opened: string[]) => linesBelow("root", new Set(opened), childrenOf).map(({ task: { id }, level }) => `${level}${id}`);
  expect(told()).toEqual(["1a", "1b"]);
  expect(told("a", "a1")).toEqual(["1a", "2a1", "3a11", "2a2", "1b"]);
  expect(told("a1")).toEqual(["1a", "1b"]);
});

test("ten thousand levels are no deeper than one", () => {
  const childrenOf = (id: string) => (Number(id) < 10_000 ? [task(String(Number(id) + 1), "a0")] : []);
  const opened = new Set(Array.from({ length: 10_000 }, (_, n) => String(n)));
  expect(linesBelow("0", opened, childrenOf)).toHaveLength(10_000);
});

test("a line goes in below the one above on its level, and out beside the one it is below", () => {
  const { peek, childrenOf } = forest(FAMILY);
  const lines = linesBelow("root", new Set(["a"]), childrenOf);
  const root = peek("root") as Task;
  const step = (id: string, by: 1 | -1) => parentAfterStep(lines, id, by, root, peek);
  expect([step("b", 1), step("a2", 1), step("a", 1), step("a1", 1)]).toEqual(["a", "a1", null, null]);
  expect([step("a1", -1), step("b", -1)]).toEqual(["root", null]);
});

test("nothing goes below itself, where it is, or into another project", () => {
  const { peek } = forest(FAMILY);
  const get = (id: string) => peek(id) as Task;
  expect(mayNest(peek, get("b"), get("a11"))).toBe(true);
  expect(mayNest(peek, get("a"), get("a11"))).toBe(false);
  expect(mayNest(peek, get("a1"), get("a"))).toBe(false);
  expect(mayNest(peek, get("b"), { ...get("a"), project_id: "p2" })).toBe(false);
});
