/** The writing side: one push in flight, in order, the same numbers again until the server has answered. */

import { signal } from "@preact/signals";
import type { StashRecord } from "../device/schema";
import { Backoff, type Clock } from "./backoff";
import type { Cursor } from "./cursor";
import { connectionAfter, TransportError, type Connection } from "./errors";
import type { Queue } from "./queue";
import type { Queued } from "./queued";
import type { PushResult, Transport } from "./wire";

const BATCH = 100;
/** What the server takes at once, with room for what is around the mutations. */
const BATCH_BYTES = 500 * 1024;
/** The number, the id, the cursor and the age of a mutation take no more. */
const ENVELOPE_BYTES = 200;
/** After so many failures the first mutation goes alone, in case it is the one that fails. */
const PATIENCE = 5;

export interface PushListeners {
  /** Whether this tab may send: it leads, and it is known who is signed in. */
  maySend(): boolean;
  /** Whether the answer is of the database that the rows are of, and not of one from before or after a restore. */
  isOfNow(cursor: Cursor): boolean;
  onAnswered(answered: readonly Queued[], stashed: readonly StashRecord[]): void;
  /** The whole queue has been numbered or ordered anew. */
  onReordered(): void;
  /** The person has no place in this workspace any more. */
  onRevoked(error: TransportError): Promise<void>;
}

export class Pusher {
  /** Set when sending has stopped until the person does something. */
  readonly halted = signal<Connection | null>(null);
  private limit = BATCH;
  /** How often in a row the server has counted otherwise than we do. */
  private realigned = 0;
  private running: Promise<void> | null = null;
  private readonly backoff: Backoff;

  constructor(
    private readonly transport: Transport,
    private readonly queue: Queue,
    clock: Clock,
    private readonly listeners: PushListeners,
  ) {
    this.backoff = new Backoff(clock);
  }

  /** Sends what waits; resolves when nothing does, or when sending has halted. */
  send(): Promise<void> {
    this.running ??= this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    // Edits of one moment go in one push.
    await Promise.resolve();
    try {
      while (!this.halted.peek() && this.listeners.maySend()) {
        const batch = withinBytes(this.queue.batch(this.limit));
        if (batch.length === 0) return;
        await this.push(batch);
      }
    } finally {
      // At once: who asks in the next moment is not answered with what has ended.
      this.running = null;
    }
  }

  private async push(batch: readonly Queued[]): Promise<void> {
    try {
      const answer = await this.transport.push((batch[0] as Queued).client, this.queue.wire(batch));
      if (!this.listeners.isOfNow(answer.cursor)) throw new TransportError(0, "other_epoch", "The server was restored.");
      await this.take(batch, answer.results);
      this.limit = BATCH;
      this.realigned = 0;
      this.backoff.reset();
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      await this.recover(error, batch);
    }
  }

  private async take(batch: readonly Queued[], results: readonly PushResult[]): Promise<void> {
    const { answered, stashed } = await this.queue.answer(batch, results);
    if (answered.length === 0) throw new TransportError(0, "no_results", "The server answered nothing.");
    this.listeners.onAnswered(answered, stashed);
  }

  private async recover(error: TransportError, batch: readonly Queued[]): Promise<void> {
    const [first] = batch as [Queued];
    if (error.status === 409) {
      this.realigned += 1;
      // Once is enough, unless the device says otherwise each time.
      if (this.realigned > 2) await this.backoff.wait();
      await this.realign(error, first.client);
    } else if (error.status === 413 || error.status === 400) {
      // Halve until the one at fault stands alone, and give up on that one only.
      if (batch.length === 1) await this.giveUp(first, error);
      else this.limit = Math.ceil(batch.length / 2);
    } else if (error.isPassing || error.status === 410) {
      if (this.backoff.attempts >= PATIENCE) this.limit = 1;
      await this.backoff.wait(error.more.retryAfterMs);
    } else {
      const connection = connectionAfter(error);
      if (connection === "revoked") await this.listeners.onRevoked(error);
      this.halted.value = connection;
    }
  }

  /** The server counts this client otherwise than we do. */
  private async realign({ code, more }: TransportError, client: string): Promise<void> {
    if (code === "seq_gap") await this.queue.resend(client, { after: more.lastSeq ?? 0, at: null });
    else await this.queue.renew(client);
    this.listeners.onReordered();
  }

  private async giveUp(queued: Queued, error: TransportError): Promise<void> {
    const detail = error.status === 413 ? "The change is too large to be sent." : error.message;
    await this.take([queued], [{ seq: queued.seq, status: "failed", cursor: null, code: error.code, detail }]);
    // The server has never seen its number: what follows counts anew.
    await this.queue.renew(queued.client);
    this.listeners.onReordered();
  }
}

/** As many as go in one push; the first goes in any case, for the server to say what it thinks of it. */
function withinBytes(batch: readonly Queued[]): readonly Queued[] {
  const encoder = new TextEncoder();
  let bytes = 0;
  const end = batch.findIndex(({ mutation }, index) => {
    bytes += encoder.encode(JSON.stringify(mutation)).length + ENVELOPE_BYTES;
    return index > 0 && bytes > BATCH_BYTES;
  });
  return end < 0 ? batch : batch.slice(0, end);
}
