/** The cursor is opaque on the wire; its inside, `"{epoch}.{version}"`, is known here alone. */

export type Cursor = string;

function parts(cursor: Cursor): { epoch: string; version: number } {
  const dot = cursor.lastIndexOf(".");
  return { epoch: cursor.slice(0, dot), version: Number(cursor.slice(dot + 1)) };
}

export function versionOf(cursor: Cursor): number {
  return parts(cursor).version;
}

/** Whether `cursor` has reached `other`; never across epochs. */
export function reaches(cursor: Cursor, other: Cursor): boolean {
  const mine = parts(cursor);
  const theirs = parts(other);
  return mine.epoch === theirs.epoch && mine.version >= theirs.version;
}

export function isSameEpoch(a: Cursor, b: Cursor): boolean {
  return parts(a).epoch === parts(b).epoch;
}
