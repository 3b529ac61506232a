/** What was typed and not sent, on the device: it outlives the page, and goes when the person signs out. */

import type { Device } from "./device";
import type { DraftText } from "./schema";

const KEPT_MS = 90 * 86_400_000;

/** All drafts; those that nobody has touched for long go. */
export function readDrafts(device: Device, now: number): Promise<DraftText[]> {
  return device.run({
    stores: ["drafts"],
    mode: "readwrite",
    run: async (tx) => {
      const drafts = tx.objectStore("drafts");
      const all = await drafts.getAll();
      const [kept, old] = [all.filter(({ at }) => at > now - KEPT_MS), all.filter(({ at }) => at <= now - KEPT_MS)];
      await Promise.all(old.map(({ key }) => drafts.delete(key)));
      return kept;
    },
  });
}

export function writeDraft(device: Device, draft: DraftText): Promise<void> {
  return device.run({
    stores: ["drafts"],
    mode: "readwrite",
    run: async (tx) => void (await tx.objectStore("drafts").put(draft)),
  });
}

export function dropDraft(device: Device, key: string): Promise<void> {
  return device.run({ stores: ["drafts"], mode: "readwrite", run: (tx) => tx.objectStore("drafts").delete(key) });
}
