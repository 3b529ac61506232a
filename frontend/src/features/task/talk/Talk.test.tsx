// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { client, setClient } from "../../../core/client";
import type { Comment, Member } from "../../../core/models";
import type { MemoryServer } from "../../../core/testing/memoryServer";
import { makeServer, open, PROJECT, quiet } from "../../../core/testing/world";
import { TaskPanel } from "../TaskPanel";

let server: MemoryServer;
const PAVEL = "01900000-0000-7000-8000-000000000002";

function member(id: string, name: string): Member {
  return { id, name, role: "performer", is_active: true, is_placeholder: false };
}

function comment(id: string, fields: Partial<Comment> = {}): Comment {
  const made = "2026-11-24T03:00:00Z";
  return { id, task_id: "t1", author_id: "olga", body: id, reply_to_id: null, created_at: made, edited_at: null, mark: "", ...fields };
}

async function settle(): Promise<void> {
  await act(async () => {
    await quiet();
    await new Promise((resume) => setTimeout(resume, 0));
    await quiet();
  });
}

async function show(): Promise<void> {
  await act(() => render(<TaskPanel taskId="t1" onClose={() => undefined} onOpenTask={() => undefined} />, document.body));
  await settle();
}

function field<E extends HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

const WRITE = "textarea[aria-label='Write a comment']";

async function type(selector: string, text: string): Promise<HTMLTextAreaElement> {
  const area = field<HTMLTextAreaElement>(selector);
  await act(() => {
    area.focus();
    area.value = text;
    area.setSelectionRange(text.length, text.length);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return area;
}

async function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): Promise<void> {
  await act(() => void target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more })));
  await settle();
}

async function click(selector: string): Promise<void> {
  await act(() => field(selector).click());
  await settle();
}

function bodies(): string[] {
  return server.store.peekRows("taskComments", "t1").map(({ body }) => body);
}

beforeEach(async () => {
  server = makeServer();
  server.seed({ member: [member("olga", "Olga"), member(PAVEL, "Pavel Ivanov")] });
  setClient((await open(server)).client);
});

afterEach(async () => {
  await act(() => render(null, document.body));
  client().stop();
  setClient(null);
});

describe("comments", () => {
  it("offer people behind an at sign and keep who is picked by id", async () => {
    await show();
    const area = await type(WRITE, "Ask @pav");
    expect(field("[role=option]").textContent).toContain("Pavel Ivanov");
    await press(area, "Enter");
    expect(field<HTMLTextAreaElement>(WRITE).value).toBe("Ask @Pavel Ivanov ");
    await press(area, "Enter", { ctrlKey: true });
    expect(bodies()).toEqual([`Ask [@Pavel Ivanov](member:${PAVEL})`]);
  });

  it("offer nobody who does not see the project, and say who is not told", async () => {
    const project = server.store.peek("project", PROJECT);
    server.act({ name: "project.set", args: { id: PROJECT, fields: { visibility: "private" } } });
    expect(project).toBeDefined();
    await show();
    await type(WRITE, "Ask @pav");
    expect(document.querySelector("[role=option]")).toBeNull();
    await type(WRITE, "Ask @Pavel Ivanov");
    expect(field(".mention-untold").textContent).toBe("Pavel Ivanov does not see this task and will not be told.");
  });

  it("that are refused stand in the form again and are not in the stash", async () => {
    server.refuse = () => "This is not to be said.";
    await show();
    const area = await type(WRITE, "Oh");
    await press(area, "Enter", { ctrlKey: true });
    expect(field<HTMLTextAreaElement>(WRITE).value).toBe("Oh");
    expect(client().outbox.stash.value).toEqual([]);
  });

  it("are answered below the one they answer, also when that is deleted", async () => {
    server.seed({ comment: [comment("first")] });
    await show();
    await click("button[aria-label='Answer Olga']");
    const area = await type("textarea[aria-label='Answer Olga']", "Yes");
    await press(area, "Enter", { ctrlKey: true });
    expect(field(".thread-replies").textContent).toContain("Yes");
    await act(async () => {
      server.act({ name: "comment.remove", args: { id: "first" } });
      await quiet();
    });
    expect(field(".comment-gone").textContent).toBe("This comment was deleted.");
    expect(field(".thread-replies").textContent).toContain("Yes");
  });

  it("get a reaction, which a second press takes back", async () => {
    server.seed({ comment: [comment("first")] });
    await show();
    await click("button[aria-label='React to the comment of Olga']");
    await click(".react-emoji[aria-label=Hooray]");
    expect(field(".reaction").getAttribute("aria-label")).toBe("🎉 1, from you");
    await click(".reaction");
    expect(document.querySelector(".reaction")).toBeNull();
  });

  it("come back when the deletion is undone", async () => {
    server.seed({ comment: [comment("first")] });
    await show();
    void client().mutate({ name: "comment.remove", args: { id: "first" } });
    await settle();
    expect(bodies()).toEqual([]);
    client().undo.undoLast();
    await settle();
    expect(bodies()).toEqual(["first"]);
  });

  it("are folded when they are many", async () => {
    const many = Array.from({ length: 57 }, (_, index) => comment(`c${String(index).padStart(2, "0")}`));
    server.seed({ comment: many });
    await show();
    expect(document.querySelectorAll(".comments article")).toHaveLength(20);
    expect(field(".talk-earlier").textContent).toBe("Show 37 earlier");
    await click(".talk-earlier");
    expect(document.querySelectorAll(".comments article")).toHaveLength(57);
  });
});

describe("a draft", () => {
  it("stands in its form when the panel is opened again", async () => {
    await show();
    await type(WRITE, "Not yet");
    await act(() => render(null, document.body));
    await show();
    expect(field<HTMLTextAreaElement>(WRITE).value).toBe("Not yet");
  });
});
