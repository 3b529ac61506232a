/** Taking back own actions, without touching what others have changed since. */

import { signal } from "@preact/signals";
import type { Id } from "./models";
import type { Change, Mutation } from "./mutations/types";
import type { Entry } from "./sync/wire";

export interface Undoable {
  /** The id of the queued mutation. */
  id: Id;
  label: string;
  inverse: Mutation;
  changes: readonly Change[];
  /** The rows of the changes, as `model:id`: one of many tasks has thousands. */
  rows: ReadonlySet<string>;
  /** Fields of its rows that somebody else has written since, as `id:field`. */
  overtaken: Set<string>;
}

const DEPTH = 50;

export class Undo {
  /** What would be undone next, for the screen. */
  readonly next = signal<Undoable | null>(null);
  private stack: Undoable[] = [];

  constructor(
    private readonly mutate: (inverse: Mutation) => void,
    private readonly say: (text: string) => void,
  ) {}

  push(id: Id, label: string, inverse: Mutation, changes: readonly Change[]): void {
    const rows = new Set(changes.map((change) => `${change.model}:${change.id}`));
    this.stack = [...this.stack.slice(1 - DEPTH), { id, label, inverse, changes, rows, overtaken: new Set() }];
    this.show();
  }

  /** A refused mutation has nothing to undo. */
  forget(id: Id): void {
    this.stack = this.stack.filter((undoable) => undoable.id !== id);
    this.show();
  }

  /** Notes what somebody else has written. */
  overtake(entry: Entry): void {
    for (const undoable of this.stack) {
      if (!undoable.rows.has(`${entry.model}:${entry.id}`)) continue;
      for (const field of Object.keys(entry.patch)) undoable.overtaken.add(`${entry.id}:${field}`);
      if (entry.op === "X" || entry.op === "D") undoable.overtaken.add(`${entry.id}:`);
    }
  }

  undoLast(): void {
    const last = this.stack.at(-1);
    if (last) this.undo(last.id);
    else this.say("There is nothing to undo.");
  }

  undo(id: Id): void {
    const undoable = this.stack.find((one) => one.id === id);
    if (!undoable) return;
    this.forget(id);
    const inverse = withoutOvertaken(undoable);
    if (!inverse) {
      this.say("Somebody else has changed it since, so it stays as it is.");
      return;
    }
    this.mutate(inverse);
    this.say(`Undone: ${undoable.label.charAt(0).toLowerCase()}${undoable.label.slice(1)}.`);
  }

  private show(): void {
    this.next.value = this.stack.at(-1) ?? null;
  }
}

/** What is left to take back; null when others have changed all of it. */
function withoutOvertaken({ inverse, changes, overtaken }: Undoable): Mutation | null {
  if (inverse.name === "task.bulk") return bulkWithoutOvertaken(inverse, changes, overtaken);
  const args = inverse.args as { id: Id };
  if (overtaken.has(`${args.id}:`)) return null;
  if ("fields" in args) {
    const fields = Object.fromEntries(Object.entries(args.fields as Record<string, unknown>).filter(([name]) => !overtaken.has(`${args.id}:${name}`)));
    return Object.keys(fields).length > 0 ? ({ ...inverse, args: { ...args, fields } } as Mutation) : null;
  }
  const written = changes.flatMap((change) => change.fields.map((field) => `${change.id}:${field}`));
  const isSet = inverse.name === "task.tag" || inverse.name === "task.observe";
  return !isSet && written.some((field) => overtaken.has(field)) ? null : inverse;
}

/** Of many tasks, those stay as they are of which somebody else has changed what is to be taken back. */
function bulkWithoutOvertaken({ args }: Mutation<"task.bulk">, changes: readonly Change[], overtaken: ReadonlySet<string>): Mutation | null {
  const isOvertaken = (change: Change) => overtaken.has(`${change.id}:`) || change.fields.some((field) => field !== "tag_ids" && overtaken.has(`${change.id}:${field}`));
  const kept = new Set(changes.filter((change) => !isOvertaken(change)).map(({ id }) => id));
  const groups = "each" in args ? args.each : [args];
  const each = groups.map((group) => ({ ...group, ids: group.ids.filter((id) => kept.has(id)) })).filter(({ ids }) => ids.length > 0);
  return each.length > 0 ? { name: "task.bulk", args: { each } } : null;
}
