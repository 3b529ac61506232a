/** Files go to the server and their previews come from it; loaded when the first one is needed. */

import type { Id } from "../models";
import type { FileFacts } from "../mutations/types";
import { TransportError } from "./errors";
import { asTransportError, openDoor, problemOf, type Place } from "./transport";
import type { FileTransport, PreviewSize } from "./wire";

/** Nothing has gone for so long: the line is dead. */
const SILENCE_MS = 40_000;
const PREVIEW_MS = 30_000;

export class HttpFiles implements FileTransport {
  constructor(
    private readonly base: string,
    private readonly place: Place,
    private readonly csrf: () => string,
  ) {}

  address(id: Id): string {
    return `${this.base}files/${id}`;
  }

  async send(id: Id, name: string, blob: Blob, onProgress: (sent: number) => void, signal: AbortSignal): Promise<FileFacts> {
    const put = () => this.put(`${this.address(id)}?name=${encodeURIComponent(name)}`, blob, onProgress, signal);
    try {
      return await put();
    } catch (error) {
      if (!(error instanceof TransportError) || error.code !== "csrf") throw error;
      await openDoor(this.place.slug);
      return put();
    }
  }

  async preview(id: Id, size: PreviewSize): Promise<Blob> {
    try {
      const headers = { "X-Sync-Member": this.place.member };
      const signal = AbortSignal.timeout(PREVIEW_MS);
      const answer = await fetch(`${this.address(id)}/preview?size=${size}`, { headers, signal, credentials: "same-origin" });
      if (!answer.ok) throw await problemOf(answer);
      return await answer.blob();
    } catch (error) {
      throw asTransportError(error);
    }
  }

  /** By XMLHttpRequest, for fetch does not tell how much has gone. */
  private put(url: string, blob: Blob, onProgress: (sent: number) => void, signal: AbortSignal): Promise<FileFacts> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let timer = 0;
      const listen = () => {
        clearTimeout(timer);
        timer = window.setTimeout(() => request.abort(), SILENCE_MS);
      };
      const end = (settle: () => void) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", abort);
        settle();
      };
      const abort = () => request.abort();
      signal.addEventListener("abort", abort);
      request.upload.onprogress = ({ loaded }) => {
        listen();
        onProgress(loaded);
      };
      request.onload = () => end(() => void answerOf(request).then(resolve, reject));
      request.onerror = request.onabort = () => end(() => reject(asTransportError(null)));
      request.open("PUT", url);
      const headers = { "Content-Type": "application/octet-stream", "X-Sync-Member": this.place.member, "X-CSRFToken": this.csrf() };
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      listen();
      request.send(blob);
    });
  }
}

async function answerOf(request: XMLHttpRequest): Promise<FileFacts> {
  const isOurs = request.getResponseHeader("X-Sync-Protocol") === "1" || request.status === 413;
  if (!isOurs) throw new TransportError(0, "foreign_answer", "The answer did not come from PM Suite.");
  if (request.status !== 200) throw await problemOf(new Response(request.responseText, { status: request.status }));
  const { size, content_type, width, height } = JSON.parse(request.responseText) as FileFacts;
  return { size, content_type, width, height };
}
