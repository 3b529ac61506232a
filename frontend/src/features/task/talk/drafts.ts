/** What is being typed about tasks: kept in memory at once and on the device a moment later, until it is sent. */

import { signal, type Signal } from "@preact/signals";
import { client, type Client } from "../../../core/client";
import { dropDraft, readDrafts, writeDraft } from "../../../core/device/drafts";

export interface Draft {
  text: string;
  /** The text that it changes. */
  was?: string;
}

const MOMENT_MS = 200;

export class Drafts {
  private readonly signals = new Map<string, Signal<Draft | null>>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Resolves when what the device has is there. */
  readonly loaded: Promise<void>;

  constructor(private readonly client: Client) {
    this.loaded = this.load();
    if (typeof addEventListener === "function") addEventListener("pagehide", () => this.flush());
  }

  /** The draft of a form; null while there is none. */
  of(key: string): Signal<Draft | null> {
    let draft = this.signals.get(key);
    if (!draft) this.signals.set(key, (draft = signal<Draft | null>(null)));
    return draft;
  }

  set(key: string, draft: Draft | null): void {
    this.of(key).value = draft;
    clearTimeout(this.timers.get(key));
    this.timers.set(key, setTimeout(() => this.keep(key), MOMENT_MS));
  }

  /** Writes down what waits for its moment. */
  flush(): void {
    for (const key of [...this.timers.keys()]) this.keep(key);
  }

  private keep(key: string): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    const { device } = this.client;
    if (!device?.isUsable) return;
    const draft = this.of(key).peek();
    const isEmpty = !draft || draft.text.trim() === "" || draft.text === draft.was;
    const kept = isEmpty ? dropDraft(device, key) : writeDraft(device, { key, ...draft, at: Date.now() });
    void kept.catch(() => undefined);
  }

  private async load(): Promise<void> {
    const { device } = this.client;
    if (!device?.isUsable) return;
    const found = await readDrafts(device, Date.now()).catch(() => []);
    for (const { key, text, was } of found) {
      const draft = this.of(key);
      // What is typed meanwhile is newer.
      if (!draft.peek()) draft.value = was === undefined ? { text } : { text, was };
    }
  }
}

let opened: { client: Client; drafts: Drafts } | null = null;

/** The drafts of the open workspace. */
export function drafts(): Drafts {
  const current = client();
  if (opened?.client !== current) opened = { client: current, drafts: new Drafts(current) };
  return opened.drafts;
}
