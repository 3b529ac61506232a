/** A small workspace for tests: one project with two stages, and clients that open it. */

import { Client } from "../client";
import type { Id, Project, Stage, Task } from "../models";
import type { Clock } from "../sync/backoff";
import type { TransportError } from "../sync/errors";
import type { MemoryConnection } from "./memoryConnection";
import { MemoryServer, projectScope, WORKSPACE } from "./memoryServer";

export const PROJECT = "p1";
export const TODO = "s1";
export const DOING = "s2";

export function project(fields: Partial<Project> = {}): Project {
  return {
    id: PROJECT,
    key: "PM",
    name: "Product",
    description: "",
    color: "blue",
    visibility: "workspace",
    acceptance: false,
    editing: "everyone",
    progress: "count",
    archived_at: null,
    created_at: "2026-11-24T03:00:00Z",
    ...fields,
  };
}

export function stage(id: Id, rank: string, fields: Partial<Stage> = {}): Stage {
  return { id, project_id: PROJECT, name: id, kind: "todo", rank, wip_limit: null, wip_hard: false, ...fields };
}

/** Of a task that nobody has begun. */
const UNTOUCHED = {
  read_at: null,
  started_at: null,
  planned_on: null,
  handed_in_at: null,
  accepted_at: null,
  accepted_by_id: null,
  recurrence_id: null,
  rework_count: 0,
  done_at: null,
  cancelled_at: null,
  archived_at: null,
};

export function task(id: Id, rank: string, fields: Partial<Task> = {}): Task {
  return {
    id,
    project_id: PROJECT,
    number: 1,
    parent_id: null,
    stage_id: TODO,
    rank,
    title: id,
    priority: null,
    is_urgent: false,
    is_important: false,
    estimate: null,
    estimate_hours: null,
    color: "",
    values: {},
    due_on: null,
    due_at: null,
    due_zone: null,
    author_id: null,
    performer_id: null,
    tag_ids: [],
    observer_ids: [],
    helper_ids: [],
    comment_count: 0,
    checklist_count: 0,
    checklist_done: 0,
    attachment_count: 0,
    child_count: 0,
    child_done: 0,
    child_estimate: 0,
    child_estimate_done: 0,
    blocked_by: [],
    has_description: false,
    created_at: "2026-11-24T03:00:00Z",
    updated_at: "2026-11-24T03:00:00Z",
    updated_by_id: null,
    ...UNTOUCHED,
    ...fields,
  };
}

/** Time stands still; every wait ends when the test says `tick`. */
export class TestClock implements Clock {
  waits: number[] = [];
  /** Milliseconds, for whoever asks. */
  now = 1_800_000_000_000;
  private waiting: (() => void)[] = [];

  wait(ms: number): Promise<void> {
    this.waits.push(ms);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const end of waiting) end();
  }

  random(): number {
    return 1;
  }
}

export function makeServer(): MemoryServer {
  const server = new MemoryServer();
  server.seed({
    project: [project()],
    stage: [stage(TODO, "a0"), stage(DOING, "a1", { kind: "doing" })],
    task: [task("t1", "a0"), task("t2", "a1"), task("t3", "a2")],
  });
  return server;
}

export interface Opened {
  client: Client;
  line: MemoryConnection;
  clock: TestClock;
}

export async function open(server: MemoryServer, member = "olga", failure: TransportError | null = null): Promise<Opened> {
  const line = server.connect(member, WORKSPACE, projectScope(PROJECT));
  line.failure = failure;
  const clock = new TestClock();
  const client = new Client(line, { clock, now: () => 0 });
  void client.start();
  await quiet();
  return { client, line, clock };
}

/** Lets everything that is under way come to rest; waits of the clock stay. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}

export function titles(client: Client, stageId: Id): string[] {
  return client.store.peekRows("stageTasks", stageId).map((row) => row.title);
}
