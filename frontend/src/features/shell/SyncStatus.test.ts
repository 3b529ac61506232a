import { expect, test } from "vitest";
import type { Client } from "../../core/client";
import { shortWords } from "./SyncStatus";

type Status = Client["status"]["value"];

const saved: Status = {
  connection: "live",
  unsent: 0,
  unsaved: 0,
  stashed: 0,
  conflicts: 0,
  offlineSince: null,
  sentence: "",
};

test.each<[Partial<Status>, string | RegExp]>([
  [{}, "Saved"],
  [{ unsent: 3 }, "Sending 3"],
  [{ connection: "opening" }, "Opening"],
  [{ connection: "offline" }, "Offline"],
  [{ connection: "offline", unsent: 2 }, "Offline, 2 kept"],
  [{ connection: "offline", unsent: 2, unsaved: 1 }, "Not saved yet"],
  [{ stashed: 1, conflicts: 2 }, "3 to decide"],
  [{ connection: "offline", conflicts: 1 }, "1 to decide"],
  [{ connection: "signed-out", unsent: 1 }, "Not saving"],
])("with %o it says %s", (fields, words) => {
  expect(shortWords({ ...saved, ...fields }, "Asia/Tokyo")).toBe(words);
});

test("away for a while it says since when, in the person's own zone", () => {
  const offlineSince = new Date(Date.now() - 60_000).toISOString();
  expect(shortWords({ ...saved, connection: "offline", offlineSince }, "Asia/Tokyo")).toMatch(/^Offline since \d/);
});
