/** The mutations of this client that the server has not yet confirmed, first in first out. */

import { computed, signal } from "@preact/signals";
import { newId } from "../ids";
import type { Id } from "../models";
import type { Mutation } from "../mutations/types";
import { reaches, type Cursor } from "./cursor";
import type { PushedMutation, PushResult } from "./wire";

export interface Queued {
  seq: number;
  /** Names the mutation for ever, whatever its seq becomes. */
  id: Id;
  mutation: Mutation;
  base: Cursor;
  /** Milliseconds of `now()` when it was made. */
  madeAt: number;
  /** What the server said; null while it has said nothing. */
  result: PushResult | null;
  settle: (result: PushResult) => void;
}

/** Acknowledged mutations are remembered for a server that was restored from a backup and asks again. */
const REMEMBERED = 1000;

export class Queue {
  client: Id = newId();
  /** How many mutations the server has not answered. */
  readonly unsent = computed(() => this.waiting.value.length);
  private readonly waiting = signal<readonly Queued[]>([]);
  private acknowledged: Queued[] = [];
  /** The acknowledged ones that still lie over the rows. */
  private covering: Queued[] = [];
  private nextSeq = 1;

  constructor(private readonly now: () => number) {}

  add(mutation: Mutation, base: Cursor, settle: (result: PushResult) => void): Queued {
    const queued = { seq: this.nextSeq, id: newId(), mutation, base, madeAt: this.now(), result: null, settle };
    this.nextSeq += 1;
    this.waiting.value = [...this.waiting.value, queued];
    return queued;
  }

  batch(limit: number): readonly Queued[] {
    return this.waiting.peek().slice(0, limit);
  }

  wire(queued: Queued): PushedMutation {
    const { seq, id, mutation, base, madeAt } = queued;
    return { seq, id, name: mutation.name, args: mutation.args, base, age_ms: Math.max(0, Math.round(this.now() - madeAt)) };
  }

  /** Takes the server's answers; returns the mutations answered. */
  answer(results: readonly PushResult[]): Queued[] {
    const bySeq = new Map(results.map((result) => [result.seq, result]));
    const answered: Queued[] = [];
    for (const queued of this.waiting.peek()) {
      queued.result = bySeq.get(queued.seq) ?? null;
      if (queued.result) answered.push(queued);
    }
    this.waiting.value = this.waiting.peek().filter((queued) => !queued.result);
    this.acknowledged = [...this.acknowledged, ...answered].slice(-REMEMBERED);
    this.covering = [...this.covering, ...answered];
    return answered;
  }

  /** The acknowledged mutations whose effect is in the rows once these have reached `cursor`; each is told once. */
  passed(cursor: Cursor): Queued[] {
    const isPast = ({ result }: Queued) => !result?.cursor || reaches(cursor, result.cursor);
    const passed = this.covering.filter(isPast);
    this.covering = this.covering.filter((queued) => !isPast(queued));
    return passed;
  }

  /** The server knows this client up to `lastSeq`: sends again from there. False when that much is not remembered. */
  resendAfter(lastSeq: number): boolean {
    const again = this.acknowledged.filter((queued) => queued.seq > lastSeq);
    const all = [...again, ...this.waiting.peek()];
    if (all.length > 0 && all[0]?.seq !== lastSeq + 1) return false;
    for (const queued of again) queued.result = null;
    this.covering = this.covering.filter((queued) => queued.result);
    this.acknowledged = this.acknowledged.filter((queued) => queued.seq <= lastSeq);
    this.waiting.value = all;
    return true;
  }

  /** Becomes a new client; what waits keeps its order under new numbers. */
  renumber(): void {
    this.client = newId();
    this.acknowledged = [];
    const waiting = this.waiting.peek();
    waiting.forEach((queued, index) => (queued.seq = index + 1));
    this.nextSeq = waiting.length + 1;
  }

  /** The mutation of this client with that number, answered or not. */
  find(client: Id, seq: number): Queued | undefined {
    if (client !== this.client) return undefined;
    const isIt = (queued: Queued) => queued.seq === seq;
    return this.waiting.peek().find(isIt) ?? this.acknowledged.findLast(isIt);
  }
}
