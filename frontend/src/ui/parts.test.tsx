// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Button } from "./Button";
import { Menu, type MenuItem } from "./Menu";
import { initialsOf, hueOf } from "./palette";
import { matching, Picker } from "./Picker";
import { placeBeside } from "./place";

const OPTIONS = [
  { id: "1", label: "Review design" },
  { id: "2", label: "Design" },
  { id: "3", label: "Bug" },
];

async function draw(what: preact.ComponentChild): Promise<void> {
  await act(() => render(what, document.body));
}

async function press(key: string): Promise<void> {
  await act(() => {
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  });
}

async function click(selector: string): Promise<void> {
  await act(() => document.querySelector<HTMLElement>(selector)?.click());
}

afterEach(() => draw(null));

describe("a menu", () => {
  const chosen = vi.fn<(label: string) => void>();
  const items: MenuItem[] = ["Archive", "Copy", "Delete"].map((label) => ({ label, onSelect: () => chosen(label) }));
  const menu = <Menu label="More" items={items} trigger={(props) => <Button {...props}>More</Button>} />;

  it("opens with the first item in focus, and arrows go round", async () => {
    await draw(menu);
    await click("button");
    expect(document.activeElement?.textContent).toBe("Archive");
    await press("ArrowUp");
    expect(document.activeElement?.textContent).toBe("Delete");
    await press("ArrowDown");
    expect(document.activeElement?.textContent).toBe("Archive");
  });

  it("goes to the item that begins with the letter typed", async () => {
    await draw(menu);
    await click("button");
    await press("d");
    expect(document.activeElement?.textContent).toBe("Delete");
  });

  it("closes on Escape and gives the focus back", async () => {
    await draw(menu);
    await click("button");
    await press("Escape");
    expect(document.querySelector("[role=menu]")).toBeNull();
    expect(document.activeElement?.textContent).toBe("More");
  });

  it("does what was chosen once and closes", async () => {
    await draw(menu);
    await click("button");
    await click("[role=menuitem]");
    expect(chosen.mock.calls).toEqual([["Archive"]]);
    expect(document.querySelector("[role=menu]")).toBeNull();
  });
});

describe("a picker", () => {
  it("chooses the marked option with Enter", async () => {
    const picked = vi.fn<(id: string) => void>();
    const trigger = (props: object) => <Button {...props}>Tags</Button>;
    await draw(<Picker label="Tags" options={OPTIONS} chosen={[]} onPick={picked} trigger={trigger} />);
    await click("button");
    await press("ArrowDown");
    await press("Enter");
    expect(picked.mock.calls).toEqual([["2"]]);
  });

  it("puts names that begin with what was typed first", () => {
    expect(matching(OPTIONS, "des", false).map((option) => option.id)).toEqual(["2", "1"]);
  });

  it("offers to make a name that nobody has, and only then", () => {
    expect(matching(OPTIONS, "bu", true).map((option) => option.label)).toEqual(["Bug", "bu"]);
    expect(matching(OPTIONS, "BUG", true).map((option) => option.label)).toEqual(["Bug"]);
  });
});

describe("a floating box", () => {
  const view = { width: 400, height: 300 };

  it("stands under its button", () => {
    expect(placeBeside({ left: 20, top: 20, width: 50, height: 30 }, { width: 100, height: 100 }, view)).toEqual({ left: 20, top: 56 });
  });

  it("goes above when there is no room below", () => {
    expect(placeBeside({ left: 20, top: 250, width: 50, height: 30 }, { width: 100, height: 100 }, view).top).toBe(144);
  });

  it("stays inside of the window", () => {
    expect(placeBeside({ left: 380, top: 20, width: 50, height: 30 }, { width: 100, height: 100 }, view).left).toBe(292);
  });
});

describe("a person's mark", () => {
  it.each([["Maria Lopez", "ML"], ["olga", "OL"], ["Ли Сы", "ЛС"], ["", ""]])("makes initials of %j", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it("has the same hue every time", () => {
    expect(hueOf("0190")).toBe(hueOf("0190"));
  });
});
