/** What a test knows of everything that was typed, and whether it has all arrived. */

import { openDB } from "idb";
import { expect } from "vitest";
import type { WaitingRecord } from "../device/schema";
import type { Id } from "../models";
import type { Mutation } from "../mutations/types";
import type { Browser, Tab } from "./browser";
import type { MemoryServer } from "./memoryServer";

interface Kept {
  outbox: Set<Id>;
  acked: Set<Id>;
  stash: Set<Id>;
}

export class History {
  /** Mutations that were said to be saved. */
  private readonly saved = new Set<Id>();
  /** Tab → its mutations in the order they were made. */
  private readonly orders: Id[][] = [];
  private readonly byTab = new Map<Tab, Id[]>();

  /** The database was deleted: from then on a tab's memory is all there is. */
  wasEmptied = false;

  constructor(
    private readonly server: MemoryServer,
    private readonly name: string,
  ) {}

  made(tab: Tab, mutation: Mutation): void {
    if (!this.byTab.has(tab)) this.watch(tab);
    void tab.client.mutate(mutation);
    const id = tab.client.outbox.waiting.peek().at(-1)?.id;
    if (!id) return;
    const order = this.byTab.get(tab) ?? [];
    if (order.length === 0) this.orders.push(order);
    this.byTab.set(tab, order);
    order.push(id);
  }

  /** Notes what the tab calls saved, at the moment when it does. */
  private watch(tab: Tab): void {
    tab.client.outbox.waiting.subscribe((waiting) => {
      for (const { id, saved } of waiting) if (saved && !tab.isDead) this.saved.add(id);
    });
  }

  /** Nothing that was saved may leave the outbox without an answer or a place in the stash. */
  async look(browser: Browser): Promise<void> {
    const kept = await this.kept();
    if (!kept) return;
    for (const id of this.saved) {
      const isThere = kept.outbox.has(id) || kept.acked.has(id) || kept.stash.has(id);
      const isInTab = browser.alive.some(({ client }) => client.outbox.waiting.peek().some((queued) => queued.id === id));
      const isAnswered = this.wasEmptied && this.server.answers.has(id);
      expect(isThere || isInTab || isAnswered, `mutation ${id} was saved and is nowhere`).toBe(true);
    }
  }

  /** Whoever deletes the database takes away what no open tab has in memory. */
  forget(browser: Browser): void {
    this.wasEmptied = true;
    this.saved.clear();
    for (const { client } of browser.alive) for (const { id, saved } of client.outbox.waiting.peek()) if (saved) this.saved.add(id);
  }

  /** After quiet: everything saved was answered; refused is in the stash; nothing ran twice; each tab's order was kept. */
  async check(browser: Browser): Promise<void> {
    const kept = (await this.kept()) ?? { outbox: new Set<Id>(), acked: new Set<Id>(), stash: new Set<Id>() };
    const { answers, runs } = this.server;
    expect([...kept.outbox]).toEqual([]);
    for (const id of this.saved) expect(answers.has(id), `mutation ${id} was saved and never arrived`).toBe(true);
    for (const [id, result] of answers) {
      const isStashed = kept.stash.has(id) || browser.alive.some(({ client }) => client.outbox.stash.peek().some((stashed) => stashed.id === id));
      if (result.status === "refused" && this.saved.has(id)) expect(isStashed, `mutation ${id} was refused and is nowhere`).toBe(true);
    }
    for (const [id, count] of runs) expect(count, `mutation ${id} ran ${count} times`).toBe(1);
    const places = new Map([...answers.keys()].map((id) => [id, this.server.arrivals.indexOf(id)]));
    for (const order of this.orders) {
      const arrived = order.flatMap((id) => places.get(id) ?? []).filter((place) => place >= 0);
      expect(arrived).toEqual([...arrived].sort((a, b) => a - b));
    }
  }

  private async kept(): Promise<Kept | null> {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === this.name)) return null;
    const db = await openDB(this.name);
    try {
      const [outbox, acked, stash] = await Promise.all([db.getAll("outbox"), db.getAll("acked"), db.getAll("stash")]);
      const ids = (records: WaitingRecord[]) => new Set(records.map(({ id }) => id));
      return { outbox: ids(outbox as WaitingRecord[]), acked: ids(acked as WaitingRecord[]), stash: ids(stash as WaitingRecord[]) };
    } finally {
      db.close();
    }
  }
}
