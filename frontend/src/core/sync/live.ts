/** The reading side: opens the workspace, follows its stream, and pulls whenever something may be missing. */

import { signal } from "@preact/signals";
import type { Id } from "../models";
import type { Scope, Store } from "../store";
import type { Reducer } from "./apply";
import { Backoff, type Clock } from "./backoff";
import { isSameEpoch, reaches, versionOf, type Cursor } from "./cursor";
import { connectionAfter, TransportError, type Connection } from "./errors";
import type { Queue } from "./queue";
import type { Slots } from "./slots";
import type { BootstrapAnswer, Entry, Range, StreamEvent, Transport } from "./wire";

/** What the rest of the engine wants to know of what was read. */
export interface Listeners {
  /** Rows and cursor stand; runs inside of the same change as the entries. */
  onEntries(entries: readonly Entry[]): void;
  /** The server knows this client up to `lastSeq`. */
  onSession(lastSeq: number): void;
}

/** A tab that may hold no stream asks this often. */
const POLL_MS = 2500;

class Reset extends Error {}

export class Live {
  readonly connection = signal<Connection>("opening");
  /** True once the first snapshot stands: there is something to show. */
  readonly isOpen = signal(false);
  cursor: Cursor = "";
  private listening = new AbortController();
  private stopped = false;
  private resting: Promise<void> | null = null;
  private endRest: () => void = () => {};

  constructor(
    private readonly transport: Transport,
    private readonly store: Store,
    private readonly reducer: Reducer,
    private readonly queue: Queue,
    private readonly clock: Clock,
    private readonly slots: Slots,
    private readonly listeners: Listeners,
  ) {}

  /** Runs until `stop`, or until only the person can help; `connection` says which. */
  async run(): Promise<void> {
    const backoff = new Backoff(this.clock);
    this.stopped = false;
    while (!this.stopped) {
      try {
        await this.resting;
        if (!this.cursor) await this.open();
        else if (this.connection.peek() === "signed-out" && !(await this.isSamePerson())) return;
        await this.follow(() => backoff.reset());
        await backoff.wait();
      } catch (error) {
        if (this.stopped) return;
        if (this.resting) continue;
        if (error instanceof Reset || (error instanceof TransportError && error.status === 410)) {
          this.cursor = "";
          continue;
        }
        this.connection.value = connectionAfter(error);
        if (this.connection.value !== "offline") return;
        await backoff.wait(error instanceof TransportError ? error.more.retryAfterMs : 0);
      }
    }
  }

  stop(): void {
    this.stopped = true;
    this.reconnect();
    this.clock.wake();
  }

  /** Drops the stream, so that it is opened anew: after sleep, after a change of network. */
  reconnect(): void {
    this.listening.abort();
    this.clock.wake();
  }

  /** Lets the stream go while nobody looks: over HTTP/1.1 a browser has six connections for all tabs of a server. */
  rest(): void {
    if (this.resting || this.stopped) return;
    this.resting = new Promise((resolve) => (this.endRest = resolve));
    this.listening.abort();
  }

  /** Somebody looks again: the stream is opened anew and tells what was missed. */
  wake(): void {
    this.resting = null;
    this.endRest();
  }

  /** Applies one step of the journal. The snapshots of gained scopes come first, so that a failure loses nothing. */
  async take(range: Range): Promise<void> {
    const gained = await this.fetchGained(range.entries);
    this.store.change(() => {
      for (const entry of range.entries) {
        if (entry.op === "S+") this.gain(entry, gained);
        else if (entry.op === "S-") this.reducer.lose(scopeOf(entry).id);
        else this.reducer.entry(entry);
      }
      this.moveTo(range.to, range.entries);
    });
  }

  async pull(): Promise<void> {
    for (;;) {
      const answer = await this.transport.pull(this.cursor);
      if (!answer) return;
      await this.take(answer);
      if (!answer.more) return;
    }
  }

  private async open(): Promise<void> {
    const session = await this.transport.session(this.queue.client);
    this.store.member.value = session.member;
    const pages = await this.pages(session.scopes.map((scope) => scope.id));
    this.store.change(() => {
      this.reducer.clear(session.scopes);
      for (const page of pages) this.reducer.snapshot(page);
      this.listeners.onSession(session.last_seq);
      this.moveTo(pages[0]?.cursor ?? session.cursor, []);
      this.isOpen.value = true;
    });
  }

  /** What is kept in this tab is sent only for the person who made it. */
  private async isSamePerson(): Promise<boolean> {
    const session = await this.transport.session(this.queue.client);
    const isSame = session.member.id === this.store.me;
    this.connection.value = isSame ? "opening" : "someone-else";
    return isSame;
  }

  private async pages(scopes: readonly Id[]): Promise<BootstrapAnswer[]> {
    const pages: BootstrapAnswer[] = [];
    let after: string | null = null;
    do {
      const page: BootstrapAnswer = await this.transport.bootstrap(scopes, after);
      pages.push(page);
      after = page.next;
    } while (after);
    return pages;
  }

  private async follow(onAnswer: () => void): Promise<void> {
    this.listening = new AbortController();
    const release = await this.slots.take();
    if (!release) return this.poll(onAnswer);
    try {
      await this.listen(onAnswer);
    } finally {
      release();
    }
  }

  private async poll(onAnswer: () => void): Promise<void> {
    await this.pull();
    onAnswer();
    this.connection.value = "live";
    await this.clock.wait(POLL_MS);
  }

  private async listen(onAnswer: () => void): Promise<void> {
    for await (const event of this.transport.stream(this.cursor, this.listening.signal)) {
      onAnswer();
      await this.heard(event);
      this.connection.value = "live";
      if (event.event === "bye") {
        await this.clock.wait(event.retry_ms);
        return;
      }
    }
    if (!this.stopped) throw new TransportError(0, "stream_ended", "The connection was closed.");
  }

  private async heard(event: StreamEvent): Promise<void> {
    if (event.event === "reset") throw new Reset();
    if (event.event === "hb") {
      if (!isSameEpoch(event.cursor, this.cursor)) throw new Reset();
      if (!reaches(this.cursor, event.cursor)) await this.pull();
    }
    if (event.event !== "delta") return;
    if (event.from === this.cursor) await this.take(event);
    else if (!reaches(this.cursor, event.to)) await this.pull();
  }

  private async fetchGained(entries: readonly Entry[]): Promise<Map<Id, BootstrapAnswer[]>> {
    const gained = new Map<Id, BootstrapAnswer[]>();
    for (const entry of entries) {
      if (entry.op !== "S+" || this.store.scopes.peek().has(scopeOf(entry).id)) continue;
      try {
        gained.set(scopeOf(entry).id, await this.pages([scopeOf(entry).id]));
      } catch (error) {
        // Gained and lost again since: its S- is on the way.
        if (!(error instanceof TransportError && error.status === 404)) throw error;
      }
    }
    return gained;
  }

  private gain(entry: Entry, gained: ReadonlyMap<Id, BootstrapAnswer[]>): void {
    const scope = scopeOf(entry);
    if (this.store.scopes.peek().has(scope.id)) {
      this.store.scopes.value = new Map(this.store.scopes.peek()).set(scope.id, scope);
      return;
    }
    const pages = gained.get(scope.id);
    if (!pages?.[0]) return;
    this.reducer.gain(scope, versionOf(pages[0].cursor));
    for (const page of pages) this.reducer.snapshot(page);
  }

  private moveTo(cursor: Cursor, entries: readonly Entry[]): void {
    this.cursor = cursor;
    for (const entry of entries) {
      const own = entry.client !== null && entry.seq !== null && this.queue.find(entry.client, entry.seq);
      if (own) this.store.dropOverlay(own.id);
    }
    for (const queued of this.queue.passed(cursor)) this.store.dropOverlay(queued.id);
    this.listeners.onEntries(entries);
  }
}

function scopeOf(entry: Entry): Scope {
  return entry.patch.scope as Scope;
}
