/** New versions of the application: found, announced, and taken when nothing is lost by it. Never under somebody's hands. */

import { effect, signal } from "@preact/signals";
import { client } from "../core/client";
import { isTyping } from "../core/keys";

/** Whether a newer version is here and waits to be used. */
export const update = signal<"none" | "ready">("none");
/** Whether it was asked for, and waits for changes to be saved first. */
export const isApplying = signal(false);

const CHECK_EVERY_MS = 3_600_000;
const LOOK_EVERY_MS = 200;
/** How long changes that are safe on the device are given to reach the server before. */
const SENDING_MS = 10_000;

let workers: ServiceWorkerRegistration | null = null;
let checkedAt = 0;

/** Registers the worker and follows it. */
export async function followWorker(address: string): Promise<void> {
  const { serviceWorker } = navigator;
  let isRuled = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    // The first worker rules the page that brought it; a later one was let in by another tab.
    if (isRuled && !isApplying.peek()) update.value = "ready";
    isRuled = true;
  });
  workers = await serviceWorker.register(address, { updateViaCache: "none" });
  checkedAt = Date.now();
  if (workers.waiting) update.value = "ready";
  workers.addEventListener("updatefound", () => void announce(workers?.installing));
  setInterval(() => void check(), CHECK_EVERY_MS / 4);
  document.addEventListener("visibilitychange", () => void check());
  // The server speaks to this version no more: nothing is gained by waiting for somebody to press a button.
  effect(() => {
    if (client().status.value.connection === "outdated") void applyUpdate({ isAsked: false });
  });
}

async function announce(worker: ServiceWorker | null | undefined): Promise<void> {
  if (worker && (await reaches(worker, "installed")) && workers?.active) update.value = "ready";
}

async function check(): Promise<void> {
  if (document.hidden || Date.now() - checkedAt < CHECK_EVERY_MS) return;
  checkedAt = Date.now();
  // Without a network there is nothing newer.
  await workers?.update().catch(() => undefined);
}

/** Uses the newer version in this tab: once nothing is unsaved, and unless asked for, once nobody is typing. */
export async function applyUpdate({ isAsked = true } = {}): Promise<void> {
  if (isApplying.peek()) return;
  isApplying.value = true;
  const hasNewer = update.peek() === "ready" || (await fetchNewer());
  if (isAsked || hasNewer) {
    await quiet(isAsked);
    await letIn(workers?.waiting);
    location.reload();
  }
  isApplying.value = false;
}

/** None waits when another tab has let it in already. */
async function letIn(waiting: ServiceWorker | null | undefined): Promise<void> {
  waiting?.postMessage("take-over");
  if (waiting) await reaches(waiting, "activated");
}

async function fetchNewer(): Promise<boolean> {
  await workers?.update().catch(() => undefined);
  if (workers?.installing) await reaches(workers.installing, "installed");
  return Boolean(workers?.waiting);
}

async function quiet(isAsked: boolean): Promise<void> {
  const until = Date.now() + SENDING_MS;
  while (!isSafe(until) || (!isAsked && isTyping(document.activeElement))) {
    await new Promise((resume) => setTimeout(resume, LOOK_EVERY_MS));
  }
}

function isSafe(until: number): boolean {
  const { connection, unsent, unsaved } = client().status.peek();
  return unsaved === 0 && (unsent === 0 || connection !== "live" || Date.now() > until);
}

/** Whether the worker comes to the state; false when it is replaced or fails before. */
function reaches(worker: ServiceWorker, state: ServiceWorkerState): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state === state || worker.state === "activated") resolve(true);
      else if (worker.state === "redundant") resolve(false);
    };
    worker.addEventListener("statechange", look);
    look();
  });
}
