/** Pictures as addresses for the screen: of what waits here, of what was looked at before, else from the server. */

import type { Device } from "../device/device";
import type { Id } from "../models";
import type { FileTransport, PreviewSize } from "../sync/wire";
import { keepPreview, readPreview } from "./records";

/** So many addresses are held at once; each holds its picture in memory. */
const HELD = 200;

export const PICTURE = /^image\/(png|jpeg|gif|webp|bmp)$/;

export class Previews {
  private readonly urls = new Map<string, Promise<string | null>>();

  constructor(
    private readonly transport: FileTransport,
    private readonly device: Device | null,
    private readonly wall: () => number,
    /** The bytes of a file that has not come to its task yet. */
    private readonly waiting: (id: Id) => Blob | undefined,
  ) {}

  /** The address of a picture; null when it is neither here nor to be had. */
  url(id: Id, size: PreviewSize): Promise<string | null> {
    const key = `${id}.${size}`;
    let url = this.urls.get(key);
    if (!url) {
      url = this.load(id, size, key);
      this.urls.set(key, url);
      // What could not be had is asked for again the next time.
      void url.then((found) => found || this.urls.delete(key));
      this.letGo();
    }
    return url;
  }

  /** Keeps the small picture of a file that has just come to its task, for the time without a connection. */
  async keep(id: Id): Promise<void> {
    const { device } = this;
    if (!device?.isUsable) return;
    const blob = await this.transport.preview(id, "small").catch(() => null);
    if (blob) await keepPreview(device, `${id}.small`, blob, this.wall()).catch(() => undefined);
  }

  private async load(id: Id, size: PreviewSize, key: string): Promise<string | null> {
    const { device } = this;
    const waiting = this.waiting(id);
    // Only what is a picture for sure: the browser believes what it is told here.
    if (waiting && PICTURE.test(waiting.type)) return URL.createObjectURL(waiting);
    const kept = device?.isUsable ? await readPreview(device, key, this.wall()).catch(() => undefined) : undefined;
    if (kept) return URL.createObjectURL(kept);
    try {
      const blob = await this.transport.preview(id, size);
      // For want of room it is fetched again some day.
      if (device?.isUsable) void keepPreview(device, key, blob, this.wall()).catch(() => undefined);
      return URL.createObjectURL(blob);
    } catch {
      return null;
    }
  }

  private letGo(): void {
    for (const [key, url] of this.urls) {
      if (this.urls.size <= HELD) return;
      this.urls.delete(key);
      void url.then((found) => found && URL.revokeObjectURL(found));
    }
  }
}
