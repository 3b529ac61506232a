import { describe, expect, it } from "vitest";
import type { Comment } from "../../../core/models";
import { newest, sizeOf, talkOf, threadsOf, type Happening } from "./thread";

let minute = 0;
const at = () => `2026-11-25T09:${String((minute += 1)).padStart(2, "0")}:00Z`;

function comment(id: string, reply_to_id: string | null = null): Comment {
  return { id, task_id: "t", author_id: "m", body: id, reply_to_id, created_at: at(), edited_at: null, mark: "" };
}

function happened(text: string): Happening {
  return { v: minute, actor: "m", at: at(), text };
}

describe("threads", () => {
  it("hold answers to answers, one level deep", () => {
    const [thread] = threadsOf([comment("a"), comment("b", "a"), comment("c", "b")]);
    expect([thread?.id, thread?.replies.map(({ id }) => id)]).toEqual(["a", ["b", "c"]]);
  });

  it("keep the place of a comment that was deleted", () => {
    const threads = threadsOf([comment("b", "gone"), comment("x"), comment("c", "gone")]);
    expect(threads.map(({ id, root, replies }) => [id, root, replies.length])).toEqual([
      ["gone", null, 2],
      ["x", expect.anything(), 0],
    ]);
  });

  it("come to an end although rows answer each other in a ring", () => {
    expect(sizeOf(threadsOf([comment("a", "b"), comment("b", "a")]))).toBeGreaterThan(0);
  });
});

describe("the talk", () => {
  it("has what happened between the comments, in blocks", () => {
    const first = comment("a");
    const lines = [happened("started it"), happened("handed it in")];
    const talk = talkOf([first, comment("b")], lines);
    expect(talk.map((item) => (item.kind === "thread" ? item.id : item.lines.map(({ text }) => text)))).toEqual([
      "a",
      ["started it", "handed it in"],
      "b",
    ]);
  });

  it("says how much is folded", () => {
    const talk = talkOf([comment("a"), comment("b", "a"), comment("c"), comment("d"), comment("e")], []);
    const { shown, earlier } = newest(talk, 2);
    expect([shown.map(({ id }) => id), earlier]).toEqual([["d", "e"], 3]);
  });
});
