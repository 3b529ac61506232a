/** The rows of one model: what the server has said (base), and what the screen shows (base with pending changes). */

import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { List } from "./list";
import type { Id } from "./models";

type Apply<R> = (row: R | undefined) => R | undefined;

interface Pending<R> {
  /** The mutation that wants it. */
  by: Id;
  apply: Apply<R>;
}

export class Table<R extends { id: Id }> {
  readonly lists: List<R>[] = [];
  private readonly base = new Map<Id, R>();
  private readonly shown = new Map<Id, R>();
  private readonly pending = new Map<Id, Pending<R>[]>();
  private readonly signals = new Map<Id, Signal<R | undefined>>();

  /** The row as a signal: whoever reads its value is drawn again when this row changes, and only then. */
  row(id: Id): ReadonlySignal<R | undefined> {
    let row = this.signals.get(id);
    if (!row) {
      row = signal(this.shown.get(id));
      this.signals.set(id, row);
    }
    return row;
  }

  peek(id: Id): R | undefined {
    return this.shown.get(id);
  }

  /** Every row that the screen shows. */
  rows(): Iterable<R> {
    return this.shown.values();
  }

  peekBase(id: Id): R | undefined {
    return this.base.get(id);
  }

  baseRows(): R[] {
    return [...this.base.values()];
  }

  ids(): Iterable<Id> {
    return this.base.keys();
  }

  /** Replaces what the server has said; undefined when the row is gone. */
  setBase(id: Id, row: R | undefined): void {
    if (row) this.base.set(id, row);
    else this.base.delete(id);
    this.refresh(id);
  }

  addPending(id: Id, by: Id, apply: Apply<R>): void {
    const known = this.pending.get(id);
    if (known) known.push({ by, apply });
    else this.pending.set(id, [{ by, apply }]);
    this.refresh(id);
  }

  dropPending(id: Id, by: Id): void {
    const kept = this.pending.get(id)?.filter((change) => change.by !== by) ?? [];
    if (kept.length > 0) this.pending.set(id, kept);
    else this.pending.delete(id);
    this.refresh(id);
  }

  flush(): void {
    for (const list of this.lists) list.flush();
  }

  private refresh(id: Id): void {
    const before = this.shown.get(id);
    let after = this.base.get(id);
    for (const change of this.pending.get(id) ?? []) after = change.apply(after);
    if (after === before) return;
    if (after) this.shown.set(id, after);
    else this.shown.delete(id);
    const row = this.signals.get(id);
    if (row) row.value = after;
    for (const list of this.lists) list.note(before, after);
  }
}
