/** What runs behind the open workspace: device, tabs, queue, reading and writing side, and who does what when. */

import type { Device } from "./device/device";
import { expire } from "./device/outbox";
import type { Draft } from "./device/schema";
import { Auditor } from "./auditor";
import type { EngineListeners, EngineOptions } from "./engineOptions";
import { Hearing } from "./hearing";
import type { Id } from "./models";
import { isKnown, learnAll } from "./mutations/registry";
import { Outage } from "./outage";
import { Overlays } from "./overlays";
import { Parts } from "./parts";
import { Replica } from "./replica";
import { Store } from "./store";
import { Reducer } from "./sync/apply";
import { RealClock, type Clock } from "./sync/backoff";
import { isSameEpoch, type Cursor } from "./sync/cursor";
import type { Connection, TransportError } from "./sync/errors";
import { Live } from "./sync/live";
import { Pusher } from "./sync/pusher";
import { Queue } from "./sync/queue";
import type { Queued } from "./sync/queued";
import type { Entry, SessionAnswer, Transport } from "./sync/wire";
import { Tabs } from "./tabs";

export class Engine {
  readonly store = new Store();
  readonly device: Device | null;
  readonly queue: Queue;
  readonly parts: Parts;
  readonly live: Live;
  readonly pusher: Pusher;
  readonly replica: Replica;
  readonly clock: Clock;
  readonly wall: () => number;
  readonly outage: Outage;
  private readonly reducer: Reducer;
  readonly overlays: Overlays;
  readonly tabs: Tabs;
  readonly auditor: Auditor;
  private readonly hearing = new Hearing(this);
  private readonly drawn: () => Promise<void>;
  private readonly ends: (() => void)[] = [];
  /** The most that a file may have, in bytes. */
  fileLimit = 25 * 2 ** 20;
  /** Where the server stood when it was last asked who we are. */
  private head: Cursor = "";

  constructor(
    transport: Transport,
    options: EngineOptions,
    readonly listeners: EngineListeners,
  ) {
    const { clock = new RealClock(), now = () => performance.now(), wall = () => Date.now(), device = null } = options;
    this.drawn = options.drawn ?? (() => Promise.resolve());
    this.clock = clock;
    this.wall = wall;
    this.device = device;
    this.outage = new Outage(device, wall);
    this.reducer = new Reducer(this.store);
    this.queue = new Queue(device, now, wall, {
      onNumbered: (queued) => this.numbered(queued),
      onAnswered: (answered) => this.answered(answered),
    });
    this.replica = new Replica(this.store, this.reducer, device, {
      clientId: () => this.queue.client,
      isWriter: () => this.tabs.leads.peek(),
      onEntries: (entries) => this.heardEntries(entries),
      onKept: (range) => this.tabs.tell({ type: "delta", ...range }),
      onReplaced: () => this.tabs.tell({ type: "base" }),
    });
    this.auditor = new Auditor(transport, this);
    this.overlays = new Overlays(this.store, this.queue, this.replica);
    this.tabs = new Tabs(device?.name ?? "", { clock, ...(device ? options.tabs : {}) });
    this.parts = new Parts(transport, this.store, this.reducer, { cursor: () => this.replica.cursor, device, wall });
    this.live = new Live(transport, this.store, this.replica, clock, {
      clientId: () => this.queue.client,
      onSession: (session) => this.met(session),
      onOpened: () => this.opened(),
      onFolded: () => this.parts.reload(),
      onQuiet: () => {
        this.replica.fold();
        void this.gather();
      },
      onRevoked: (error) => this.revoked(error),
    });
    this.pusher = new Pusher(transport, this.queue, clock, {
      maySend: () => this.tabs.leads.peek() && this.live.isConfirmed,
      isOfNow: (cursor) => this.isOfNow(cursor),
      onAnswered: (answered, stashed) => {
        this.answered(answered);
        this.tabs.tell({ type: "answered", answered: [...answered], stashed: [...stashed] });
      },
      onReordered: () => this.reordered(),
      onRevoked: (error) => this.revoked(error),
    });
  }

  /** Opens the workspace from the device, then from the server, and keeps it live until only the person can help. */
  async start(): Promise<void> {
    const loaded = this.device ? this.load(this.device) : null;
    // What the others say is heard in its order, and what they say meanwhile afterwards.
    let heard: Promise<unknown> = Promise.resolve(loaded);
    this.tabs.listen((message) => (heard = heard.then(() => this.hearing.hear(message)).catch(() => undefined)));
    if (loaded) await loaded;
    this.ends.push(this.live.connection.subscribe((connection) => this.connected(connection)));
    this.ends.push(this.pusher.halted.subscribe(() => void this.beat()));
    this.ends.push(this.tabs.leads.subscribe((leads) => (leads ? void this.lead() : this.live.stop())));
    this.tabs.start(() => void this.beat());
    if (this.device) this.watch(this.device);
  }

  stop(): void {
    for (const end of this.ends.splice(0)) end();
    this.live.stop();
    this.tabs.stop();
    this.device?.close();
  }

  /** Takes a mutation: over the rows at once, then onto the device, then to the server. */
  add(draft: Omit<Draft, "id" | "madeAt">, id: Id): void {
    const queued = this.queue.add(draft, id);
    this.overlays.lay(queued);
    void this.device?.persist();
  }

  /** Tries again now: after signing in, when the network is back, when the person asks. */
  retry(): void {
    if (this.device?.state.peek() === "broken") void this.recover(this.device);
    if (!this.tabs.leads.peek()) return this.tabs.tell({ type: "poke" });
    this.clock.wake();
    const connection = this.pusher.halted.peek() ?? this.live.connection.peek();
    if (connection === "live" || connection === "opening" || connection === "offline") void this.gather();
    else this.restart();
  }

  /** The rows here are not the server's: they are fetched again, and the queue stays. */
  repair(): void {
    if (this.tabs.leads.peek()) this.live.reset();
    else this.tabs.tell({ type: "repair" });
  }

  /** Lets the stream go while nobody looks, where no other tab holds it for this one. */
  rest(): void {
    if (this.tabs.isAlone) this.live.rest();
  }

  /** Sends a stashed mutation again, under a new id. */
  async again(stashedId: Id, draft: Omit<Draft, "madeAt">): Promise<void> {
    await this.queue.unstash(stashedId, draft);
    this.overlays.layAll();
    this.tabs.tell({ type: "queue" });
    void this.pusher.send();
  }

  async forget(stashedId: Id): Promise<void> {
    await this.queue.unstash(stashedId, null);
    this.tabs.tell({ type: "queue" });
  }

  private async load(device: Device): Promise<void> {
    await device.open();
    if (await this.replica.loadTop()) await this.drawn();
    await this.replica.load();
    await this.queue.read(this.replica.version).catch(() => undefined);
    if (this.queue.laid().some(({ mutation }) => !isKnown(mutation.name))) await learnAll();
    await this.outage.read();
    this.overlays.layAll();
    await this.queue.flush();
  }

  /** The device works again: what is in memory alone is written, and the tabs share again. */
  private async recover(device: Device): Promise<void> {
    await device.open();
    if (!device.isUsable) return;
    await this.queue.read(this.replica.version).catch(() => undefined);
    await this.queue.adopt();
    if (device.isUsable && this.queue.unsaved.peek() === 0) this.tabs.rejoin();
  }

  /** What a tab holds that can write no more, it has to send itself. */
  private watch({ state, isOutdated }: Device): void {
    this.ends.push(state.subscribe((now) => now !== "ready" && this.tabs.goAlone()));
    this.ends.push(isOutdated.subscribe((is) => is && this.tabs.goAlone()));
  }

  /** Reads the queue from the device: other tabs write there, and a tab that ends at once tells nobody of it. */
  async readQueue(): Promise<void> {
    await this.queue.read().catch(() => undefined);
    this.overlays.layAll();
  }

  /** Sends what is in this tab, and what is on the device. */
  private async gather(): Promise<void> {
    void this.pusher.send();
    if (!this.device?.isUsable) return;
    await this.readQueue();
    void this.pusher.send();
  }

  /** This tab sends and listens from now on, from where the device stands. */
  private async lead(): Promise<void> {
    if (this.device?.isUsable) {
      if (await this.replica.load()) this.parts.reload();
      await this.readQueue();
      void expire(this.device, this.wall()).catch(() => undefined);
      // The one that led before may have died between an answer and its word of it.
      this.tabs.tell({ type: "queue" });
    }
    if (this.tabs.leads.peek()) await this.live.run();
  }

  private restart(): void {
    this.pusher.halted.value = null;
    this.live.connection.value = "opening";
    this.live.stop();
    void this.live.run();
  }

  private async met(session: SessionAnswer): Promise<void> {
    this.head = session.cursor;
    this.fileLimit = session.limits?.file_bytes ?? this.fileLimit;
    if (await this.queue.resend(this.queue.client, { after: session.last_seq, at: session.cursor })) this.reordered();
  }

  private opened(): void {
    this.overlays.layAll();
    this.parts.refresh();
    void this.pusher.send();
  }

  private heardEntries(entries: readonly Entry[]): void {
    this.overlays.settle();
    this.parts.note(entries);
    this.listeners.onEntries(entries);
  }

  private numbered(queued: readonly Queued[]): void {
    const records = queued.filter(({ saved }) => saved);
    if (records.length > 0) this.tabs.tell({ type: "queued", records });
    // Nobody else can send what is in this tab alone.
    if (records.length < queued.length && this.device) this.tabs.goAlone();
    void this.pusher.send();
  }

  private isOfNow(cursor: Cursor): boolean {
    const isNow = !this.head || isSameEpoch(this.head, cursor);
    // The stream, opened anew, says that everything has to be fetched again.
    if (!isNow) this.live.reconnect();
    return isNow;
  }

  /** The server has answered, this tab or the one that leads. */
  answered(answered: readonly Queued[]): void {
    this.store.change(() => {
      for (const { id, result } of answered) {
        if (result?.status === "refused" || result?.status === "failed") this.store.dropOverlay(id);
      }
      this.overlays.settle();
    });
    this.listeners.onAnswered(answered);
  }

  private reordered(): void {
    this.overlays.layAll();
    this.tabs.tell({ type: "queue" });
  }

  /** No place here any more: own words are kept, everybody else's are taken away. */
  private async revoked(error: TransportError): Promise<void> {
    this.live.stop();
    await this.queue.stashAll(error.code || "revoked", "You no longer have access to this workspace.");
    await this.replica.wipe();
    this.overlays.layAll();
    this.tabs.tell({ type: "queue" });
    this.tabs.tell({ type: "wiped" });
  }

  private connected(connection: Connection): void {
    if (this.tabs.leads.peek()) this.outage.note(connection);
    if (connection === "live") {
      this.parts.refresh();
      if (this.tabs.leads.peek()) void this.auditor.runWhenDue();
    }
    void this.beat();
  }

  /** Tells the other tabs that this one leads, and how it stands. */
  async beat(): Promise<void> {
    await this.replica.settled();
    if (!this.tabs.leads.peek()) return;
    const connection = this.pusher.halted.peek() ?? this.live.connection.peek();
    this.tabs.tell({ type: "beat", connection, offlineSince: this.outage.since.peek(), cursor: this.replica.cursor });
  }
}
