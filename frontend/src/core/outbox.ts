/** What the screen shows of the queue: what waits, what was refused and why, and what can be done about it. */

import { computed, type ReadonlySignal } from "@preact/signals";
import { aboutOf, asNew } from "./asNew";
import type { Reason, StashRecord } from "./device/schema";
import type { Engine } from "./engine";
import { newId } from "./ids";
import type { Id } from "./models";
import { labelOf } from "./mutations/registry";
import type { Mutation } from "./mutations/types";
import type { Queued } from "./sync/queued";

export interface Stashed {
  id: Id;
  mutation: Mutation;
  label: string;
  reason: Reason;
  /** Epoch milliseconds. */
  at: number;
  /** Whether something new can be made of it, now that what it was for is gone. */
  canCreateAsNew: boolean;
}

export class Outbox {
  /** Not yet answered by the server, in order. */
  readonly waiting: ReadonlySignal<readonly Queued[]>;
  /** How many of these would be lost with this tab. */
  readonly unsaved: ReadonlySignal<number>;
  /** Refused or failed: kept until the person decides. */
  readonly stash = computed<readonly Stashed[]>(() =>
    this.engine.queue.stash.value.map(({ id, mutation, label, reason, at, about }) => {
      const canCreateAsNew = reason.code === "gone" && asNew(mutation, about, this.engine.store) !== null;
      return { id, mutation, label, reason, at, canCreateAsNew };
    }),
  );

  constructor(private readonly engine: Engine) {
    this.waiting = engine.queue.waiting;
    this.unsaved = engine.queue.unsaved;
  }

  /** Sends the same again, as a new mutation at the end of the queue. */
  async retry(id: Id): Promise<void> {
    const stashed = this.find(id);
    if (stashed) await this.again(id, stashed.mutation);
  }

  /** Makes something new of it: a task of what was written into a task that is gone, a comment of one that is gone. */
  async createAsNew(id: Id): Promise<void> {
    const stashed = this.find(id);
    const mutation = stashed && asNew(stashed.mutation, stashed.about, this.engine.store);
    if (mutation) await this.again(id, mutation);
  }

  forget(id: Id): Promise<void> {
    return this.engine.forget(id);
  }

  private again(id: Id, mutation: Mutation): Promise<void> {
    const { store, replica } = this.engine;
    const about = aboutOf(mutation, store);
    return this.engine.again(id, { id: newId(), mutation, base: replica.cursor, label: labelOf(mutation, store), about });
  }

  private find(id: Id): StashRecord | undefined {
    return this.engine.queue.stash.peek().find((stashed) => stashed.id === id);
  }
}
