import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unsentIn } from "../device/open";
import type { Id } from "../models";
import { TransportError } from "../sync/errors";
import { Browser, calm, type Kind, type Tab } from "../testing/browser";
import type { MemoryServer } from "../testing/memoryServer";
import { makeServer, PROJECT, TODO } from "../testing/world";
import type { Uploads } from "./uploads";

let server: MemoryServer;
let browser: Browser;
let tab: Tab;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = makeServer();
  browser = new Browser(server);
  tab = await browser.open();
  tab.client.openTask("t1");
});

afterEach(() => browser.end());

function picture(name = "a.png", size = 3): File {
  return new File([new Uint8Array(size)], name, { type: "image/png" });
}

async function add(...files: File[]): Promise<Id[]> {
  const { uploads } = await tab.client.files();
  const ids = uploads.add("t1", files).map(({ id }) => id);
  await calm();
  return ids;
}

async function reload(kind: Kind = {}): Promise<void> {
  tab.kill();
  tab = await browser.open(kind);
  await calm();
}

async function reconnect(): Promise<void> {
  tab.line.failure = null;
  tab.client.retry();
  await calm();
  tab.clock.wake();
  await calm();
}

const uploads = () => tab.client.uploads.peek() as Uploads;
const states = () => uploads().items.peek().map(({ state }) => state);
const sent = () => browser.tabs.flatMap(({ line }) => line.sentFiles);
const hung = () => server.journal.filter(({ model, op }) => model === "attachment" && op === "I").map(({ id }) => id);

describe("a file", () => {
  test("is sent, hung on its task, and then leaves the device", async () => {
    const [id] = await add(picture("C:\\fakepath\\a.png"));
    expect(sent()).toMatchObject([{ id, name: "a.png" }]);
    expect(hung()).toEqual([id]);
    expect(uploads().items.peek()).toEqual([]);
    expect(tab.client.store.peekRows("taskAttachments", "t1")).toMatchObject([{ id, kind: "file", name: "a.png", size: 3 }]);
    await reload();
    expect(tab.client.uploads.peek()).toBeNull();
  });

  test("comes behind the task that it hangs on", async () => {
    tab.line.failure = new TransportError(0, "", "");
    void tab.client.mutate({ name: "task.create", args: { id: "t9", project_id: PROJECT, stage_id: TODO, title: "New" } });
    const { uploads: line } = await tab.client.files();
    line.add("t9", [picture()]);
    await reconnect();
    expect(server.journal.filter(({ op }) => op === "I").map(({ model }) => model)).toEqual(["task", "attachment"]);
  });

  test("waits on the device while there is no connection, through a reload, and is sent once", async () => {
    tab.line.failure = new TransportError(0, "", "");
    const [id] = await add(picture());
    expect(uploads().items.peek()).toMatchObject([{ id, state: "waiting", isKept: true }]);
    expect(tab.client.status.peek().unsent).toBe(1);
    await reload();
    await reconnect();
    expect(sent().map((one) => one.id)).toEqual([id]);
    expect(hung()).toEqual([id]);
  });

  test("is sent by the tab that is left when its own dies on the way", async () => {
    const other = await browser.open();
    tab.line.failure = new TransportError(0, "", "");
    const [id] = await add(picture());
    tab.kill();
    tab = other;
    await calm();
    await reconnect();
    expect(hung()).toEqual([id]);
  });

  test("is sent again and hung once when the tab dies before it is hung", async () => {
    tab.device.fate = (work) => (work.stores.includes("outbox") && work.mode === "readwrite" ? "dies-before" : null);
    const [id] = await add(picture()).catch(() => []);
    await reload();
    expect(sent().length).toBe(2);
    expect(hung()).toEqual(sent().slice(0, 1).map((one) => one.id));
    expect(id ?? hung()[0]).toBe(hung()[0]);
    expect(uploads().items.peek()).toEqual([]);
  });

  test("is sent again when the server has swept it before it was hung", async () => {
    server.refuse = ({ name }) => (name === "file.add" ? { code: "not_uploaded", detail: "Send it again." } : null);
    const [id] = await add(picture());
    server.refuse = () => null;
    uploads().retry(id as Id);
    await calm();
    expect(hung()).toEqual([id]);
    expect(tab.client.outbox.stash.peek()).toEqual([]);
  });

  test("that the server does not take says why, is kept, and is sent again when asked for", async () => {
    tab.line.refusesFile = new TransportError(413, "too_large", "A file has at most 25 MB.");
    const [id] = await add(picture());
    expect(uploads().items.peek()).toMatchObject([{ state: "refused", refusal: "A file has at most 25 MB." }]);
    expect(tab.client.status.peek()).toMatchObject({ unsent: 0, stashed: 1 });
    await reload();
    expect(states()).toEqual(["refused"]);
    uploads().retry(id as Id);
    await calm();
    expect(hung()).toEqual([id]);
  });

  test("that its task does not take is kept with the reason, and not told of twice", async () => {
    server.refuse = ({ name }) => (name === "file.add" ? { code: "gone", detail: "There is no such task." } : null);
    await add(picture());
    expect(uploads().items.peek()).toMatchObject([{ state: "refused", refusal: "There is no such task." }]);
    expect(tab.client.outbox.stash.peek()).toEqual([]);
  });

  test("that is given up is not sent", async () => {
    tab.line.failure = new TransportError(0, "", "");
    const [id] = await add(picture());
    await uploads().cancel(id as Id);
    await reconnect();
    expect(sent()).toEqual([]);
    await reload();
    expect(tab.client.uploads.peek()).toBeNull();
  });

  test("waits until the person has signed in again", async () => {
    tab.line.refusesFile = new TransportError(401, "signed_out", "Sign in.");
    await add(picture());
    expect(states()).toEqual(["waiting"]);
    tab.line.refusesFile = null;
    tab.client.retry();
    await calm();
    expect(hung().length).toBe(1);
  });

  test("that is too large is not taken, and all others are", async () => {
    const big = picture("big.png");
    Object.defineProperty(big, "size", { value: 26 * 2 ** 20 });
    await add(big, picture());
    expect(sent().map(({ name }) => name)).toEqual(["a.png"]);
    expect(tab.client.notices.list.peek().map(({ text }) => text)).toEqual(["big.png has 27 MB; a file has at most 26 MB."]);
  });
});

test("a device without room says so, and the file goes from the tab", async () => {
  tab.device.fate = (work) => (work.stores.includes("files") && work.mode === "readwrite" ? "is-full" : null);
  tab.line.failure = new TransportError(0, "", "");
  const [id] = await add(picture());
  expect(tab.client.status.peek()).toMatchObject({ unsent: 1, unsaved: 1 });
  expect(tab.client.notices.list.peek().at(-1)?.text).toContain("no room for a.png");
  await reconnect();
  expect(hung()).toEqual([id]);
});

test("whoever signs out is told of a file that waits", async () => {
  tab.line.failure = new TransportError(0, "", "");
  await add(picture());
  tab.kill();
  expect(await unsentIn("w", "olga")).toBe(1);
});

test("several go one after the other, and each once, from two tabs", async () => {
  const other = await browser.open();
  const first = await add(picture("1.png"), picture("2.png"), picture("3.png"));
  tab = other;
  const second = await add(picture("4.png"));
  expect([...hung()].sort()).toEqual([...first, ...second].sort());
  expect(sent().length).toBe(4);
});

test("taking a file off can be undone", async () => {
  const [id] = await add(picture());
  void tab.client.mutate({ name: "attachment.remove", args: { id: id as Id } });
  await calm();
  expect(tab.client.store.peekRows("taskAttachments", "t1")).toEqual([]);
  tab.client.undo.undoLast();
  await calm();
  expect(tab.client.store.peekRows("taskAttachments", "t1")).toMatchObject([{ id, name: "a.png", content_type: "image/png" }]);
});
