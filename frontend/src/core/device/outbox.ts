/** The queue on the device. Each function is one transaction: after a crash it has happened, or it has not. */

import { newId } from "../ids";
import type { Id } from "../models";
import { isSameEpoch, versionOf, type Cursor } from "../sync/cursor";
import type { PushResult } from "../sync/wire";
import { isFull, type Device, type Work } from "./device";
import type { AckedRecord, CountRecord, Draft, StashRecord, Transaction, WaitingRecord } from "./schema";

export interface QueueRecords {
  count: CountRecord;
  waiting: WaitingRecord[];
  /** Acknowledged, and perhaps not yet in the rows. */
  covering: AckedRecord[];
  stash: StashRecord[];
  /** Of the mutations asked about, those that have been answered meanwhile. */
  answered: AckedRecord[];
}

export interface Answered {
  record: WaitingRecord;
  result: PushResult;
  /** Where it goes when it was not applied. */
  stash: StashRecord | null;
}

/** How long an acknowledged mutation is kept for a server that was restored from a backup. */
export const ACKED_MS = 72 * 3600_000;

const ALL: ["meta", "outbox", "acked"] = ["meta", "outbox", "acked"];

/** The queue as it stands. `version`: what the rows are at; `asked`: the mutations that the tab believes to be waiting. */
export function readQueue(device: Device, version: number, asked: readonly Id[]): Promise<QueueRecords> {
  return device.run({
    stores: ["meta", "outbox", "acked", "stash"],
    mode: "readwrite",
    run: async (tx) => {
      const count = await counted(tx);
      const waiting = await tx.objectStore("outbox").getAll();
      const covering = await tx.objectStore("acked").index("version").getAll(IDBKeyRange.lowerBound(version, true));
      const stash = await tx.objectStore("stash").getAll();
      const known = new Set(waiting.map(({ id }) => id));
      const answered: AckedRecord[] = [];
      for (const id of asked) {
        const acked = known.has(id) ? undefined : await tx.objectStore("acked").get(id);
        if (acked) answered.push(acked);
      }
      return { count, waiting, covering: covering.sort((a, b) => a.seq - b.seq), stash, answered };
    },
  });
}

/** Gives drafts their numbers and writes them down, all or none. Those written before keep the number that they have. */
export function append(device: Device, drafts: readonly Draft[]): Promise<WaitingRecord[]> {
  return precious(device, {
    stores: ALL,
    mode: "readwrite",
    durability: "strict",
    run: async (tx) => {
      const count = await counted(tx);
      const written: WaitingRecord[] = [];
      for (const draft of drafts) written.push((await found(tx, draft.id)) ?? (await enqueue(tx, count, draft)));
      await tx.objectStore("meta").put(count, "count");
      return written;
    },
  });
}

/** Takes the server's answers: out of the outbox, and into what is remembered or into the stash, at once. */
export function settle(device: Device, answers: readonly Answered[], now: number): Promise<void> {
  return precious(device, {
    stores: ["outbox", "acked", "stash"],
    mode: "readwrite",
    run: async (tx) => {
      for (const { record, result, stash } of answers) {
        const outbox = tx.objectStore("outbox");
        const seq = await outbox.index("id").getKey(record.id);
        if (seq !== undefined) await outbox.delete(seq);
        const version = result.cursor ? versionOf(result.cursor) : 0;
        await tx.objectStore("acked").put({ ...record, result, version, ackedAt: now });
        if (stash) await tx.objectStore("stash").put(stash);
      }
    },
  });
}

/** What a server has lost that was restored from a backup. */
export interface Lost {
  /** The last number that it knows of this client. */
  after: number;
  /** Where it stands now, which says what is of another database; null when that is not known. */
  at: Cursor | null;
}

/** `even`: nothing is missing; `requeued`: it will be sent again; `gap`: not under the numbers that it had. */
export type Realigned = "even" | "requeued" | "gap";

/** Puts what the server has lost of the acknowledged ones back into the outbox. */
export function requeue(device: Device, lost: Lost): Promise<Realigned> {
  return precious(device, {
    stores: ALL,
    mode: "readwrite",
    durability: "strict",
    run: async (tx) => {
      const { client, nextSeq } = await counted(tx);
      if ((await ackedElsewhere(tx, client, lost.at)).length > 0) return "gap";
      const [first = nextSeq] = await tx.objectStore("outbox").getAllKeys(null, 1);
      if (first <= lost.after + 1) return "even";
      const again = await ackedAfter(tx, client, lost.after);
      if (again.length !== first - 1 - lost.after) return "gap";
      for (const record of again) {
        await tx.objectStore("outbox").put(waitingOf(record));
        await tx.objectStore("acked").delete(record.id);
      }
      return "requeued";
    },
  });
}

/** Becomes a new client: what waits keeps its order under new numbers, behind what the server has lost. */
export function renew(device: Device, lost: Lost | null): Promise<void> {
  return precious(device, {
    stores: ALL,
    mode: "readwrite",
    durability: "strict",
    run: async (tx) => {
      const { client } = await counted(tx);
      const again = lost ? [...(await ackedElsewhere(tx, client, lost.at)), ...(await ackedAfter(tx, client, lost.after))] : [];
      for (const { id } of again) await tx.objectStore("acked").delete(id);
      const outbox = tx.objectStore("outbox");
      const waiting = await outbox.getAll();
      await outbox.clear();
      const count: CountRecord = { client: newId(), nextSeq: 1 };
      for (const record of [...again, ...waiting]) await enqueue(tx, count, record);
      await tx.objectStore("meta").put(count, "count");
    },
  });
}

/** Moves everything that waits into the stash. */
export function stashAll(device: Device, stashOf: (record: WaitingRecord) => StashRecord): Promise<void> {
  return precious(device, {
    stores: ["outbox", "stash"],
    mode: "readwrite",
    durability: "strict",
    run: async (tx) => {
      for (const record of await tx.objectStore("outbox").getAll()) await tx.objectStore("stash").put(stashOf(record));
      await tx.objectStore("outbox").clear();
    },
  });
}

/** Takes a mutation out of the stash; with a draft, that one goes to the end of the queue in the same moment. */
export function unstash(device: Device, id: Id, draft: Draft | null): Promise<WaitingRecord | null> {
  return precious(device, {
    stores: ["meta", "outbox", "acked", "stash"],
    mode: "readwrite",
    durability: "strict",
    run: async (tx) => {
      await tx.objectStore("stash").delete(id);
      if (!draft) return null;
      const known = await found(tx, draft.id);
      if (known) return known;
      const count = await counted(tx);
      const written = await enqueue(tx, count, draft);
      await tx.objectStore("meta").put(count, "count");
      return written;
    },
  });
}

/** Forgets what was acknowledged long ago. */
export function expire(device: Device, now: number): Promise<void> {
  return device.run({
    stores: ["acked"],
    mode: "readwrite",
    run: async (tx) => {
      const old = IDBKeyRange.upperBound(now - ACKED_MS);
      for (const id of await tx.objectStore("acked").index("ackedAt").getAllKeys(old)) await tx.objectStore("acked").delete(id);
    },
  });
}

/** Runs work on what cannot be fetched again; for want of room everything that can be makes way. */
export async function precious<T>(device: Device, work: Work<T>): Promise<T> {
  try {
    return await device.run(work);
  } catch (error) {
    if (!isFull(error)) throw error;
    void device.persist();
    await device.run({
      stores: ["parts", "packs", "journal", "previews", "meta"],
      mode: "readwrite",
      run: async (tx) => {
        for (const store of ["parts", "packs", "journal", "previews"] as const) await tx.objectStore(store).clear();
        await tx.objectStore("meta").delete("base");
      },
    });
    return device.run(work);
  }
}

async function counted(tx: Transaction): Promise<CountRecord> {
  const known = (await tx.objectStore("meta").get("count")) as CountRecord | undefined;
  if (known) return known;
  const fresh: CountRecord = { client: newId(), nextSeq: 1 };
  await tx.objectStore("meta").put(fresh, "count");
  return fresh;
}

async function enqueue(tx: Transaction, count: CountRecord, draft: Draft): Promise<WaitingRecord> {
  const record = waitingOf({ ...draft, seq: count.nextSeq, client: count.client });
  await tx.objectStore("outbox").add(record);
  count.nextSeq += 1;
  return record;
}

/** The mutation where it was written before: a commit whose success was not told. */
async function found(tx: Transaction, id: Id): Promise<WaitingRecord | undefined> {
  return (await tx.objectStore("outbox").index("id").get(id)) ?? (await tx.objectStore("acked").get(id));
}

async function ackedAfter(tx: Transaction, client: Id, seq: number): Promise<AckedRecord[]> {
  return tx.objectStore("acked").index("seq").getAll(IDBKeyRange.bound([client, seq], [client, Infinity], true));
}

/** What was acknowledged to an earlier client of this device by a database that is another one now. */
async function ackedElsewhere(tx: Transaction, client: Id, at: Cursor | null): Promise<AckedRecord[]> {
  const all = at ? await tx.objectStore("acked").index("seq").getAll() : [];
  return all.filter((record) => record.client !== client && isElsewhere(record.result, at as Cursor));
}

/** Whether the effect of a mutation is known to be in another database than the one that stands there. */
export function isElsewhere({ cursor }: PushResult, at: Cursor): boolean {
  return cursor !== null && !isSameEpoch(cursor, at);
}

function waitingOf({ id, mutation, base, madeAt, label, about, seq, client }: WaitingRecord): WaitingRecord {
  return { id, mutation, base, madeAt, label, about, seq, client };
}
