/** Starts the application in the page that the server made for it. */

import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./ui/overlays.css";
import { render } from "preact";
import { Application } from "./Application";
import { Client, client, setClient } from "./core/client";
import { startClock } from "./core/clock";
import { deviceFor } from "./core/device/open";
import { HttpTransport } from "./core/sync/transport";
import { startTheme } from "./features/shell/theme";
import { ClosedDoor } from "./offline/ClosedDoor";
import { findDoor } from "./offline/door";
import { startOffline } from "./offline/start";
import { startRouter } from "./router";

/** A hidden tab keeps its stream this long: most tabs are looked at again at once. */
const REST_AFTER_MS = 20_000;
/** A page may stay blank this long, waiting for the device. */
const BLANK_MS = 400;

async function start(root: HTMLElement): Promise<void> {
  startTheme();
  const door = await findDoor(root);
  if (typeof door === "string") return render(<ClosedDoor why={door} />, root);
  const shared = deviceFor(door.workspace, door.member, () => !document.hidden);
  setClient(new Client(new HttpTransport(door, csrfCookie), { ...shared, drawn }));
  startClock();
  startRouter(door.slug);
  watchThePage();
  void client().start();
  await somethingToShow();
  render(<Application />, root);
  startOffline(door, root);
  setTimeout(() => void client().learn());
}

/** What the device holds is there in a moment; a page drawn without it first would only make it later. */
function somethingToShow(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, BLANK_MS);
    const stop = client().live.isOpen.subscribe((isOpen) => {
      if (!isOpen) return;
      clearTimeout(late);
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** Resolves behind the next frame; a hidden page draws none. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, BLANK_MS);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** The page carries no token, for it may have been kept; and signing in again, in any tab, makes a new one. */
function csrfCookie(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

function watchThePage(): void {
  window.addEventListener("online", () => client().retry());
  // A stream that was open when the network went keeps silent instead of ending.
  window.addEventListener("offline", () => client().live.reconnect());
  let rest = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(rest);
    if (document.hidden) {
      rest = window.setTimeout(() => client().rest(), REST_AFTER_MS);
    } else {
      client().live.wake();
      client().retry();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (client().status.peek().unsaved > 0) event.preventDefault();
  });
}

const root = document.getElementById("app");
if (root) void start(root);
