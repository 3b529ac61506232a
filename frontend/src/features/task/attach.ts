/** Files come to a task: dropped, picked, pasted, or into a text. */

import { signal } from "@preact/signals";
import { client } from "../../core/client";
import type { PendingFile } from "../../core/files/uploads";
import type { Attachment, Id } from "../../core/models";

/** The file that is looked at large; null while none is. */
export const lookedAt = signal<Id | null>(null);

const PICTURE = /^image\/(png|jpeg|gif|webp|bmp)$/;

/** Whether there is a preview. */
export function isShown({ content_type, width }: Pick<Attachment, "content_type" | "width">): boolean {
  return width !== null && PICTURE.test(content_type);
}

export async function attach(taskId: Id, files: readonly File[]): Promise<readonly PendingFile[]> {
  if (files.length === 0) return [];
  const { uploads } = await client().files();
  return uploads.add(taskId, files);
}

/** What of a task's files has no row yet. */
export function pendingOf(taskId: Id): PendingFile[] {
  const items = client().uploads.value?.items.value ?? [];
  return items.filter((item) => item.taskId === taskId && (item.state !== "told" || !client().store.row("attachment", item.id).value));
}

/** The Markdown that shows them where they were pasted; what is no picture is only in the list. */
export async function attachInText(taskId: Id, files: readonly File[]): Promise<string> {
  const added = await attach(taskId, files);
  const pictures = added.filter(({ blob }) => PICTURE.test(blob.type));
  return pictures.map(({ id, name }) => `![${name.replace(/[[\]\\]/g, "")}](file:${id})`).join("\n");
}

/** Named by the moment, for every screenshot is called "image.png". */
export function pasted(event: ClipboardEvent): File[] {
  const files = [...(event.clipboardData?.files ?? [])];
  const now = new Date();
  const stamp = `${now.toLocaleDateString("sv")} ${now.toLocaleTimeString("sv").replaceAll(":", ".")}`;
  return files.map((file) => (file.name === "image.png" ? new File([file], `Screenshot ${stamp}.png`, { type: file.type }) : file));
}

/** The address of a picture in a text. */
export async function pictureOf(id: Id): Promise<string | null> {
  return (await client().files()).previews.url(id, "large");
}
