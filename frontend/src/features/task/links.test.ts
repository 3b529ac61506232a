import { describe, expect, it } from "vitest";
import { addressOf, hostOf } from "./links";

describe("addresses", () => {
  it("puts https before a bare host", () => {
    expect(addressOf("example.com/page")).toBe("https://example.com/page");
  });

  it("keeps a whole address", () => {
    expect(addressOf(" http://example.com/a?b=c ")).toBe("http://example.com/a?b=c");
  });

  it.each(["javascript:alert(1)", "data:text/html,hi", "file:///etc/passwd", "two words", "", "nothing"])("refuses %s", (typed) => {
    expect(addressOf(typed)).toBeNull();
  });

  it("tells the host without www", () => {
    expect(hostOf("https://www.example.com/a")).toBe("example.com");
  });
});
