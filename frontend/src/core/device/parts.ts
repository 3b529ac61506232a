/** The lazy parts of tasks that were opened here, kept up to date by the journal whether a tab shows them or not. */

import { isLazy, isModelName, type Id, type LazyModel } from "../models";
import { versionOf } from "../sync/cursor";
import type { Entry } from "../sync/wire";
import type { Device } from "./device";
import type { BaseRecord, PartRow, PartsRecord, Transaction } from "./schema";

/** Tasks whose parts are kept; past it those opened longest ago go. */
export const KEPT_TASKS = 300;
const KEPT_HISTORY = 200;

/** The parts of a task as the device has them, and a note that it was opened now. */
export function readParts(device: Device, id: Id, openedAt: number): Promise<PartsRecord | undefined> {
  return device.run({
    stores: ["parts"],
    mode: "readwrite",
    run: async (tx) => {
      const record = await tx.objectStore("parts").get(id);
      if (record) await tx.objectStore("parts").put({ ...record, openedAt });
      return record;
    },
  });
}

/** Keeps the parts of a task. False when the device's rows are past them: what happened between is not in them. */
export function keepParts(device: Device, record: Omit<PartsRecord, "rows">): Promise<boolean> {
  return device.run({
    stores: ["meta", "parts"],
    mode: "readwrite",
    run: async (tx) => {
      const base = (await tx.objectStore("meta").get("base")) as BaseRecord | undefined;
      if (!base || versionOf(base.cursor) > versionOf(record.cursor)) return false;
      const parts = tx.objectStore("parts");
      await parts.put(withRows(record));
      for (let over = (await parts.count()) - KEPT_TASKS; over > 0; over -= 1) {
        const oldest = await parts.index("openedAt").getKey(IDBKeyRange.lowerBound(0));
        if (oldest !== undefined) await parts.delete(oldest);
      }
      return true;
    },
  });
}

/** Applies one entry of the journal to the parts that it concerns. */
export async function applyToParts(tx: Transaction, entry: Entry): Promise<void> {
  if (!isModelName(entry.model)) return;
  const parts = tx.objectStore("parts");
  const isTask = entry.model === "task";
  if (!isTask && !isLazy(entry.model)) return;
  const named = isTask ? entry.id : (entry.patch.task_id as Id | undefined);
  const id = named ?? (await parts.index("rows").getKey(entry.id));
  const record = id === undefined ? undefined : await parts.get(id);
  if (!record || entry.v <= versionOf(record.cursor)) return;
  if (isTask && (entry.op === "X" || entry.op === "D")) await parts.delete(record.id);
  else await parts.put(withEntry(record, entry));
}

function withEntry(record: PartsRecord, entry: Entry): PartsRecord {
  const changed = { ...record, history: [entry, ...record.history].slice(0, KEPT_HISTORY) };
  const { model, op, patch } = entry;
  if (model === "task") {
    if (typeof patch.description === "string" && op !== "H") changed.task = { ...record.task, description: patch.description };
  } else if (op === "I" || op === "U" || op === "X" || op === "D") {
    const list = model as LazyModel;
    const rows = record[list] ?? [];
    const known = rows.find((row) => row.id === entry.id);
    const others = rows.filter((row) => row.id !== entry.id);
    if (op === "I" || (op === "U" && known)) others.push({ ...known, ...patch, id: entry.id });
    changed[list] = others;
  }
  return withRows(changed);
}

function withRows(record: Omit<PartsRecord, "rows">): PartsRecord {
  const rows: PartRow[] = [...(record.checklist ?? []), ...record.checklist_item, ...record.comment, ...(record.reaction ?? []), ...record.attachment];
  return { ...record, rows: rows.map((row) => row.id) };
}
