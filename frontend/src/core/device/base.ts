/** The rows that the server has said, on the device. */

import { isLazy, MODEL_NAMES, type Id, type ModelName, type Row } from "../models";
import { isSameEpoch, versionOf, type Cursor } from "../sync/cursor";
import type { Entry } from "../sync/wire";
import { isFull, type Device, type Work } from "./device";
import { kept, packed, unpacked, type Pack } from "./packs";
import { applyToParts } from "./parts";
import type { BaseRecord, ChangedRow, Transaction } from "./schema";

export interface Loaded {
  base: BaseRecord;
  rows: Map<ModelName, Map<Id, Row>>;
  /** How many changed rows wait to be folded into the packs. */
  journal: number;
}

/** With fewer packs of tasks all is there in a moment. */
const WORTH_A_LOOK = 3;

export interface Step {
  from: Cursor;
  base: BaseRecord;
  rows: readonly ChangedRow[];
  entries: readonly Entry[];
}

/** `written`; `past`: the device was further already; `gap`: the device is behind and needs the whole. */
export type Outcome = "written" | "past" | "gap";

export type AllRows = readonly (readonly [ModelName, readonly Row[]])[];

/** Everything that is needed to show the workspace; null on an empty device. */
export function loadBase(device: Device): Promise<Loaded | null> {
  return device.run({
    stores: ["meta", "packs", "journal"],
    run: async (tx) => {
      const [base, packs, journal] = await Promise.all([
        tx.objectStore("meta").get("base") as Promise<BaseRecord | undefined>,
        tx.objectStore("packs").getAll(),
        tx.objectStore("journal").getAll(),
      ]);
      if (!base) return null;
      return { base, rows: rowsOf(packs, journal), journal: journal.length };
    },
  });
}

/**
 * What boards show first of a large workspace: the first pack of each model. Null when there is not much to wait for, and
 * when own changes lie over the rows: these want to be seen in their places among all others.
 */
export function loadTop(device: Device): Promise<Loaded | null> {
  return device.run({
    stores: ["meta", "packs", "journal", "outbox", "acked"],
    run: async (tx) => {
      const packs = tx.objectStore("packs");
      const [base, count, waiting, journal] = await Promise.all([
        tx.objectStore("meta").get("base") as Promise<BaseRecord | undefined>,
        packs.count(IDBKeyRange.bound(["task", 0], ["task", Number.MAX_SAFE_INTEGER])),
        tx.objectStore("outbox").count(),
        tx.objectStore("journal").getAll(),
      ]);
      if (!base || count < WORTH_A_LOOK || waiting > 0) return null;
      const over = IDBKeyRange.lowerBound(versionOf(base.cursor), true);
      if ((await tx.objectStore("acked").index("version").count(over)) > 0) return null;
      const first = await Promise.all(MODEL_NAMES.map((model) => packs.get([model, 0])));
      return { base, rows: rowsOf(first.filter((pack) => pack !== undefined), journal), journal: journal.length };
    },
  });
}

function rowsOf(packs: readonly Pack[], journal: readonly ChangedRow[]): Loaded["rows"] {
  const rows: Loaded["rows"] = new Map();
  const of = (model: ModelName) => rows.get(model) ?? (rows.set(model, new Map()).get(model) as Map<Id, Row>);
  for (const pack of packs) for (const row of unpacked(pack)) of(pack.model).set(row.id, row);
  for (const { model, id, row } of journal) {
    if (row) of(model).set(id, row);
    else of(model).delete(id);
  }
  return rows;
}

/** Writes one step of the journal: rows and cursor together, and only where the step continues what is there. */
export function writeStep(device: Device, step: Step): Promise<Outcome> {
  return whenFull(device, {
    stores: ["meta", "journal", "parts"],
    mode: "readwrite",
    run: async (tx) => {
      const meta = tx.objectStore("meta");
      const known = (await meta.get("base")) as BaseRecord | undefined;
      if (!known || !isSameEpoch(known.cursor, step.from)) return "gap";
      if (versionOf(known.cursor) < versionOf(step.from)) return "gap";
      if (versionOf(known.cursor) > versionOf(step.base.cursor)) return "past";
      const journal = tx.objectStore("journal");
      await Promise.all(step.rows.map(({ model, id, row }) => journal.put({ model, id, row: row && kept(model, row) })));
      for (const entry of step.entries) await applyToParts(tx, entry);
      await meta.put(step.base, "base");
      return "written";
    },
  });
}

/**
 * Replaces all rows, and with them what waited to be folded. `isAnew`: the parts of tasks go too; otherwise only those
 * of the tasks that are `gone`.
 */
export function writeWhole(device: Device, base: BaseRecord, rows: AllRows, parts: { isAnew: boolean; gone: readonly Id[] }): Promise<void> {
  return whenFull(device, {
    stores: ["meta", "packs", "journal", "parts"],
    mode: "readwrite",
    run: async (tx) => {
      await clear(tx, parts.isAnew ? ["packs", "journal", "parts"] : ["packs", "journal"]);
      for (const id of parts.gone) await tx.objectStore("parts").delete(id);
      const packs = rows.flatMap(([model, list]) => (isLazy(model) ? [] : packed(model, list)));
      await Promise.all(packs.map((pack) => tx.objectStore("packs").put(pack)));
      await tx.objectStore("meta").put(base, "base");
    },
  });
}

/** Takes away all that others have written; what this person has not sent and the stash stay. */
export function wipeBase(device: Device): Promise<void> {
  return device.run({
    stores: ["meta", "packs", "journal", "parts", "previews"],
    mode: "readwrite",
    durability: "strict",
    run: async (tx) => {
      await clear(tx, ["packs", "journal", "parts", "previews"]);
      await tx.objectStore("meta").delete("base");
    },
  });
}

/** Runs work that can be fetched again; for want of room the parts of tasks go first. */
async function whenFull<T>(device: Device, work: Work<T>): Promise<T> {
  try {
    return await device.run(work);
  } catch (error) {
    if (!isFull(error)) throw error;
    void device.persist();
    await device.run({ stores: ["parts", "previews"], mode: "readwrite", run: (tx) => clear(tx, ["parts", "previews"]) });
    return device.run(work);
  }
}

async function clear(tx: Transaction, stores: ("packs" | "journal" | "parts" | "previews")[]): Promise<void> {
  for (const store of stores) await tx.objectStore(store).clear();
}
