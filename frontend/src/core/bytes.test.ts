import { expect, test } from "vitest";
import { bytesWords } from "./bytes";

test.each([
  [0, /^0/],
  [999, /^999/],
  [1400, /^1[.,]4.*kB/],
  [12_345_678, /^12.*MB/],
  [3e12, /^3.*TB/],
])("%d bytes are read in the largest unit that fits", (bytes, words) => {
  expect(bytesWords(bytes)).toMatch(words);
});
