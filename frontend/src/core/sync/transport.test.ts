import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TransportError } from "./errors";
import { HttpTransport, openDoor } from "./transport";

type Asked = [string, RequestInit];

let asked: Asked[] = [];
let answers: Response[] = [];
let token = "old";

function answer(status: number, body: unknown, headers: Record<string, string> = { "X-Sync-Protocol": "1" }): Response {
  return new Response(body === null ? null : JSON.stringify(body), { status, headers });
}

beforeEach(() => {
  asked = [];
  token = "old";
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked.push([url, init]);
    if (url.includes("/door/")) token = "new";
    return Promise.resolve(answers.shift());
  });
});

afterEach(() => vi.unstubAllGlobals());

const transport = () => new HttpTransport({ workspace: "w1", member: "m1", slug: "acme" }, () => token);
const tokenOf = ([, init]: Asked) => (init.headers as Record<string, string>)["X-CSRFToken"];

test("a token that is too old is changed at the door, and the same is sent again, once", async () => {
  const pushed = { results: [], last_seq: 0, cursor: "e.1" };
  answers = [answer(403, { code: "csrf" }), answer(200, { workspace: "w1", member: "m1", name: "Acme" }), answer(200, pushed)];
  expect(await transport().push("c1", [])).toEqual(pushed);
  expect(asked.map(([url]) => url)).toEqual(["/api/sync/v1/w1/push", "/api/sync/v1/door/acme", "/api/sync/v1/w1/push"]);
  expect([asked[0], asked[2]].map((one) => tokenOf(one!))).toEqual(["old", "new"]);
  expect(asked[2]![1].body).toBe(asked[0]![1].body);
});

test("each call names the member for whom the page was opened", async () => {
  answers = Array.from({ length: 5 }, () => answer(200, {}));
  const line = transport();
  await Promise.all([line.session("c1", ""), line.pull("e.1"), line.push("c1", []), line.bootstrap(["s1"], null), line.audit(["s1"])]);
  const named = asked.map(([, init]) => (init.headers as Record<string, string>)["X-Sync-Member"]);
  expect(named).toEqual(["m1", "m1", "m1", "m1", "m1"]);
});

test("a token that is refused twice is given up", async () => {
  answers = [answer(403, { code: "csrf" }), answer(200, {}), answer(403, { code: "csrf" })];
  await expect(transport().push("c1", [])).rejects.toMatchObject({ status: 403, code: "csrf" });
  expect(asked).toHaveLength(3);
});

test("a door of somebody who is signed out says so", async () => {
  answers = [answer(401, { code: "not_signed_in", detail: "Sign in." })];
  await expect(openDoor("acme")).rejects.toMatchObject({ status: 401 });
});

test.each([
  ["a captive portal", answer(200, { hello: "guest" }, {})],
  ["a proxy's error page", answer(502, { oops: 1 }, {})],
  ["an answer that was cut off", new Response("{\"entries\": [", { headers: { "X-Sync-Protocol": "1" } })],
])("%s counts as no answer", async (_, foreign) => {
  answers = [foreign];
  const failure = await transport().pull("e.1").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TransportError);
  expect((failure as TransportError).isPassing).toBe(true);
});

test("a proxy to which it is too much is believed", async () => {
  answers = [answer(413, null, {})];
  await expect(transport().push("c1", [])).rejects.toMatchObject({ status: 413 });
});

test("the server's wish to wait is passed on", async () => {
  answers = [answer(429, { code: "too_many" }, { "X-Sync-Protocol": "1", "Retry-After": "12" })];
  await expect(transport().pull("e.1")).rejects.toMatchObject({ more: { retryAfterMs: 12_000 } });
});

test("a session says what the browser stands at, when it stands anywhere", async () => {
  answers = [answer(200, {}), answer(200, {})];
  await transport().session("c1", "");
  await transport().session("c1", "e.7");
  expect(asked.map(([, init]) => JSON.parse(init.body as string) as object)).toEqual([
    { client: "c1", schema: 2 },
    { client: "c1", schema: 2, cursor: "e.7" },
  ]);
});
