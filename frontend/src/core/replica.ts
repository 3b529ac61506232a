/** The rows in memory and on the device, and the one point of the journal where both stand. */

import { signal } from "@preact/signals";
import { loadBase, loadTop, writeStep, writeWhole, wipeBase, type AllRows, type Loaded, type Step } from "./device/base";
import type { Device } from "./device/device";
import { kept } from "./device/packs";
import type { BaseRecord, ChangedRow } from "./device/schema";
import { isLazy, MODEL_NAMES, type Id, type ModelName, type Row } from "./models";
import type { Scope, Store } from "./store";
import type { Reducer } from "./sync/apply";
import { isSameEpoch, reaches, versionOf, type Cursor } from "./sync/cursor";
import type { BootstrapAnswer, Entry, Range, SessionAnswer } from "./sync/wire";

export interface Snapshot {
  scopes: readonly Id[];
  pages: readonly BootstrapAnswer[];
}

export interface ReplicaListeners {
  clientId(): Id;
  /** Whether this tab keeps the rows on the device. */
  isWriter(): boolean;
  /** Runs inside of the change that brings the entries. */
  onEntries(entries: readonly Entry[]): void;
  /** The device holds it now: others may be told. */
  onKept(range: Range & { isFolded: boolean }): void;
  onReplaced(): void;
}

/** Past so many changed rows the packs are written anew, when there is time. */
const FOLD_AT = 2000;
const MANY_ROWS = 1000;

export class Replica {
  /** True once there is something to show. */
  readonly isOpen = signal(false);
  /** True once all of it is there: until then nothing can be counted. */
  readonly isWhole = signal(false);
  cursor: Cursor = "";
  /** Client → its last mutation whose effect is in the rows. */
  readonly landed = new Map<Id, number>();
  private workspace: BaseRecord["workspace"] = { id: "", slug: "", name: "" };
  private writes: Promise<void> = Promise.resolve();
  private journal = 0;
  private hasRoom = true;

  constructor(
    private readonly store: Store,
    private readonly reducer: Reducer,
    private readonly device: Device | null,
    private readonly listeners: ReplicaListeners,
  ) {}

  get version(): number {
    return this.cursor ? versionOf(this.cursor) : 0;
  }

  /** Shows what the device holds; false when it holds nothing that is newer than what is shown. */
  async load(): Promise<boolean> {
    if (!this.device?.isUsable) return false;
    await this.writes;
    const loaded = await loadBase(this.device).catch(() => null);
    if (!loaded || this.isPast(loaded.base.cursor)) return false;
    this.show(loaded, true);
    return true;
  }

  /** Shows what boards show first, where there is much more; what follows is a moment's work that no key can interrupt. */
  async loadTop(): Promise<boolean> {
    if (!this.device?.isUsable || this.cursor) return false;
    const loaded = await loadTop(this.device).catch(() => null);
    if (!loaded || this.cursor) return false;
    this.show(loaded, false);
    return true;
  }

  private show(loaded: Loaded, isWhole: boolean): void {
    this.store.change(() => {
      this.stand(loaded.base);
      this.fill(loaded.rows);
      this.isOpen.value = true;
      this.isWhole.value = isWhole;
    });
    this.store.takeTouched();
    this.journal = loaded.journal;
  }

  /** Applies one step of the journal, and keeps it on the device where that is this tab's part. */
  step(range: Range, more: { snapshots?: ReadonlyMap<Id, Snapshot>; isFolded?: boolean } = {}): void {
    const { snapshots = new Map<Id, Snapshot>(), isFolded = false } = more;
    this.store.change(() => {
      for (const entry of range.entries) {
        if (entry.op === "S+") this.gain(scopeOf(entry), snapshots.get(scopeOf(entry).id));
        else if (entry.op === "S-") this.reducer.lose(scopeOf(entry).id);
        else this.reducer.entry(entry);
        if (entry.client && entry.seq) this.landed.set(entry.client, Math.max(entry.seq, this.landed.get(entry.client) ?? 0));
      }
      this.cursor = range.to;
      this.listeners.onEntries(range.entries);
    });
    const touched = this.takeTouched();
    if (this.listeners.isWriter()) this.keep({ ...range, isFolded }, touched);
  }

  /** Replaces everything by snapshots, of which the oldest says where the rows stand. */
  restart(session: SessionAnswer, snapshots: readonly Snapshot[]): void {
    const byAge = [...snapshots].sort((a, b) => versionOf(cursorOf(a)) - versionOf(cursorOf(b)));
    const lowest = byAge[0] ? cursorOf(byAge[0]) : session.cursor;
    this.store.change(() => {
      this.workspace = session.workspace;
      this.store.member.value = session.member;
      this.reducer.clear(session.scopes.map(({ id, kind, subject, role }) => ({ id, kind, subject, role })));
      // The newest last: a row that has moved between scopes is in two of them.
      for (const { scopes, pages } of byAge) {
        for (const page of pages) this.reducer.snapshot(page);
        for (const id of scopes) this.reducer.standAt(id, versionOf((pages[0] as BootstrapAnswer).cursor));
      }
      this.cursor = lowest;
      this.landed.clear();
      // Older snapshots do not yet hold all that the server has processed.
      if (reaches(lowest, session.cursor)) this.landed.set(this.listeners.clientId(), session.last_seq);
      this.listeners.onEntries([]);
      this.isOpen.value = true;
      this.isWhole.value = true;
    });
    this.takeTouched();
    this.keepWhole(true);
  }

  /** Whose role or which workspace it is may have changed since. */
  meet(session: SessionAnswer): void {
    this.workspace = session.workspace;
    this.store.member.value = session.member;
  }

  /** Takes everything that others have written away from memory and device. */
  async wipe(): Promise<void> {
    this.clear();
    if (this.device?.isUsable) await wipeBase(this.device).catch(() => undefined);
  }

  clear(): void {
    this.store.change(() => this.reducer.clear([]));
    this.takeTouched();
    this.cursor = "";
  }

  /** Folds the changed rows into the packs when there are many; to be called when nothing else is to do. */
  fold(): void {
    if (this.journal >= FOLD_AT) this.keepWhole(false);
  }

  /** Resolves when the device has everything that memory has. */
  settled(): Promise<void> {
    return this.writes;
  }

  private isPast(cursor: Cursor): boolean {
    return this.cursor !== "" && isSameEpoch(this.cursor, cursor) && versionOf(this.cursor) > versionOf(cursor);
  }

  private stand({ cursor, scopes, since, member, workspace, landed }: BaseRecord): void {
    this.cursor = cursor;
    this.workspace = workspace;
    this.store.scopes.value = new Map(scopes.map((scope) => [scope.id, scope]));
    this.store.member.value = member;
    this.reducer.restore(since);
    this.landed.set(landed.client, landed.seq);
  }

  /** Rows that are the same stay the same objects, so that nothing is drawn again for them. */
  private fill(rows: Loaded["rows"]): void {
    for (const model of MODEL_NAMES) {
      if (isLazy(model)) continue;
      const fresh = rows.get(model) ?? new Map<Id, Row>();
      for (const id of [...this.store.idsOf(model)]) if (!fresh.has(id)) this.store.setBase(model, id, undefined);
      for (const [id, row] of fresh) {
        const known = this.store.peekBase(model, id);
        if (!known) this.store.setBase(model, id, row as never);
        else if (!isSame(kept(model, known), row)) this.store.setBase(model, id, { ...known, ...row } as never);
      }
    }
  }

  private gain(scope: Scope, snapshot: Snapshot | undefined): void {
    if (this.store.scopes.peek().has(scope.id)) {
      this.store.scopes.value = new Map(this.store.scopes.peek()).set(scope.id, scope);
      return;
    }
    if (!snapshot) return;
    this.reducer.gain(scope, versionOf(cursorOf(snapshot)));
    for (const page of snapshot.pages) this.reducer.snapshot(page);
  }

  private takeTouched(): ChangedRow[] {
    if (!this.device) return [];
    const changed: ChangedRow[] = [];
    for (const [model, ids] of this.store.takeTouched()) {
      for (const id of ids) if (!isLazy(model)) changed.push({ model, id, row: this.store.peekBase(model, id) ?? null });
    }
    return changed;
  }

  private keep(range: Range & { isFolded: boolean }, rows: readonly ChangedRow[]): void {
    const hasMoved = range.entries.some(({ op }) => op === "S+" || op === "S-");
    if (hasMoved || rows.length > MANY_ROWS) return this.keepWhole(false, rows);
    const step: Step = { from: range.from, base: this.record(), rows, entries: range.entries };
    this.enqueue(async (device) => {
      if ((await writeStep(device, step)) === "gap") return this.keepWhole(false);
      this.journal += rows.length;
      this.listeners.onKept(range);
    });
    if (!this.device?.isUsable) this.listeners.onKept(range);
  }

  /** `isAnew`: the parts of tasks on the device belong to what was before. */
  private keepWhole(isAnew: boolean, changed: readonly ChangedRow[] = []): void {
    const base = this.record();
    const rows: AllRows = MODEL_NAMES.map((model) => [model, this.store.baseRows(model)] as [ModelName, Row[]]);
    const gone = changed.filter(({ model, row }) => model === "task" && !row).map(({ id }) => id);
    this.enqueue(async (device) => {
      await writeWhole(device, base, rows, { isAnew, gone });
      this.journal = 0;
      this.listeners.onReplaced();
    });
    if (!this.device?.isUsable) this.listeners.onReplaced();
  }

  /** One write after the other. For want of room the device stays where it is, and the next start fetches the rest. */
  private enqueue(write: (device: Device) => Promise<void>): void {
    this.writes = this.writes.then(async () => {
      if (!this.device?.isUsable || !this.hasRoom || !this.listeners.isWriter()) return;
      await write(this.device).catch(() => (this.hasRoom = this.device?.isUsable !== true));
    });
  }

  private record(): BaseRecord {
    const client = this.listeners.clientId();
    return {
      cursor: this.cursor,
      scopes: [...this.store.scopes.peek().values()],
      since: this.reducer.sinceOf.map(([id, version]) => [id, version]),
      member: this.store.member.peek(),
      workspace: this.workspace,
      landed: { client, seq: this.landed.get(client) ?? 0 },
    };
  }
}

export function scopeOf(entry: Entry): Scope {
  return entry.patch.scope as Scope;
}

function cursorOf({ pages }: Snapshot): Cursor {
  return (pages[0] as BootstrapAnswer).cursor;
}

function isSame(a: Row, b: Row): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
