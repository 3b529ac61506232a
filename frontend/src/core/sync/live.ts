/** The reading side: asks who is signed in, follows the stream, and pulls whenever something may be missing. */

import { signal } from "@preact/signals";
import type { Id } from "../models";
import { scopeOf, type Replica, type Snapshot } from "../replica";
import type { Store } from "../store";
import { Backoff, type Clock } from "./backoff";
import { isSameEpoch, reaches } from "./cursor";
import { connectionAfter, TransportError, type Connection } from "./errors";
import type { BootstrapAnswer, Entry, PullAnswer, Range, SessionAnswer, StreamEvent, Transport } from "./wire";

/** What the rest of the engine wants to know of what was read. */
export interface Listeners {
  clientId(): Id;
  /** The server knows this client up to `last_seq`, and who is signed in is the right person. */
  onSession(session: SessionAnswer): Promise<void>;
  /** The rows stand, and sending may begin. */
  onOpened(): void;
  onFolded(): void;
  /** Nothing has come for a while. */
  onQuiet(): void;
  onRevoked(error: TransportError): Promise<void>;
}

class Reset extends Error {}

export class Live {
  readonly connection = signal<Connection>("opening");
  /** Whether it is known that the person who made the edits is the one signed in. */
  isConfirmed = false;
  private listening = new AbortController();
  /** Counts the runs: a run that is not the last one has been stopped. */
  private running = 0;
  private resting: Promise<void> | null = null;
  private endRest: () => void = () => undefined;
  private needsSnapshot = false;

  constructor(
    private readonly transport: Transport,
    private readonly store: Store,
    private readonly replica: Replica,
    private readonly clock: Clock,
    private readonly listeners: Listeners,
  ) {}

  get isOpen() {
    return this.replica.isOpen;
  }

  /** Runs until `stop`, or until only the person can help; `connection` says which. */
  async run(): Promise<void> {
    const backoff = new Backoff(this.clock);
    this.running += 1;
    const run = this.running;
    this.isConfirmed = false;
    while (run === this.running) {
      try {
        await this.resting;
        if (!this.isConfirmed && !(await this.meet())) return;
        await this.follow(run, () => backoff.reset());
        await backoff.wait();
      } catch (error) {
        if (run !== this.running) return;
        if (this.resting) continue;
        if (!(await this.survives(error))) return;
        if (this.connection.peek() === "offline") await backoff.wait(error instanceof TransportError ? error.more.retryAfterMs : 0);
      }
    }
  }

  stop(): void {
    this.running += 1;
    this.isConfirmed = false;
    this.reconnect();
  }

  /** Drops the stream, so that it is opened anew: after sleep, after a change of network. */
  reconnect(): void {
    this.listening.abort();
    this.clock.wake();
  }

  /** Lets the stream go while nobody looks: over HTTP/1.1 a browser has six connections for all tabs of a server. */
  rest(): void {
    if (this.resting) return;
    this.resting = new Promise((resolve) => (this.endRest = resolve));
    this.listening.abort();
  }

  /** Somebody looks again: the stream is opened anew and tells what was missed. */
  wake(): void {
    this.resting = null;
    this.endRest();
  }

  async pull(): Promise<void> {
    for (;;) {
      const answer = await this.transport.pull(this.replica.cursor);
      if (!answer) return;
      await this.take(answer);
      if (answer.folded && !answer.more) this.listeners.onFolded();
      if (!answer.more) return;
    }
  }

  /** Fetches everything again and keeps the queue. */
  reset(): void {
    this.needsSnapshot = true;
    this.isConfirmed = false;
    this.reconnect();
  }

  /** What an error leaves to do: true to go on. */
  private async survives(error: unknown): Promise<boolean> {
    if (error instanceof Reset || (error instanceof TransportError && error.status === 410)) {
      this.needsSnapshot = true;
      this.isConfirmed = false;
      this.connection.value = "opening";
      return true;
    }
    const connection = connectionAfter(error);
    // Whoever comes back after a while may be somebody else.
    if (!(error instanceof TransportError) || (error.status < 429 && error.code !== "stream_ended")) this.isConfirmed = false;
    this.connection.value = connection;
    if (connection === "revoked") await this.listeners.onRevoked(error as TransportError);
    return connection === "offline";
  }

  /** Asks the server who is signed in and what it knows of us; opens the workspace where there is nothing to continue. */
  private async meet(): Promise<boolean> {
    const { cursor } = this.replica;
    const session = await this.transport.session(this.listeners.clientId(), cursor);
    if (this.store.me !== "" && session.member.id !== this.store.me) {
      this.connection.value = "someone-else";
      return false;
    }
    const isOther = !cursor || !isSameEpoch(session.cursor, cursor) || !reaches(session.cursor, cursor);
    await this.listeners.onSession(session);
    if (isOther || this.needsSnapshot) await this.open(session);
    else this.replica.meet(session);
    this.needsSnapshot = false;
    this.isConfirmed = true;
    this.listeners.onOpened();
    return true;
  }

  private async open(session: SessionAnswer): Promise<void> {
    const ready = session.scopes.filter((scope) => scope.segment).map(({ id }) => [id]);
    const others = session.scopes.filter((scope) => !scope.segment).map(({ id }) => id);
    const snapshots: Snapshot[] = [];
    try {
      for (const scopes of [others, ...ready]) if (scopes.length > 0) snapshots.push(await this.snapshot(scopes));
    } catch (error) {
      // A scope was lost since the session was asked: ask again.
      if (error instanceof TransportError && error.status === 404) throw new TransportError(0, "scope_lost", error.message);
      throw error;
    }
    if (snapshots.some(({ pages }) => pages.some((page) => !isSameEpoch(page.cursor, session.cursor)))) throw new Reset();
    this.replica.restart(session, snapshots);
  }

  private async snapshot(scopes: readonly Id[]): Promise<Snapshot> {
    const pages: BootstrapAnswer[] = [];
    let after: string | null = null;
    do {
      const page: BootstrapAnswer = await this.transport.bootstrap(scopes, after);
      pages.push(page);
      after = page.next;
    } while (after);
    return { scopes, pages };
  }

  private async follow(run: number, onAnswer: () => void): Promise<void> {
    this.listening = new AbortController();
    try {
      for await (const event of this.transport.stream(this.replica.cursor, this.listening.signal)) {
        if (run !== this.running) return;
        onAnswer();
        await this.heard(event);
        this.connection.value = "live";
        if (event.event === "hb") this.listeners.onQuiet();
        if (event.event === "bye") {
          await this.clock.wait(event.retry_ms);
          return;
        }
      }
    } catch (error) {
      // While the hub is away pulls work all the same.
      if (error instanceof TransportError && error.code === "live_away") await this.pull();
      throw error;
    }
    if (run === this.running) throw new TransportError(0, "stream_ended", "The connection was closed.");
  }

  private async heard(event: StreamEvent): Promise<void> {
    if (event.event === "reset") throw new Reset();
    if (event.event === "hb") {
      if (!isSameEpoch(event.cursor, this.replica.cursor)) throw new Reset();
      if (!reaches(this.replica.cursor, event.cursor)) await this.pull();
    }
    if (event.event !== "delta") return;
    if (event.from === this.replica.cursor) await this.take(event);
    else if (!reaches(this.replica.cursor, event.to)) await this.pull();
  }

  /** Applies one step of the journal. The snapshots of gained scopes come first, so that a failure loses nothing. */
  private async take(range: Range & Partial<PullAnswer>): Promise<void> {
    const run = this.running;
    const snapshots = await this.fetchGained(range.entries);
    if (run !== this.running || range.from !== this.replica.cursor) return;
    this.replica.step(range, { snapshots, isFolded: range.folded === true });
  }

  private async fetchGained(entries: readonly Entry[]): Promise<Map<Id, Snapshot>> {
    const gained = new Map<Id, Snapshot>();
    const lost = new Set<Id>();
    for (const entry of entries) {
      if (entry.op === "S-") lost.add(scopeOf(entry).id);
      const { id } = entry.op === "S+" ? scopeOf(entry) : { id: "" };
      // What is held is lost and gained anew within one answer when somebody was away meanwhile.
      if (!id || gained.has(id) || (this.store.scopes.peek().has(id) && !lost.has(id))) continue;
      try {
        gained.set(id, await this.snapshot([id]));
      } catch (error) {
        // Gained and lost again since: its S- is on the way.
        if (!(error instanceof TransportError && error.status === 404)) throw error;
      }
    }
    return gained;
  }
}
