import { describe, expect, test } from "vitest";
import vectors from "../../../tests/vectors/custom_fields.json";
import type { CustomField, FieldKind } from "./fields";
import type { Json } from "./models";
import { keptOf, problemOf } from "./values";

function field(kind: string): CustomField {
  const known = (vectors.fields as Record<string, object>)[kind];
  return { id: "f", project_id: "p", currency: "", on_card: false, rank: "a0", ...known, kind: kind as FieldKind, options: vectors.options } as CustomField;
}

describe("a value of a custom field is what the server makes of it", () => {
  test.each(vectors.kept as [string, Json, Json][])("%s takes %j", (kind, value, kept) => {
    expect(problemOf(field(kind), value)).toBe("");
    expect(keptOf(field(kind), value)).toEqual(kept);
  });

  test.each(vectors.refused as [string, Json, string][])("%s refuses %j", (kind, value, sentence) => {
    expect(problemOf(field(kind), value)).toBe(sentence);
  });
});

test("a number that is none is refused", () => {
  expect(problemOf(field("number"), Number.NaN)).toContain("a number is from");
});
