import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, fieldsOf, instantOf, nextMonday, typedOf } from "./due";

describe("what a person types as a due date", () => {
  it("keeps a day without a time as a day", () => {
    expect(fieldsOf({ day: "2026-11-27", time: "" }, "Asia/Kathmandu")).toEqual({
      due_on: "2026-11-27",
      due_at: null,
      due_zone: null,
    });
  });

  it("keeps a day with a time as an instant and its zone", () => {
    expect(fieldsOf({ day: "2026-11-27", time: "09:30" }, "Asia/Kathmandu")).toEqual({
      due_on: null,
      due_at: "2026-11-27T03:45:00.000Z",
      due_zone: "Asia/Kathmandu",
    });
  });

  it("clears all three fields when the day is emptied", () => {
    expect(fieldsOf({ day: "", time: "09:30" }, "UTC")).toEqual({ due_on: null, due_at: null, due_zone: null });
  });

  it("shows an instant by the clock of whoever looks", () => {
    expect(typedOf({ due_on: null, due_at: "2026-11-27T23:45:00Z" }, "Asia/Tokyo")).toEqual({
      day: "2026-11-28",
      time: "08:45",
    });
  });
});

describe("clocks that change", () => {
  it("reads the same hour before and after the change in spring", () => {
    expect(instantOf("2026-03-28", "12:00", "Europe/Berlin")).toBe("2026-03-28T11:00:00.000Z");
    expect(instantOf("2026-03-29", "12:00", "Europe/Berlin")).toBe("2026-03-29T10:00:00.000Z");
  });

  it("reads an hour that spring skips by the clock before the change", () => {
    expect(instantOf("2026-03-29", "02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
  });

  it("shows what was typed, at every hour of every zone that has no change then", () => {
    const zones = fc.constantFrom("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "Europe/Berlin");
    const hour = fc.integer({ min: 4, max: 23 });
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 700 }), hour, (zone, days, at) => {
        const typed = { day: addDays("2026-01-01", days), time: `${String(at).padStart(2, "0")}:15` };
        expect(typedOf(fieldsOf(typed, zone), zone)).toEqual(typed);
      }),
    );
  });
});

describe("the next Monday", () => {
  it("is a week away on a Monday", () => {
    expect(nextMonday("2026-11-23")).toBe("2026-11-30");
  });

  it("is tomorrow on a Sunday", () => {
    expect(nextMonday("2026-11-22")).toBe("2026-11-23");
  });
});
