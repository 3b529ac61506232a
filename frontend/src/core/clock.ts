/** The present minute, for words such as "tomorrow" and "overdue". */

import { signal } from "@preact/signals";

export const minute = signal(Date.now());

export function startClock(): void {
  setInterval(() => (minute.value = Date.now()), 60_000);
}
