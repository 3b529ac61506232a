/**
 * Three-way merge of texts, by lines and then by words, as the server merges (pm_suite/lib/merge.py);
 * tests/vectors/merge.json holds both to the same answers.
 */

import { hunksOf, TooMuch, Work, type Hunk, type Tokens } from "./hunks";

/** Words, spaces and signs, as Python tells them apart. */
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const WORD = "\\p{L}\\p{N}_";
const WORDS = new RegExp(`[${WORD}]+|[${SPACE}]+|[^${WORD}${SPACE}]`, "gu");

/** A stretch of the base, and the hunks of mine and of theirs in it. */
interface Place {
  low: number;
  high: number;
  mine: Hunk[];
  theirs: Hunk[];
}

/** Both sides wrote the same place. */
class Clash extends Error {}

/** What stands where both sides wrote the same lines: mine and theirs are what each made of them. */
type OnClash = (mine: Tokens, theirs: Tokens) => Tokens;

function refuse(): never {
  throw new Clash();
}

/** The text with both sides' changes to the base, null when they clash or differ too much. */
export function merge(base: string, mine: string, theirs: string): string | null {
  return merged(base, mine, theirs, refuse);
}

/** The same, and where both wrote the same lines, theirs and then mine; null when they differ too much. */
export function mergeKeepingBoth(base: string, mine: string, theirs: string): string | null {
  return merged(base, mine, theirs, (ours, other) => [...other, ...ours]);
}

function merged(base: string, mine: string, theirs: string, onClash: OnClash): string | null {
  if (mine === base || mine === theirs) return theirs;
  if (theirs === base) return mine;
  try {
    return mergeLines(linesOf(base), linesOf(mine), linesOf(theirs), { work: new Work(), onClash }).join("\n");
  } catch (error) {
    if (error instanceof Clash || error instanceof TooMuch) return null;
    throw error;
  }
}

/** An empty text has no line, so that two who begin it write two lines. */
function linesOf(text: string): string[] {
  return text ? text.split("\n") : [];
}

interface How {
  work: Work;
  onClash: OnClash;
}

function mergeLines(base: Tokens, mine: Tokens, theirs: Tokens, how: How): string[] {
  const found: string[] = [];
  let at = 0;
  for (const place of placesOf(hunksOf(base, mine, how.work), hunksOf(base, theirs, how.work), true)) {
    found.push(...base.slice(at, place.low), ...mergePlace(base, place, how));
    at = place.high;
  }
  return [...found, ...base.slice(at)];
}

/** The lines that stand for a stretch of the base after what both sides did there. */
function mergePlace(base: Tokens, place: Place, { work, onClash }: How): Tokens {
  const { low, high, mine, theirs } = place;
  if (mine.length === 0 || theirs.length === 0) return applied(base, low, high, mine.length > 0 ? mine : theirs);
  if (low === high) return both(mine[0] as Hunk, theirs[0] as Hunk);
  const ours = applied(base, low, high, mine);
  const other = applied(base, low, high, theirs);
  if (isSame(ours, other)) return ours;
  // One side wrote in what the other took away.
  if (ours.length === 0 || other.length === 0) return onClash(ours, other);
  try {
    const [before, left, right] = [base.slice(low, high), ours, other].map((lines) => lines.join("\n").match(WORDS) ?? []);
    return [mergeWords(before as Tokens, left as Tokens, right as Tokens, work).join("")];
  } catch (error) {
    if (error instanceof Clash) return onClash(ours, other);
    throw error;
  }
}

function mergeWords(base: Tokens, mine: Tokens, theirs: Tokens, work: Work): string[] {
  const found: string[] = [];
  let at = 0;
  for (const place of placesOf(hunksOf(base, mine, work), hunksOf(base, theirs, work), false)) {
    const { low, high } = place;
    found.push(...base.slice(at, low));
    if (place.mine.length === 0 || place.theirs.length === 0) {
      found.push(...applied(base, low, high, place.mine.length > 0 ? place.mine : place.theirs));
    } else if (low === high) {
      found.push(...both(place.mine[0] as Hunk, place.theirs[0] as Hunk));
    } else {
      const ours = applied(base, low, high, place.mine);
      if (!isSame(ours, applied(base, low, high, place.theirs))) throw new Clash();
      found.push(...ours);
    }
    at = high;
  }
  return [...found, ...base.slice(at)];
}

function both(mine: Hunk, theirs: Hunk): Tokens {
  return isSame(mine.tokens, theirs.tokens) ? theirs.tokens : [...theirs.tokens, ...mine.tokens];
}

/** A stretch of the base with some hunks in place. */
function applied(base: Tokens, low: number, high: number, hunks: readonly Hunk[]): string[] {
  const written: string[] = [];
  let at = low;
  for (const hunk of hunks) {
    written.push(...base.slice(at, hunk.low), ...hunk.tokens);
    at = hunk.high;
  }
  return [...written, ...base.slice(at, high)];
}

function isSame(one: Tokens, other: Tokens): boolean {
  return one.length === other.length && one.every((token, index) => token === other[index]);
}

/**
 * The stretches in which hunks lie, in order; those that overlap share one. What touches without overlapping is apart
 * among lines. Among words it is apart only when neither side takes words away there: "the client" without "client",
 * and "the client today", make no "the today".
 */
function placesOf(mine: readonly Hunk[], theirs: readonly Hunk[], isTouchApart: boolean): Place[] {
  const places: Place[] = [];
  const order = [...theirs.map((hunk) => ({ hunk, side: 0 })), ...mine.map((hunk) => ({ hunk, side: 1 }))];
  order.sort((a, b) => a.hunk.low - b.hunk.low || a.hunk.high - b.hunk.high || a.side - b.side);
  for (const { hunk, side } of order) {
    let place = places.at(-1);
    if (place && meets(place, hunk, isTouchApart)) {
      place.high = Math.max(place.high, hunk.high);
    } else {
      place = { low: hunk.low, high: hunk.high, mine: [], theirs: [] };
      places.push(place);
    }
    (side === 1 ? place.mine : place.theirs).push(hunk);
  }
  return places;
}

function meets({ low, high, mine, theirs }: Place, hunk: Hunk, isTouchApart: boolean): boolean {
  if (hunk.low !== high) return hunk.low < high;
  // Two insertions at one point.
  if (low === high && high === hunk.high) return true;
  return !isTouchApart && [...mine, ...theirs, hunk].some(({ tokens }) => tokens.length === 0);
}
