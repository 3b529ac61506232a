import { afterEach, expect, test } from "vitest";
import { projectScope } from "./testing/memoryServer";
import { DOING, makeServer, open, PROJECT, quiet, titles, TODO, type Opened } from "./testing/world";

let opened: Opened | undefined;

afterEach(() => opened?.client.stop());

/** Somebody who was away while a server that folds early went on; `meanwhile` is what happened. */
async function away(meanwhile: (opened: Opened, server: ReturnType<typeof makeServer>) => void): Promise<Opened> {
  const server = makeServer();
  server.foldsBeyond = 2;
  opened = await open(server);
  opened.client.openTask("t1");
  await quiet();
  opened.line.goOffline();
  await quiet();
  meanwhile(opened, server);
  opened.line.failure = null;
  opened.client.retry();
  opened.clock.wake();
  await quiet();
  return opened;
}

test("who missed much is told the newest state, and each row that is gone goes", async () => {
  const { client } = await away((_, server) => {
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Once" } } });
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Twice" } } });
    server.act({ name: "task.move", args: { id: "t2", stage_id: DOING, after: null, before: null } });
    server.act({ name: "task.trash", args: { id: "t3" } });
  });
  expect(titles(client, TODO)).toEqual(["Twice"]);
  expect(titles(client, DOING)).toEqual(["t2"]);
  expect(client.store.peek("task", "t3")).toBeUndefined();
  expect(client.status.peek().sentence).toBe("All changes are saved.");
});

test("the parts of an open task are fetched again, for a folded answer has no history", async () => {
  const { client, line } = await away((_, server) => {
    for (const id of ["c1", "c2", "c3"]) server.act({ name: "comment.add", args: { id, task_id: "t1", body: id } });
    server.act({ name: "comment.remove", args: { id: "c2" } });
  });
  expect(client.store.peekRows("taskComments", "t1").map(({ body }) => body)).toEqual(["c1", "c3"]);
  expect(line.tasks.slice(1)).toContain("t1");
});

test("what was done meanwhile on this device goes on top of it", async () => {
  const { client, line } = await away(({ client }, server) => {
    void client.mutate({ name: "task.set", args: { id: "t2", fields: { title: "Mine" } } });
    for (const title of ["A", "B", "C"]) server.act({ name: "task.set", args: { id: "t1", fields: { title } } });
  });
  expect(titles(client, TODO)).toEqual(["C", "Mine", "t3"]);
  expect(line.pushes).toHaveLength(1);
});

test("a scope that was lost is lost", async () => {
  const { client } = await away(({ line }, server) => {
    server.act({ name: "task.set", args: { id: "t1", fields: { title: "Not for these eyes" } } });
    server.act({ name: "task.set", args: { id: "t2", fields: { title: "Nor this" } } });
    line.revoke(projectScope(PROJECT));
  });
  expect(client.store.peek("task", "t1")).toBeUndefined();
  expect(titles(client, TODO)).toEqual([]);
});
