import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { describe, expect, test } from "vitest";
import type { Work } from "../device/device";
import type { Transaction } from "../device/schema";
import { Browser, calm, TestDevice, type Fate } from "../testing/browser";
import { History } from "../testing/history";
import { DOING, makeServer, titles, TODO } from "../testing/world";
import type { Database } from "./schema";

const DATABASE = "pm-suite:w:olga";

/**
 * A day in short: two tabs, edits online and offline, a refusal, a lost answer, a reload. The transaction with the number
 * `doomed` of the first tab, of those that write, comes to harm; the numbers go on over a restart of that tab.
 */
async function live(doomed: number, fate: Fate, makeDevice = (name: string) => new TestDevice(name)): Promise<number> {
  globalThis.indexedDB = new IDBFactory();
  const server = makeServer();
  server.refuse = ({ args }) => (JSON.stringify(args).includes("Refused") ? "No." : null);
  const browser = new Browser(server);
  const history = new History(server, DATABASE);
  let count = 0;
  const next = (work: Work<unknown>): Fate => {
    if (work.mode !== "readwrite") return null;
    count += 1;
    return count === doomed ? fate : null;
  };
  const first = async () => browser.tabs.find((tab) => !tab.isDead && tab.device.fate === next) ?? (await browser.open({ fate: next, makeDevice }));
  const edit = async (title: string, id = "t1") => history.made(await first(), { name: "task.set", args: { id, fields: { title } } });
  try {
    await first();
    const second = await browser.open({ makeDevice });
    await edit("Online");
    history.made(second, { name: "task.move", args: { id: "t2", stage_id: DOING, after: null, before: null } });
    await calm();
    await edit("Refused", "t3");
    await calm();
    await history.look(browser);
    (await first()).client.openTask("t1");
    await calm();
    for (const { line } of browser.alive) line.goOffline();
    await edit("Offline");
    history.made(second, { name: "task.set", args: { id: "t2", fields: { title: "Beside" } } });
    history.made(await first(), { name: "comment.add", args: { id: "c1", task_id: "t1", body: "In the train" } });
    await calm();
    await history.look(browser);
    (await first()).kill();
    second.kill();
    const again = await first();
    again.line.losesNextAnswer = true;
    await edit("Back");
    again.clock.wake();
    await calm();
    await history.look(browser);
    for (let turn = 0; turn < 2; turn += 1) {
      await first();
      await browser.settle();
    }
    await history.look(browser);
    await history.check(browser);
    // A device that works is never given up.
    for (const { device } of browser.alive) expect(device.failures).toBe(0);
    for (const { client } of browser.alive) {
      expect(client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
      for (const stage of [TODO, DOING]) {
        expect(titles(client, stage)).toEqual(server.store.peekRows("stageTasks", stage).map(({ title }) => title));
      }
    }
    return count;
  } finally {
    browser.end();
  }
}

describe("a day survives", () => {
  for (const fate of ["dies-before", "dies-after", "aborts", "is-lost", "is-lost-after", "is-full"] as const) {
    test(`when any one of its transactions ${fate.replaceAll("-", " ")}`, { timeout: 60_000 }, async () => {
      const total = await live(0, null);
      expect(total).toBeGreaterThan(15);
      for (let doomed = 1; doomed <= total; doomed += 1) {
        await live(doomed, fate).catch((error: unknown) => {
          throw new Error(`Transaction ${doomed} of ${total} ${fate}`, { cause: error });
        });
      }
    });
  }
});

/** Tries every transaction until one day does not survive. */
async function findsFault(makeDevice: (name: string) => TestDevice): Promise<boolean> {
  for (const fate of ["dies-after", "dies-before"] as const) {
    for (let doomed = 0; doomed <= 70; doomed += 1) {
      if (await live(doomed, fate, makeDevice).then(() => false, () => true)) return true;
    }
  }
  return false;
}

type Store = ReturnType<Transaction["objectStore"]>;

/** A device whose transactions are not what they say: some of the writes come in a second one. */
class SplitDevice extends TestDevice {
  constructor(
    name: string,
    private readonly isLate: (work: Work<unknown>, store: string, call: string) => boolean,
    private readonly how: "in-turn" | "hasty" | "overwriting" = "in-turn",
  ) {
    super(name);
  }

  protected override async attempt<T>(db: Database, work: Work<T>): Promise<T> {
    const late: ((tx: Transaction) => unknown)[] = [];
    const split = (tx: Transaction) =>
      new Proxy(tx, {
        get: (target, name) => {
          if (name !== "objectStore") return Reflect.get(target, name, target) as unknown;
          return (store: never) => this.storeOf(target, store, work as Work<unknown>, late);
        },
      });
    const result = await super.attempt(db, { ...work, run: (tx) => work.run(split(tx)) });
    if (late.length === 0) return result;
    const rest = super.attempt(db, { ...work, run: async (tx) => void (await Promise.all(late.map((write) => write(tx)))) } as Work<unknown>);
    if (this.how !== "hasty") await rest;
    return result;
  }

  private storeOf(tx: Transaction, name: never, work: Work<unknown>, late: ((tx: Transaction) => unknown)[]): Store {
    const store = tx.objectStore(name) as unknown as Store;
    return new Proxy(store, {
      get: (target, call) => {
        const isOver = this.how === "overwriting" && name === ("outbox" as never) && call === "add";
        const method = Reflect.get(target, isOver ? "put" : call, target) as unknown;
        if (typeof method !== "function") return method;
        return (...args: unknown[]) => {
          if (!this.isLate(work, name, String(call))) return (method as (...given: unknown[]) => unknown).apply(target, args);
          late.push((again) => (again.objectStore(name) as unknown as Record<string, (...given: unknown[]) => unknown>)[String(call)]?.(...args));
          return Promise.resolve();
        };
      },
    });
  }
}

describe("the same days find a device on which", () => {
  const isSettling = ({ stores }: Work<unknown>) => stores.includes("stash") && stores.includes("acked") && !stores.includes("meta");

  test("a refused edit leaves the outbox before it is in the stash", { timeout: 60_000 }, async () => {
    expect(await findsFault((name) => new SplitDevice(name, (work, store, call) => isSettling(work) && store === "stash" && call === "put"))).toBe(true);
  });

  test("an answered edit is remembered, and leaves the outbox later or never", { timeout: 60_000 }, async () => {
    expect(await findsFault((name) => new SplitDevice(name, (work, store, call) => isSettling(work) && store === "acked" && call === "put"))).toBe(true);
  });

  test("the next number is not written with the edit that has it, and a number is used twice", { timeout: 60_000 }, async () => {
    expect(await findsFault((name) => new SplitDevice(name, (work, store, call) => work.durability === "strict" && store === "meta" && call === "put", "overwriting"))).toBe(true);
  });

  test("an edit is called saved before it is written", { timeout: 60_000 }, async () => {
    expect(await findsFault((name) => new SplitDevice(name, (work, store, call) => work.durability === "strict" && store === "outbox" && call === "add", "hasty"))).toBe(true);
  });
});
