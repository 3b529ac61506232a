// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "./renderMarkdown";

function drawn(source: string): HTMLElement {
  const box = document.createElement("div");
  box.innerHTML = renderMarkdown(source);
  return box;
}

const PAVEL = "01900000-0000-7000-8000-000000000002";

describe("a mention in Markdown", () => {
  const who = (id: string) => (id === PAVEL ? { name: "<b>Pavel</b>", look: "me" as const } : undefined);
  const mention = (source: string) => {
    const box = document.createElement("div");
    box.innerHTML = renderMarkdown(source, who);
    return box.querySelector(".mention");
  };

  it("is called as the person is called now, and its name makes nothing", () => {
    const found = mention(`Ask [@Old name](member:${PAVEL})`);
    expect(found?.textContent).toBe("@<b>Pavel</b>");
    expect(found?.className).toBe("mention is-me");
    expect(found?.children).toHaveLength(0);
  });

  it("of nobody known is told as it was written, and as not told", () => {
    const found = mention("[@<i>X</i>](member:01900000-0000-7000-8000-000000000009)");
    expect(found?.className).toBe("mention is-away");
    expect(found?.children).toHaveLength(0);
  });

  it("is none without the sign, or with another address", () => {
    expect(mention(`[Pavel](member:${PAVEL})`)).toBeNull();
    expect(mention("[@Pavel](member:1)")).toBeNull();
    expect(mention(`[@Pavel](javascript:member:${PAVEL})`)).toBeNull();
  });
});

describe("Markdown", () => {
  it("draws emphasis, lists and line breaks", () => {
    const box = drawn("**bold**\nnext\n\n- one\n- two");
    expect(box.querySelector("strong")?.textContent).toBe("bold");
    expect(box.querySelectorAll("li")).toHaveLength(2);
    expect(box.querySelector("br")).not.toBeNull();
  });

  it("opens links elsewhere, without a way back", () => {
    const link = drawn("[docs](https://example.com/)").querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.com/");
    expect(link?.getAttribute("rel")).toContain("noopener");
    expect(link?.getAttribute("target")).toBe("_blank");
  });

  it("draws no picture before somebody asks for it", () => {
    const box = drawn("![plan](https://example.com/plan.png)");
    expect(box.querySelector("img")).toBeNull();
    expect(box.querySelector("[data-picture]")?.getAttribute("data-picture")).toBe("https://example.com/plan.png");
  });

  it.each([
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,hi)",
    "<iframe src=https://example.com></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<p style='background:url(https://example.com/x.png)'>x</p>",
  ])("lets nothing act: %s", (source) => {
    const box = drawn(source);
    expect(box.querySelector("script, img, iframe, [onerror], [style]")).toBeNull();
    const links = [...box.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"));
    expect(links.filter((href) => !href?.startsWith("https:"))).toEqual([]);
  });

  it("shows raw HTML as the text that it is", () => {
    expect(drawn("a <b>word</b>").textContent).toContain("<b>word</b>");
  });
});

it("a picture of the task is a place for it, and nothing else is", () => {
  const id = "01900000-0000-7000-8000-0000000000d1";
  expect(renderMarkdown(`![A <sketch>](file:${id})`)).toContain(`data-file="${id}">A &lt;sketch&gt;</button>`);
  for (const odd of [`file:${id}/x`, "file:///etc/passwd", `javascript:${id}`, `file:${id}" onload="x`]) {
    expect(renderMarkdown(`![A](${odd})`)).not.toContain("<button");
  }
});
