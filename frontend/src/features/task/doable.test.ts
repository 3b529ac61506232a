import { expect, test } from "vitest";
import { VERB_KEYS } from "./doable";

/** Letters that mean something else beside an open task (features/shell/KeysDialog.tsx). */
const TAKEN = ["N", "U", "I", "X"];

test("no two verbs share a letter, but for start and pause, which are never offered together", () => {
  const letters = Object.entries(VERB_KEYS).filter(([verb]) => verb !== "pause").map(([, letter]) => letter);
  expect(new Set(letters).size).toBe(letters.length);
  expect(letters.filter((letter) => TAKEN.includes(letter))).toEqual([]);
  expect(VERB_KEYS).toMatchObject({ hand_on: "L", refuse: "J", cancel: "C", reopen: "O", archive: "Y" });
});
