import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Client } from "./client";
import "./mutations/late";
import type { MemoryServer } from "./testing/memoryServer";
import { DOING, makeServer, open, quiet, titles, TODO } from "./testing/world";

let server: MemoryServer;
let client: Client;

beforeEach(async () => {
  server = makeServer();
  ({ client } = await open(server));
});

afterEach(() => client.stop());

const notices = () => client.notices.list.peek().map((notice) => notice.text);

describe("undo", () => {
  test("puts a moved card back between its old neighbours", async () => {
    void client.mutate({ name: "task.move", args: { id: "t2", stage_id: DOING, after: null, before: null } });
    await quiet();
    client.undo.undoLast();
    await quiet();
    expect(titles(client, TODO)).toEqual(["t1", "t2", "t3"]);
    expect(server.store.peekBase("task", "t2")?.stage_id).toBe(TODO);
    expect(notices()).toEqual(["Undone: moved PM-1."]);
  });

  test("takes back the last action first", async () => {
    void client.mutate({ name: "task.set", args: { id: "t1", fields: { title: "One" } } });
    void client.mutate({ name: "task.tag", args: { id: "t1", add: ["g1"], remove: [] } });
    client.undo.undoLast();
    expect(client.store.peek("task", "t1")).toMatchObject({ title: "One", tag_ids: [] });
    client.undo.undoLast();
    expect(client.store.peek("task", "t1")?.title).toBe("t1");
    client.undo.undoLast();
    expect(notices().at(-1)).toBe("There is nothing to undo.");
  });

  test("leaves what another person has changed since", async () => {
    void client.mutate({ name: "task.set", args: { id: "t1", fields: { title: "Mine", estimate: 5 } } });
    await quiet();
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Theirs" } } });
    await quiet();
    client.undo.undoLast();
    expect(client.store.peek("task", "t1")).toMatchObject({ title: "Theirs", estimate: null });
  });

  test("does not move a card that another person has moved on", async () => {
    void client.mutate({ name: "task.move", args: { id: "t1", stage_id: DOING, after: null, before: null } });
    await quiet();
    server.act({ name: "task.move", args: { id: "t1", stage_id: "s3", after: null, before: null } });
    await quiet();
    client.undo.undoLast();
    expect(client.store.peek("task", "t1")?.stage_id).toBe("s3");
    expect(notices().at(-1)).toBe("Somebody else has changed it since, so it stays as it is.");
  });

  test("gives each of many tasks its own former values back, but not one that another person has changed since", async () => {
    void client.mutate({ name: "task.set", args: { id: "t1", fields: { priority: 4 } } });
    void client.mutate({ name: "task.bulk", args: { ids: ["t1", "t2", "t3"], fields: { priority: 0 } } }, { toast: true });
    await quiet();
    expect(notices()).toEqual(["Changed 3 tasks."]);
    expect(["t1", "t2", "t3"].map((id) => server.store.peekBase("task", id)?.priority)).toEqual([0, 0, 0]);
    server.act({ name: "task.set", args: { id: "t2", fields: { priority: 2 } } });
    await quiet();
    client.undo.undoLast();
    await quiet();
    expect(["t1", "t2", "t3"].map((id) => server.store.peekBase("task", id)?.priority)).toEqual([4, 2, null]);
  });

  test("puts many moved cards back, each between its old neighbours", async () => {
    void client.mutate({ name: "task.bulk", args: { ids: ["t3", "t1"], stage_id: DOING, after: null, before: null } });
    await quiet();
    expect(titles(client, TODO)).toEqual(["t2"]);
    client.undo.undoLast();
    await quiet();
    expect(titles(client, TODO)).toEqual(["t1", "t2", "t3"]);
  });

  test("has nothing to do for an action that was refused", async () => {
    server.refuse = () => "No.";
    void client.mutate({ name: "task.move", args: { id: "t1", stage_id: DOING, after: null, before: null } });
    await quiet();
    expect(client.undo.next.peek()).toBeNull();
  });

  test("is offered with a notice, which undoes that very action", async () => {
    void client.mutate({ name: "task.move", args: { id: "t1", stage_id: DOING, after: null, before: null } }, { toast: true });
    void client.mutate({ name: "task.set", args: { id: "t2", fields: { title: "Later" } } });
    client.notices.list.peek()[0]?.action?.run();
    expect(titles(client, TODO)).toEqual(["t1", "Later", "t3"]);
  });
});
