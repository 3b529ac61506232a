/** The one reducer: entries and snapshots become rows, whoever caused them. */

import type { Id, ModelName, Models } from "../models";
import { isLazy, isModelName, LAZY_MODELS } from "../models";
import type { Scope, Store } from "../store";
import { versionOf } from "./cursor";
import type { BootstrapAnswer, Entry, TaskAnswer } from "./wire";

type AnyRow = Record<string, unknown> & { id: Id };

export class Reducer {
  /** Scope → the version of its own snapshot: its entries up to there are in the rows already. */
  private readonly since = new Map<Id, number>();
  /** Task → the version of its parts, for tasks whose parts are held. */
  private readonly parts = new Map<Id, number>();

  constructor(private readonly store: Store) {}

  /** Applies one entry. Only inside of `store.change`. */
  entry(entry: Entry): void {
    if (entry.op === "S+" || entry.op === "S-" || entry.op === "H") return;
    if (!isModelName(entry.model) || !this.store.scopes.peek().has(entry.scope)) return;
    if (entry.v <= (this.since.get(entry.scope) ?? 0)) return;
    if (isLazy(entry.model) && !this.concernsHeldParts(entry)) return;
    if (this.isOutdone(entry.model, entry)) return;
    if (entry.op === "D") this.set(entry.model, entry.id, undefined);
    else if (entry.op === "X") this.leave(entry.model, entry);
    else this.write(entry.model, entry);
  }

  /** What the rows stand at, scope by scope, for the device. */
  get sinceOf(): readonly (readonly [Id, number])[] {
    return [...this.since];
  }

  /** Stands where the device's rows stand. */
  restore(since: readonly (readonly [Id, number])[]): void {
    this.since.clear();
    for (const [scope, version] of since) this.since.set(scope, version);
  }

  /** Applies a snapshot, or a page of one. Only inside of `store.change`. */
  snapshot(answer: BootstrapAnswer): void {
    for (const [model, { fields, rows }] of Object.entries(answer.models)) {
      if (!isModelName(model)) continue;
      for (const values of rows) {
        const row = Object.fromEntries(fields.map((field, index) => [field, values[index]])) as AnyRow;
        this.set(model, row.id, this.withDescription(model, row));
      }
    }
  }

  /** Applies the lazy parts of a task, which from now on are kept up to date. Only inside of `store.change`. */
  taskParts(answer: TaskAnswer): void {
    const id = answer.task.id;
    this.parts.set(id, versionOf(answer.cursor));
    const task = this.store.peekBase("task", id);
    if (task) this.store.setBase("task", id, { ...task, description: String(answer.task.description ?? "") });
    for (const model of LAZY_MODELS) {
      // What the device kept before a model was there has no rows of it.
      const rows = new Map((answer[model] ?? []).map((row) => [row.id, row]));
      for (const known of this.store.baseRows(model)) {
        if (known.task_id === id && !rows.has(known.id)) this.set(model, known.id, undefined);
      }
      for (const row of rows.values()) this.set(model, row.id, row);
    }
  }

  /** Holds the parts of a task that was made here a moment ago: there are none yet. */
  holdParts(taskId: Id): void {
    if (!this.parts.has(taskId)) this.parts.set(taskId, 0);
  }

  holds(taskId: Id): boolean {
    return this.parts.has(taskId);
  }

  /** Everything that happened up to `version` is in the rows of the scope. */
  standAt(scopeId: Id, version: number): void {
    this.since.set(scopeId, version);
  }

  gain(scope: Scope, version: number): void {
    this.standAt(scope.id, version);
    this.store.scopes.value = new Map(this.store.scopes.peek()).set(scope.id, scope);
  }

  lose(id: Id): void {
    const scope = this.store.scopes.peek().get(id);
    if (!scope) return;
    this.store.purge(scope);
    const kept = new Map(this.store.scopes.peek());
    kept.delete(id);
    this.store.scopes.value = kept;
    this.since.delete(id);
  }

  /** Forgets everything, for a snapshot from scratch. */
  clear(scopes: readonly Scope[]): void {
    this.store.purge(null);
    this.since.clear();
    this.parts.clear();
    this.store.scopes.value = new Map(scopes.map((scope) => [scope.id, scope]));
  }

  private concernsHeldParts(entry: Entry): boolean {
    const model = entry.model as "comment";
    const taskId = (entry.patch.task_id as Id | undefined) ?? this.store.peekBase(model, entry.id)?.task_id;
    const held = taskId === undefined ? undefined : this.parts.get(taskId);
    return held !== undefined && entry.v > held;
  }

  /** The row has moved to another scope, whose newer snapshot holds it already. */
  private isOutdone(model: ModelName, entry: Entry): boolean {
    if (!this.store.peekBase(model, entry.id)) return false;
    for (const [scopeId, version] of this.since) {
      if (version < entry.v || scopeId === entry.scope) continue;
      const scope = this.store.scopes.peek().get(scopeId);
      if (scope && this.store.isIn(scope, model, entry.id)) return true;
    }
    return false;
  }

  private leave(model: ModelName, entry: Entry): void {
    const scope = this.store.scopes.peek().get(entry.scope);
    // The row may have come into another scope of ours by an earlier entry of the same move.
    if (!scope || (this.store.isKnown(model, entry.id) && !this.store.isIn(scope, model, entry.id))) return;
    this.set(model, entry.id, undefined);
    if (model === "task") this.parts.delete(entry.id);
  }

  private write(model: ModelName, entry: Entry): void {
    const known = this.store.peekBase(model, entry.id) as AnyRow | undefined;
    if (!known && entry.op === "U") return;
    const row = { ...(entry.op === "U" ? known : {}), ...entry.patch, id: entry.id } as AnyRow;
    this.set(model, entry.id, this.withDescription(model, row, known, entry.v));
  }

  /** A description is kept only with the task's parts, and never replaced by one older than these. */
  private withDescription(model: ModelName, row: AnyRow, known?: AnyRow, version = 0): AnyRow {
    if (model !== "task") return row;
    const held = this.parts.get(row.id);
    if (held !== undefined && version > held) return row;
    const kept = { ...row };
    delete kept.description;
    return held === undefined ? kept : { ...kept, description: known?.description };
  }

  private set(model: ModelName, id: Id, row: AnyRow | undefined): void {
    this.store.setBase(model, id, row as unknown as Models[typeof model] | undefined);
  }
}
