/** Small things to remember, which nothing depends on. */

import type { Instant } from "../models";
import type { Device } from "./device";

export function noteOffline(device: Device, since: Instant | null): Promise<void> {
  return device.run({
    stores: ["meta"],
    mode: "readwrite",
    run: async (tx) => {
      if (since) await tx.objectStore("meta").put(Date.parse(since), "offline");
      else await tx.objectStore("meta").delete("offline");
    },
  });
}

export async function offlineSince(device: Device): Promise<Instant | null> {
  const at = await device.run({ stores: ["meta"], run: (tx) => tx.objectStore("meta").get("offline") });
  return typeof at === "number" ? new Date(at).toISOString() : null;
}

export async function auditedAt(device: Device): Promise<number | null> {
  const at = await device.run({ stores: ["meta"], run: (tx) => tx.objectStore("meta").get("audit") });
  return typeof at === "number" ? at : null;
}

export function noteAudit(device: Device, at: number): Promise<void> {
  return device.run({ stores: ["meta"], mode: "readwrite", run: async (tx) => void (await tx.objectStore("meta").put(at, "audit")) });
}
