import fc from "fast-check";
import { expect, test } from "vitest";
import { compare, join, shorten } from "./diff";

test("what only one of the two has is told apart", () => {
  expect(compare("The plan is good", "The plan is very good")).toEqual([
    { text: "The plan is ", of: "both" },
    { text: "very ", of: "mine" },
    { text: "good", of: "both" },
  ]);
});

test("words in place of others show theirs first", () => {
  expect(compare("red car of May", "blue car of May").map(({ of }) => of)).toEqual(["theirs", "mine", "both"]);
});

test("a line with little in common is shown whole, theirs and then mine", () => {
  expect(compare("First the orders of the day.\nEnd", "We begin with the interviews.\nEnd")).toEqual([
    { text: "First the orders of the day.\n", of: "theirs" },
    { text: "We begin with the interviews.\n", of: "mine" },
    { text: "End", of: "both" },
  ]);
});

test("one text out of two holds every line of both, on lines of their own", () => {
  expect(join("a\nb\nc", "a\nx\nc")).toBe("a\nb\nx\nc");
  expect(join("a\nb", "a\nx")).toBe("a\nb\nx");
});

test("each of the two texts can be read out of the pieces", () => {
  const text = fc.array(fc.constantFrom("a", "b ", "c\n", " ", "длинно ", "\n")).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (theirs, mine) => {
      const pieces = compare(theirs, mine);
      const read = (whose: string) => pieces.filter(({ of }) => of !== whose).map((piece) => piece.text).join("");
      expect(read("mine")).toBe(theirs);
      expect(read("theirs")).toBe(mine);
    }),
  );
});

test("a long stretch that both have is cut, what differs never is", () => {
  const same = "word ".repeat(200);
  const short = shorten(compare(`${same}old ${same}`, `${same}new ${same}`));
  expect(short.map(({ text }) => text).join("").length).toBeLessThan(500);
  expect(short.filter(({ of }) => of !== "both").map(({ text }) => text)).toEqual(["old ", "new "]);
});
