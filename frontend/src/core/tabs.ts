/** The tabs of one browser that have the same workspace open: one leads, and all hear what the others do. */

import { signal } from "@preact/signals";
import type { StashRecord, WaitingRecord } from "./device/schema";
import type { Clock } from "./sync/backoff";
import type { Cursor } from "./sync/cursor";
import type { Connection } from "./sync/errors";
import type { Queued } from "./sync/queued";
import type { Range } from "./sync/wire";

export type Message =
  /** The leader lives; every few seconds, and at once when asked. */
  | { type: "beat"; connection: Connection; offlineSince: string | null; cursor: Cursor }
  | { type: "ask" }
  /** Somebody wants the leader to try now. */
  | { type: "poke" }
  /** What the leader keeps is not what the server has. */
  | { type: "repair" }
  | { type: "queued"; records: WaitingRecord[] }
  | { type: "answered"; answered: Queued[]; stashed: StashRecord[] }
  /** The queue or the stash on the device has changed otherwise: read it again. */
  | { type: "queue" }
  | ({ type: "delta"; isFolded: boolean } & Range)
  /** The rows on the device have been replaced: read them again. */
  | { type: "base" }
  /** A file waits on the device, or waits no more. */
  | { type: "files" }
  /** The person has no place here any more. */
  | { type: "wiped" };

export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

export interface TabsOptions {
  clock: Clock;
  locks?: LockManager;
  channel?: Channel;
  isVisible?: () => boolean;
}

const BEAT_MS = 3000;
/** A visible tab waits so many beats for a silent leader: ten seconds, counted while it is awake itself. */
const PATIENCE = 4;

export class Tabs {
  /** Whether this tab sends, listens, and writes the rows on the device. */
  readonly leads = signal(false);
  private silence = 0;
  private isApart = false;
  private isStopped = false;
  private queueing: AbortController | null = null;
  private release: () => void = () => undefined;

  constructor(
    private readonly name: string,
    private readonly options: TabsOptions,
  ) {}

  /** Without locks (a page over plain http) each tab leads for itself, and the server tells repeats apart. */
  get isAlone(): boolean {
    return this.isApart || !this.options.locks || !this.options.channel;
  }

  /** What the tabs of this browser hold apart; undefined where each is alone. */
  get locks(): LockManager | undefined {
    return this.isAlone ? undefined : this.options.locks;
  }

  listen(hear: (message: Message) => unknown): void {
    const { channel } = this.options;
    if (channel) channel.onmessage = ({ data }) => this.heard(data as Message, hear);
  }

  /** Stands in line for the lead; `beat` is to tell the others that this tab lives, when it leads. */
  start(beat: () => void): void {
    if (this.isStopped) return;
    this.contend(false);
    this.tell({ type: "ask" });
    if (!this.isAlone) void this.watch(beat);
  }

  /** Leads for itself from now on: its device does not work, so nobody else can send what it holds. */
  goAlone(): void {
    if (this.isApart || this.isStopped) return;
    this.isApart = true;
    this.leave();
    this.leads.value = true;
  }

  rejoin(): void {
    if (!this.isApart || this.isStopped) return;
    this.isApart = false;
    if (this.isAlone) return;
    this.leads.value = false;
    this.contend(false);
  }

  stop(): void {
    this.isStopped = true;
    this.leave();
    this.leads.value = false;
    this.options.channel?.close();
  }

  tell(message: Message): void {
    if (this.isStopped) return;
    try {
      this.options.channel?.postMessage(message);
    } catch {
      // What cannot be told is found on the device.
    }
  }

  private leave(): void {
    this.queueing?.abort();
    this.queueing = null;
    this.release();
  }

  private heard(message: Message, hear: (message: Message) => unknown): void {
    if (message.type === "beat" || message.type === "delta" || message.type === "answered") this.silence = 0;
    hear(message);
  }

  private contend(isSteal: boolean): void {
    const { locks } = this.options;
    if (!locks || this.isAlone) {
      this.leads.value = true;
      return;
    }
    this.queueing?.abort();
    const queueing = new AbortController();
    this.queueing = queueing;
    const hold = () => {
      if (this.isStopped || queueing.signal.aborted) return undefined;
      this.leads.value = true;
      return new Promise<void>((resolve) => (this.release = resolve));
    };
    const options: LockOptions = isSteal ? { steal: true } : { signal: queueing.signal };
    locks.request(`${this.name}:lead`, options, hold).catch(() => this.lost(queueing));
  }

  /** Another tab has taken the lead: back into the line. */
  private lost(queueing: AbortController): void {
    if (this.isStopped || this.queueing !== queueing) return;
    this.leads.value = false;
    this.silence = 0;
    this.contend(false);
  }

  private async watch(beat: () => void): Promise<void> {
    for (;;) {
      await this.options.clock.wait(BEAT_MS);
      if (this.isStopped) return;
      if (this.leads.peek()) {
        beat();
        continue;
      }
      this.silence += 1;
      if (this.silence >= PATIENCE && (this.options.isVisible?.() ?? true)) {
        this.silence = 0;
        this.contend(true);
      }
    }
  }
}
