import { expect, it } from "vitest";
import { neighboursAfterShift, spotAfterShift } from "./lineMoves";

const IDS = ["a", "b", "c"];
const LISTS = [
  { id: "first", lines: ["a", "b"] },
  { id: "empty", lines: [] },
  { id: "last", lines: ["c"] },
];

it("moves an item past its neighbour", () => {
  expect(neighboursAfterShift(IDS, "a", 1)).toEqual({ after: "b", before: "c" });
  expect(neighboursAfterShift(IDS, "c", -1)).toEqual({ after: "a", before: "b" });
});

it("leaves the first and the last where they are", () => {
  expect(neighboursAfterShift(IDS, "a", -1)).toBeNull();
  expect(neighboursAfterShift(IDS, "c", 1)).toBeNull();
});

it("carries the last item of a list into the next, and the first into the one before", () => {
  expect(spotAfterShift(LISTS, "b", 1)).toEqual({ checklist_id: "empty", after: null, before: null });
  expect(spotAfterShift(LISTS, "c", -1)).toEqual({ checklist_id: "empty", after: null, before: null });
  expect(spotAfterShift([LISTS[0] as never, LISTS[2] as never], "c", -1)).toEqual({ checklist_id: "first", after: "b", before: null });
});

it("keeps within a list what has room there, and stops at the very ends", () => {
  expect(spotAfterShift(LISTS, "a", 1)).toEqual({ checklist_id: "first", after: "b", before: null });
  expect(spotAfterShift(LISTS, "a", -1)).toBeNull();
  expect(spotAfterShift(LISTS, "c", 1)).toBeNull();
});
