/** Pending mutations laid over the rows, each until the rows hold its effect. */

import type { Change } from "./mutations/types";
import { effectOf } from "./mutations/registry";
import type { Replica } from "./replica";
import type { Store } from "./store";
import type { Queue } from "./sync/queue";
import type { Queued } from "./sync/queued";

export class Overlays {
  constructor(
    private readonly store: Store,
    private readonly queue: Queue,
    private readonly replica: Replica,
  ) {}

  lay(queued: Queued): void {
    if (this.hasLanded(queued) || this.store.hasOverlay(queued.id)) return;
    this.store.addOverlay(queued.id, this.effect(queued));
  }

  /** Lays all anew in their order, after a snapshot or when the queue has changed. */
  layAll(): void {
    this.store.change(() => {
      this.store.dropOverlays();
      this.queue.passed(this.replica.cursor);
      for (const queued of this.queue.laid()) this.lay(queued);
    });
  }

  /** Takes off what the rows hold by now. */
  settle(): void {
    for (const queued of this.queue.laid()) if (this.hasLanded(queued)) this.store.dropOverlay(queued.id);
    for (const queued of this.queue.passed(this.replica.cursor)) this.store.dropOverlay(queued.id);
  }

  private hasLanded({ client, seq }: Queued): boolean {
    return seq > 0 && seq <= (this.replica.landed.get(client) ?? 0);
  }

  /** A mutation of another version of the application may have a name that is not known here: it is sent all the same. */
  private effect({ mutation }: Queued): Change[] {
    try {
      return effectOf(mutation, this.store);
    } catch {
      return [];
    }
  }
}
