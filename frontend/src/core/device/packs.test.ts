import { expect, test } from "vitest";
import { task } from "../testing/world";
import { packed, unpacked } from "./packs";

test("rows come out of their packs as they went in", () => {
  const rows = Array.from({ length: 1201 }, (_, n) => task(`t${n}`, `a${String(n).padStart(4, "0")}`, { estimate: n / 2, tag_ids: [`g${n}`], title: "“Ü” \u2028 😀" }));
  const packs = packed("task", rows);
  expect(packs.map(({ number }) => number)).toEqual([0, 1, 2]);
  expect(packs.flatMap((pack) => [...unpacked(pack)])).toEqual(rows);
});

test("the first pack holds the tasks at the top of every stage", () => {
  const rank = (n: number) => `a${String(n).padStart(4, "0")}`;
  const rows = Array.from({ length: 1200 }, (_, n) => task(`t${n}`, rank(1200 - n), { stage_id: n % 2 ? "s1" : "s2" }));
  const first = unpacked(packed("task", rows)[0]!) as unknown as { id: string; stage_id: string }[];
  expect(first.filter(({ stage_id: stage }) => stage === "s1").map(({ id }) => id).slice(0, 2)).toEqual(["t1199", "t1197"]);
  expect(first.filter(({ stage_id: stage }) => stage === "s2")).toHaveLength(250);
});

test("a description goes with the parts of its task and into no pack", () => {
  const [pack] = packed("task", [task("t1", "a0", { description: "Long" }), task("t2", "a1")]);
  expect([...unpacked(pack!)]).toEqual([task("t1", "a0"), task("t2", "a1")]);
});

test("no rows make no packs", () => {
  expect(packed("tag", [])).toEqual([]);
});
