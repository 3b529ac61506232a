import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Browser, calm, type Tab } from "../testing/browser";
import type { MemoryServer } from "../testing/memoryServer";
import { DOING, makeServer, task, titles, TODO } from "../testing/world";

let server: MemoryServer;
let browser: Browser;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = makeServer();
  const rank = (n: number) => `b${String(n).padStart(4, "0")}`;
  server.seed({ task: Array.from({ length: 1600 }, (_, n) => task(`more${n}`, rank(n), { stage_id: n % 2 ? DOING : TODO })) });
  browser = new Browser(server);
});

afterEach(() => browser.end());

/** A tab that has kept everything on the device. */
async function kept(): Promise<Tab> {
  const tab = await browser.open();
  await calm(200);
  return tab;
}

/** What a tab that opens from the device shows first: how many tasks to do, whether it counts them, and the topmost. */
async function firstLook(): Promise<{ tab: Tab; looks: [number, boolean, string | undefined][] }> {
  const looks: [number, boolean, string | undefined][] = [];
  const tab: Tab = browser.begin({
    isOffline: true,
    drawn: () => {
      const { client } = tab;
      const shown = titles(client, TODO);
      looks.push([shown.length, client.isWhole.peek(), shown[0]]);
      return Promise.resolve();
    },
  });
  tab.line.goOffline();
  await calm(200);
  return { tab, looks };
}

test("a large workspace shows the top of its columns before all of it is read", async () => {
  (await kept()).kill();
  const { tab, looks } = await firstLook();
  expect(looks).toEqual([[250, false, "t1"]]);
  expect(titles(tab.client, TODO)).toHaveLength(803);
  expect(tab.client.isWhole.peek()).toBe(true);
});

test("with own changes that wait, everything is read before anything is shown", async () => {
  const before = await kept();
  before.line.goOffline();
  void before.client.mutate({ name: "task.move", args: { id: "t1", stage_id: DOING, after: "more799", before: null } });
  await calm();
  before.kill();
  const { tab, looks } = await firstLook();
  expect(looks).toEqual([]);
  expect(titles(tab.client, TODO)[0]).toBe("t2");
  expect(titles(tab.client, DOING)).toContain("t1");
});

test("what changed since the packs were written is in the first look", async () => {
  const before = await kept();
  server.act({ name: "task.set", args: { id: "t1", fields: { title: "Renamed" } } });
  await calm(200);
  before.kill();
  const { looks } = await firstLook();
  expect(looks.map(([, , top]) => top)).toEqual(["Renamed"]);
});
