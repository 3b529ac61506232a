/** The mutations that the server has not yet confirmed, first in first out: written on the device, mirrored here. */

import { computed, signal } from "@preact/signals";
import type { Device } from "../device/device";
import * as disk from "../device/outbox";
import type { Draft, StashRecord, WaitingRecord } from "../device/schema";
import { newId } from "../ids";
import type { Id } from "../models";
import { isSameEpoch, reaches, type Cursor } from "./cursor";
import { asAcked, asQueued, draftOf, isLost, lostOf, reasonOf, recordOf, sorted, stashOf, wireOf, type Queued } from "./queued";
import type { PushedMutation, PushResult } from "./wire";

export interface QueueListeners {
  /** Own mutations have got their numbers. */
  onNumbered(queued: readonly Queued[]): void;
  /** Another tab has had the answers, as the device shows. */
  onAnswered(answered: readonly Queued[]): void;
}

/** Acknowledged mutations are remembered here too, for a browser without a device. */
const REMEMBERED = 1000;

export class Queue {
  readonly waiting = signal<readonly Queued[]>([]);
  readonly stash = signal<readonly StashRecord[]>([]);
  /** How many mutations the server has not answered. */
  readonly unsent = computed(() => this.waiting.value.length);
  /** How many of them would be lost with this tab. */
  readonly unsaved = computed(() => {
    const isGone = this.device?.state.value === "none";
    return this.waiting.value.filter(({ saved }) => !saved || isGone).length;
  });
  /** The client of this device; of this tab when there is no device. */
  client: Id = newId();
  /** The acknowledged ones that may still lie over the rows. */
  private covering: Queued[] = [];
  private acknowledged: Queued[] = [];
  private readonly made = new Map<Id, number>();
  /** Numbers for what cannot be written. */
  private readonly own = { client: this.client, nextSeq: 1 };
  private writing: Promise<void> | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  /** What has been answered since each reading of the device began. */
  private readonly reads = new Set<Set<Id>>();

  constructor(
    private readonly device: Device | null,
    private readonly now: () => number,
    private readonly wall: () => number,
    private readonly listeners: QueueListeners,
  ) {}

  /** Takes over what the device holds, with what it does not hold yet, or not any more since it was emptied. */
  private take({ count, waiting, stash }: disk.QueueRecords): void {
    this.client = count.client;
    const elsewhere = new Set([...waiting, ...stash].map(({ id }) => id));
    const mine = this.waiting.peek().filter(({ id }) => !elsewhere.has(id));
    this.waiting.value = [...waiting.map(asQueued), ...mine.map((queued) => (queued.saved ? { ...queued, saved: false, seq: 0, client: "" } : queued))];
    this.stash.value = stash;
  }

  add(draft: Omit<Draft, "id" | "madeAt">, id: Id = newId()): Queued {
    const queued: Queued = { ...draft, id, madeAt: this.wall(), seq: 0, client: "", saved: false, result: null };
    this.made.set(id, this.now());
    this.waiting.value = [...this.waiting.peek(), queued];
    if (this.device?.state.peek() !== "opening") void this.flush();
    return queued;
  }

  /** Writes what has no number yet. Behind something that could not be written it stays in memory too, for its order. */
  async flush(): Promise<void> {
    const isBehind = this.waiting.peek().some(({ saved, seq }) => !saved && seq > 0);
    if (this.device?.isUsable && !isBehind) await (this.writing ??= this.write().finally(() => (this.writing = null)));
    else this.number();
  }

  /** Writes what was in memory alone. The server knows each by its id, also under another number. */
  async adopt(): Promise<void> {
    this.waiting.value = this.waiting.peek().map((queued) => (queued.saved ? queued : { ...queued, seq: 0, client: "" }));
    await this.flush();
  }

  /** The next ones to be sent: of one client, all with a number. */
  batch(limit: number): readonly Queued[] {
    const [first] = this.waiting.peek();
    if (!first || first.seq === 0) return [];
    const batch = this.waiting.peek().slice(0, limit);
    const end = batch.findIndex((queued) => queued.client !== first.client || queued.seq === 0);
    return end < 0 ? batch : batch.slice(0, end);
  }

  /** As the server takes them. */
  wire(batch: readonly Queued[]): PushedMutation[] {
    return wireOf(batch, (queued) => this.age(queued));
  }

  /** Takes the server's answers to a batch. What was not applied goes to the stash. */
  answer(batch: readonly Queued[], results: readonly PushResult[]): Promise<{ answered: Queued[]; stashed: StashRecord[] }> {
    return this.exclusively(() => this.answerNow(batch, results));
  }

  private async answerNow(batch: readonly Queued[], results: readonly PushResult[]): Promise<{ answered: Queued[]; stashed: StashRecord[] }> {
    const bySeq = new Map(results.map((result) => [result.seq, result]));
    const now = new Map(this.waiting.peek().map((queued) => [queued.id, queued]));
    const answered = batch.flatMap((sent) => {
      const result = bySeq.get(sent.seq);
      return result ? [{ ...(now.get(sent.id) ?? sent), result }] : [];
    });
    const stashed = answered.filter(isLost).map((queued) => stashOf(queued, reasonOf(queued.result), this.wall()));
    if (this.device?.isUsable) {
      const answers = answered.filter(({ saved }) => saved).map((queued) => ({
        record: recordOf(queued),
        result: queued.result,
        stash: stashed.find(({ id }) => id === queued.id) ?? null,
      }));
      // When the device fails now, the server is asked again some day and says the same.
      if (answers.length > 0) await disk.settle(this.device, answers, this.wall()).catch(() => undefined);
    }
    this.settled(answered, stashed);
    return { answered, stashed };
  }

  /** Answers that this tab or another has had. */
  settled(answered: readonly Queued[], stashed: readonly StashRecord[]): void {
    const ids = new Set(answered.map(({ id }) => id));
    for (const meanwhile of this.reads) for (const id of ids) meanwhile.add(id);
    this.waiting.value = this.waiting.peek().filter(({ id }) => !ids.has(id));
    this.acknowledged = [...this.acknowledged, ...answered].slice(-REMEMBERED);
    this.covering = [...this.covering, ...answered];
    if (stashed.length > 0) this.stash.value = [...this.stash.peek(), ...stashed];
    for (const id of ids) this.made.delete(id);
  }

  /** The mutations of another tab, written on the same device. */
  joined(records: readonly WaitingRecord[]): Queued[] {
    const known = new Set([...this.waiting.peek(), ...this.acknowledged].map(({ id }) => id));
    const fresh = records.filter(({ id }) => !known.has(id)).map(asQueued);
    this.waiting.value = sorted([...this.waiting.peek(), ...fresh]);
    return fresh;
  }

  /** The acknowledged mutations whose effect is in the rows once these have reached `cursor`; each is told once. */
  passed(cursor: Cursor): Queued[] {
    const isPast = ({ result }: Queued) => !result?.cursor || !isSameEpoch(cursor, result.cursor) || reaches(cursor, result.cursor);
    const passed = this.covering.filter(isPast);
    this.covering = this.covering.filter((queued) => !isPast(queued));
    return passed;
  }

  /** What lies over the rows, in the order it was made. */
  laid(): readonly Queued[] {
    return [...this.covering.filter((queued) => !isLost(queued)), ...this.waiting.peek()];
  }

  /** Sends again what the server has lost. True when there is something. */
  resend(client: Id, lost: disk.Lost): Promise<boolean> {
    return this.exclusively(async () => {
      const realigned = (await this.onDevice(client, (device) => disk.requeue(device, lost))) ?? this.requeue(client, lost);
      if (realigned === "gap") await this.renewNow(client, lost);
      return realigned !== "even";
    });
  }

  /** Becomes a new client. */
  renew(client: Id): Promise<void> {
    return this.exclusively(() => this.renewNow(client, null));
  }

  private async renewNow(client: Id, lost: disk.Lost | null): Promise<void> {
    if (await this.onDevice(client, (device) => disk.renew(device, lost).then(() => true))) return;
    const again = lost ? lostOf(this.acknowledged, client, lost) : [];
    this.putBack(again);
    Object.assign(this.own, { client: newId(), nextSeq: 1 });
    if (!this.device?.isUsable) this.client = this.own.client;
    const isOther = (queued: Queued) => queued.saved && queued.client !== client && !again.some(({ id }) => id === queued.id);
    this.waiting.value = this.waiting.peek().map((queued) => (isOther(queued) ? queued : { ...queued, seq: 0, client: "" }));
    this.number();
  }

  /** Moves all that waits into the stash, as when the workspace is taken away. */
  async stashAll(code: string, detail: string): Promise<void> {
    const now = this.wall();
    const toStash = (record: WaitingRecord) => stashOf(record, { code, detail }, now);
    const stashed = this.waiting.peek().map(toStash);
    if (this.device?.isUsable) await disk.stashAll(this.device, toStash).catch(() => undefined);
    this.waiting.value = [];
    this.stash.value = [...this.stash.peek(), ...stashed];
  }

  /** Takes a mutation out of the stash; with a draft, that one goes to the end of the queue in the same moment. */
  async unstash(id: Id, draft: Omit<Draft, "madeAt"> | null): Promise<void> {
    const stashed = this.stash.peek().filter((record) => record.id !== id);
    if (!this.device?.isUsable) {
      this.stash.value = stashed;
      if (draft) this.add(draft, draft.id);
      return;
    }
    const record = await disk.unstash(this.device, id, draft && { ...draft, madeAt: this.wall() });
    if (draft) this.made.set(draft.id, this.now());
    this.stash.value = stashed;
    if (record) this.listeners.onNumbered(this.joined([record]));
  }

  /** Reads the device. `version`: what the rows are at; without it what lies over them is known already. */
  async read(version?: number): Promise<void> {
    if (!this.device?.isUsable) return;
    const asked = this.waiting.peek().filter(({ saved }) => saved).map(({ id }) => id);
    const meanwhile = new Set<Id>();
    this.reads.add(meanwhile);
    const records = await disk.readQueue(this.device, version ?? Number.MAX_SAFE_INTEGER, asked).finally(() => this.reads.delete(meanwhile));
    records.waiting = records.waiting.filter(({ id }) => !meanwhile.has(id));
    const answered = records.answered.map(asAcked);
    this.settled(answered, []);
    this.take(records);
    const waiting = new Set(records.waiting.map(({ id }) => id));
    if (version === undefined) this.covering = this.covering.filter(({ id }) => !waiting.has(id));
    else this.covering = records.covering.map(asAcked);
    if (answered.length > 0) this.listeners.onAnswered(answered);
    await this.flush();
  }

  /** Whether the client is this device's, or this tab's. */
  isOwn(client: Id | null): boolean {
    return client !== null && (client === this.client || client === this.own.client);
  }

  /** One after the other: what is answered and what has to come again are decided on the same queue. */
  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Changes the queue where it is written; undefined when it is not, or the device has just failed. */
  private async onDevice<T>(client: Id, change: (device: Device) => Promise<T>): Promise<T | undefined> {
    if (!this.device?.isUsable || client !== this.client) return undefined;
    try {
      const outcome = await change(this.device);
      await this.read();
      return outcome;
    } catch {
      return undefined;
    }
  }

  /** As the device does it, for what is in memory alone. */
  private requeue(client: Id, lost: disk.Lost): disk.Realigned {
    const again = lostOf(this.acknowledged, client, lost);
    const [first] = [...again, ...this.waiting.peek()].filter((queued) => queued.client === client);
    if (again.some((queued) => queued.client !== client) || (first && first.seq > lost.after + 1)) return "gap";
    this.putBack(again);
    return again.length > 0 ? "requeued" : "even";
  }

  /** Acknowledged ones wait again, before all others. */
  private putBack(again: readonly Queued[]): void {
    const ids = new Set(again.map(({ id }) => id));
    this.covering = this.covering.filter(({ id }) => !ids.has(id));
    this.acknowledged = this.acknowledged.filter(({ id }) => !ids.has(id));
    this.waiting.value = [...again.map((queued) => ({ ...queued, result: null })), ...this.waiting.peek()];
  }

  private async write(): Promise<void> {
    await Promise.resolve();
    for (let drafts = this.drafts(); drafts.length > 0; drafts = this.drafts()) {
      try {
        const records = await disk.append(this.device as Device, drafts.map(draftOf));
        this.replace(records.map(asQueued));
      } catch {
        // Not written: it is sent from memory, and said to be unsaved until then.
        this.number();
        return;
      }
    }
  }

  private drafts(): readonly Queued[] {
    return this.waiting.peek().filter((queued) => queued.seq === 0);
  }

  private number(): void {
    const numbered = this.drafts().map((queued) => {
      this.own.nextSeq += 1;
      return { ...queued, client: this.own.client, seq: this.own.nextSeq - 1 };
    });
    this.replace(numbered);
  }

  private replace(numbered: readonly Queued[]): void {
    if (numbered.length === 0) return;
    const byId = new Map(numbered.map((one) => [one.id, one]));
    this.waiting.value = sorted(this.waiting.peek().map((one) => byId.get(one.id) ?? one));
    this.listeners.onNumbered(numbered);
  }

  private age({ id, madeAt }: Queued): number {
    const made = this.made.get(id);
    return Math.max(0, Math.round(made === undefined ? this.wall() - madeAt : this.now() - made));
  }
}
