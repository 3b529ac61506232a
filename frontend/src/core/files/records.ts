/** Files that wait on the device, and pictures that were looked at here. */

import type { Device } from "../device/device";
import { precious } from "../device/outbox";
import type { FileRecord } from "../device/schema";
import type { Id } from "../models";

/** Past so many the previews that were looked at longest ago go; the small ones have 20 kB or so. */
export const KEPT_PREVIEWS = 300;

/** Writes a file down; for want of room everything that can be fetched again makes way. */
export function keepFile(device: Device, record: FileRecord): Promise<void> {
  return precious(device, {
    stores: ["files"],
    mode: "readwrite",
    durability: "strict",
    run: async (tx) => void (await tx.objectStore("files").put(record)),
  });
}

export function dropFile(device: Device, id: Id): Promise<void> {
  return device.run({ stores: ["files"], mode: "readwrite", run: (tx) => tx.objectStore("files").delete(id) });
}

export interface KeptFiles {
  records: FileRecord[];
  /** The mutations of those that the server has answered meanwhile. */
  applied: Set<Id>;
  /** The mutations of those that are in the queue. */
  queued: Set<Id>;
}

export function keptFiles(device: Device): Promise<KeptFiles> {
  return device.run({
    stores: ["files", "acked", "outbox"],
    run: async (tx) => {
      const records = (await tx.objectStore("files").getAll()) as FileRecord[];
      const applied = new Set<Id>();
      const queued = new Set<Id>();
      for (const { mutationId } of records) {
        const acked = await tx.objectStore("acked").get(mutationId);
        if ((await tx.objectStore("outbox").index("id").getKey(mutationId)) !== undefined) queued.add(mutationId);
        if (acked && acked.result.status !== "refused" && acked.result.status !== "failed") applied.add(mutationId);
      }
      return { records: records.sort((a, b) => a.addedAt - b.addedAt), applied, queued };
    },
  });
}

export function readPreview(device: Device, key: string, seenAt: number): Promise<Blob | undefined> {
  return device.run({
    stores: ["previews"],
    mode: "readwrite",
    run: async (tx) => {
      const record = await tx.objectStore("previews").get(key);
      if (record) await tx.objectStore("previews").put({ ...record, seenAt });
      return record?.blob;
    },
  });
}

export function keepPreview(device: Device, key: string, blob: Blob, seenAt: number): Promise<void> {
  return device.run({
    stores: ["previews"],
    mode: "readwrite",
    run: async (tx) => {
      const previews = tx.objectStore("previews");
      await previews.put({ key, blob, seenAt });
      for (let over = (await previews.count()) - KEPT_PREVIEWS; over > 0; over -= 1) {
        const oldest = await previews.index("seenAt").getKey(IDBKeyRange.lowerBound(0));
        if (oldest !== undefined) await previews.delete(oldest);
      }
    },
  });
}
