import fc from "fast-check";
import { describe, expect, test } from "vitest";
import vectors from "../../../tests/vectors/rank.json";
import { compareRanked, keyBetween } from "./rank";

describe("rank", () => {
  test.each(vectors.between)("between $after and $before comes $key", ({ after, before, key }) => {
    expect(keyBetween(after, before)).toBe(key);
  });

  test.each(vectors.order)("rows stand by rank by code point, then by id", ({ rows, ids }) => {
    expect([...rows].sort(compareRanked).map((row) => row.id)).toEqual(ids);
  });

  test("a key made between two keys always sorts between them", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 60 }), (places) => {
        const keys = [keyBetween(null, null)];
        for (const place of places) {
          const at = place % (keys.length + 1);
          keys.splice(at, 0, keyBetween(keys[at - 1] ?? null, keys[at] ?? null));
        }
        expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : 1)));
      }),
    );
  });

  test("two keys the wrong way round are refused", () => {
    expect(() => keyBetween("a1", "a0")).toThrow();
  });
});
