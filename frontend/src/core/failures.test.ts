import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TransportError } from "./sync/errors";
import { Browser, calm, type Tab } from "./testing/browser";
import { projectScope, type MemoryServer } from "./testing/memoryServer";
import { DOING, makeServer, PROJECT, task, titles, TODO } from "./testing/world";

let server: MemoryServer;
let browser: Browser;
let tab: Tab;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = makeServer();
  browser = new Browser(server);
  tab = await browser.open();
});

afterEach(() => browser.end());

function rename(title: string, id = "t1", who = tab): void {
  void who.client.mutate({ name: "task.set", args: { id, fields: { title } } });
}

async function reload(isOffline = false): Promise<void> {
  tab.kill();
  tab = await browser.open({ isOffline });
}

async function fail(status: number, code: string, more = {}): Promise<void> {
  tab.line.failure = new TransportError(status, code, "Said by the server.", more);
  rename("Kept");
  await calm();
}

async function recover(): Promise<void> {
  tab.line.failure = null;
  tab.client.retry();
  await calm();
  tab.clock.wake();
  await calm();
}

const status = () => tab.client.status.peek();
const stash = () => tab.client.outbox.stash.peek();

describe("an answer that passes", () => {
  for (const [code, name] of [[0, "none at all"], [500, "of a crash"], [502, "of a proxy"], [503, "of a deployment"]] as const) {
    test(`${name} keeps the edit, and sends it with the same number`, async () => {
      await fail(code, "x");
      expect(status()).toMatchObject({ unsent: 1, unsaved: 0 });
      await recover();
      expect(tab.line.pushes.map((push) => push.map(({ seq }) => seq))).toEqual([[1]]);
      expect(status()).toMatchObject({ connection: "live", unsent: 0 });
    });
  }

  test("that names a time is waited for as long", async () => {
    await fail(429, "too_many", { retryAfterMs: 77_000 });
    expect(tab.clock.waits).toContain(77_000);
  });

  test("comes five times, and then the first edit goes alone", async () => {
    tab.line.failure = new TransportError(500, "x", "");
    for (const title of ["A", "B", "C"]) rename(title);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await calm();
      tab.clock.wake();
    }
    tab.line.failure = null;
    tab.clock.wake();
    await calm();
    expect(tab.line.pushes.map((push) => push.length)).toEqual([1, 2]);
  });
});

describe("signed out", () => {
  test("everything is kept, over a reload too, and goes when the same person is back", async () => {
    await fail(401, "not_signed_in");
    expect(status()).toMatchObject({ connection: "signed-out", unsent: 1 });
    expect(status().sentence).toBe("You have been signed out. One change is kept on this device. Sign in again to go on.");
    await reload();
    expect(titles(tab.client, TODO)[0]).toBe("Kept");
    await browser.settle();
    expect(server.store.peekBase("task", "t1")?.title).toBe("Kept");
  });

  test("nothing is sent for somebody else who has signed in", async () => {
    await fail(401, "not_signed_in");
    tab.line.failure = null;
    tab.line.member = "mallory";
    tab.client.retry();
    await calm();
    expect(status()).toMatchObject({ connection: "someone-else", unsent: 1 });
    expect(server.journal).toEqual([]);
    tab.line.member = "olga";
    await recover();
    expect(status()).toMatchObject({ connection: "live", unsent: 0 });
  });

  test("a queue that belongs to another person is left as it is", async () => {
    await fail(403, "wrong_user");
    expect(status()).toMatchObject({ connection: "someone-else", unsent: 1, stashed: 0 });
  });
});

describe("no access any more", () => {
  test("own words go to the stash, and everybody else's are taken away, from the device too", async () => {
    await fail(403, "wrong_workspace");
    expect(status()).toMatchObject({ connection: "revoked", unsent: 0, stashed: 1 });
    expect(titles(tab.client, TODO)).toEqual([]);
    await reload(true);
    expect(tab.client.live.isOpen.peek()).toBe(false);
    expect(stash()).toMatchObject([{ mutation: { args: { fields: { title: "Kept" } } }, reason: { code: "wrong_workspace" } }]);
  });

  test("other tabs hear of it", async () => {
    const other = await browser.open();
    await fail(403, "wrong_workspace");
    await calm();
    expect(other.client.status.peek()).toMatchObject({ connection: "revoked", stashed: 1 });
    expect(titles(other.client, TODO)).toEqual([]);
  });

  test("to one project takes its rows and opened tasks from the device", async () => {
    tab.client.openTask("t1");
    await calm();
    tab.line.revoke(projectScope(PROJECT));
    await calm();
    await reload(true);
    expect(tab.client.store.peek("project", PROJECT)).toBeUndefined();
    expect(titles(tab.client, TODO)).toEqual([]);
    const parts = tab.client.openTask("t1");
    await calm();
    expect(parts.state.peek()).toBe("failed");
  });
});

describe("numbers that do not meet", () => {
  test("a copied profile takes a new client, and each edit arrives once", async () => {
    tab.line.goOffline();
    rename("Mine");
    await calm();
    const { client, seq } = tab.client.outbox.waiting.peek()[0]!;
    server.push(client, "olga", [{ seq, id: "twin", name: "task.set", args: { id: "t2", fields: { title: "Twin" } }, base: server.cursor, age_ms: 0 }]);
    await recover();
    expect(status()).toMatchObject({ connection: "live", unsent: 0 });
    expect(tab.client.queue.client).not.toBe(client);
    expect(titles(tab.client, TODO)).toEqual(["Mine", "Twin", "t3"]);
    expect([...server.runs.values()]).toEqual([1, 1]);
  });

  test("a restored server gets again what it has lost, though nothing waits", async () => {
    const restore = server.backup();
    rename("Again");
    await calm();
    expect(status().unsent).toBe(0);
    await reload();
    restore();
    await browser.settle();
    expect(server.store.peekBase("task", "t1")?.title).toBe("Again");
    expect(titles(tab.client, TODO)[0]).toBe("Again");
  });

  test("a restored server gets again what it took before the profile was copied, and each edit once", async () => {
    rename("Of both", "t3");
    await calm();
    const restore = server.backup();
    rename("Before the copy");
    await calm();
    const { client } = tab.client.queue;
    server.push(client, "olga", [{ seq: 3, id: "twin", name: "task.set", args: { id: "t2", fields: { title: "Twin" } }, base: server.cursor, age_ms: 0 }]);
    rename("After the copy", "t2");
    await calm();
    expect(tab.client.queue.client).not.toBe(client);
    restore();
    await browser.settle();
    expect(titles(tab.client, TODO)).toEqual(["Before the copy", "After the copy", "Of both"]);
    expect(["t1", "t2", "t3"].map((id) => server.store.peekBase("task", id)?.title)).toEqual(["Before the copy", "After the copy", "Of both"]);
    expect([...server.runs.values()]).toEqual([1, 1]);
  });

  test("what was acknowledged more than three days ago is not remembered for that", async () => {
    const restore = server.backup();
    rename("Old");
    await calm();
    tab.kill();
    tab = await browser.open({ wall: () => 1_800_000_000_000 + 73 * 3600_000 });
    restore();
    await browser.settle();
    expect(server.store.peekBase("task", "t1")?.title).toBe("t1");
    expect(status()).toMatchObject({ connection: "live", unsent: 0 });
  });
});

describe("an edit that the server cannot take", () => {
  test("is found by halving, goes to the stash alone, and the others arrive", async () => {
    tab.line.tooLarge = (pushed) => JSON.stringify(pushed.args).includes("Huge");
    for (const title of ["A", "B", "Huge", "C"]) rename(title);
    await calm(120);
    expect(stash()).toMatchObject([{ mutation: { args: { fields: { title: "Huge" } } }, reason: { code: "too_large" } }]);
    expect(server.store.peekBase("task", "t1")?.title).toBe("C");
    expect(status()).toMatchObject({ connection: "live", unsent: 0, stashed: 1 });
  });

  test("with a page that is too old stays, and is there for the next page", async () => {
    await fail(426, "upgrade");
    expect(status()).toMatchObject({ connection: "outdated", unsent: 1, unsaved: 0 });
    await reload();
    await browser.settle();
    expect(server.store.peekBase("task", "t1")?.title).toBe("Kept");
  });
});

describe("the stash", () => {
  beforeEach(async () => {
    server.refuse = () => ({ code: "gone", detail: "The task has been deleted." });
    void tab.client.mutate({ name: "comment.add", args: { id: "c1", task_id: "t1", body: "Long thoughts" } });
    await calm();
    server.refuse = () => null;
  });

  test("says why, and keeps it over a reload", async () => {
    await reload();
    expect(stash()).toMatchObject([{ label: "Commented", reason: { code: "gone", detail: "The task has been deleted." } }]);
  });

  test("sends the same again on demand, once", async () => {
    await tab.client.outbox.retry(stash()[0]!.id);
    await calm();
    expect(stash()).toEqual([]);
    expect(server.store.peekRows("taskComments", "t1").map(({ body }) => body)).toEqual(["Long thoughts"]);
  });

  test("makes a task of a comment whose task is gone", async () => {
    server.act({ name: "task.trash", args: { id: "t1" } });
    await calm();
    expect(stash()[0]!.canCreateAsNew).toBe(true);
    await tab.client.outbox.createAsNew(stash()[0]!.id);
    await calm();
    const made = server.store.peekRows("stageTasks", TODO).find(({ title }) => title === "t1");
    expect(made).toMatchObject({ description: "Long thoughts" });
    expect(stash()).toEqual([]);
  });

  test("forgets on demand, in every tab", async () => {
    const other = await browser.open();
    await tab.client.outbox.forget(stash()[0]!.id);
    await calm();
    expect(stash()).toEqual([]);
    expect(other.client.outbox.stash.peek()).toEqual([]);
    await reload();
    expect(stash()).toEqual([]);
  });
});

describe("a comparison with the server", () => {
  test("finds nothing where nothing is wrong", async () => {
    expect(await tab.client.audit()).toMatchObject({ outcome: "same" });
  });

  test("fetches everything again where a row differs, keeps the queue, and says so", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    server.store.change(() => server.store.setBase("task", "t3", task("t3", "a2", { title: "Never told" })));
    expect(await tab.client.audit()).toMatchObject({ outcome: "repaired" });
    expect(warn).toHaveBeenCalledOnce();
    rename("Mine");
    await browser.settle();
    expect(titles(tab.client, TODO)).toEqual(["Mine", "t2", "Never told"]);
  });
});

describe("reading", () => {
  test("scopes with a segment are fetched alone, and the journal is read from the oldest", async () => {
    tab.kill();
    globalThis.indexedDB = new IDBFactory();
    server.segments.set(projectScope(PROJECT).id, server.snapshot([projectScope(PROJECT)]));
    server.act({ name: "task.move", args: { id: "t1", stage_id: DOING, after: null, before: null } });
    tab = await browser.open();
    expect(tab.line.bootstraps).toEqual([["scope-w"], ["scope-p1"]]);
    expect(titles(tab.client, DOING)).toEqual(["t1"]);
    expect(tab.line.pulls).toBeGreaterThan(0);
  });

  test("an opened task can be read offline, with what has happened to it since", async () => {
    server.act({ name: "comment.add", args: { id: "c1", task_id: "t1", body: "Before" } });
    tab.client.openTask("t1");
    await calm();
    server.act({ name: "comment.add", args: { id: "c2", task_id: "t1", body: "After" } });
    server.act({ name: "task.set", args: { id: "t1", fields: { description: "Text" } } });
    server.act({ name: "comment.remove", args: { id: "c1" } });
    await calm();
    await reload(true);
    const parts = tab.client.openTask("t1");
    await calm();
    expect(parts.state.peek()).toBe("ready");
    expect(tab.client.store.peekRows("taskComments", "t1").map(({ body }) => body)).toEqual(["After"]);
    expect(tab.client.store.peek("task", "t1")?.description).toBe("Text");
  });
});

describe("the clock", () => {
  test("that is set back makes no edit younger than what came after it", async () => {
    tab.kill();
    let wall = 1_800_000_000_000;
    tab = await browser.open({ wall: () => wall, isOffline: true });
    rename("First");
    await calm();
    wall -= 86_400_000;
    rename("Second");
    await calm();
    tab.kill();
    tab = await browser.open({ wall: () => wall + 5000 });
    await browser.settle();
    expect(tab.line.pushes[0]?.map(({ age_ms }) => age_ms)).toEqual([5000, 5000]);
  });

  test("says since when there is no connection, over a reload too", async () => {
    tab.line.goOffline();
    await calm();
    const since = status().offlineSince;
    expect(since).toBe(new Date(tab.clock.now).toISOString());
    await reload(true);
    expect(status().offlineSince).toBe(since);
    await browser.settle();
    expect(status().offlineSince).toBeNull();
  });
});
