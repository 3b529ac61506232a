/** Ordered lists of row ids, one per key (the tasks of each stage …), kept up to date row by row. */

import { signal, type Signal } from "@preact/signals";
import type { Id } from "./models";

export interface Bucket {
  /** The ids in order. Changes only when membership or order does. */
  readonly ids: Signal<readonly Id[]>;
  /** Counts every change of any row in the list: for sums and filters over the whole list. */
  readonly version: Signal<number>;
}

export interface ListRule<R> {
  /** The list that the row belongs to; null for none. */
  keyOf: (row: R) => string | null;
  compare: (a: R, b: R) => number;
}

/** Past this many changed rows at once a list is sorted anew instead of patched. */
const MANY = 48;

export class List<R extends { id: Id }> {
  private readonly buckets = new Map<string, Bucket>();
  private readonly touched = new Map<string, Set<Id>>();

  constructor(
    private readonly rule: ListRule<R>,
    private readonly rowOf: (id: Id) => R | undefined,
  ) {}

  bucket(key: string): Bucket {
    let bucket = this.buckets.get(key);
    if (!bucket) {
      bucket = { ids: signal<readonly Id[]>([]), version: signal(0) };
      this.buckets.set(key, bucket);
    }
    return bucket;
  }

  /** Notes that a row has changed; the lists follow at `flush`. */
  note(before: R | undefined, after: R | undefined): void {
    for (const row of [before, after]) {
      const key = row && this.rule.keyOf(row);
      if (!row || key === null || key === undefined) continue;
      const ids = this.touched.get(key);
      if (ids) ids.add(row.id);
      else this.touched.set(key, new Set([row.id]));
    }
  }

  flush(): void {
    for (const [key, touched] of this.touched) {
      const bucket = this.bucket(key);
      const ids = this.rearranged(key, bucket.ids.peek(), touched);
      if (!isSame(ids, bucket.ids.peek())) bucket.ids.value = ids;
      bucket.version.value += 1;
    }
    this.touched.clear();
  }

  private rearranged(key: string, ids: readonly Id[], touched: ReadonlySet<Id>): Id[] {
    const kept = ids.filter((id) => !touched.has(id));
    const placed = [...touched].filter((id) => {
      const row = this.rowOf(id);
      return row !== undefined && this.rule.keyOf(row) === key;
    });
    if (placed.length > MANY) return this.sorted(kept.concat(placed));
    for (const id of placed) kept.splice(this.placeIn(kept, id), 0, id);
    return kept;
  }

  /** Each row is looked up once, and not at each comparison: a board of ten thousand opens with this. */
  private sorted(ids: readonly Id[]): Id[] {
    const rows = ids.map((id) => this.rowOf(id) as R);
    return rows.sort((a, b) => this.rule.compare(a, b)).map((row) => row.id);
  }

  private placeIn(ids: readonly Id[], id: Id): number {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.order(ids[middle] as Id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private order(a: Id, b: Id): number {
    return this.rule.compare(this.rowOf(a) as R, this.rowOf(b) as R);
  }
}

function isSame(a: readonly Id[], b: readonly Id[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
