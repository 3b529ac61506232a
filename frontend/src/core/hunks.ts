/** What has to be replaced in a list of tokens to make it another; deterministic, and of bounded cost. */

export type Tokens = readonly string[];

/** Tokens that stand in place of base[low:high]. */
export interface Hunk {
  low: number;
  high: number;
  tokens: Tokens;
}

/** The texts differ in too many places to be compared in bounded time. */
export class TooMuch extends Error {}

/** What a comparison has left to spend: the server's measure, so that both give up at the same texts. */
export class Work {
  private left = 1_200_000;

  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooMuch();
  }
}

type Pair = readonly [number, number];

export function hunksOf(base: Tokens, other: Tokens, work: Work): Hunk[] {
  const hunks: Hunk[] = [];
  let [at, there] = [0, 0];
  for (const [i, j] of [...pairsOf(base, other, work), [base.length, other.length] as const]) {
    if (i > at || j > there) hunks.push({ low: at, high: i, tokens: other.slice(there, j) });
    [at, there] = [i + 1, j + 1];
  }
  return hunks;
}

/**
 * The positions of a longest common subsequence. Equal ends are paired first, and tokens that only one side has are
 * left out of the search: so its cost follows from what was moved or repeated, not from what was rewritten.
 */
function pairsOf(a: Tokens, b: Tokens, work: Work): Pair[] {
  work.spend(a.length + b.length);
  const room = Math.min(a.length, b.length);
  let [start, stop] = [0, 0];
  while (start < room && a[start] === b[start]) start += 1;
  while (stop < room - start && a[a.length - 1 - stop] === b[b.length - 1 - stop]) stop += 1;
  const left = sharedIn(a, b, start, stop);
  const right = sharedIn(b, a, start, stop);
  const found = commonOf(left.map((i) => a[i] as string), right.map((j) => b[j] as string), work);
  return [
    ...a.slice(0, start).map((_, i): Pair => [i, i]),
    ...found.map(([i, j]): Pair => [left[i] as number, right[j] as number]),
    ...a.slice(a.length - stop).map((_, i): Pair => [a.length - stop + i, b.length - stop + i]),
  ];
}

/** The positions between the ends of tokens that the other has there, too. */
function sharedIn(tokens: Tokens, other: Tokens, start: number, stop: number): number[] {
  const known = new Set(other.slice(start, other.length - stop));
  const positions: number[] = [];
  for (let i = start; i < tokens.length - stop; i += 1) if (known.has(tokens[i] as string)) positions.push(i);
  return positions;
}

/** Diagonal → how far it has been followed. */
type Reach = Map<number, number>;

/** Myers, "An O(ND) difference algorithm" (1986), the greedy search; on a tie the base's token goes first. */
function commonOf(a: Tokens, b: Tokens, work: Work): Pair[] {
  const reach: Reach = new Map([[1, 0]]);
  const trail: Reach[] = [];
  for (let step = 0; step <= a.length + b.length; step += 1) {
    work.spend(2 * step + 1);
    trail.push(new Map(reach));
    for (let k = -step; k <= step; k += 2) {
      const start = goesDown(reach, k, step) ? (reach.get(k + 1) as number) : (reach.get(k - 1) as number) + 1;
      let x = start;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      work.spend(x - start);
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(trail, a.length, b.length);
    }
  }
  throw new Error("Two lists are at most their lengths apart.");
}

function goesDown(reach: Reach, k: number, step: number): boolean {
  return k === -step || (k !== step && (reach.get(k - 1) as number) < (reach.get(k + 1) as number));
}

function walkBack(trail: readonly Reach[], toX: number, toY: number): Pair[] {
  const pairs: Pair[] = [];
  let [x, y] = [toX, toY];
  for (let step = trail.length - 1; step >= 0; step -= 1) {
    const reach = trail[step] as Reach;
    const k = x - y;
    const isDown = goesDown(reach, k, step);
    const before = isDown ? k + 1 : k - 1;
    const fromX = step > 0 ? (reach.get(before) as number) : 0;
    const start = step > 0 ? (isDown ? fromX : fromX + 1) : 0;
    while (x > start) {
      x -= 1;
      y -= 1;
      pairs.push([x, y]);
    }
    [x, y] = [fromX, fromX - before];
  }
  return pairs.reverse();
}
