/** The open workspace: rows, queue, connection, undo. Components reach it with `client()`, and write with `mutate()`. */

import { computed } from "@preact/signals";
import type { Id } from "./models";
import { effectOf, inverseOf, labelOf } from "./mutations/registry";
import type { Mutation, MutationArgs, MutationName } from "./mutations/types";
import { Notices } from "./notices";
import { Parts, type TaskParts } from "./parts";
import { Recent } from "./recent";
import { Store } from "./store";
import { Reducer } from "./sync/apply";
import { RealClock, type Clock } from "./sync/backoff";
import { sentenceFor } from "./sync/errors";
import { Live } from "./sync/live";
import { Pusher } from "./sync/pusher";
import { Queue, type Queued } from "./sync/queue";
import { NO_LIMIT, type Slots } from "./sync/slots";
import type { Entry, PushResult, Transport } from "./sync/wire";
import { Undo } from "./undo";

interface ClientOptions {
  clock?: Clock;
  /** Milliseconds that only go forward. */
  now?: () => number;
  /** Who of the browser's tabs may hold a stream. */
  slots?: Slots;
}

export interface MutateOptions {
  /** Shows what was done, with an "Undo" button. */
  toast?: boolean;
  /** False keeps it out of the undo stack. */
  undoable?: boolean;
}

export class Client {
  readonly store = new Store();
  readonly notices = new Notices();
  readonly recent = new Recent();
  readonly parts: Parts;
  readonly queue: Queue;
  readonly live: Live;
  readonly undo: Undo;
  /** The state of the connection, and the sentence that says it. */
  readonly status = computed(() => {
    const halted = this.pusher.halted.value;
    const connection = halted ?? this.live.connection.value;
    const unsent = this.queue.unsent.value;
    return { connection, unsent, sentence: sentenceFor(connection, unsent) };
  });
  private readonly reducer: Reducer;
  private readonly pusher: Pusher;
  private readonly clock: Clock;
  private told = 0;

  constructor(transport: Transport, options: ClientOptions = {}) {
    const { clock = new RealClock(), now = () => performance.now(), slots = NO_LIMIT } = options;
    this.clock = clock;
    this.reducer = new Reducer(this.store);
    this.queue = new Queue(now);
    this.pusher = new Pusher(transport, this.queue, clock, (answered) => this.answered(answered));
    this.parts = new Parts(transport, this.store, this.reducer);
    this.undo = new Undo(
      (inverse) => void this.mutate(inverse, { undoable: false }),
      (text) => this.tell(text),
    );
    this.live = new Live(transport, this.store, this.reducer, this.queue, clock, slots, {
      onEntries: (entries) => this.heard(entries),
      onSession: (lastSeq) => this.opened(lastSeq),
    });
  }

  /** Opens the workspace and keeps it live until only the person can help. */
  start(): Promise<void> {
    return this.live.run();
  }

  stop(): void {
    this.live.stop();
  }

  /** Tries again now: after signing in, when the network is back, when the person asks. */
  retry(): void {
    this.clock.wake();
    const { connection } = this.status.peek();
    if (connection === "live" || connection === "opening" || connection === "offline") void this.pusher.send();
    else void this.restart();
  }

  /** Sending waits until it is known that the same person has signed in. */
  private async restart(): Promise<void> {
    const { connection } = this.live;
    if (this.pusher.halted.peek()) {
      this.live.reconnect();
      connection.value = this.pusher.halted.peek() ?? connection.peek();
    }
    const running = this.live.run();
    const stop = connection.subscribe((state) => {
      if (state === "live") void this.pusher.send();
    });
    await running;
    stop();
  }

  /** Applies a mutation at once and queues it; resolves with what the server says, whenever that is. */
  mutate(mutation: Mutation, options: MutateOptions = {}): Promise<PushResult> {
    const { store } = this;
    const label = labelOf(mutation, store);
    const inverse = options.undoable === false ? null : inverseOf(mutation, store);
    const changes = effectOf(mutation, store);
    const { promise, resolve } = withResolvers<PushResult>();
    const queued = this.queue.add(mutation, this.live.cursor, resolve);
    store.addOverlay(queued.id, changes);
    if (inverse) this.undo.push(queued.id, label, inverse, changes);
    if (options.toast) this.toast(queued.id, label, inverse !== null);
    if (this.live.isOpen.peek()) void this.pusher.send();
    return promise;
  }

  openTask(taskId: Id): TaskParts {
    return this.parts.open(taskId);
  }

  private toast(id: Id, label: string, canUndo: boolean): void {
    const action = canUndo ? { label: "Undo", run: () => this.undo.undo(id) } : undefined;
    this.tell(`${label}.`, action);
  }

  /** One notice stands for what was done last: five moves in a row are no five notices. */
  private tell(text: string, action?: { label: string; run: () => void }): void {
    this.notices.dismiss(this.told);
    this.told = this.notices.say(text, { action });
  }

  private answered(answered: readonly Queued[]): void {
    this.store.change(() => {
      for (const queued of answered) {
        if (queued.result?.status !== "applied") this.refused(queued);
      }
      for (const queued of this.queue.passed(this.live.cursor)) this.store.dropOverlay(queued.id);
    });
    for (const queued of answered) queued.settle(queued.result as PushResult);
  }

  private refused({ id, result }: Queued): void {
    this.undo.forget(id);
    const sentence = result?.detail ?? "The server could not save the change, so it was taken back.";
    this.notices.say(sentence, { tone: "problem" });
  }

  private opened(lastSeq: number): void {
    // What the server had processed before the snapshot is in the snapshot.
    for (let seq = lastSeq; seq > 0; seq -= 1) {
      const queued = this.queue.find(this.queue.client, seq);
      if (!queued) break;
      this.store.dropOverlay(queued.id);
    }
    this.parts.reload();
    void this.pusher.send();
  }

  private heard(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.client === this.queue.client) continue;
      this.undo.overtake(entry);
      if (entry.actor !== this.store.me) this.recent.note(entry);
    }
    this.parts.note(entries);
  }
}

/** Promise.withResolvers, which browsers of 2023 do not have. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

let current: Client | null = null;

/** Makes `opened` the client of this page; null closes it. */
export function setClient(opened: Client | null): void {
  current = opened;
}

/** The client of this page. Throws before the page has set it. */
export function client(): Client {
  if (!current) throw new Error("No workspace is open.");
  return current;
}

/** Writes: applies the mutation at once, queues it, and resolves with the server's answer. */
export function mutate<N extends MutationName>(name: N, args: MutationArgs[N], options?: MutateOptions): Promise<PushResult> {
  return client().mutate({ name, args } as Mutation, options);
}
