/** The writing side: one push in flight, in order, the same numbers again until the server has answered. */

import { signal } from "@preact/signals";
import { Backoff, type Clock } from "./backoff";
import { connectionAfter, TransportError, type Connection } from "./errors";
import type { Queue, Queued } from "./queue";
import type { PushResult, Transport } from "./wire";

const BATCH = 100;
/** After so many failures the first mutation goes alone, in case it is the one that fails. */
const PATIENCE = 5;

export class Pusher {
  /** Set when sending has stopped until the person does something. */
  readonly halted = signal<Connection | null>(null);
  private limit = BATCH;
  private running: Promise<void> | null = null;
  private readonly backoff: Backoff;

  constructor(
    private readonly transport: Transport,
    private readonly queue: Queue,
    clock: Clock,
    private readonly onAnswered: (answered: readonly Queued[]) => void,
  ) {
    this.backoff = new Backoff(clock);
  }

  /** Sends what waits; resolves when nothing does, or when sending has halted. */
  send(): Promise<void> {
    this.running ??= this.run().finally(() => (this.running = null));
    return this.running;
  }

  private async run(): Promise<void> {
    this.halted.value = null;
    // Edits of one moment go in one push.
    await Promise.resolve();
    for (let batch = this.queue.batch(this.limit); batch.length > 0; batch = this.queue.batch(this.limit)) {
      try {
        const answer = await this.transport.push(this.queue.client, batch.map((queued) => this.queue.wire(queued)));
        this.take(answer.results);
        this.limit = BATCH;
        this.backoff.reset();
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        await this.recover(error, batch);
        if (this.halted.peek()) return;
      }
    }
  }

  private take(results: readonly PushResult[]): void {
    const answered = this.queue.answer(results);
    if (answered.length === 0) throw new TransportError(0, "no_results", "The server answered nothing.");
    this.onAnswered(answered);
  }

  private async recover(error: TransportError, batch: readonly Queued[]): Promise<void> {
    if (error.status === 409) {
      const found = error.code === "seq_gap" && this.queue.resendAfter(error.more.lastSeq ?? 0);
      if (!found) this.queue.renumber();
    } else if (error.status === 413 || error.status === 400) {
      // Halve until the one at fault stands alone, and give up on that one only.
      if (batch.length === 1) this.giveUp(batch[0] as Queued, error);
      else this.limit = Math.ceil(batch.length / 2);
    } else if (error.isPassing || error.status === 410) {
      if (this.backoff.attempts >= PATIENCE) this.limit = 1;
      await this.backoff.wait(error.more.retryAfterMs);
    } else {
      this.halted.value = connectionAfter(error);
    }
  }

  private giveUp(queued: Queued, error: TransportError): void {
    const detail = error.status === 413 ? "The change is too large to be sent." : error.message;
    this.take([{ seq: queued.seq, status: "failed", cursor: null, code: error.code, detail }]);
  }
}
