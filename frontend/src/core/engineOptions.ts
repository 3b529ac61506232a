/** What an engine is made of and whom it tells. */

import type { Device } from "./device/device";
import type { Clock } from "./sync/backoff";
import type { Queued } from "./sync/queued";
import type { Entry } from "./sync/wire";
import type { TabsOptions } from "./tabs";

export interface EngineOptions {
  clock?: Clock;
  /** Milliseconds that only go forward. */
  now?: () => number;
  /** Epoch milliseconds, which may jump. */
  wall?: () => number;
  /** Where everything is kept; without one the tab works from memory and says so. */
  device?: Device;
  /** How the tabs of this browser hear each other. */
  tabs?: Omit<TabsOptions, "clock">;
  /** Resolves when what is shown has been drawn. */
  drawn?: () => Promise<void>;
}

export interface EngineListeners {
  /** Entries have come; runs inside of the change that brings them. */
  onEntries(entries: readonly Entry[]): void;
  /** The server has answered, here or in the tab that leads. */
  onAnswered(answered: readonly Queued[]): void;
  /** Another tab has changed what waits of files. */
  onFiles(): Promise<void>;
}
