import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/audit.json";
import { crc32, differences, hashOf } from "./audit";

test.each(vectors.cases.map((one) => [one.canonical, one] as const))("%s has the hash that the server gives it", (canonical, { row, crc }) => {
  expect(JSON.stringify(row)).toBe(canonical);
  expect(crc32(canonical)).toBe(crc);
});

test("the hash of a model is the sum over its rows, in any order", () => {
  const rows = vectors.cases.map(({ row }) => row as unknown[]);
  expect(hashOf(rows)).toBe(vectors.model_hash);
  expect(hashOf([...rows].reverse())).toBe(vectors.model_hash);
});

test("a missing row, another value, and nothing else make a difference", () => {
  const held = { baseRows: () => [{ id: "g1", name: "One", tag_ids: ["b", "a"], lazy: "not asked about" }] };
  const answer = (rows: unknown[][]) => ({
    cursor: "e.1",
    models: { task: { count: rows.length, hash: hashOf(rows) } },
    fields: { task: ["id", "name", "tag_ids"] },
  });
  expect(differences(answer([["g1", "One", ["a", "b"]]]), held)).toEqual([]);
  expect(differences(answer([["g1", "Two", ["a", "b"]]]), held)).toEqual(["task"]);
  expect(differences(answer([]), held)).toEqual(["task"]);
});
