/** The lazy parts of tasks: from the device and the server when a task is opened, then kept up to date by the journal. */

import { signal, type Signal } from "@preact/signals";
import type { Device } from "./device/device";
import { keepParts, readParts } from "./device/parts";
import type { PartRow, PartsRecord } from "./device/schema";
import { isLazy, isModelName, type Id } from "./models";
import type { Store } from "./store";
import type { Reducer } from "./sync/apply";
import type { Cursor } from "./sync/cursor";
import { TransportError } from "./sync/errors";
import type { Entry, TaskAnswer, Transport } from "./sync/wire";

export interface TaskParts {
  state: Signal<"loading" | "ready" | "missing" | "failed">;
  /** Why it failed. */
  sentence: Signal<string>;
  /** The task's journal, newest first. */
  history: Signal<readonly Entry[]>;
  hasOlderHistory: Signal<boolean>;
}

interface Opened extends TaskParts {
  /** Entries that come while the parts are on their way, and may be newer than these. */
  arriving: Entry[] | null;
  /** The server has said it since the connection was made. */
  isFresh: boolean;
  isUnkept: boolean;
}

export interface Where {
  cursor(): Cursor;
  device: Device | null;
  wall(): number;
}

const HISTORY = 200;

export class Parts {
  private readonly opened = new Map<Id, Opened>();

  constructor(
    private readonly transport: Transport,
    private readonly store: Store,
    private readonly reducer: Reducer,
    private readonly where: Where,
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
        arriving: null,
        isFresh: false,
        isUnkept: false,
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
    const { lowest } = versionsOf(parts.history.peek());
    if (!lowest) return;
    const answer = await this.transport.history(taskId, lowest);
    parts.history.value = [...parts.history.peek(), ...answer.history];
    parts.hasOlderHistory.value = answer.more;
  }

  /** Adds live entries to the histories that are open. */
  note(entries: readonly Entry[]): void {
    for (const entry of entries) {
      for (const parts of this.opened.values()) if (isPart(entry)) parts.arriving?.push(entry);
      const taskId = entry.model === "task" ? entry.id : (entry.patch.task_id as Id | undefined);
      const parts = taskId === undefined ? undefined : this.opened.get(taskId);
      if (parts && entry.v > versionsOf(parts.history.peek()).highest) parts.history.value = [entry, ...parts.history.peek()];
    }
    for (const [taskId, parts] of this.opened) if (parts.isUnkept) void this.keep(taskId, parts);
  }

  /** After a snapshot from scratch all parts are gone: those that are open are fetched again. */
  reload(): void {
    for (const [taskId, parts] of this.opened) void this.load(taskId, parts);
  }

  /** The connection is back: what could not be fetched, or was only found on the device, is fetched now. */
  refresh(): void {
    for (const [taskId, parts] of this.opened) if (!parts.isFresh) void this.load(taskId, parts);
  }

  /** What the device has may be older than what the server has: shown until the server answers. */
  private async load(taskId: Id, parts: Opened): Promise<void> {
    if (!this.store.peekBase("task", taskId) && this.store.peek("task", taskId)) {
      this.reducer.holdParts(taskId);
      parts.state.value = "ready";
      return;
    }
    if (parts.state.peek() !== "ready") parts.state.value = "loading";
    parts.isFresh = false;
    if (!this.reducer.holds(taskId)) await this.loadKept(taskId, parts);
    await this.fetch(taskId, parts);
  }

  private async loadKept(taskId: Id, parts: Opened): Promise<void> {
    const { device, wall } = this.where;
    if (!device?.isUsable) return;
    parts.arriving = [];
    const record = await readParts(device, taskId, wall()).catch(() => undefined);
    if (record) this.show(parts, { ...record, history: [...record.history] });
    parts.arriving = null;
  }

  private async fetch(taskId: Id, parts: Opened): Promise<void> {
    parts.arriving = [];
    try {
      const answer = await this.transport.task(taskId);
      this.show(parts, answer);
      parts.isFresh = true;
      void this.keep(taskId, parts);
    } catch (error) {
      const isMissing = error instanceof TransportError && error.status === 404;
      if (isMissing || parts.state.peek() !== "ready") parts.state.value = isMissing ? "missing" : "failed";
      parts.sentence.value = error instanceof Error ? error.message : String(error);
    } finally {
      parts.arriving = null;
    }
  }

  /** Lays the answer down, and over it what arrived while it was on its way. */
  private show(parts: Opened, answer: TaskAnswer): void {
    const arriving = parts.arriving ?? [];
    this.store.change(() => {
      this.reducer.taskParts(answer);
      for (const entry of arriving) this.reducer.entry(entry);
    });
    const newest = answer.history[0]?.v ?? 0;
    const missed = parts.history.peek().filter((entry) => entry.v > newest);
    parts.history.value = [...missed, ...answer.history];
    parts.hasOlderHistory.value = answer.history.length >= HISTORY;
    parts.state.value = "ready";
  }

  /** Keeps on the device what is shown, which stands where the rows stand. */
  private async keep(taskId: Id, parts: Opened): Promise<void> {
    const { device, cursor, wall } = this.where;
    const task = this.store.peekBase("task", taskId);
    if (!device?.isUsable || !task) return;
    const base = (list: "taskLists" | "taskItems" | "taskComments" | "taskReactions" | "taskAttachments", model: "comment") =>
      this.store.peekRows(list, taskId).flatMap(({ id }) => this.store.peekBase(model, id) ?? []) as unknown as PartRow[];
    const record: Omit<PartsRecord, "rows"> = {
      id: taskId,
      cursor: cursor(),
      openedAt: wall(),
      task: { id: taskId, description: task.description ?? "" },
      checklist: base("taskLists", "checklist" as "comment"),
      checklist_item: base("taskItems", "checklist_item" as "comment"),
      comment: base("taskComments", "comment"),
      reaction: base("taskReactions", "reaction" as "comment"),
      attachment: base("taskAttachments", "attachment" as "comment"),
      history: parts.history.peek().slice(0, HISTORY),
    };
    parts.isUnkept = !(await keepParts(device, record).catch(() => true));
  }
}

function isPart({ model, patch }: Entry): boolean {
  return isModelName(model) && (isLazy(model) || (model === "task" && patch.description !== undefined));
}

/** The lowest and the highest version of a history, 0 for none: it is in order of time, which is not that of versions. */
export function versionsOf(history: readonly Pick<Entry, "v">[]): { lowest: number; highest: number } {
  if (history.length === 0) return { lowest: 0, highest: 0 };
  const versions = history.map(({ v }) => v);
  return { lowest: Math.min(...versions), highest: Math.max(...versions) };
}
