import { expect, it } from "vitest";
import { ago, exactly } from "./ago";

const NOW = Date.parse("2026-11-24T12:00:00Z");

it("says how long ago something was in the largest whole unit", () => {
  expect(ago("2026-11-24T09:30:00Z", NOW)).toMatch(/^2 h/);
  expect(ago("2026-11-23T11:00:00Z", NOW)).toBe("yesterday");
});

it("says just now below a minute and for a clock that runs ahead", () => {
  expect(ago("2026-11-24T11:59:30Z", NOW)).toBe("just now");
  expect(ago("2026-11-24T12:03:00Z", NOW)).toBe("just now");
});

it("gives the exact time in the reader's zone", () => {
  expect(exactly("2026-11-24T20:00:00Z", "Asia/Tokyo")).toContain("25");
});
