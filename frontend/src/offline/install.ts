/** Putting PM Suite among the device's applications. */

import { signal } from "@preact/signals";

/** Chromium's event, which no standard has yet. */
interface InstallEvent extends Event {
  prompt: () => Promise<unknown>;
}

/** How it is done here: the browser asks, the person does it by hand, or it cannot be done (or has been). */
export const installing = signal<"asks" | "by-hand" | "no">("no");
let kept: InstallEvent | null = null;

export function watchInstalling(): void {
  if (isIosSafari() && !isInstalled()) installing.value = "by-hand";
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    kept = event as InstallEvent;
    installing.value = "asks";
  });
  addEventListener("appinstalled", () => {
    kept = null;
    installing.value = "no";
  });
}

/** Lets the browser ask; it does so once per event. */
export async function install(): Promise<void> {
  const event = kept;
  kept = null;
  installing.value = "no";
  await event?.prompt();
}

/** iPads call themselves Macs, which have no touch screens. */
function isIosSafari(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

function isInstalled(): boolean {
  return matchMedia("(display-mode: standalone)").matches;
}
