import { expect, test } from "vitest";
import { task } from "../testing/world";
import { packed, unpacked } from "./packs";

test("rows come out of their packs as they went in, in their order", () => {
  const rows = Array.from({ length: 1201 }, (_, n) => task(`t${n}`, "a0", { estimate: n / 2, tag_ids: [`g${n}`], title: "“Ü” \u2028 😀" }));
  const packs = packed("task", rows);
  expect(packs.map(({ number }) => number)).toEqual([0, 1, 2]);
  expect(packs.flatMap((pack) => [...unpacked(pack)])).toEqual(rows);
});

test("a description goes with the parts of its task and into no pack", () => {
  const [pack] = packed("task", [task("t1", "a0", { description: "Long" }), task("t2", "a1")]);
  expect([...unpacked(pack!)]).toEqual([task("t1", "a0"), task("t2", "a1")]);
});

test("no rows make no packs", () => {
  expect(packed("tag", [])).toEqual([]);
});
