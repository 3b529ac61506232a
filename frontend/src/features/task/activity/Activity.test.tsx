// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { signal } from "@preact/signals";
import { client, setClient } from "../../../core/client";
import type { TaskParts } from "../../../core/parts";
import type { Entry } from "../../../core/sync/wire";
import type { MemoryServer } from "../../../core/testing/memoryServer";
import { makeServer, open, quiet } from "../../../core/testing/world";
import { Activity } from "./Activity";

let server: MemoryServer;

function entry(v: number, kind: string, patch: Record<string, unknown>, at: string): Entry {
  return { v, scope: "s", model: "task", id: "t1", op: "U", patch, kind, actor: "olga", at, client: null, seq: null, last: true };
}

/** Newest first. */
async function show(...history: Entry[]): Promise<void> {
  const parts: TaskParts = { state: signal("ready" as const), sentence: signal(""), history: signal(history), hasOlderHistory: signal(false) };
  const task = client().store.peek("task", "t1");
  if (!task) throw new Error("There is no task.");
  await act(() => render(<Activity task={task} parts={parts} canEdit />, document.body));
}

function texts(selector: string): string[] {
  return [...document.querySelectorAll(selector)].map((element) => element.textContent ?? "");
}

async function press(label: string): Promise<void> {
  const button = [...document.querySelectorAll<HTMLElement>("button")].find((one) => (one.getAttribute("aria-label") ?? one.textContent) === label);
  if (!button) throw new Error(`There is no button ${label}.`);
  await act(async () => {
    button.click();
    await quiet();
  });
}

const RENAMED = entry(2, "task.renamed", { title: "t1" }, "2026-11-24T20:00:00Z");
const CREATED = entry(1, "task.created", { title: "Old" }, "2026-11-24T10:00:00Z");

beforeEach(async () => {
  server = makeServer();
  setClient((await open(server)).client);
  client().store.member.value = { ...client().store.member.peek(), time_zone: "Asia/Kathmandu" };
});

afterEach(async () => {
  await act(() => render(null, document.body));
  client().stop();
  setClient(null);
});

it("goes by the days of whoever looks", async () => {
  await show(RENAMED, CREATED);
  expect(document.querySelectorAll(".activity-day")).toHaveLength(2);
});

it("shows comments alone, and changes alone", async () => {
  await show(entry(3, "comment.added", { comment_count: 1 }, "2026-11-24T21:00:00Z"), RENAMED);
  await press("Comments");
  expect(texts(".history-line span")).toEqual(["Somebody commented"]);
  await press("Changes");
  expect(texts(".history-line span")).toEqual(["Somebody renamed it to “t1”"]);
});

it("takes a change back as a new edit", async () => {
  await show(RENAMED, CREATED);
  await press("Undo: renamed it to “t1”");
  expect(server.store.peek("task", "t1")?.title).toBe("Old");
});

it("leaves what was changed since, and says so", async () => {
  await show(RENAMED, CREATED);
  server.act({ name: "task.set", args: { id: "t1", fields: { title: "Newer" } } });
  await quiet();
  await press("Undo: renamed it to “t1”");
  expect(server.store.peek("task", "t1")?.title).toBe("Newer");
  expect(client().notices.list.value.at(-1)?.text).toBe("It has been changed since, so it stays as it is.");
});

it("tells each field of an edit of several", async () => {
  await show(entry(4, "task.edited", { title: "A", is_urgent: true, due_on: "2026-12-01", due_at: null }, "2026-11-24T21:00:00Z"));
  const [told] = texts(".history-line span");
  expect(told).toContain("renamed it to “A”, marked it urgent, set it due");
});
