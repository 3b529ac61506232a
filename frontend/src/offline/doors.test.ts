// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { findDoor } from "./door";
import { doorsOf, doorTo, forgetDoor, forgetDoorsOf, keepDoor, lastDoor, shutDoor } from "./doors";

const ACME = { slug: "acme", workspace: "w1", member: "m1", name: "Acme" };
const OTHER = { slug: "other", workspace: "w2", member: "m2", name: "Other" };
const ROOT = document.createElement("div");

function signIn(person: string): void {
  document.cookie = `person=${person}`;
}

/** What the server says at the door; null when it cannot be reached. */
function answer(status: number | null, body: object = {}): void {
  const answered = () => new Response(JSON.stringify(body), { status: status ?? 0, headers: { "X-Sync-Protocol": "1" } });
  vi.stubGlobal("fetch", () => (status ? Promise.resolve(answered()) : Promise.reject(new TypeError("no network"))));
}

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ now: 1000 });
  signIn("olga");
  history.replaceState(null, "", "/w/acme/p/WEB");
  answer(null);
});

describe("a kept door", () => {
  test("opens for the person who went through it, and for nobody else", () => {
    keepDoor(ACME);
    expect(doorTo("acme")).toMatchObject(ACME);
    signIn("pavel");
    expect(doorTo("acme")).toBeNull();
    expect(lastDoor()).toBeNull();
  });

  test("is not kept while it is unknown who has signed in", () => {
    signIn("");
    keepDoor(ACME);
    expect(doorsOf("")).toEqual([]);
    expect(localStorage.getItem("doors")).toBeNull();
  });

  test("is the last one when it was opened last and has not been shut since", () => {
    keepDoor(ACME);
    vi.advanceTimersByTime(1);
    keepDoor(OTHER);
    expect(lastDoor()?.slug).toBe("other");
    shutDoor("other");
    expect(lastDoor()?.slug).toBe("acme");
  });

  test("is forgotten with the person's others, and another person's stay", () => {
    keepDoor(ACME);
    signIn("pavel");
    keepDoor(OTHER);
    forgetDoorsOf("olga");
    expect([doorsOf("olga").length, doorsOf("pavel").length]).toEqual([0, 1]);
    forgetDoor("other");
    expect(doorTo("other")).toBeNull();
  });

  test("is as good as none when what is stored is no list", () => {
    localStorage.setItem("doors", "{}");
    expect(lastDoor()).toBeNull();
    localStorage.setItem("doors", "nonsense");
    expect(lastDoor()).toBeNull();
  });
});

describe("the door of an address", () => {
  test("comes from the page that the server drew, and is kept", async () => {
    const root = document.createElement("div");
    Object.assign(root.dataset, ACME);
    expect(await findDoor(root)).toEqual(ACME);
    expect(doorTo("acme")).toMatchObject(ACME);
  });

  test("comes from the device without asking the server", async () => {
    keepDoor(ACME);
    expect(await findDoor(ROOT)).toMatchObject(ACME);
  });

  test("comes from the server where the device has none", async () => {
    answer(200, { workspace: "w1", member: "m1", name: "Acme" });
    expect(await findDoor(ROOT)).toEqual(ACME);
    answer(null);
    expect(await findDoor(ROOT)).toMatchObject(ACME);
  });

  test.each([
    [404, "missing"],
    [500, "unreachable"],
    [null, "unreachable"],
  ])("is closed when the server answers %s", async (status, closed) => {
    answer(status);
    expect(await findDoor(ROOT)).toBe(closed);
  });

  test("that is shut still leads to what was not sent, unless the server names another", async () => {
    keepDoor(ACME);
    shutDoor("acme");
    answer(404);
    expect(await findDoor(ROOT)).toMatchObject({ ...ACME, isShut: true });
    answer(200, { workspace: "w9", member: "m9", name: "Acme anew" });
    expect(await findDoor(ROOT)).toMatchObject({ workspace: "w9" });
    expect(doorTo("acme")).toMatchObject({ workspace: "w9", isShut: false });
  });
});
