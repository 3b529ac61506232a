/** Every kind of entry that the server writes about a task has words here, or is silent on purpose. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { hasWords } from "./historyLines";

const ROOT = new URL("../../../../", import.meta.url);
const PLACES = ["tasks/actions/", "integrations/actions/", "integrations/trello/"];
/** What is no part of a task's story. */
const ELSEWHERE = /^(?:stage|project|project_member|member|tag|task_seen|column|board|scope|conflict|sync|export|custom_field|task_template|template|field)$/;

function kinds(): Set<string> {
  const found = new Set<string>(["task.mentioned"]);
  for (const place of PLACES) {
    for (const name of readdirSync(new URL(place, ROOT)).filter((one) => one.endsWith(".py"))) {
      const source = readFileSync(new URL(place + name, ROOT), "utf8");
      for (const [, kind, model] of source.matchAll(/"(([a-z_]+)\.[a-z_]+)"/g)) {
        if (kind && model && !ELSEWHERE.test(model)) found.add(kind);
      }
    }
  }
  return found;
}

it("there are words for every kind", () => {
  expect(kinds().size).toBeGreaterThan(40);
  expect([...kinds()].filter((kind) => !hasWords(kind)).sort()).toEqual([]);
});
