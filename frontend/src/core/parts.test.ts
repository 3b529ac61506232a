import { expect, test } from "vitest";
import { versionsOf } from "./parts";

test("an edit made offline stands earlier in the history than its version, and older entries are asked for below all of them", () => {
  expect(versionsOf([{ v: 7 }, { v: 12 }, { v: 5 }, { v: 9 }])).toEqual({ lowest: 5, highest: 12 });
  expect(versionsOf([])).toEqual({ lowest: 0, highest: 0 });
});
