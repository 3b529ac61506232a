import { afterEach, expect, test } from "vitest";
import { makeServer, open, quiet, titles, DOING, type Opened } from "../testing/world";
import { SharedSlots, type Release } from "./slots";

const held: Release[] = [];
let opened: Opened | null = null;

afterEach(() => {
  opened?.client.stop();
  opened = null;
  for (const release of held.splice(0)) release();
});

async function take(slots: SharedSlots): Promise<Release | null> {
  const release = await slots.take();
  if (release) held.push(release);
  return release;
}

// Node has locks from 24.5 on.
test.runIf("locks" in navigator)("four tabs hold a stream, the fifth does not, until one of them lets go", async () => {
  const tabs = Array.from({ length: 5 }, () => new SharedSlots(navigator.locks));
  const releases = [];
  for (const tab of tabs) releases.push(await take(tab));
  expect(releases.map((release) => release !== null)).toEqual([true, true, true, true, false]);
  releases[1]?.();
  await expect.poll(() => take(new SharedSlots(navigator.locks))).not.toBeNull();
});

test("a tab without a slot asks for news, and takes a slot once one is free", async () => {
  const server = makeServer();
  let isFree = false;
  opened = await open(server, "olga", null, { take: () => Promise.resolve(isFree ? () => undefined : null) });
  const { client, line, clock } = opened;
  expect(client.status.peek().connection).toBe("live");
  const other = await open(server, "pavel");
  void other.client.mutate({ name: "task.move", args: { id: "t1", stage_id: DOING, after: null, before: null } });
  await quiet();
  expect(titles(client, DOING)).toEqual([]);
  clock.wake();
  await quiet();
  clock.wake();
  await quiet();
  expect(titles(client, DOING)).toEqual(["t1"]);
  isFree = true;
  clock.wake();
  await quiet();
  clock.wake();
  await quiet();
  const { pulls } = line;
  void other.client.mutate({ name: "task.move", args: { id: "t2", stage_id: DOING, after: "t1", before: null } });
  await quiet();
  expect(titles(client, DOING)).toEqual(["t1", "t2"]);
  expect(line.pulls).toBe(pulls);
  other.client.stop();
});
