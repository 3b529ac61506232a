import { expect, test } from "vitest";
import vectors from "../../../../tests/vectors/file-names.json";
import { cleanName } from "./names";

test.each(vectors as [string, string][])("%j is called %j, as on the server", (name, wanted) => {
  expect(cleanName(name)).toBe(wanted);
  expect(cleanName(wanted)).toBe(wanted);
});

test("a long name is cut before its extension", () => {
  expect(cleanName(`${"a".repeat(400)}.png`)).toBe(`${"a".repeat(296)}.png`);
  expect(cleanName("🚀".repeat(400))).toBe("🚀".repeat(300));
  expect(cleanName(`a.${"b".repeat(400)}`)).toBe(`a.${"b".repeat(298)}`);
});

test("a lone half of a sign goes", () => {
  expect(cleanName("a\ud83d.png")).toBe("a.png");
});
