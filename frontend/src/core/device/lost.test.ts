import "fake-indexeddb/auto";
import { openDB } from "idb";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Browser, calm, TestDevice, type Fate, type Tab } from "../testing/browser";
import type { MemoryServer } from "../testing/memoryServer";
import { makeServer, titles, TODO } from "../testing/world";
import { Device } from "./device";
import { unsentIn } from "./open";
import { STEPS, type Schema, type Step } from "./schema";

const NAME = "pm-suite:w:olga";

let server: MemoryServer;
let browser: Browser;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = makeServer();
  browser = new Browser(server);
});

afterEach(() => browser.end());

const rename = (tab: Tab, title: string) => void tab.client.mutate({ name: "task.set", args: { id: "t1", fields: { title } } });

async function always(fate: Fate, stores: string[] = []): Promise<Tab> {
  const tab = await browser.open();
  tab.device.fate = (work) => (stores.every((store) => (work.stores as string[]).includes(store)) ? fate : null);
  return tab;
}

describe("a handle that the browser has lost", () => {
  test("is opened again, and what was being written is written", async () => {
    const tab = await browser.open();
    let left = 1;
    tab.device.fate = () => (left-- > 0 ? "is-lost" : null);
    rename(tab, "Written");
    await calm();
    expect(tab.client.status.peek()).toMatchObject({ unsent: 0, unsaved: 0 });
    expect(tab.device.state.peek()).toBe("ready");
  });

  test("for good leaves the tab to its memory: it says so, and sends all the same", async () => {
    const tab = await always("is-lost");
    tab.line.goOffline();
    rename(tab, "In memory");
    await calm();
    expect(tab.client.status.peek()).toMatchObject({ unsent: 1, unsaved: 1 });
    expect(tab.client.status.peek().sentence).toBe("No connection. One change is not saved on this device yet. Trying again.");
    expect(tab.device.state.peek()).toBe("broken");
    await browser.settle();
    expect(server.store.peekBase("task", "t1")?.title).toBe("In memory");
  });

  test("that comes back takes what was in memory alone", async () => {
    const tab = await always("is-lost");
    tab.line.goOffline();
    rename(tab, "Later");
    await calm();
    tab.device.fate = () => null;
    tab.client.retry();
    await calm();
    expect(tab.client.status.peek()).toMatchObject({ unsent: 1, unsaved: 0 });
    tab.kill();
    await browser.open();
    await browser.settle();
    expect(server.store.peekBase("task", "t1")?.title).toBe("Later");
    expect([...server.runs.values()]).toEqual([1]);
  });

  test("of one tab does not stop the others", async () => {
    const whole = await browser.open();
    const broken = await always("is-lost");
    rename(broken, "From the broken one");
    await calm();
    rename(whole, "From the other");
    await browser.settle();
    for (const { client } of [whole, broken]) expect(titles(client, TODO)[0]).toBe("From the other");
  });
});

describe("no room", () => {
  test("takes the parts of tasks first, and an edit is written", async () => {
    const tab = await browser.open();
    tab.client.openTask("t1");
    await calm();
    let left = 1;
    tab.device.fate = (work) => (work.durability === "strict" && left-- > 0 ? "is-full" : null);
    tab.line.goOffline();
    rename(tab, "Written");
    await calm();
    expect(tab.client.status.peek()).toMatchObject({ unsent: 1, unsaved: 0 });
  });

  test("for rows does not stop edits, and the next start fetches what is missing", async () => {
    const tab = await always("is-full", ["journal", "meta"]);
    rename(tab, "Sent");
    await calm();
    expect(tab.client.status.peek()).toMatchObject({ unsent: 0, unsaved: 0 });
    tab.kill();
    const again = await browser.open();
    expect(titles(again.client, TODO)[0]).toBe("Sent");
  });

  test("for an edit is said, and the edit is sent from memory", async () => {
    const tab = await always("is-full", ["outbox"]);
    tab.line.goOffline();
    rename(tab, "Homeless");
    await calm();
    expect(tab.client.status.peek()).toMatchObject({ unsent: 1, unsaved: 1 });
    await browser.settle();
    expect(server.store.peekBase("task", "t1")?.title).toBe("Homeless");
  });
});

test("without any database the tab works from memory, and says so", async () => {
  Reflect.deleteProperty(globalThis, "indexedDB");
  const tab = await browser.open();
  expect(titles(tab.client, TODO)).toEqual(["t1", "t2", "t3"]);
  tab.line.goOffline();
  rename(tab, "Memory");
  await calm();
  expect(tab.client.status.peek()).toMatchObject({ unsent: 1, unsaved: 1 });
  await browser.settle();
  expect(server.store.peekBase("task", "t1")?.title).toBe("Memory");
});

describe("a newer page", () => {
  /** The version after this one renames something in every edit that waits. */
  const next: Step = (_db, upgrade) => {
    const outbox = upgrade.objectStore("outbox");
    void outbox.openCursor().then(async function each(cursor) {
      if (!cursor) return;
      await cursor.update({ ...cursor.value, label: `${cursor.value.label}, upgraded` });
      await cursor.continue().then(each);
    });
  };

  test("takes over the edits of the older one, and that one lets go and says so", async () => {
    const old = await browser.open();
    old.line.goOffline();
    rename(old, "Typed before");
    await calm();
    const newer = await browser.open({ makeDevice: (name) => new TestDevice(name, [...STEPS, next]) });
    expect(old.client.status.peek().connection).toBe("outdated");
    await browser.settle();
    expect(server.store.peekBase("task", "t1")?.title).toBe("Typed before");
    expect(newer.client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
    const db = await openDB<Schema>(NAME);
    expect((await db.getAll("acked"))[0]?.label).toBe("Changed PM-1, upgraded");
    db.close();
  });

  test("whose rows have more fields fetches them all again, and sends what waits", async () => {
    const old = await browser.open({ makeDevice: (name) => new TestDevice(name, STEPS.slice(0, 1)) });
    old.line.goOffline();
    rename(old, "Typed before");
    await calm();
    const newer = await browser.open();
    await browser.settle();
    expect(titles(newer.client, TODO)).toContain("Typed before");
    expect(server.store.peekBase("task", "t1")?.title).toBe("Typed before");
    expect(newer.client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
  });

  test("that has been here tells an older one to load again", async () => {
    const newer = new Device(NAME, { steps: [...STEPS, next] });
    await newer.open();
    newer.close();
    const old = await browser.open();
    expect(old.client.status.peek().connection).toBe("outdated");
  });
});

describe("what has not been sent", () => {
  test("is counted without opening the workspace", async () => {
    expect(await unsentIn("w", "olga")).toBe(0);
    expect(await indexedDB.databases()).toEqual([]);
    const tab = await browser.open();
    tab.line.goOffline();
    rename(tab, "Waits");
    await calm();
    tab.kill();
    expect(await unsentIn("w", "olga")).toBe(1);
  });
});
