import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Browser, calm, type Tab } from "./testing/browser";
import type { MemoryServer } from "./testing/memoryServer";
import { makeServer, titles, TODO } from "./testing/world";

let server: MemoryServer;
let browser: Browser;
let leader: Tab;
let follower: Tab;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = makeServer();
  browser = new Browser(server);
  leader = await browser.open();
  follower = await browser.open();
});

afterEach(() => browser.end());

/** Time goes on for one tab alone: the others are frozen. */
async function pass(tab: Tab, beats: number): Promise<void> {
  for (let beat = 0; beat < beats; beat += 1) {
    tab.clock.wake();
    await calm();
  }
}

const rename = (tab: Tab, title: string) => void tab.client.mutate({ name: "task.set", args: { id: "t1", fields: { title } } });
const streaming = () => [leader, follower].map(({ line }) => line.isStreaming);

test("one tab holds the stream, however many there are", async () => {
  await browser.open();
  expect(browser.tabs.filter(({ line }) => line.isStreaming)).toEqual([leader]);
});

test("the tab that looks on takes over from a leader that has been silent for ten seconds", async () => {
  await pass(follower, 3);
  expect(streaming()).toEqual([true, false]);
  await pass(follower, 1);
  expect(streaming()).toEqual([false, true]);
  rename(leader, "Typed in the one that led");
  await calm();
  expect(follower.line.pushes).toHaveLength(1);
  expect(titles(leader.client, TODO)[0]).toBe("Typed in the one that led");
});

test("a hidden tab takes over from nobody", async () => {
  follower.isVisible = false;
  await pass(follower, 8);
  expect(streaming()).toEqual([true, false]);
});

test("a leader that is heard is left alone", async () => {
  for (let turn = 0; turn < 4; turn += 1) {
    await pass(follower, 2);
    await pass(leader, 1);
  }
  expect(streaming()).toEqual([true, false]);
});

test("the heir of a dead leader sends what that one had written", async () => {
  leader.line.goOffline();
  await calm();
  rename(leader, "Last words");
  await calm();
  leader.kill();
  await calm();
  follower.clock.wake();
  await calm();
  expect(server.store.peekBase("task", "t1")?.title).toBe("Last words");
  expect(follower.client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
});

test.each(["a heartbeat", "a look"])("what a tab wrote that died before it could tell is sent after %s", async (sign) => {
  follower.device.fate = ({ durability }) => (durability === "strict" ? "dies-after" : null);
  rename(follower, "Last words");
  await calm();
  expect(follower.isDead).toBe(true);
  expect(server.store.peekBase("task", "t1")?.title).toBe("t1");
  if (sign === "a look") leader.client.retry();
  else leader.line.send({ event: "hb", cursor: server.cursor });
  await calm();
  expect(server.store.peekBase("task", "t1")?.title).toBe("Last words");
  expect(titles(leader.client, TODO)[0]).toBe("Last words");
});

test("a tab that asks to try again is heard by the one that leads", async () => {
  leader.line.goOffline();
  await calm();
  rename(follower, "Waits");
  await calm();
  expect(follower.client.status.peek()).toMatchObject({ connection: "offline", unsent: 1, unsaved: 0 });
  leader.line.failure = null;
  follower.client.retry();
  await calm();
  expect(follower.client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
});

test("without locks each tab leads for itself, and each edit arrives once", async () => {
  browser.end();
  const tabs = [await browser.open({ hasLocks: false }), await browser.open({ hasLocks: false })];
  for (const [index, tab] of tabs.entries()) {
    void tab.client.mutate({ name: "task.set", args: { id: `t${index + 1}`, fields: { title: `Tab ${index}` } } });
  }
  await browser.settle();
  for (const { client } of tabs) expect(titles(client, TODO)).toEqual(["Tab 0", "Tab 1", "t3"]);
  expect([...server.runs.values()]).toEqual([1, 1]);
});

test("what one tab has undone is undone in the other", async () => {
  rename(follower, "Changed");
  await calm();
  follower.client.undo.undoLast();
  await calm();
  for (const { client } of [leader, follower]) expect(titles(client, TODO)[0]).toBe("t1");
});
