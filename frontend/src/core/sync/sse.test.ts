import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventParser, type ServerEvent } from "./sse";

const STREAM = 'event: hb\ndata: {"cursor":"ab.1"}\n\n: a comment\nevent: delta\r\ndata: {"a":"é🙂"}\r\n\r\ndata: one\ndata: two\n\n';
const EVENTS: ServerEvent[] = [
  { event: "hb", data: '{"cursor":"ab.1"}' },
  { event: "delta", data: '{"a":"é🙂"}' },
  { event: "message", data: "one\ntwo" },
];

function parse(chunks: Uint8Array[]): ServerEvent[] {
  const parser = new EventParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
}

describe("server-sent events", () => {
  test("are read from one chunk", () => {
    expect(parse([new TextEncoder().encode(STREAM)])).toEqual(EVENTS);
  });

  test("are read byte by byte, through line ends and letters that were cut", () => {
    expect(parse(Array.from(new TextEncoder().encode(STREAM), (byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
  });

  test("are the same however the bytes were cut", () => {
    const bytes = new TextEncoder().encode(STREAM);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
        const marks = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = marks.slice(1).map((mark, index) => bytes.slice(marks[index], mark));
        expect(parse(chunks)).toEqual(EVENTS);
      }),
    );
  });

  test("without a blank line are not events yet", () => {
    expect(parse([new TextEncoder().encode("event: hb\ndata: {}\n")])).toEqual([]);
  });
});
