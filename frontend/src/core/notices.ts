/** Short sentences for the person, shown for a while in a corner of the screen. */

import { signal } from "@preact/signals";

export interface Notice {
  id: number;
  text: string;
  tone: "plain" | "problem";
  action?: { label: string; run: () => void };
}

const SHOWN = 4;

export class Notices {
  readonly list = signal<readonly Notice[]>([]);
  private next = 1;

  /** Shows a notice and returns its id. A problem stays longer: the screen decides how long. */
  say(text: string, more: { tone?: Notice["tone"]; action?: Notice["action"] } = {}): number {
    const id = this.next;
    this.next += 1;
    this.list.value = [...this.list.value.slice(1 - SHOWN), { id, text, tone: more.tone ?? "plain", action: more.action }];
    return id;
  }

  dismiss(id: number): void {
    this.list.value = this.list.value.filter((notice) => notice.id !== id);
  }
}
