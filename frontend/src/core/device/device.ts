/** The database of one member on this device: opened, opened again when the browser loses it, given up honestly. */

import { signal } from "@preact/signals";
import { deleteDB, openDB } from "idb";
import { STEPS, type Database, type Schema, type Step, type StoreName, type Transaction, type Upgrade } from "./schema";

export type DeviceState = "opening" | "ready" | "broken" | "none";

export interface Work<T> {
  stores: StoreName[];
  mode?: IDBTransactionMode;
  /** `strict`: on the disk when it is done. Everything that can be fetched again is relaxed. */
  durability?: IDBTransactionDurability;
  run: (tx: Transaction) => Promise<T>;
}

interface DeviceOptions {
  steps?: readonly Step[];
  storage?: StorageManager;
}

const TRIES = 3;
/** Another tab that will not let go of an older database must not keep this one waiting for ever. */
const PATIENCE_MS = 8000;

export class Device {
  readonly state = signal<DeviceState>("opening");
  /** Whether the browser has promised to keep the data when it runs out of room. */
  readonly isPersistent = signal(false);
  /** A newer page has opened the database: this one must be loaded again. */
  readonly isOutdated = signal(false);
  private db: Database | null = null;
  private opening: Promise<Database> | null = null;
  private readonly steps: readonly Step[];
  private readonly storage: StorageManager | undefined;
  private isAsked = false;

  constructor(
    readonly name: string,
    { steps = STEPS, storage }: DeviceOptions = {},
  ) {
    this.steps = steps;
    this.storage = storage;
  }

  /** Opens the database; afterwards `state` says whether there is one. Never rejects. */
  async open(): Promise<void> {
    if (typeof indexedDB === "undefined" || indexedDB === null) {
      this.state.value = "none";
      return;
    }
    try {
      await this.handle();
      this.state.value = "ready";
      void this.storage?.persisted?.().then((is) => (this.isPersistent.value = is), () => undefined);
    } catch {
      this.state.value = "broken";
    }
  }

  get isUsable(): boolean {
    return this.state.peek() === "ready" && !this.isClosed;
  }

  /** Closed for good: deleted, or taken over by a newer page. */
  private get isClosed(): boolean {
    return this.isOutdated.peek() || this.state.peek() === "none";
  }

  /**
   * Runs one transaction. A lost handle is opened again and the work repeated, so the work must be harmless twice.
   * Rejects when the device cannot do it; then `state` is `broken`, unless only room is missing.
   */
  async run<T>(work: Work<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      let db: Database | null = null;
      if (this.isClosed) throw new DOMException("The device is closed.", "InvalidStateError");
      try {
        db = this.db ?? (await this.handle());
        return await this.attempt(db, work);
      } catch (error) {
        if (isFull(error)) throw error;
        if (db) this.letGo(db);
        if (attempt < TRIES && !this.isClosed) continue;
        if (!this.isClosed) this.state.value = "broken";
        throw error;
      }
    }
  }

  /** Asks the browser, once, to keep the data even when it runs out of room. */
  async persist(): Promise<void> {
    if (this.isAsked) return;
    this.isAsked = true;
    this.isPersistent.value = (await this.storage?.persist?.().catch(() => false)) ?? false;
  }

  async usage(): Promise<{ bytes: number; quota: number }> {
    const estimate = await this.storage?.estimate?.();
    return { bytes: estimate?.usage ?? 0, quota: estimate?.quota ?? 0 };
  }

  close(): void {
    if (this.db) this.letGo(this.db);
  }

  /** Deletes everything that this member has here, what is not sent included: ask first. */
  async forget(): Promise<void> {
    this.close();
    this.state.value = "none";
    await deleteDB(this.name);
  }

  protected async attempt<T>(db: Database, { stores, mode = "readonly", durability = "relaxed", run }: Work<T>): Promise<T> {
    const tx = db.transaction(stores, mode, { durability }) as unknown as Transaction;
    const done = tx.done.then(() => null, (error: unknown) => error ?? new DOMException("The transaction was given up.", "AbortError"));
    try {
      const result = await run(tx);
      const failure = await done;
      if (failure) throw failure;
      return result;
    } catch (error) {
      abort(tx);
      // What the request says ("the request was aborted") hides why the transaction was.
      throw (await done) ?? error;
    }
  }

  private handle(): Promise<Database> {
    this.opening ??= this.openOnce().finally(() => (this.opening = null));
    return this.opening;
  }

  private async openOnce(): Promise<Database> {
    const { promise: late, cancel } = lateness();
    const opened = openDB<Schema>(this.name, this.steps.length, {
      upgrade: (db, from, _to, tx) => {
        for (const step of this.steps.slice(from)) step(db as Database, tx as Upgrade);
      },
      blocking: (_from, to, event) => {
        (event.target as IDBDatabase).close();
        this.close();
        if (to === null) this.state.value = "none";
        else this.isOutdated.value = true;
      },
      terminated: () => (this.db = null),
    });
    opened.then((db) => this.db !== db && !this.opening && db.close(), () => undefined);
    try {
      this.db = (await Promise.race([opened, late])) as Database;
      return this.db;
    } catch (error) {
      // The database is of a newer page than this one.
      if (nameOf(error) === "VersionError") this.isOutdated.value = true;
      throw error;
    } finally {
      cancel();
    }
  }

  private letGo(db: Database): void {
    if (this.db === db) this.db = null;
    try {
      db.close();
    } catch {
      // It was closed by the browser.
    }
  }
}

export function isFull(error: unknown): boolean {
  return nameOf(error) === "QuotaExceededError";
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

function abort(tx: Transaction): void {
  try {
    tx.abort();
  } catch {
    // It has ended by itself.
  }
}

function lateness(): { promise: Promise<never>; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException("The database does not open.", "TimeoutError")), PATIENCE_MS);
  });
  return { promise, cancel: () => clearTimeout(timer) };
}
