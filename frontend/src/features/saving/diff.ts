/** Two texts side by side in one: what both have, what only one has. */

import { diffComm } from "node-diff3";

export interface Piece {
  text: string;
  /** Whose words these are. */
  of: "both" | "mine" | "theirs";
}

/** Words with the space behind them, and line ends of their own. */
function words(text: string): string[] {
  return text.match(/\n|[^\s]+[^\S\n]*|[^\S\n]+/g) ?? [];
}

/** The pieces of `theirs` and `mine` in reading order, those of the same place theirs first. */
export function compare(theirs: string, mine: string): Piece[] {
  const pieces: Piece[] = [];
  const add = (list: readonly string[] | undefined, of: Piece["of"]) => {
    if (list && list.length > 0) pieces.push({ text: list.join(""), of });
  };
  for (const part of diffComm(words(theirs), words(mine))) {
    add(part.common, "both");
    add(part.buffer1, "theirs");
    add(part.buffer2, "mine");
  }
  return pieces;
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
