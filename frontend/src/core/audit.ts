/** The proof that this device has what the server has: counts and hashes of rows (docs/protocol.md, "The audit"). */

import type { AuditAnswer } from "./sync/wire";

interface Rows {
  baseRows(model: string): readonly object[];
}

const MODULUS = 2 ** 48;
/** Their order means nothing; the server sorts them. */
const SETS = new Set(["tag_ids", "observer_ids", "helper_ids", "blocked_by"]);

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let code = byte;
  for (let bit = 0; bit < 8; bit += 1) code = code & 1 ? (code >>> 1) ^ 0xedb88320 : code >>> 1;
  return code;
});

/** CRC-32 of a text in UTF-8. */
export function crc32(text: string): number {
  let code = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) code = (code >>> 8) ^ (TABLE[(code ^ byte) & 0xff] as number);
  return (code ^ 0xffffffff) >>> 0;
}

/** The sum over rows of the hash of each, in any order. */
export function hashOf(rows: readonly (readonly unknown[])[]): number {
  return rows.reduce((sum, row) => (sum + crc32(JSON.stringify(row))) % MODULUS, 0);
}

/** The models in which the rows here are not the server's. */
export function differences({ models, fields }: AuditAnswer, rows: Rows): string[] {
  return Object.entries(models).flatMap(([model, { count, hash }]) => {
    const names = fields[model] ?? [];
    const values = rows.baseRows(model).map((row) => names.map((name) => valueOf(row as Record<string, unknown>, name)));
    return values.length === count && hashOf(values) === hash ? [] : [model];
  });
}

function valueOf(row: Record<string, unknown>, name: string): unknown {
  const value = row[name] ?? null;
  return SETS.has(name) && Array.isArray(value) ? [...(value as string[])].sort() : value;
}
