import fc from "fast-check";
import { expect, test } from "vitest";
import type { Client } from "./client";
import type { Mutation } from "./mutations/types";
import { TransportError } from "./sync/errors";
import type { MemoryServer } from "./testing/memoryServer";
import { DOING, makeServer, open, quiet, TODO, type Opened } from "./testing/world";

interface Step {
  who: number;
  what: "move" | "title" | "tag" | "comment" | "trash" | "offline" | "online" | "lose" | "deaf" | "refuse" | "undo" | "rest";
  task: number;
  place: number;
}

const steps = fc.array(
  fc.record<Step>({
    who: fc.nat(1),
    what: fc.constantFrom(
      "move", "move", "move", "title", "tag", "comment", "trash", "offline", "online", "lose", "deaf", "deaf", "refuse", "undo", "rest", "rest", "rest",
    ),
    task: fc.nat(2),
    place: fc.nat(5),
  }),
  { maxLength: 60 },
);

function mutationOf(step: Step, client: Client, count: number): Mutation {
  const id = `t${step.task + 1}`;
  if (step.what === "title") return { name: "task.set", args: { id, fields: { title: `${step.who}-${count}` } } };
  if (step.what === "tag") return { name: "task.tag", args: { id, add: [`g${step.place}`], remove: [`g${step.place + 1}`] } };
  if (step.what === "comment") return { name: "comment.add", args: { id: `c${count}`, task_id: id, body: "Hello" } };
  if (step.what === "trash") return { name: "task.trash", args: { id } };
  const stage_id = step.place % 2 === 0 ? TODO : DOING;
  const others = client.store.tasksOfStage(stage_id).filter((other) => other !== id);
  return { name: "task.move", args: { id, stage_id, after: others[step.place - 1] ?? null, before: others[step.place] ?? null } };
}

function take(step: Step, { client, line }: Opened, server: MemoryServer, count: number): void {
  if (step.what === "offline") line.failure = new TransportError(0, "no_connection", "");
  else if (step.what === "online") line.failure = null;
  else if (step.what === "lose") line.losesNextAnswer = true;
  else if (step.what === "deaf") line.losesDeltas = !line.losesDeltas;
  else if (step.what === "refuse") server.refuse = ({ seq }) => (seq % 5 === 0 ? "No." : null);
  else if (step.what === "undo") client.undo.undoLast();
  else if (step.what !== "rest") void client.mutate(mutationOf(step, client, count));
}

async function settle(all: readonly Opened[], server: MemoryServer): Promise<void> {
  for (const { line } of all) Object.assign(line, { failure: null, losesDeltas: false, losesNextAnswer: false });
  for (let turn = 0; turn < 4; turn += 1) {
    for (const { client, clock, line } of all) {
      client.retry();
      clock.wake();
      line.send({ event: "hb", cursor: server.cursor });
    }
    await quiet();
  }
}

test("whatever fails on the way, in the end every screen shows what the server holds", async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(2, Infinity), async (sequence, foldsBeyond) => {
      const server = makeServer();
      server.foldsBeyond = foldsBeyond;
      const all = [await open(server, "olga"), await open(server, "pavel")];
      for (const [count, step] of sequence.entries()) {
        take(step, all[step.who] as Opened, server, count);
        if (step.what === "rest") await quiet();
      }
      await settle(all, server);
      for (const { client } of all) {
        expect(client.status.peek()).toMatchObject({ connection: "live", unsent: 0 });
        for (const stage of [TODO, DOING]) {
          expect(client.store.peekRows("stageTasks", stage)).toEqual(server.store.peekRows("stageTasks", stage));
        }
        client.stop();
      }
    }),
    { numRuns: 300 },
  );
});
