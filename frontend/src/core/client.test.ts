import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Client } from "./client";
import { TransportError } from "./sync/errors";
import type { MemoryConnection } from "./testing/memoryConnection";
import { projectScope, type MemoryServer } from "./testing/memoryServer";
import { DOING, makeServer, open, PROJECT, quiet, task, titles, TODO, type Opened, type TestClock } from "./testing/world";

let server: MemoryServer;
let client: Client;
let line: MemoryConnection;
let clock: TestClock;
let opened: Opened[] = [];

async function openAnother(member: string): Promise<Opened> {
  const another = await open(server, member);
  opened.push(another);
  return another;
}

beforeEach(async () => {
  server = makeServer();
  ({ client, line, clock } = await openAnother("olga"));
});

afterEach(() => {
  for (const one of opened) one.client.stop();
  opened = [];
});

const move = { id: "t1", stage_id: DOING, after: null, before: null };
const offline = new TransportError(0, "no_connection", "There is no connection.");
const lastNotice = () => client.notices.list.peek().at(-1);

describe("opening", () => {
  test("shows the tasks of a stage in order and says that all is saved", () => {
    expect(titles(client, TODO)).toEqual(["t1", "t2", "t3"]);
    expect(client.status.peek()).toMatchObject({ connection: "live", unsent: 0, sentence: "All changes are saved." });
  });

  test("without a network keeps trying, and sends what was done when it is back", async () => {
    const cold = await open(server, "pavel", offline);
    opened.push(cold);
    expect(cold.client.live.isOpen.peek()).toBe(false);
    expect(cold.client.status.peek().sentence).toBe("No connection. Trying again.");
    cold.line.failure = null;
    cold.clock.wake();
    await quiet();
    expect(titles(cold.client, TODO)).toEqual(["t1", "t2", "t3"]);
  });
});

describe("a mutation", () => {
  test("is on the screen before the server has heard of it", () => {
    void client.mutate({ name: "task.move", args: move });
    expect(titles(client, TODO)).toEqual(["t2", "t3"]);
    expect(titles(client, DOING)).toEqual(["t1"]);
    expect(server.journal).toEqual([]);
    expect(client.status.peek().unsent).toBe(1);
  });

  test("reaches another person", async () => {
    const other = await openAnother("pavel");
    void client.mutate({ name: "task.move", args: move });
    await quiet();
    expect(titles(other.client, DOING)).toEqual(["t1"]);
    expect(other.client.recent.of("t1").peek()).toMatchObject({ actor: "olga" });
  });

  test("stays over the rows between its acknowledgement and its entry, so that nothing flickers", async () => {
    line.losesDeltas = true;
    void client.mutate({ name: "task.set", args: { id: "t1", fields: { title: "New" } } });
    await quiet();
    expect(client.status.peek().unsent).toBe(0);
    expect(client.store.peekBase("task", "t1")?.title).toBe("t1");
    expect(client.store.peek("task", "t1")?.title).toBe("New");
    line.losesDeltas = false;
    line.send({ event: "hb", cursor: server.cursor });
    await quiet();
    expect(client.store.peekBase("task", "t1")?.title).toBe("New");
  });

  test("counts once when its entry comes before its acknowledgement", async () => {
    client.openTask("t1");
    await quiet();
    line.losesNextAnswer = true;
    void client.mutate({ name: "comment.add", args: { id: "c1", task_id: "t1", body: "Hello" } });
    await quiet();
    expect(client.store.peek("task", "t1")?.comment_count).toBe(1);
  });

  test("that is refused goes back, with the server's sentence", async () => {
    server.refuse = () => "Review is full: its limit is 3.";
    const answer = client.mutate({ name: "task.move", args: move });
    expect(titles(client, DOING)).toEqual(["t1"]);
    await quiet();
    expect(titles(client, TODO)).toEqual(["t1", "t2", "t3"]);
    expect(lastNotice()).toMatchObject({ text: "Review is full: its limit is 3.", tone: "problem" });
    expect((await answer).status).toBe("refused");
  });

  test("that is refused leaves the later ones in place", async () => {
    server.refuse = ({ seq }) => (seq === 1 ? "No." : null);
    void client.mutate({ name: "task.set", args: { id: "t1", fields: { title: "Bad" } } });
    void client.mutate({ name: "task.set", args: { id: "t1", fields: { estimate: 3 } } });
    await quiet();
    expect(client.store.peek("task", "t1")).toMatchObject({ title: "t1", estimate: 3 });
  });

  test("made offline is sent with the same number when the network is back, and takes effect once", async () => {
    line.failure = offline;
    void client.mutate({ name: "task.create", args: { id: "t9", project_id: PROJECT, stage_id: TODO, title: "Nine" } });
    await quiet();
    expect(client.status.peek().unsent).toBe(1);
    line.failure = null;
    line.losesNextAnswer = true;
    client.retry();
    await quiet();
    client.retry();
    await quiet();
    expect(line.pushes.map((push) => push.map(({ seq }) => seq))).toEqual([[1], [1]]);
    expect(server.journal.filter((entry) => entry.id === "t9")).toHaveLength(1);
    expect(titles(client, TODO)).toEqual(["t1", "t2", "t3", "Nine"]);
    expect(client.status.peek().unsent).toBe(0);
  });

  test("goes in batches of a hundred, one push at a time, in order", async () => {
    for (let n = 0; n < 250; n += 1) {
      void client.mutate({ name: "task.set", args: { id: "t1", fields: { estimate: n } } });
    }
    await quiet();
    expect(line.pushes.map((push) => push.length)).toEqual([100, 100, 50]);
    expect(server.store.peekBase("task", "t1")?.estimate).toBe(249);
  });

  test("with a long text shares a push with no more than the server takes at once", async () => {
    const description = "я".repeat(36_000);
    for (let n = 0; n < 20; n += 1) {
      void client.mutate({ name: "task.set", args: { id: "t1", fields: { description: description + n }, was: { description } } });
    }
    await quiet();
    const sizes = line.pushes.map((push) => new TextEncoder().encode(JSON.stringify(push)).length);
    expect(line.pushes.flat()).toHaveLength(20);
    expect(Math.max(...sizes)).toBeLessThan(512 * 1024);
    expect(line.pushes.length).toBeLessThan(10);
  });

  test("is sent again from where a restored server left off", async () => {
    void client.mutate({ name: "task.set", args: { id: "t1", fields: { title: "One" } } });
    void client.mutate({ name: "task.set", args: { id: "t2", fields: { title: "Two" } } });
    await quiet();
    server.forgetReceiptsAfter(client.queue.client, 1);
    void client.mutate({ name: "task.set", args: { id: "t3", fields: { title: "Three" } } });
    await quiet();
    expect(line.pushes.at(-1)?.map(({ seq }) => seq)).toEqual([2, 3]);
  });

  test("of a forked client is sent under a new client's numbers", async () => {
    const before = client.queue.client;
    line.failure = new TransportError(409, "client_forked", "");
    void client.mutate({ name: "task.move", args: move });
    for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
    line.failure = null;
    await quiet();
    expect(client.queue.client).not.toBe(before);
    expect(titles(client, DOING)).toEqual(["t1"]);
    expect(client.status.peek().unsent).toBe(0);
  });

  test("of a forked client that a restored server has lost comes again under the new client's numbers, without a device too", async () => {
    const restore = server.backup();
    void client.mutate({ name: "task.set", args: { id: "t1", fields: { title: "Before" } } });
    await quiet();
    server.push(client.queue.client, "olga", [{ seq: 2, id: "twin", name: "task.move", args: { ...move, id: "t3" }, base: server.cursor, age_ms: 0 }]);
    void client.mutate({ name: "task.set", args: { id: "t2", fields: { title: "After" } } });
    await quiet();
    restore();
    for (let turn = 0; turn < 3; turn += 1) {
      clock.wake();
      await quiet();
    }
    expect(["t1", "t2"].map((id) => server.store.peekBase("task", id)?.title)).toEqual(["Before", "After"]);
    expect(titles(client, TODO)).toEqual(["Before", "After", "t3"]);
  });

  test("that is too large is given up alone", async () => {
    line.failure = new TransportError(413, "too_large", "");
    void client.mutate({ name: "task.set", args: { id: "t1", fields: { title: "Huge" } } });
    await quiet();
    expect(client.store.peek("task", "t1")?.title).toBe("t1");
    expect(lastNotice()?.text).toBe("The change is too large to be sent.");
  });
});

describe("failures", () => {
  test("wait longer each time", async () => {
    line.failure = offline;
    void client.mutate({ name: "task.move", args: move });
    for (let turn = 0; turn < 4; turn += 1) {
      await quiet();
      clock.wake();
    }
    await quiet();
    expect(clock.waits.slice(0, 5)).toEqual([1000, 2000, 4000, 8000, 16000]);
  });

  test("of signing keep everything and ask to sign in", async () => {
    line.failure = new TransportError(401, "not_signed_in", "");
    void client.mutate({ name: "task.move", args: move });
    await quiet();
    expect(client.status.peek()).toMatchObject({ connection: "signed-out", unsent: 1 });
    expect(titles(client, DOING)).toEqual(["t1"]);
    line.failure = null;
    client.retry();
    await quiet();
    expect(client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
  });

  test("of a revoked membership and of an old page say so", async () => {
    line.failure = new TransportError(426, "too_old", "");
    void client.mutate({ name: "task.move", args: move });
    await quiet();
    expect(client.status.peek().connection).toBe("outdated");
    expect(client.status.peek().sentence).toContain("Reload the page");
  });
});

describe("the stream", () => {
  test("with a gap makes the client pull, and nothing is missing", async () => {
    line.losesDeltas = true;
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Lost" } } });
    line.losesDeltas = false;
    expect(line.pulls).toBe(0);
    server.act({ name: "task.set", args: { id: "t2", fields: { title: "Heard" } } });
    await quiet();
    expect(line.pulls).toBe(1);
    expect(titles(client, TODO)).toEqual(["Lost", "Heard", "t3"]);
  });

  test("that tells something twice changes nothing", async () => {
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Once" } } });
    const [entry] = server.journal;
    line.send({ event: "delta", from: server.cursorAt(0), to: server.cursorAt(1), entries: entry ? [entry] : [] });
    await quiet();
    expect(line.pulls).toBe(0);
    expect(titles(client, TODO)).toEqual(["Once", "t2", "t3"]);
  });

  test("that breaks is taken up again where it was", async () => {
    line.cut();
    await quiet();
    expect(client.status.peek().connection).toBe("offline");
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Meanwhile" } } });
    clock.wake();
    await quiet();
    expect(client.status.peek().connection).toBe("live");
    expect(titles(client, TODO)[0]).toBe("Meanwhile");
  });

  test("of another epoch opens the workspace again and keeps what was not sent", async () => {
    server.refuse = () => null;
    line.failure = offline;
    void client.mutate({ name: "task.set", args: { id: "t2", fields: { title: "Kept" } } });
    await quiet();
    line.failure = null;
    server.epoch = "e0000002";
    server.seed({ task: [task("t8", "a8")] });
    line.send({ event: "reset" });
    client.retry();
    await quiet();
    clock.wake();
    await quiet();
    expect(titles(client, TODO)).toEqual(["t1", "Kept", "t3", "t8"]);
    expect(client.status.peek().unsent).toBe(0);
  });
});

describe("scopes", () => {
  test("that are lost take their rows with them", async () => {
    line.revoke(projectScope(PROJECT));
    await quiet();
    expect(titles(client, TODO)).toEqual([]);
    expect(client.store.peek("project", PROJECT)).toBeUndefined();
  });

  test("that are gained bring theirs, and entries from before are not applied again", async () => {
    line.revoke(projectScope(PROJECT));
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Changed" } } });
    line.grant(projectScope(PROJECT, "observer"));
    await quiet();
    expect(titles(client, TODO)).toEqual(["Changed", "t2", "t3"]);
    expect(client.store.roleIn(PROJECT)).toBe("observer");
  });

  test("that are lost and gained while nobody listened are held again, with what changed meanwhile", async () => {
    line.losesDeltas = true;
    line.revoke(projectScope(PROJECT));
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Changed" } } });
    line.grant(projectScope(PROJECT, "observer"));
    line.losesDeltas = false;
    line.send({ event: "hb", cursor: server.cursor });
    await quiet();
    expect(titles(client, TODO)).toEqual(["Changed", "t2", "t3"]);
    expect(client.store.roleIn(PROJECT)).toBe("observer");
  });

  test("that are gained do not go back to what was before their snapshot", async () => {
    line.revoke(projectScope(PROJECT));
    await quiet();
    line.losesDeltas = true;
    line.grant(projectScope(PROJECT));
    const gained = server.journal.at(-1);
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Older" } } });
    const older = server.journal.at(-1);
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Newer" } } });
    const [from, to] = [server.cursorAt(1), server.cursorAt(3)];
    line.send({ event: "delta", from, to, entries: [gained, older].filter((entry) => entry !== undefined) });
    await quiet();
    expect(titles(client, TODO)[0]).toBe("Newer");
  });

  test("of others are not listened to", async () => {
    server.append({ op: "U", scope: "scope-secret", model: "task", id: "t1", patch: { title: "Secret" } });
    await quiet();
    expect(titles(client, TODO)[0]).toBe("t1");
  });
});

describe("the parts of a task", () => {
  test("come when it is opened and follow the journal from then on", async () => {
    server.act({ name: "comment.add", args: { id: "c0", task_id: "t1", body: "Before" } });
    const parts = client.openTask("t1");
    await quiet();
    expect(parts.state.peek()).toBe("ready");
    server.act({ name: "comment.add", args: { id: "c1", task_id: "t1", body: "After" } });
    server.act({ name: "comment.add", args: { id: "c2", task_id: "t2", body: "Elsewhere" } });
    await quiet();
    expect(client.store.peekRows("taskComments", "t1").map((comment) => comment.body).sort()).toEqual(["After", "Before"]);
    expect(client.store.peekRows("taskComments", "t2")).toEqual([]);
  });

  test("of a task that is gone are missing", async () => {
    const parts = client.openTask("t404");
    await quiet();
    expect(parts.state.peek()).toBe("missing");
  });
});
