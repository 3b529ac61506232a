import fc from "fast-check";
import { describe, expect, test } from "vitest";
import vectors from "../../../tests/vectors/merge.json";
import { merge, mergeKeepingBoth } from "./merge";

const LINES = fc.array(fc.constantFrom("a", "b", "a b", "b c d", ""), { maxLength: 8 }).map((lines) => lines.join("\n"));

describe("a merge of texts", () => {
  test.each(vectors.cases)("is the server's: $name", ({ base, mine, theirs, merged }) => {
    expect(merge(base, mine, theirs)).toBe(merged);
  });

  test("gives up at texts that differ everywhere", () => {
    const text = (step: number) => Array.from({ length: 30_000 }, (_, n) => String.fromCharCode(97 + ((n * step) % 11))).join("\n");
    expect(merge(text(3), text(5), text(7))).toBeNull();
  });
});

describe("a merge that keeps both", () => {
  test("is the same where nobody clashes", () => {
    fc.assert(
      fc.property(LINES, LINES, LINES, (base, mine, theirs) => {
        const merged = merge(base, mine, theirs);
        if (merged !== null) expect(mergeKeepingBoth(base, mine, theirs)).toBe(merged);
      }),
    );
  });

  test("has every line that somebody wrote", () => {
    const side = (name: string) => fc.array(fc.tuple(fc.nat(7), fc.nat(2), fc.nat(99).map((n) => `${name}${n}`)), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.nat(9).map((n) => `base${n}`), { maxLength: 8 }), side("mine"), side("theirs"), (base, ...sides) => {
        const texts = sides.map((edits) => {
          const lines = [...base];
          for (const [at, count, line] of edits) lines.splice(at, count, line);
          return lines.filter((line) => line.startsWith("base") || edits.some((edit) => edit[2] === line));
        });
        const [mine = [], theirs = []] = texts;
        const kept = (mergeKeepingBoth(base.join("\n"), mine.join("\n"), theirs.join("\n")) ?? "").split("\n");
        for (const line of [...mine, ...theirs].filter((one) => !one.startsWith("base"))) expect(kept).toContain(line);
      }),
    );
  });

  test("puts theirs before mine, and leaves out what one of them took away", () => {
    expect(mergeKeepingBoth("Plan\nold\nMonday", "Plan\nWednesday", "Plan\nold\nTuesday")).toBe("Plan\nold\nTuesday\nWednesday");
    expect(mergeKeepingBoth("One\nTwo\nThree", "One\nThree!", "One\nTwo\nThree?")).toBe("One\nThree?!");
    expect(mergeKeepingBoth("a\nb\nc\nd", "b\nc\nmine", "a\nb\nc\ntheirs")).toBe("b\nc\ntheirs\nmine");
  });
});
