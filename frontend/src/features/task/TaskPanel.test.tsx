// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { client, setClient } from "../../core/client";
import type { MemoryServer } from "../../core/testing/memoryServer";
import { makeServer, open, quiet } from "../../core/testing/world";
import { TaskPanel } from "./TaskPanel";

let server: MemoryServer;
const onClose = vi.fn();
const onOpenTask = vi.fn();

async function settle(): Promise<void> {
  await act(async () => {
    await quiet();
  });
}

async function show(taskId = "t1"): Promise<void> {
  await act(() => render(<TaskPanel taskId={taskId} onClose={onClose} onOpenTask={onOpenTask} />, document.body));
  await settle();
}

function field<E extends HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

async function type(selector: string, text: string, key: KeyboardEventInit): Promise<void> {
  const input = field<HTMLInputElement>(selector);
  await act(() => {
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await act(() => {
    input.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }));
  });
  await settle();
}

beforeEach(async () => {
  server = makeServer();
  setClient((await open(server)).client);
});

afterEach(async () => {
  await act(() => render(null, document.body));
  client().stop();
  setClient(null);
  vi.clearAllMocks();
});

describe("the task panel", () => {
  it("renames the task when Enter is pressed in its title", async () => {
    await show();
    await type("textarea[aria-label=Title]", "  A better\n name ", { key: "Enter" });
    expect(server.store.peek("task", "t1")?.title).toBe("A better name");
  });

  it("takes the typing back on Escape and stays open", async () => {
    await show();
    await type("textarea[aria-label=Title]", "Never mind", { key: "Escape" });
    expect(field<HTMLTextAreaElement>("textarea[aria-label=Title]").value).toBe("t1");
    expect(onClose).not.toHaveBeenCalled();
  });

  it("keeps the old title when the new one is empty", async () => {
    await show();
    await type("textarea[aria-label=Title]", "   ", { key: "Enter" });
    expect(server.store.peek("task", "t1")?.title).toBe("t1");
  });

  it("adds checklist items in the order in which they were written", async () => {
    await show();
    await type("input[placeholder='Add an item']", "One", { key: "Enter" });
    await type("input[placeholder='Add an item']", "Two", { key: "Enter" });
    expect(server.store.peekRows("taskItems", "t1").map((item) => item.text)).toEqual(["One", "Two"]);
    expect(server.store.peek("task", "t1")?.checklist_count).toBe(2);
  });

  it("sends a comment on Ctrl+Enter and empties the field", async () => {
    await show();
    await type("textarea[aria-label='Write a comment']", "Looks good", { key: "Enter", ctrlKey: true });
    expect(server.store.peekRows("taskComments", "t1").map((comment) => comment.body)).toEqual(["Looks good"]);
    expect(field<HTMLTextAreaElement>("textarea[aria-label='Write a comment']").value).toBe("");
  });

  it("shows what somebody else writes while it is open", async () => {
    await show();
    await act(async () => {
      server.act({ name: "task.set", args: { id: "t1", fields: { title: "From elsewhere" } } });
      await quiet();
    });
    expect(field<HTMLTextAreaElement>("textarea[aria-label=Title]").value).toBe("From elsewhere");
  });

  it("closes on Escape", async () => {
    await show();
    await act(() => {
      field(".task-panel").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    });
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("says so when there is no such task", async () => {
    await show("no-such-task");
    expect(document.body.textContent).toContain("There is no such task here");
  });
});
