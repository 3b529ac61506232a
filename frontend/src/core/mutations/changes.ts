/** The few shapes of change that effects are made of. */

import type { Id, ModelName, Models } from "../models";
import { keyBetween } from "../rank";
import type { Change, Placement, Reader } from "./types";

type ChangeOf<M extends ModelName> = Extract<Change, { model: M }>;

/** A new row; once the server's own row is there, that one stands. */
export function put<M extends ModelName>(model: M, row: Models[M]): Change {
  const change = { model, id: row.id, fields: [], apply: (known: Models[M] | undefined) => known ?? row };
  return change as unknown as ChangeOf<M>;
}

export function patch<M extends ModelName>(model: M, id: Id, fields: Partial<Models[M]>): Change {
  return edit(model, id, Object.keys(fields), () => fields);
}

/** A change that depends on the row under it: counters, and sets to which others add too. */
export function edit<M extends ModelName>(
  model: M,
  id: Id,
  fields: readonly string[],
  make: (row: Models[M]) => Partial<Models[M]>,
): Change {
  const apply = (row: Models[M] | undefined) => (row ? { ...row, ...make(row) } : undefined);
  return { model, id, fields, apply } as unknown as ChangeOf<M>;
}

export function drop(model: ModelName, id: Id): Change {
  return { model, id, fields: [], apply: () => undefined } as Change;
}

/** The values that `fields` would overwrite. */
export function previous<M extends ModelName, F extends object>(read: Reader, model: M, id: Id, fields: F): F | null {
  const row = read.peek(model, id) as Record<string, unknown> | undefined;
  if (!row) return null;
  return Object.fromEntries(Object.keys(fields).map((name) => [name, row[name] ?? null])) as F;
}

/** What an inverse begins from: the text that it takes back, so that others' words beside it stay. */
export function began<F extends string>(fields: { [K in F]?: string }, name: F): { was?: { [K in F]?: string } } {
  const text = fields[name];
  return text === undefined ? {} : { was: { [name]: text } as { [K in F]?: string } };
}

/** The neighbours that a row has now: where to put it back. */
export function placementIn(list: readonly Id[], id: Id): Placement {
  const index = list.indexOf(id);
  return index < 0
    ? { after: list.at(-1) ?? null, before: null }
    : { after: list[index - 1] ?? null, before: list[index + 1] ?? null };
}

/**
 * The rank for a row between its neighbours, found as the server finds it: by `after`, else by `before`, else at the
 * end. The moved row itself is no neighbour.
 */
export function rankAt(list: readonly Id[], rankOf: (id: Id) => string, moved: Id, where: Partial<Placement>): string {
  const others = list.filter((id) => id !== moved);
  const after = where.after ? others.indexOf(where.after) : -1;
  const before = where.before ? others.indexOf(where.before) : -1;
  const at = after >= 0 ? after + 1 : before >= 0 ? before : others.length;
  const low = at > 0 ? rankOf(others[at - 1] as Id) : null;
  const next = others.slice(at).find((id) => low === null || rankOf(id) > low);
  return keyBetween(low, next ? rankOf(next) : null);
}
