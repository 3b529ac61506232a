/**
 * What each mutation does here before the server has answered, held to what the server does: tests/vectors/effects.json
 * is written by the server's own tests (tests/sync/effects).
 */

import { describe, expect, test } from "vitest";
import vectors from "../../../../tests/vectors/effects.json";
import { MODEL_NAMES, type Id, type ModelName, type Models } from "../models";
import { Store } from "../store";
import "./late";
import { effectOf, inverseOf } from "./registry";
import type { Mutation } from "./types";

type Fields = Record<string, unknown>;
type Rows = Partial<Record<string, Fields[]>>;

interface Case {
  name: string;
  me: Id;
  /** Rows in the place of those that every case begins with. */
  rows: Rows;
  trashed: Id[];
  mutation: Mutation;
  after: Rows;
  gone: Partial<Record<string, Id[]>>;
  /** Models, and fields as `model.field`, of which only the server knows. */
  server: string[];
  /** Fields that undoing does not bring back; null when nothing undoes it. */
  undo: string[] | null;
}

const CASES = vectors.cases as unknown as Case[];

/** Model → id → row, as the screen shows it. */
type Shown = Map<ModelName, Map<Id, Fields>>;

function rowsOf(one: Case, withGone = false): Shown {
  const shown: Shown = new Map();
  for (const model of MODEL_NAMES) {
    const rows = [...((vectors.rows as unknown as Rows)[model] ?? []), ...(one.rows[model] ?? [])];
    const known = new Map(rows.map((row) => [row.id as Id, row]));
    for (const [id, row] of withGone ? [] : known) if (one.trashed.includes(id) || one.trashed.includes(row.task_id as Id)) known.delete(id);
    shown.set(model, known);
  }
  return shown;
}

/** What is `known` beside the rows has been there, and has gone. */
function storeOf(rows: Shown, me: Id, known: Shown): Store {
  const store = new Store();
  store.now = () => vectors.now;
  store.member.value = { ...store.member.peek(), id: me };
  const seats = [...(rows.get("project_member")?.values() ?? [])] as unknown as Models["project_member"][];
  const scopes = seats.filter((seat) => seat.member_id === me).map(({ project_id: id, role }) => ({ id, kind: "project" as const, subject: id, role }));
  store.scopes.value = new Map(scopes.map((scope) => [scope.id, scope]));
  store.change(() => {
    for (const shown of [known, rows]) {
      for (const [model, table] of shown) for (const [id, row] of table) store.setBase(model, id, structuredClone(row) as unknown as Models[typeof model]);
    }
    for (const [model, table] of known) for (const id of table.keys()) if (!rows.get(model)?.has(id)) store.setBase(model, id, undefined);
  });
  return store;
}

/** What the store shows of the rows that somebody expects, and of all that it was given. */
function shownBy(store: Store, ...others: Shown[]): Shown {
  const shown: Shown = new Map();
  for (const model of MODEL_NAMES) {
    const ids = new Set([...store.idsOf(model), ...others.flatMap((rows) => [...(rows.get(model)?.keys() ?? [])])]);
    const rows = [...ids].map((id) => [id, store.peek(model, id) as unknown as Fields | undefined] as const);
    shown.set(model, new Map(rows.filter((pair): pair is [Id, Fields] => pair[1] !== undefined)));
  }
  return shown;
}

function serverRows(one: Case, before: Shown): Shown {
  return new Map(
    [...before].map(([model, rows]) => {
      const after = new Map([...rows, ...(one.after[model] ?? []).map((row) => [row.id as Id, row] as const)]);
      for (const id of one.gone[model] ?? []) after.delete(id);
      return [model, after];
    }),
  );
}

/** Instants compare to the millisecond, sets in any order. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.every((one) => typeof one === "string") ? [...(value as string[])].sort() : value;
  if (value && typeof value === "object") return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return new Date(value).toISOString();
  return value ?? null;
}

/** Where two pictures differ, as `model.field`, or `model` for a row that only one of them has. */
function differences(one: Shown, other: Shown, without: readonly string[] = []): Set<string> {
  const found = new Set<string>();
  for (const model of MODEL_NAMES) {
    const [left, right] = [one.get(model) ?? new Map<Id, Fields>(), other.get(model) ?? new Map<Id, Fields>()];
    for (const id of new Set([...left.keys(), ...right.keys()])) {
      const [a, b] = [left.get(id), right.get(id)];
      if (!a || !b) found.add(model);
      else for (const name of Object.keys({ ...a, ...b })) if (plain(a[name]) !== plain(b[name]) && !isSameSet(a[name], b[name])) found.add(`${model}.${name}`);
    }
  }
  for (const name of without) for (const key of [...found]) if (key === name || key.startsWith(`${name}.`)) found.delete(key);
  return found;
}

function isSameSet(a: unknown, b: unknown): boolean {
  return typeof a === "object" && typeof b === "object" && JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

describe("a mutation does here what it does on the server", () => {
  test.each(CASES)("$name", (one) => {
    const before = rowsOf(one);
    const store = storeOf(before, one.me, rowsOf(one, true));
    const expected = serverRows(one, before);
    store.addOverlay("m1", effectOf(one.mutation, store));
    expect([...differences(shownBy(store, expected), expected, one.server)]).toEqual([]);
  });

  test.each(CASES)("$name: nothing is left to the server without need", (one) => {
    const before = rowsOf(one);
    const store = storeOf(before, one.me, rowsOf(one, true));
    const expected = serverRows(one, before);
    store.addOverlay("m1", effectOf(one.mutation, store));
    const found = [...differences(shownBy(store, expected), expected)];
    const fields = one.server.filter((name) => name.includes("."));
    expect(fields.filter((name) => !found.includes(name))).toEqual([]);
  });
});

describe("undoing brings the rows back", () => {
  test.each(CASES)("$name", (one) => {
    const before = rowsOf(one);
    const inverse = inverseOf(one.mutation, storeOf(before, one.me, before));
    expect(inverse === null).toBe(one.undo === null);
    if (!inverse || !one.undo) return;
    const store = storeOf(serverRows(one, before), one.me, before);
    store.addOverlay("m2", effectOf(inverse, store));
    const left = differences(shownBy(store, before), before, one.server);
    expect([...left].sort()).toEqual([...one.undo].sort());
  });
});
