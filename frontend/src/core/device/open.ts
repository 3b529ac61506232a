/** The device of a member, and how the tabs that share it hear each other. */

import { openDB } from "idb";
import type { Id } from "../models";
import type { TabsOptions } from "../tabs";
import { Device } from "./device";
import { databaseName } from "./schema";

/** What a client needs to keep everything here and to share it with other tabs; missing parts are done without. */
export function deviceFor(workspace: Id, member: Id, isVisible: () => boolean): { device: Device; tabs: Omit<TabsOptions, "clock"> } {
  const name = databaseName(workspace, member);
  const { storage, locks } = navigator as Partial<Navigator>;
  const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(name);
  return { device: new Device(name, { storage }), tabs: { locks, channel, isVisible } };
}

/** How many changes of the member have not been sent from this device; 0 when there is no database. */
export async function unsentIn(workspace: Id, member: Id): Promise<number> {
  const name = databaseName(workspace, member);
  try {
    let isNew = false;
    const db = await openDB(name, undefined, {
      upgrade: (_db, _from, _to, tx) => {
        isNew = true;
        tx.done.catch(() => undefined);
        tx.abort();
      },
    });
    const stores = ["outbox", "files"].filter((name) => !isNew && db.objectStoreNames.contains(name));
    const count = (await Promise.all(stores.map((name) => db.count(name)))).reduce((sum, one) => sum + one, 0);
    db.close();
    return count;
  } catch {
    return 0;
  }
}
