/** The lazy parts of tasks: fetched when a task is opened, then kept up to date by the journal. */

import { signal, type Signal } from "@preact/signals";
import type { Id } from "./models";
import type { Store } from "./store";
import type { Reducer } from "./sync/apply";
import { TransportError } from "./sync/errors";
import type { Entry, Transport } from "./sync/wire";

export interface TaskParts {
  state: Signal<"loading" | "ready" | "missing" | "failed">;
  /** Why it failed. */
  sentence: Signal<string>;
  /** The task's journal, newest first. */
  history: Signal<readonly Entry[]>;
  hasOlderHistory: Signal<boolean>;
}

const HISTORY = 200;

export class Parts {
  private readonly opened = new Map<Id, TaskParts>();

  constructor(
    private readonly transport: Transport,
    private readonly store: Store,
    private readonly reducer: Reducer,
  ) {}

  /** The parts of a task; the first call for a task, and each one after a failure, fetches them. */
  open(taskId: Id): TaskParts {
    let parts = this.opened.get(taskId);
    if (!parts) {
      parts = {
        state: signal<"loading" | "ready" | "missing" | "failed">("loading"),
        sentence: signal(""),
        history: signal<readonly Entry[]>([]),
        hasOlderHistory: signal(false),
      };
      this.opened.set(taskId, parts);
      void this.load(taskId, parts);
    } else if (parts.state.peek() === "failed") {
      void this.load(taskId, parts);
    }
    return parts;
  }

  async loadOlderHistory(taskId: Id): Promise<void> {
    const parts = this.open(taskId);
    const oldest = parts.history.peek().at(-1);
    if (!oldest) return;
    const answer = await this.transport.history(taskId, oldest.v);
    parts.history.value = [...parts.history.peek(), ...answer.history];
    parts.hasOlderHistory.value = answer.more;
  }

  /** Adds live entries to the histories that are open. */
  note(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const taskId = entry.model === "task" ? entry.id : (entry.patch.task_id as Id | undefined);
      const parts = taskId === undefined ? undefined : this.opened.get(taskId);
      if (parts && entry.v > (parts.history.peek()[0]?.v ?? 0)) parts.history.value = [entry, ...parts.history.peek()];
    }
  }

  /** After a snapshot from scratch all parts are gone: those that are open are fetched again. */
  reload(): void {
    for (const [taskId, parts] of this.opened) void this.load(taskId, parts);
  }

  private async load(taskId: Id, parts: TaskParts): Promise<void> {
    if (!this.store.peekBase("task", taskId) && this.store.peek("task", taskId)) {
      this.reducer.holdParts(taskId);
      parts.state.value = "ready";
      return;
    }
    parts.state.value = "loading";
    try {
      const answer = await this.transport.task(taskId);
      this.store.change(() => this.reducer.taskParts(answer));
      parts.history.value = answer.history;
      parts.hasOlderHistory.value = answer.history.length >= HISTORY;
      parts.state.value = "ready";
    } catch (error) {
      const isMissing = error instanceof TransportError && error.status === 404;
      parts.state.value = isMissing ? "missing" : "failed";
      parts.sentence.value = error instanceof Error ? error.message : String(error);
    }
  }
}
