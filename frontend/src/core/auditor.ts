/** Compares this device with the server, once a week and when asked; where they differ everything is fetched again. */

import { signal } from "@preact/signals";
import { auditedAt, noteAudit } from "./device/notes";
import type { Engine } from "./engine";
import { versionOf } from "./sync/cursor";
import type { Transport } from "./sync/wire";

export interface Audited {
  /** Epoch milliseconds. */
  at: number;
  /** `repaired`: something was different and has been fetched again. `unknown`: it could not be compared. */
  outcome: "same" | "repaired" | "unknown";
}

const EVERY_MS = 7 * 24 * 3600_000;
/** Others go on writing meanwhile: a few tries until both stand at the same point. */
const TRIES = 5;

export class Auditor {
  readonly last = signal<Audited | null>(null);

  constructor(
    private readonly transport: Transport,
    private readonly engine: Engine,
  ) {}

  async run(): Promise<Audited> {
    const found = await this.compare().catch(() => null);
    const outcome = found === null ? "unknown" : found.length === 0 ? "same" : "repaired";
    if (found && found.length > 0) {
      console.warn(`PM Suite: this device differed from the server in ${found.join(", ")}; everything is fetched again.`);
      this.engine.repair();
    }
    const { device } = this.engine;
    if (device?.isUsable && found) await noteAudit(device, this.engine.wall()).catch(() => undefined);
    this.last.value = { at: this.engine.wall(), outcome };
    return this.last.value;
  }

  /** Runs when the last one was a week ago; a device that is new has nothing to be compared yet. */
  async runWhenDue(): Promise<void> {
    const { device } = this.engine;
    if (!device?.isUsable) return;
    const at = await auditedAt(device).catch(() => this.engine.wall());
    if (at === null) await noteAudit(device, this.engine.wall()).catch(() => undefined);
    else if (Math.abs(this.engine.wall() - at) > EVERY_MS) await this.run();
  }

  /** The models that differ; null when both never stood at the same point. */
  private async compare(): Promise<string[] | null> {
    const { differences } = await import("./audit");
    const { replica, live, store } = this.engine;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const answer = await this.transport.audit([...store.scopes.peek().keys()]);
      if (versionOf(answer.cursor) > versionOf(replica.cursor)) await live.pull();
      if (answer.cursor === replica.cursor) return differences(answer, { baseRows: (model) => store.baseRows(model as "task") });
    }
    return null;
  }
}
