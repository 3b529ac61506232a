/**
 * Files on their way to the server. Each is written on the device first, sent beside the queue, and hung on its task by
 * `file.add` in the queue after that; only when the server has answered this, the bytes leave the device. A tab that dies
 * anywhere between leaves a record from which any other goes on: the ids are the same, so nothing comes twice.
 */

import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { Device } from "../device/device";
import type { FileRecord } from "../device/schema";
import { newId } from "../ids";
import type { Id } from "../models";
import type { FileFacts, Mutation } from "../mutations/types";
import { Backoff, type Clock } from "../sync/backoff";
import { TransportError, type Connection } from "../sync/errors";
import { isLost, type Queued } from "../sync/queued";
import type { FileTransport } from "../sync/wire";
import { bytesWords } from "../bytes";
import { cleanName } from "./names";
import { dropFile, keepFile, keptFiles } from "./records";

/** `told`: the server has it, and `file.add` is in the queue. */
export type FileState = "waiting" | "sending" | "told" | "refused";

export interface PendingFile extends FileRecord {
  state: FileState;
  /** Bytes that have gone. */
  sent: number;
  /** Whether it is written on the device; else it goes with this tab. */
  isKept: boolean;
}

export interface Host {
  device: Device | null;
  clock: Clock;
  locks: LockManager | undefined;
  connection: ReadonlySignal<Connection>;
  wall(): number;
  limit(): number;
  /** Adds the mutation to the queue under this id; resolves when it is written there. */
  mutate(mutation: Mutation, id: Id): Promise<void>;
  /** Takes a refused mutation out of the stash. */
  forget(id: Id): Promise<void>;
  say(sentence: string): void;
  /** A file hangs on its task. */
  hung(item: PendingFile): void;
  /** Tells the other tabs that what waits has changed. */
  tell(): void;
}

/** So many go at once. */
const LANES = 2;
const TRIES = 3;
/** Answers that are about the person or the page, not about the file: it waits until the connection is there again. */
const NOT_THE_FILE = [401, 403, 404, 426];

export class Uploads {
  readonly items = signal<readonly PendingFile[]>([]);
  readonly unsent = computed(() => this.items.value.filter(({ state }) => state === "waiting" || state === "sending").length);
  readonly refused = computed(() => this.items.value.filter(({ state }) => state === "refused").length);
  readonly unsaved = computed(() => this.items.value.filter(({ state, isKept }) => !isKept && state !== "told").length);
  private readonly aborts = new Map<Id, AbortController>();
  private readonly tries = new Map<Id, number>();
  private working: Promise<void> | null = null;

  constructor(
    readonly transport: FileTransport,
    private readonly host: Host,
  ) {
    host.connection.subscribe((connection) => connection === "live" && this.work());
  }

  /** Takes files for a task; gives their ids, by which a text may show them at once. */
  add(taskId: Id, files: readonly File[]): PendingFile[] {
    const limit = this.host.limit();
    const fit = files.filter((file) => file.size <= limit);
    for (const file of files) {
      if (file.size > limit) this.host.say(`${cleanName(file.name)} has ${bytesWords(file.size)}; a file has at most ${bytesWords(limit)}.`);
    }
    const added = fit.map((file, index): PendingFile => {
      const name = cleanName(file.name);
      const at = this.host.wall() + index / 1000;
      return { id: newId(), mutationId: newId(), taskId, name, blob: file, addedAt: at, refusal: "", state: "waiting", sent: 0, isKept: false };
    });
    this.items.value = [...this.items.peek(), ...added];
    void this.keepAll(added);
    return added;
  }

  /** Gives a file up that the server does not have on its task yet. */
  async cancel(id: Id): Promise<void> {
    this.aborts.get(id)?.abort();
    await this.drop(id);
    this.host.tell();
  }

  retry(id: Id): void {
    this.change(id, { state: "waiting", refusal: "", sent: 0, mutationId: newId() });
    this.tries.delete(id);
    const item = this.find(id);
    if (item) void this.keepAll([item]);
  }

  /** Reads what waits on the device, as it is after a reload or when another tab has changed it. */
  async read(): Promise<void> {
    const { device } = this.host;
    if (!device?.isUsable) return;
    const { records, applied, queued } = await keptFiles(device);
    for (const { id, mutationId } of records) if (applied.has(mutationId)) await dropFile(device, id);
    const waiting = records.filter(({ mutationId }) => !applied.has(mutationId));
    const known = new Map(this.items.peek().map((item) => [item.id, item]));
    const isSending = ({ id }: FileRecord) => known.get(id)?.state === "sending";
    const kept = waiting.map((record) => (isSending(record) ? (known.get(record.id) as PendingFile) : this.asPending(record, queued)));
    const unkept = this.items.peek().filter((item) => !item.isKept);
    this.items.value = [...kept, ...unkept.filter(({ id }) => !waiting.some((record) => record.id === id))];
    this.work();
  }

  /** What the server says to the mutations that hang files up. */
  answered(answered: readonly Queued[]): void {
    for (const queued of answered) {
      const item = this.items.peek().find(({ mutationId }) => mutationId === queued.id);
      if (!item) continue;
      if (!isLost(queued)) void this.drop(item.id).then(() => this.host.hung(item));
      else void this.hungNot(item, queued.result?.code ?? "", queued.result?.detail ?? "");
    }
  }

  /** Sends what waits, where no other tab does so. */
  work(): void {
    if (this.unsent.peek() === 0) return;
    let isHalted = false;
    this.working ??= this.alone(async () => void (isHalted = await this.sendAll())).finally(() => {
      this.working = null;
      // What came in the moment between.
      if (!isHalted) this.work();
    });
  }

  private asPending(record: FileRecord, queued: Set<Id>): PendingFile {
    const state = record.refusal ? "refused" : queued.has(record.mutationId) ? "told" : "waiting";
    return { ...record, state, sent: 0, isKept: true };
  }

  private async keepAll(items: readonly PendingFile[]): Promise<void> {
    for (const item of items) await this.keep(item.id);
    this.host.tell();
    this.work();
  }

  private async keep(id: Id): Promise<void> {
    const { device } = this.host;
    const item = this.find(id);
    if (!item || !device?.isUsable) return;
    const { mutationId, taskId, name, blob, addedAt, refusal } = item;
    try {
      await keepFile(device, { id, mutationId, taskId, name, blob, addedAt, refusal });
      this.change(id, { isKept: true });
      // It was given up while it was being written.
      if (!this.find(id)) await dropFile(device, id);
    } catch {
      this.host.say(`This device has no room for ${name}. It is sent from this tab: leave it open until then.`);
    }
  }

  private async alone(work: () => Promise<void>): Promise<void> {
    const { device, locks } = this.host;
    if (!device || !locks) return work();
    await locks.request(`${device.name}:files`, {}, async () => {
      // Another tab may have sent them while this one stood in line.
      await this.refresh();
      await work();
    });
  }

  private async refresh(): Promise<void> {
    const { device } = this.host;
    if (!device?.isUsable) return;
    const found = await keptFiles(device).catch(() => null);
    if (!found) return;
    const kept = new Set(found.records.filter(({ mutationId }) => !found.applied.has(mutationId)).map(({ id }) => id));
    this.items.value = this.items.peek().filter((item) => !item.isKept || kept.has(item.id)).map((item) => {
      const isTold = item.state === "waiting" && found.queued.has(item.mutationId);
      return isTold ? { ...item, state: "told" as const } : item;
    });
  }

  /** Sends until nothing waits; true when only the person, or a new connection, can help. */
  private async sendAll(): Promise<boolean> {
    const backoff = new Backoff(this.host.clock);
    let isHalted = false;
    const lane = async () => {
      for (let item = this.next(); item && !isHalted; item = this.next()) {
        const outcome = await this.send(item);
        if (outcome === "halt") isHalted = true;
        else if (outcome === "later") await backoff.wait();
        else backoff.reset();
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return isHalted;
  }

  private next(): PendingFile | undefined {
    return this.items.peek().find(({ state }) => state === "waiting");
  }

  private async send(item: PendingFile): Promise<"sent" | "later" | "halt"> {
    const { id, name, blob } = item;
    const abort = new AbortController();
    this.aborts.set(id, abort);
    this.change(id, { state: "sending", sent: 0 });
    try {
      const facts = await this.transport.send(id, name, blob, (sent) => this.change(id, { sent }), abort.signal);
      if (this.find(id)) await this.hang(item, facts);
      return "sent";
    } catch (error) {
      return this.failed(item, error);
    } finally {
      this.aborts.delete(id);
    }
  }

  private failed({ id }: PendingFile, error: unknown): "sent" | "later" | "halt" {
    if (!this.find(id)) return "sent";
    const known = error instanceof TransportError ? error : new TransportError(0, "", String(error));
    if (known.isPassing || known.code === "truncated") {
      this.change(id, { state: "waiting" });
      return "later";
    }
    if (NOT_THE_FILE.includes(known.status)) {
      this.change(id, { state: "waiting" });
      return "halt";
    }
    void this.refuse(id, known.message);
    return "sent";
  }

  private async hang({ id, mutationId, taskId, name }: PendingFile, facts: FileFacts): Promise<void> {
    this.change(id, { state: "told", sent: this.find(id)?.blob.size ?? 0 });
    await this.host.mutate({ name: "file.add", args: { id, task_id: taskId, name, ...facts } }, mutationId);
    this.host.tell();
  }

  /** The server has not hung it up: what has been swept meanwhile is sent again, all else is told. */
  private async hungNot({ id, mutationId }: PendingFile, code: string, detail: string): Promise<void> {
    await this.host.forget(mutationId);
    const tries = (this.tries.get(id) ?? 0) + 1;
    this.tries.set(id, tries);
    if (code !== "not_uploaded" || tries >= TRIES) return this.refuse(id, detail);
    this.change(id, { state: "waiting", sent: 0, mutationId: newId() });
    await this.keep(id);
    this.work();
  }

  private async refuse(id: Id, refusal: string): Promise<void> {
    this.change(id, { state: "refused", refusal });
    await this.keep(id);
    this.host.tell();
  }

  private async drop(id: Id): Promise<void> {
    this.items.value = this.items.peek().filter((item) => item.id !== id);
    const { device } = this.host;
    if (device?.isUsable) await dropFile(device, id).catch(() => undefined);
  }

  private find(id: Id): PendingFile | undefined {
    return this.items.peek().find((item) => item.id === id);
  }

  private change(id: Id, fields: Partial<PendingFile>): void {
    this.items.value = this.items.peek().map((item) => (item.id === id ? { ...item, ...fields } : item));
  }
}
