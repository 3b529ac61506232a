/** Two texts side by side in one: what both have, what only one has. */

import { diffComm } from "node-diff3";

export interface Piece {
  text: string;
  /** Whose words these are. */
  of: "both" | "mine" | "theirs";
}

/** With less than this share of words in common a stretch reads better whole, theirs and then mine. */
const ALIKE = 0.5;

/** The pieces of `theirs` and `mine` in reading order, those of the same place theirs first. */
export function compare(theirs: string, mine: string): Piece[] {
  return diffComm(lines(theirs), lines(mine)).flatMap((part): Piece[] => {
    if (part.common) return [{ text: part.common.join(""), of: "both" }];
    return compareWords(part.buffer1.join(""), part.buffer2.join(""));
  });
}

/** One text out of two: what both have once; where they differ, theirs and then mine, on lines of their own. */
export function join(theirs: string, mine: string): string {
  return diffComm(lines(theirs), lines(mine))
    .flatMap((part) => part.common ?? [...ended(part.buffer1), ...part.buffer2])
    .join("");
}

function compareWords(theirs: string, mine: string): Piece[] {
  const parts = diffComm(words(theirs), words(mine));
  const common = parts.reduce((sum, part) => sum + (part.common?.join("").length ?? 0), 0);
  if (common < ALIKE * Math.min(theirs.length, mine.length)) return pieces([[theirs, "theirs"], [mine, "mine"]]);
  return parts.flatMap((part) =>
    part.common
      ? pieces([[part.common.join(""), "both"]])
      : pieces([[part.buffer1.join(""), "theirs"], [part.buffer2.join(""), "mine"]]),
  );
}

function pieces(parts: readonly (readonly [string, Piece["of"]])[]): Piece[] {
  return parts.filter(([text]) => text !== "").map(([text, of]) => ({ text, of }));
}

/** Lines with their ends. */
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Lines of which the last ends as the others do. */
function ended(list: readonly string[]): string[] {
  return list.map((line) => (line.endsWith("\n") ? line : `${line}\n`));
}

/** Words with the space behind them, and line ends of their own. */
function words(text: string): string[] {
  return text.match(/\n|[^\s]+[^\S\n]*|[^\S\n]+/g) ?? [];
}

/** Long stretches that both have are cut to the words around what differs. */
export function shorten(pieces: readonly Piece[], around = 160): Piece[] {
  return pieces.map((piece, index) => {
    if (piece.of !== "both" || piece.text.length <= 2 * around + 20) return piece;
    const head = index === 0 ? "" : piece.text.slice(0, around);
    const tail = index === pieces.length - 1 ? "" : piece.text.slice(-around);
    return { ...piece, text: `${head} … ${tail}` };
  });
}
