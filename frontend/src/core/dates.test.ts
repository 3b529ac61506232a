import { describe, expect, test } from "vitest";
import { dayWords, dueOf } from "./dates";
import { task } from "./testing/world";

const NOON_UTC = Date.parse("2026-11-24T12:00:00Z");
const due = (fields: Parameters<typeof task>[2], zone = "Europe/Berlin", now = NOON_UTC) => dueOf(task("t1", "a0", fields), zone, now, "en-GB");

describe("days in words", () => {
  test.each([
    ["2026-11-24", "Today"],
    ["2026-11-25", "Tomorrow"],
    ["2026-11-23", "Yesterday"],
    ["2026-11-28", "Saturday"],
    ["2026-12-01", "1 Dec"],
    ["2026-11-20", "20 Nov"],
    ["2027-01-02", "2 Jan 2027"],
  ])("%s is called %s on 24 November 2026", (day, words) => {
    expect(dayWords(day, "2026-11-24", "en-GB")).toBe(words);
  });
});

describe("a due date", () => {
  test("without a time ends with its day in the viewer's zone", () => {
    expect(due({ due_on: "2026-11-24" })).toEqual({ text: "Today", tone: "today" });
    expect(due({ due_on: "2026-11-24" }, "Pacific/Auckland")).toEqual({ text: "Yesterday", tone: "overdue" });
  });

  test("with a time is an instant, said in the viewer's zone", () => {
    expect(due({ due_at: "2026-11-24T13:30:00Z" })).toEqual({ text: "Today 14:30", tone: "today" });
    expect(due({ due_at: "2026-11-24T11:59:00Z" })?.tone).toBe("overdue");
  });

  test("of a task that is done is never overdue", () => {
    expect(due({ due_on: "2026-11-01", done_at: "2026-11-02T00:00:00Z" })?.tone).toBe("later");
  });

  test("is nothing when there is none", () => {
    expect(due({})).toBeNull();
  });

  test("falls on the right day through the change of the clocks", () => {
    const night = Date.parse("2026-10-24T22:30:00Z");
    expect(due({ due_on: "2026-10-25" }, "Europe/Berlin", night)?.text).toBe("Today");
    expect(due({ due_on: "2026-10-26" }, "Europe/Berlin", night)?.text).toBe("Tomorrow");
  });
});
