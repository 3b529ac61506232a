/**
 * Fractional keys that order rows. Keys compare by code point; order is `(rank, id)`.
 * The server computes the same keys (tests/vectors/rank.json is read by both suites).
 */

import { generateKeyBetween } from "fractional-indexing";

/** A key between two keys, either of which may be open. Throws when `after >= before`. */
export function keyBetween(after: string | null, before: string | null): string {
  // The library would silently swap them.
  if (after !== null && before !== null && after >= before) throw new RangeError(`${after} does not come before ${before}`);
  return generateKeyBetween(after, before);
}

export interface Ranked {
  id: string;
  rank: string;
}

export function compareRanked(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
