import "fake-indexeddb/auto";
import { expect, it, vi } from "vitest";
import type { Client } from "../../../core/client";
import { Device } from "../../../core/device/device";
import { Drafts } from "./drafts";

async function page(name: string): Promise<{ drafts: Drafts; device: Device }> {
  const device = new Device(name);
  await device.open();
  const drafts = new Drafts({ device } as unknown as Client);
  await drafts.loaded;
  return { drafts, device };
}

it("a draft outlives the page, with the text that it changes, until it is sent", async () => {
  const first = await page("one");
  first.drafts.set("edit:c1", { text: "Better", was: "Good" });
  first.drafts.set("comment:t1", { text: "  " });
  first.drafts.flush();
  await vi.waitFor(async () => {
    const { drafts } = await page("one");
    expect(drafts.of("edit:c1").value).toEqual({ text: "Better", was: "Good" });
    expect(drafts.of("comment:t1").value).toBeNull();
  });
  first.drafts.set("edit:c1", null);
  first.drafts.flush();
  await vi.waitFor(async () => expect((await page("one")).drafts.of("edit:c1").value).toBeNull());
});

it("drafts go with everything else when the person's copy is deleted", async () => {
  const { drafts, device } = await page("two");
  drafts.set("comment:t1", { text: "Secret" });
  drafts.flush();
  await vi.waitFor(async () => expect((await page("two")).drafts.of("comment:t1").value).not.toBeNull());
  await device.forget();
  expect((await page("two")).drafts.of("comment:t1").value).toBeNull();
});
