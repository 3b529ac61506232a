import { expect, test } from "vitest";
import type { Tag } from "./models";
import { isUnder, tagTree } from "./tagTree";

const tag = (id: string, parent_id: string | null): Tag => ({ id, name: id, color: "grey", parent_id });
const TAGS = [tag("b", null), tag("logo", "design"), tag("design", "b"), tag("lost", "gone")];

test("tags follow those above them, and one whose parent is gone stands at the top", () => {
  expect(tagTree(TAGS).map(({ tag: { id }, depth }) => `${depth} ${id}`)).toEqual(["0 b", "1 design", "2 logo", "0 lost"]);
});

test("a tag is under itself and whatever stands above it", () => {
  expect(isUnder(TAGS, "logo", "b")).toBe(true);
  expect(isUnder(TAGS, "logo", "logo")).toBe(true);
  expect(isUnder(TAGS, "design", "logo")).toBe(false);
});

test("a ring that two made offline is looked at once", () => {
  const ring = [tag("a", "b"), tag("b", "a")];
  expect(isUnder(ring, "a", "c")).toBe(false);
});
