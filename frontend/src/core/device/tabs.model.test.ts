import "fake-indexeddb/auto";
import fc from "fast-check";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import type { Client } from "../client";
import type { Mutation } from "../mutations/types";
import type { Store } from "../store";
import { Browser, calm, type Fate, type TestDevice } from "../testing/browser";
import { History } from "../testing/history";
import type { MemoryServer } from "../testing/memoryServer";
import { DOING, makeServer, TODO } from "../testing/world";

const WHATS = [
  "title", "title", "move", "move", "comment", "tag", "trash", "rest", "rest", "rest", "offline", "online", "lose", "deaf",
  "refuse", "open", "kill", "kill-all", "doom", "sleep", "undo", "empty", "restore", "foreign", "part",
] as const;

interface Step {
  tab: number;
  what: (typeof WHATS)[number];
  task: number;
  place: number;
  fate: Fate;
}

const FATES: Fate[] = ["dies-before", "dies-after", "aborts", "is-full", "is-lost", "is-lost-after"];

const steps = fc.array(
  fc.record<Step>({
    tab: fc.nat(3),
    what: fc.constantFrom(...WHATS),
    task: fc.nat(2),
    place: fc.nat(6),
    fate: fc.constantFrom(...FATES),
  }),
  { maxLength: 40 },
);

function mutationOf(step: Step, client: Client, count: number): Mutation {
  const id = `t${step.task + 1}`;
  if (step.what === "title") return { name: "task.set", args: { id, fields: { title: `title ${count}` } } };
  if (step.what === "tag") return { name: "task.tag", args: { id, add: [`g${step.place}`], remove: [`g${step.place + 1}`] } };
  if (step.what === "comment") return { name: "comment.add", args: { id: `c${count}`, task_id: id, body: "Hello" } };
  if (step.what === "trash") return { name: "task.trash", args: { id } };
  const stage_id = step.place % 2 === 0 ? TODO : DOING;
  const others = client.store.tasksOfStage(stage_id).filter((other) => other !== id);
  return { name: "task.move", args: { id, stage_id, after: others[step.place - 1] ?? null, before: others[step.place] ?? null } };
}

class World {
  readonly server: MemoryServer = makeServer();
  readonly browser = new Browser(this.server);
  readonly history = new History(this.server, "pm-suite:w:olga");
  private restore = this.server.backup();

  constructor(private readonly makeDevice?: (name: string) => TestDevice) {}

  async take(step: Step, count: number): Promise<void> {
    const { alive } = this.browser;
    const tab = alive[step.tab % Math.max(1, alive.length)];
    if (step.what === "open" || !tab) {
      if (alive.length < 4) this.browser.begin({ makeDevice: this.makeDevice, hasLocks: step.place > 0 });
      await calm();
    } else if (step.what === "rest") await calm();
    else if (step.what === "offline") tab.line.goOffline();
    else if (step.what === "online") tab.line.failure = null;
    else if (step.what === "lose") tab.line.losesNextAnswer = true;
    else if (step.what === "deaf") tab.line.losesDeltas = !tab.line.losesDeltas;
    else if (step.what === "refuse") this.server.refuse = ({ seq }) => (seq % 4 === 0 ? "No." : null);
    else if (step.what === "kill") tab.kill();
    else if (step.what === "kill-all") this.browser.end();
    else if (step.what === "restore" && this.history.wasEmptied) return;
    else if (step.what === "doom") this.doom(tab.device, step);
    else if (step.what === "sleep") for (let turn = 0; turn < 5; turn += 1) tab.clock.wake();
    else if (step.what === "undo") tab.client.undo.undoLast();
    else if (step.what === "foreign") this.server.act({ name: "task.set", args: { id: `t${step.task + 1}`, fields: { estimate: count } } }, "pavel");
    else if (step.what === "part") tab.client.openTask(`t${step.task + 1}`);
    else if (step.what === "restore") await this.bringBack(step);
    else if (step.what === "empty") await this.empty(step);
    else this.history.made(tab, mutationOf(step, tab.client, count));
    if (this.history.wasEmptied) this.history.forget(this.browser);
    await this.history.look(this.browser);
  }

  async settle(): Promise<void> {
    this.server.refuse = () => null;
    for (const { device } of this.browser.alive) device.fate = () => null;
    // What was doomed before may end only now.
    await calm();
    if (this.browser.alive.length === 0) await this.browser.open({ makeDevice: this.makeDevice });
    await this.browser.settle();
    await this.history.look(this.browser);
  }

  /** One of the next transactions of the tab comes to harm. */
  private doom(device: TestDevice, { place, fate }: Step): void {
    let left = place;
    device.fate = () => {
      left -= 1;
      return left === -1 ? fate : null;
    };
  }

  /** The server goes back to an earlier moment; what it answered since has to come again. */
  private async bringBack({ place }: Step): Promise<void> {
    if (place < 3) this.restore = this.server.backup();
    else this.restore();
    await calm();
  }

  /** The browser's data are deleted while tabs are open. What was written there and is in no tab is lost. */
  private async empty({ place }: Step): Promise<void> {
    if (place > 0) return;
    this.history.forget(this.browser);
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase("pm-suite:w:olga");
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error as DOMException);
    });
  }
}

/** Without what only an opened task has. */
function rowsOf(store: Store, stage: string): object[] {
  return store.peekRows("stageTasks", stage).map((row) => ({ ...row, description: undefined }));
}

async function play(sequence: readonly Step[], makeDevice?: (name: string) => TestDevice): Promise<void> {
  globalThis.indexedDB = new IDBFactory();
  const world = new World(makeDevice);
  try {
    await world.browser.open({ makeDevice });
    for (const [count, step] of sequence.entries()) await world.take(step, count);
    await world.settle();
    await world.history.check(world.browser);
    for (const { client } of world.browser.alive) {
      expect(client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
      for (const stage of [TODO, DOING]) {
        expect(rowsOf(client.store, stage)).toEqual(rowsOf(world.server.store, stage));
      }
    }
  } finally {
    world.browser.end();
  }
}

const RUNS = Number(process.env.MODEL_RUNS ?? 150);

test("whatever happens to tabs, transactions, network and server, nothing typed is lost", { timeout: 600_000 }, async () => {
  await fc.assert(fc.asyncProperty(steps, (sequence) => play(sequence)), { numRuns: RUNS });
});
