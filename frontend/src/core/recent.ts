/** Which tasks another person has just changed, for a brief highlight with who did it. */

import { signal, type Signal } from "@preact/signals";
import type { Id } from "./models";
import type { Entry } from "./sync/wire";

export interface RecentChange {
  actor: Id;
  kind: string;
}

const SHOWN_MS = 4000;

export class Recent {
  private readonly changes = new Map<Id, Signal<RecentChange | null>>();

  of(taskId: Id): Signal<RecentChange | null> {
    let change = this.changes.get(taskId);
    if (!change) {
      change = signal<RecentChange | null>(null);
      this.changes.set(taskId, change);
    }
    return change;
  }

  note(entry: Entry): void {
    if (entry.model !== "task" || entry.actor === null || entry.kind === "task.counted" || (entry.op !== "U" && entry.op !== "I")) return;
    const recent = { actor: entry.actor, kind: entry.kind };
    const change = this.of(entry.id);
    change.value = recent;
    setTimeout(() => {
      if (change.peek() !== recent) return;
      change.value = null;
      this.changes.delete(entry.id);
    }, SHOWN_MS);
  }
}
