import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Browser, calm, type Tab } from "../testing/browser";
import type { MemoryServer } from "../testing/memoryServer";
import { DOING, makeServer, titles, TODO } from "../testing/world";

let server: MemoryServer;
let browser: Browser;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = makeServer();
  browser = new Browser(server);
});

afterEach(() => browser.end());

const rename = (tab: Tab, title: string) => void tab.client.mutate({ name: "task.set", args: { id: "t1", fields: { title } } });

test("a workspace opened once opens again without a network", async () => {
  (await browser.open()).kill();
  const tab = await browser.open({ isOffline: true });
  expect(tab.client.live.isOpen.peek()).toBe(true);
  expect(titles(tab.client, TODO)).toEqual(["t1", "t2", "t3"]);
  expect(tab.client.status.peek().connection).toBe("offline");
});

test("what was done offline is there after the tab was killed, and is sent once", async () => {
  const tab = await browser.open();
  tab.line.goOffline();
  rename(tab, "Offline");
  await calm();
  expect(tab.client.status.peek()).toMatchObject({ unsent: 1, unsaved: 0 });
  tab.kill();
  const again = await browser.open({ isOffline: true });
  expect(titles(again.client, TODO)).toEqual(["Offline", "t2", "t3"]);
  await browser.settle();
  expect(again.client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
  expect(server.journal.filter((entry) => entry.patch.title === "Offline")).toHaveLength(1);
});

test("a second tab shows what the first one does, and the other way round", async () => {
  const one = await browser.open();
  const two = await browser.open();
  rename(one, "One");
  void two.client.mutate({ name: "task.move", args: { id: "t2", stage_id: DOING, after: null, before: null } });
  await calm();
  for (const { client } of [one, two]) {
    expect(titles(client, TODO)).toEqual(["One", "t3"]);
    expect(client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
  }
  expect(two.line.pushes).toEqual([]);
  expect(server.journal).toHaveLength(2);
});
