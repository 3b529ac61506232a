/** Since when there has been no connection: told by the tab that leads, kept over a reload. */

import { signal } from "@preact/signals";
import type { Device } from "./device/device";
import { noteOffline, offlineSince } from "./device/notes";
import type { Instant } from "./models";
import type { Connection } from "./sync/errors";

export class Outage {
  readonly since = signal<Instant | null>(null);

  constructor(
    private readonly device: Device | null,
    private readonly wall: () => number,
  ) {}

  /** Goes on with what the device knows of it. */
  async read(): Promise<void> {
    if (this.device?.isUsable) this.since.value = await offlineSince(this.device).catch(() => null);
  }

  /** Begins with the first failure, and ends when there is a connection again. */
  note(connection: Connection): void {
    const known = this.since.peek();
    const since = connection === "offline" ? (known ?? new Date(this.wall()).toISOString()) : connection === "live" ? null : known;
    if (since === known) return;
    this.since.value = since;
    if (this.device?.isUsable) void noteOffline(this.device, since).catch(() => undefined);
  }
}
