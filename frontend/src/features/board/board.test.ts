import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Task } from "../../core/models";
import { task } from "../../core/testing/world";
import { matcher, NO_FILTER, type Filter } from "./filter";
import { oneLine, titlesIn } from "./paste";
import { cardTowards, spotOf, spotTowards, type Direction, type Grid } from "./spots";

const CARDS: Record<string, string[]> = { todo: ["a", "b", "c"], doing: [], review: ["d"], done: ["e", "f"] };
const grid: Grid = { columnIds: Object.keys(CARDS), cardsOf: (columnId) => CARDS[columnId] ?? [] };

describe("arrows between cards", () => {
  test.each<[string, Direction, string | null]>([
    ["a", "down", "b"],
    ["b", "up", "a"],
    ["a", "up", null],
    ["c", "down", null],
    ["c", "right", "d"],
    ["d", "left", "a"],
    ["d", "right", "e"],
    ["f", "right", null],
    ["a", "left", null],
  ])("from %s %s lead to %s", (card, direction, expected) => {
    expect(cardTowards(grid, card, direction)).toBe(expected);
  });
});

describe("a carried card", () => {
  test("stops in empty columns too", () => {
    expect(spotTowards(grid, "b", { columnId: "todo", index: 1 }, "right")).toEqual({ columnId: "doing", index: 0 });
  });

  test("goes at most behind the last card", () => {
    expect(spotTowards(grid, "c", { columnId: "todo", index: 2 }, "down")).toBeNull();
    expect(spotTowards(grid, "a", { columnId: "review", index: 0 }, "down")).toEqual({ columnId: "review", index: 1 });
  });

  test("never leaves the board, and comes back the way it went", () => {
    const back: Record<Direction, Direction> = { up: "down", down: "up", left: "right", right: "left" };
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Direction>("up", "down", "left", "right")), (directions) => {
        let spot = { columnId: "todo", index: 1 };
        for (const direction of directions) {
          const next = spotTowards(grid, "b", spot, direction);
          if (!next) continue;
          const others = grid.cardsOf(next.columnId).filter((id) => id !== "b").length;
          expect(next.index).toBeGreaterThanOrEqual(0);
          expect(next.index).toBeLessThanOrEqual(others);
          if (direction === "up" || direction === "down") expect(spotTowards(grid, "b", next, back[direction])).toEqual(spot);
          spot = next;
        }
      }),
    );
  });

  test("is found by its column and place", () => {
    expect(spotOf(grid, "f")).toEqual({ columnId: "done", index: 1 });
    expect(spotOf(grid, "x")).toBeNull();
  });
});

describe("a pasted list", () => {
  test("becomes one card per line, without bullets and numbers", () => {
    const text = "- First\r\n* [ ] Second\n  3. Third\n\n•  Fourth\n[x] Fifth\n– Sixth";
    expect(titlesIn(text)).toEqual(["First", "Second", "Third", "Fourth", "Fifth", "Sixth"]);
  });

  test("keeps what only looks like a bullet", () => {
    expect(titlesIn("-5 degrees\n2026 plan\n1.5 litres\n*important*")).toEqual(["-5 degrees", "2026 plan", "1.5 litres", "*important*"]);
  });

  test("is never longer than two hundred cards of a thousand letters", () => {
    const titles = titlesIn("x".repeat(1900).concat("\n").repeat(300));
    expect(titles).toHaveLength(200);
    expect(titles[0]).toHaveLength(1000);
  });

  test("of one line is a title of one line", () => {
    expect(oneLine("  Two\t words \n")).toBe("Two words");
  });
});

describe("the filter", () => {
  const matches = (row: Task, key: string, filter: Filter) => matcher(key, filter)(row);
  const card = task("t1", "a0", { title: "Write the Brief", number: 12, performer_id: "pavel", tag_ids: ["g1"] });

  test.each([
    ["brief write", true],
    ["PM-12", true],
    ["pm-1 brief", true],
    ["briefs", false],
    ["", true],
  ])("by the words %o shows the card: %s", (text, isShown) => {
    expect(matches(card, "PM", { ...NO_FILTER, text })).toBe(isShown);
  });

  test.each([
    ["phase|draft", true],
    ["phase|final", false],
    ["phase|any", true],
    ["phase|none", false],
    ["markets|south", true],
    ["budget|none", true],
    ["budget|any", false],
  ])("by the custom field %o shows the card: %s", (value, isShown) => {
    const held = { ...card, values: { phase: "draft", markets: ["north", "south"] } };
    expect(matches(held, "PM", { ...NO_FILTER, value })).toBe(isShown);
  });

  test("by performer and tag shows only cards with both", () => {
    expect(matches(card, "PM", { ...NO_FILTER, performerId: "pavel", tagId: "g1" })).toBe(true);
    expect(matches(card, "PM", { ...NO_FILTER, performerId: "pavel", tagId: "g2" })).toBe(false);
    expect(matches(card, "PM", { ...NO_FILTER, performerId: "" })).toBe(false);
  });
});
