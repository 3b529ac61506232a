import { expect, it } from "vitest";
import { neighboursAfterShift } from "./Checklist";

const IDS = ["a", "b", "c"];

it("moves an item past its neighbour", () => {
  expect(neighboursAfterShift(IDS, "a", 1)).toEqual({ after: "b", before: "c" });
  expect(neighboursAfterShift(IDS, "c", -1)).toEqual({ after: "a", before: "b" });
});

it("leaves the first and the last where they are", () => {
  expect(neighboursAfterShift(IDS, "a", -1)).toBeNull();
  expect(neighboursAfterShift(IDS, "c", 1)).toBeNull();
});
