/** What the workspace does with files, put together when the first one is there. */

import type { Client } from "../client";
import type { Engine } from "../engine";
import type { Transport } from "../sync/wire";
import { PICTURE, Previews } from "./previews";
import { Uploads } from "./uploads";

export interface Files {
  uploads: Uploads;
  previews: Previews;
  /** Where a file is saved from. */
  address(id: string): string;
}

export async function openFiles(client: Client, engine: Engine, transport: Transport): Promise<Files> {
  const line = await transport.files();
  const { device, clock, wall, queue, live, tabs } = engine;
  const uploads: Uploads = new Uploads(line, {
    device,
    clock,
    wall,
    locks: tabs.locks,
    connection: live.connection,
    limit: () => engine.fileLimit,
    mutate: (mutation, id) => {
      void client.mutate(mutation, { id });
      return queue.flush();
    },
    forget: (id) => engine.forget(id),
    hung: ({ id, blob }) => void (PICTURE.test(blob.type) && previews.keep(id)),
    say: (sentence) => void client.notices.say(sentence, { tone: "problem" }),
    tell: () => tabs.tell({ type: "files" }),
  });
  client.uploads.value = uploads;
  const previews: Previews = new Previews(line, device, wall, (id) => uploads.items.peek().find((item) => item.id === id)?.blob);
  return { uploads, previews, address: (id) => line.address(id) };
}
