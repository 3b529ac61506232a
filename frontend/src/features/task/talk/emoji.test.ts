import { expect, it } from "vitest";
import vectors from "../../../../../tests/vectors/emoji.json";
import { FRIENDLY, isEmoji } from "./emoji";

it("takes one emoji and nothing else, as the server does", () => {
  expect(vectors.one.filter((text) => !isEmoji(text))).toEqual([]);
  expect(vectors.other.filter((text) => isEmoji(text))).toEqual([]);
});

it("offers what the server takes", () => {
  expect(FRIENDLY.filter(([emoji]) => !isEmoji(emoji))).toEqual([]);
});
