/** Server-sent events out of chunks of bytes, however they were cut. */

export interface ServerEvent {
  event: string;
  data: string;
}

export class EventParser {
  private readonly decoder = new TextDecoder();
  private rest = "";
  private event = "";
  private data: string[] = [];

  /** The events that end in this chunk. */
  push(chunk: Uint8Array): ServerEvent[] {
    const text = this.rest + this.decoder.decode(chunk, { stream: true });
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.take(line));
  }

  private take(line: string): ServerEvent[] {
    if (line === "") return this.end();
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.event = value;
    if (name === "data") this.data.push(value);
    return [];
  }

  private end(): ServerEvent[] {
    const { event, data } = this;
    this.event = "";
    this.data = [];
    return data.length > 0 ? [{ event: event || "message", data: data.join("\n") }] : [];
  }
}
