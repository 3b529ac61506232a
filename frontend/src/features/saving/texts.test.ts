import { expect, test } from "vitest";
import { textOf } from "./texts";

test("what a person typed is found in arguments and fields", () => {
  expect(textOf({ name: "comment.add", args: { id: "c", task_id: "t", body: "Well done" } })).toBe("Well done");
  expect(textOf({ name: "task.set", args: { id: "t", fields: { title: "New", description: "Why" } } })).toBe("New\nWhy");
});

test("a change without words has no text", () => {
  expect(textOf({ name: "task.move", args: { id: "t", stage_id: "s", after: null, before: null } })).toBe("");
});
