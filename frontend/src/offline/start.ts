/** What the application does for the time without a network, started once its workspace is open. */

import { effect } from "@preact/signals";
import { client } from "../core/client";
import type { Door } from "./doors";
import { forgetDoor, shutDoor } from "./doors";
import { watchInstalling } from "./install";
import { watchPerson } from "./signOut";
import { followWorker } from "./update";

export function startOffline(door: Door, root: HTMLElement): void {
  watchInstalling();
  watchPerson();
  effect(() => {
    const { connection } = client().status.value;
    if (connection === "someone-else") forgetDoor(door.slug);
    if (connection === "revoked") shutDoor(door.slug);
  });
  const { worker } = root.dataset;
  // Outside of a secure context there are no workers.
  if (!worker || !("serviceWorker" in navigator)) return;
  // After the first paint, for the worker fetches the whole build; where it cannot, the page goes on without one.
  const follow = () => void followWorker(worker).catch(() => undefined);
  requestAnimationFrame(() => setTimeout(follow));
}
