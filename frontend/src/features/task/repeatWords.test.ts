import { describe, expect, it } from "vitest";
import { nthOf, ordinal, partsOf, plainChoices, repeatWords, ruleOf, weekdayOf } from "./repeatWords";

const words = (rule: string, after_completion = false) => repeatWords({ rule, after_completion });

describe("a rule in words", () => {
  it.each([
    ["FREQ=DAILY", "Every day"],
    ["FREQ=DAILY;INTERVAL=3", "Every 3 days"],
    ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "Every 2 weeks on Mon, Wed"],
    ["FREQ=WEEKLY", "Every week"],
    ["FREQ=MONTHLY;BYMONTHDAY=31", "Every month on the 31st"],
    ["FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day"],
    ["FREQ=MONTHLY;BYDAY=2TU", "Every month on the 2nd Tuesday"],
    ["FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "Every 2 months on the last Friday"],
    ["FREQ=YEARLY;COUNT=5", "Every year, 5 times"],
    ["FREQ=WEEKLY;COUNT=1", "Every week, once"],
  ])("tells %s", (rule, expected) => expect(words(rule)).toBe(expected));

  it("tells what is counted from the completion", () => {
    expect(words("FREQ=DAILY;INTERVAL=7", true)).toBe("7 days after completion");
    expect(words("FREQ=MONTHLY", true)).toBe("1 month after completion");
  });

  it("tells the last day", () => {
    expect(words("FREQ=DAILY;UNTIL=20271231")).toMatch(/^Every day, until .*2027/);
  });

  it("tells a rule as it is written where the form cannot show it", () => {
    for (const rule of ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=MO", "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=DAILY;BYDAY=MO"]) {
      expect(partsOf(rule)).toBeNull();
      expect(words(rule)).toBe(`By the rule ${rule.replaceAll(";", "; ")}`);
    }
  });
});

describe("a rule and its parts", () => {
  it("are spelled back as they were", () => {
    for (const rule of ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20271231", "FREQ=MONTHLY;BYDAY=-1FR"]) {
      const parts = partsOf(rule);
      expect(parts && ruleOf(parts)).toBe(rule);
    }
  });
});

describe("a day", () => {
  it("is of a weekday, and the nth of it in its month", () => {
    expect(weekdayOf("2026-11-25")).toBe("WE");
    expect(nthOf("2026-12-08")).toBe("2TU");
    expect(nthOf("2027-01-29")).toBe("-1FR");
  });

  it("offers what is plain for it", () => {
    expect(plainChoices("2026-12-08").map(repeatWords)).toEqual([
      "Every day",
      "Every weekday",
      "Every week on Tue",
      "Every month on the 8th",
      "Every month on the last day",
      "Every month on the 2nd Tuesday",
      "Every year",
      "7 days after completion",
    ]);
  });

  it("is told with its ending", () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31, -1, -2].map(ordinal).join(" ")).toBe(
      "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 31st last 2nd to last",
    );
  });
});
