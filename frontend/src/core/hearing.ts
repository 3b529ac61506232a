/** What this tab does with what the other tabs of the browser say. */

import type { Engine } from "./engine";
import { reaches, type Cursor } from "./sync/cursor";
import type { Message } from "./tabs";

export class Hearing {
  constructor(private readonly engine: Engine) {}

  async hear(message: Message): Promise<void> {
    switch (message.type) {
      case "ask":
        return this.engine.beat();
      case "poke":
        return this.engine.tabs.leads.peek() ? this.engine.retry() : undefined;
      case "repair":
        return this.engine.tabs.leads.peek() ? this.engine.repair() : undefined;
      case "wiped":
        this.engine.replica.clear();
        return this.engine.overlays.layAll();
      case "queued":
        for (const queued of this.engine.queue.joined(message.records)) this.engine.overlays.lay(queued);
        // Sending may take as long as there is no network, and what is said meanwhile must be heard.
        return void this.engine.pusher.send();
      case "answered":
        this.engine.queue.settled(message.answered, message.stashed);
        return this.engine.answered(message.answered);
      case "queue":
        return this.engine.readQueue();
      case "files":
        return this.engine.listeners.onFiles();
      default:
        if (!this.engine.tabs.leads.peek()) await this.follow(message);
    }
  }

  /** What the leader tells of reading. */
  private async follow(message: Extract<Message, { type: "beat" | "delta" | "base" }>): Promise<void> {
    if (message.type === "beat") {
      this.engine.outage.since.value = message.offlineSince;
      this.engine.live.connection.value = message.connection;
      if (message.cursor && !this.hasReached(message.cursor)) await this.catchUp(message.cursor);
    } else if (message.type === "delta" && message.from === this.engine.replica.cursor) {
      this.engine.replica.step(message, { isFolded: message.isFolded });
      if (message.isFolded) this.engine.parts.reload();
    } else if (message.type === "base" || !this.hasReached(message.to)) {
      await this.catchUp(message.type === "delta" ? message.to : null);
    }
  }

  /** Something was missed: it is on the device, or else with the server. */
  private async catchUp(to: Cursor | null): Promise<void> {
    if (await this.engine.replica.load()) this.engine.parts.reload();
    this.engine.overlays.layAll();
    if (to && this.engine.replica.cursor && !this.hasReached(to)) void this.engine.live.pull().catch(() => undefined);
  }

  private hasReached(cursor: Cursor): boolean {
    return this.engine.replica.cursor !== "" && reaches(this.engine.replica.cursor, cursor);
  }
}
