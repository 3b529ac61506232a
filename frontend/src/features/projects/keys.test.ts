import { describe, expect, test } from "vitest";
import { problemOfKey, suggestKey } from "./keys";

describe("the key of a project", () => {
  test.each([
    ["Mobile app", [], "MA"],
    ["Website", [], "WEB"],
    ["Mobile app", ["MA"], "MA2"],
    ["Мобильное приложение", [], "MP"],
    ["Étoile filante", [], "EF"],
    ["2026 plan", [], "P2"],
    ["!!!", [], ""],
  ])("for %s beside %j is %s", (name, taken, key) => {
    expect(suggestKey(name, taken)).toBe(key);
  });

  test("is two to ten letters and digits, and nobody else's", () => {
    expect(problemOfKey("MA", [])).toBe("");
    expect(problemOfKey("M", [])).not.toBe("");
    expect(problemOfKey("1A", [])).not.toBe("");
    expect(problemOfKey("MA", ["MA"])).toBe("Another project has this key.");
  });
});
