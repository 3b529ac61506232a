import { describe, expect, it } from "vitest";
import { Handles, matching, mentionedIn, nameBefore } from "./mentions";

const id = (n: number) => `01900000-0000-7000-8000-00000000000${n}`;
const PEOPLE = [
  { id: id(1), name: "Pavel" },
  { id: id(2), name: "Pavel Ivanov" },
  { id: id(3), name: "Анна (QA) [x]" },
  { id: id(4), name: "Pavel" },
];
const handles = new Handles(PEOPLE);

describe("mentions", () => {
  it("are kept by id, the longest name first", () => {
    expect(handles.encode("Ask @Pavel Ivanov, @Pavel.")).toBe(`Ask [@Pavel Ivanov](member:${id(2)}), [@Pavel](member:${id(1)}).`);
  });

  it("tell two people of one name apart", () => {
    expect(handles.encode("@Pavel (2)")).toBe(`[@Pavel (2)](member:${id(4)})`);
  });

  it("come back as they were typed, whatever was typed", () => {
    for (const typed of ["@Pavel", "a@Pavel", "@Pavelo", "@@Pavel", "x `@Pavel` y", "```\n@Pavel\n```", "@Анна (QA) x!", "@", "[@Pavel](x)"]) {
      expect(handles.decode(handles.encode(typed))).toBe(typed);
    }
  });

  it("are none in addresses, in code and inside of words", () => {
    for (const typed of ["me@Pavel", "`@Pavel`", "@Pavelo", "```\n@Pavel"]) expect(mentionedIn(handles.encode(typed))).toEqual([]);
  });

  it("follow a person who is called differently now", () => {
    const renamed = new Handles([{ id: id(1), name: "Paul" }]);
    expect(renamed.decode(`Ask [@Pavel](member:${id(1)})`)).toBe("Ask @Paul");
  });

  it("stay as they are when the person is not known", () => {
    const kept = `Ask [@Gone](member:${id(9)})`;
    expect(handles.encode(handles.decode(kept))).toBe(kept);
  });

  it("are bounded in cost on a text that is all at signs", () => {
    const started = performance.now();
    handles.encode("@".repeat(60_000));
    handles.encode("@Pav ".repeat(12_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("a name that is being typed", () => {
  it("begins at the sign before the caret", () => {
    expect(nameBefore("Ask @Pav", 8)).toEqual({ query: "Pav", from: 4 });
    expect(nameBefore("Ask @Pavel Iv", 13)).toEqual({ query: "Pavel Iv", from: 4 });
    expect(nameBefore("@", 1)).toEqual({ query: "", from: 0 });
  });

  it("is none in an address, nor after a sentence", () => {
    for (const typed of ["me@pa", "Hello", "@Pavel said that"]) expect(nameBefore(typed, typed.length)).toBeNull();
  });

  it("finds people by any word of their name", () => {
    expect(matching(PEOPLE, "iva").map((person) => person.id)).toEqual([id(2)]);
    expect(matching(PEOPLE, "Анн")).toHaveLength(1);
    expect(matching(PEOPLE, "zz")).toEqual([]);
  });
});

it("names may hold any sign", () => {
  const odd = new Handles([{ id: id(5), name: "Jean-Luc O'Neil/2 (x) {y} ^$" }]);
  expect(odd.encode("@Jean-Luc O'Neil/2 (x) {y} ^$")).toContain(id(5));
});
