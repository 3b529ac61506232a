/**
 * Rows in packs of five hundred, each one text: JSON by columns. Ten thousand tasks in Chromium: 27 to 30 ms to write and 25 ms
 * to read, against 54 and 56 ms as columns of values, 30 and 26 ms as row objects; with a processor four times slower 108 and
 * 107, 128 and 106, 201 and 133 ms. A record for each row costs many times that.
 */

import type { Id, ModelName, Row, Task } from "../models";
import { compareRanked } from "../rank";

export interface Pack {
  model: ModelName;
  number: number;
  fields: string[];
  /** JSON: one array of values for each field. */
  text: string;
}

const ROWS = 500;

type AnyRow = Record<string, unknown> & { id: Id };

/** The packs of a model's rows. The first pack of tasks holds what boards show first. */
export function packed(model: ModelName, rows: readonly Row[]): Pack[] {
  const packs: Pack[] = [];
  const ordered = model === "task" && rows.length > ROWS ? topFirst(rows as readonly Task[]) : rows;
  for (let start = 0; start < rows.length; start += ROWS) {
    const part = ordered.slice(start, start + ROWS) as unknown as AnyRow[];
    const fields = Object.keys(part[0] as AnyRow).filter((field) => !isLazyField(model, field));
    const text = JSON.stringify(fields.map((field) => part.map((row) => row[field])));
    packs.push({ model, number: packs.length, fields, text });
  }
  return packs;
}

/** The tasks at the top of each stage, as many of each as fit into one pack, and then the others. */
function topFirst(tasks: readonly Task[]): Task[] {
  const stages = new Map<Id, Task[]>();
  for (const task of tasks) {
    const list = stages.get(task.stage_id);
    if (list) list.push(task);
    else stages.set(task.stage_id, [task]);
  }
  const share = Math.max(1, Math.floor(ROWS / stages.size));
  const lists = [...stages.values()].map((list) => list.sort(compareRanked));
  return [...lists.flatMap((list) => list.slice(0, share)), ...lists.flatMap((list) => list.slice(share))];
}

/** The rows of a pack. All are made of one form and filled column by column: the engine has seen no row yet when a page opens. */
export function unpacked({ fields, text }: Pack): Row[] {
  const form = Object.fromEntries(fields.map((field) => [field, null as unknown]));
  const columns = JSON.parse(text) as unknown[][];
  const rows = (columns[0] ?? []).map(() => ({ ...form }));
  for (const [number, field] of fields.entries()) {
    const column = columns[number] as unknown[];
    for (let index = 0; index < column.length; index += 1) (rows[index] as typeof form)[field] = column[index];
  }
  return rows as unknown as Row[];
}

/** A row as the device keeps it: a task's description goes with its parts. */
export function kept(model: ModelName, row: Row): Row {
  if (model !== "task" || !("description" in row)) return row;
  const without = { ...row };
  delete without.description;
  return without;
}

function isLazyField(model: ModelName, field: string): boolean {
  return model === "task" && field === "description";
}
