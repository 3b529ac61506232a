/** Rows in packs: reading ten thousand records costs four times what reading twenty packs of five hundred does. */

import type { Id, ModelName, Row } from "../models";

export interface Pack {
  model: ModelName;
  number: number;
  fields: string[];
  /** One array of values for each field. */
  columns: unknown[][];
}

const ROWS = 500;

type AnyRow = Record<string, unknown> & { id: Id };

/** The packs of a model's rows, in their order. */
export function packed(model: ModelName, rows: readonly Row[]): Pack[] {
  const packs: Pack[] = [];
  for (let start = 0; start < rows.length; start += ROWS) {
    const part = rows.slice(start, start + ROWS) as unknown as AnyRow[];
    const fields = Object.keys(part[0] as AnyRow).filter((field) => !isLazyField(model, field));
    const columns = fields.map((field) => part.map((row) => row[field]));
    packs.push({ model, number: packs.length, fields, columns });
  }
  return packs;
}

export function* unpacked({ fields, columns }: Pack): Iterable<Row> {
  const count = columns[0]?.length ?? 0;
  for (let index = 0; index < count; index += 1) {
    const row: Record<string, unknown> = {};
    for (let field = 0; field < fields.length; field += 1) {
      row[fields[field] as string] = (columns[field] as unknown[])[index];
    }
    yield row as unknown as Row;
  }
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
