/** The only module that speaks to the server. */

import type { Id } from "../models";
import type { Cursor } from "./cursor";
import { TransportError } from "./errors";
import { EventParser } from "./sse";
import type { Preview } from "../recurrences";
import type {
  AuditAnswer,
  Away,
  AwayTask,
  BootstrapAnswer,
  CommentVersion,
  DoorAnswer,
  FileTransport,
  HistoryAnswer,
  PullAnswer,
  PushAnswer,
  PushedMutation,
  SessionAnswer,
  StreamEvent,
  TaskAnswer,
  Transport,
} from "./wire";

const ROOT = "/api/sync/v1/";
const PROTOCOL = "1";
const SCHEMA = 2;
const TIMEOUT_MS = 30_000;
/** Heartbeats come every 15 s: silence of more than two says that the line is dead. */
const SILENCE_MS = 40_000;

interface Call {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
  signal?: AbortSignal;
}

/** The workspace, and for whom it is open. */
export interface Place {
  workspace: Id;
  member: Id;
  slug: string;
}

export class HttpTransport implements Transport {
  private readonly base: string;

  constructor(
    private readonly place: Place,
    private readonly csrf: () => string,
  ) {
    this.base = `${ROOT}${place.workspace}/`;
  }

  session(client: Id, cursor: Cursor): Promise<SessionAnswer> {
    return this.post("session", { client, schema: SCHEMA, ...(cursor && { cursor }) });
  }

  bootstrap(scopes: readonly Id[], after: string | null): Promise<BootstrapAnswer> {
    const query = new URLSearchParams(scopes.map((id) => ["scope", id]));
    if (after) query.set("after", after);
    return this.get(`bootstrap?${query.toString()}`);
  }

  pull(cursor: Cursor): Promise<PullAnswer | null> {
    return this.post("pull", { cursor, limit: 1000 });
  }

  push(client: Id, mutations: readonly PushedMutation[]): Promise<PushAnswer> {
    return this.post("push", { client, schema: SCHEMA, mutations });
  }

  task(id: Id): Promise<TaskAnswer> {
    return this.get(`object/task/${id}`);
  }

  history(id: Id, before: number): Promise<HistoryAnswer> {
    return this.get(`history/task/${id}?before=${before}`);
  }

  audit(scopes: readonly Id[]): Promise<AuditAnswer> {
    return this.get(`audit?${new URLSearchParams(scopes.map((id) => ["scope", id])).toString()}`);
  }

  async away(project: Id, which: Away): Promise<readonly AwayTask[]> {
    const wanted = { project, [which]: "true", order: "-updated_at", limit: "200", fields: "id,number,title,updated_at" };
    return (await this.rest<{ results: AwayTask[] }>("tasks", wanted)).results;
  }

  repeats(asked: Record<string, string>): Promise<Preview> {
    return this.rest<Preview>("recurrence-preview", asked);
  }

  async countries(): Promise<readonly string[]> {
    const { countries } = await this.rest<{ countries: { code: string; regions: string[] }[] }>("holiday-countries", {});
    return countries.flatMap(({ code, regions }) => [code, ...regions.map((region) => `${code}-${region}`)]);
  }

  async commentVersions(id: Id): Promise<readonly CommentVersion[]> {
    return (await this.rest<{ versions: CommentVersion[] }>(`comments/${id}/versions`, {})).versions;
  }

  async files(): Promise<FileTransport> {
    return new (await import("./files")).HttpFiles(this.base, this.place, this.csrf);
  }

  async *stream(cursor: Cursor, signal: AbortSignal): AsyncIterable<StreamEvent> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const path = `stream?cursor=${encodeURIComponent(cursor)}`;
      const answer = await this.send({ method: "GET", path, signal: AbortSignal.any([signal, silence.signal]) });
      if (!answer.body) throw foreign();
      const reader = answer.body.getReader();
      const parser = new EventParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        for (const { event, data } of parser.push(value)) yield { event, ...JSON.parse(data) } as StreamEvent;
      }
    } catch (error) {
      throw asTransportError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  private async rest<T>(path: string, query: Record<string, string>): Promise<T> {
    const asked = new URLSearchParams({ ...query, workspace: this.place.slug }).toString();
    try {
      const answer = await fetch(`/api/v1/${path}?${asked}`, { signal: AbortSignal.timeout(TIMEOUT_MS), credentials: "same-origin" });
      if (!answer.ok) throw await problemOf(answer);
      return (await answer.json()) as T;
    } catch (error) {
      throw asTransportError(error);
    }
  }

  private get<T>(path: string): Promise<T> {
    return this.read<T>({ method: "GET", path, signal: AbortSignal.timeout(TIMEOUT_MS) });
  }

  private post<T>(path: string, body: unknown): Promise<T> {
    return this.read<T>({ method: "POST", path, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  }

  private async read<T>(call: Call): Promise<T> {
    const answer = await this.send(call);
    if (answer.status === 204) return null as T;
    try {
      return (await answer.json()) as T;
    } catch {
      throw foreign();
    }
  }

  private async send(call: Call): Promise<Response> {
    try {
      return await this.ask(call);
    } catch (error) {
      if (!(error instanceof TransportError) || error.code !== "csrf") throw error;
      // The token is missing or old: the door gives a new one.
      await openDoor(this.place.slug);
      return this.ask(call);
    }
  }

  /** Somebody else may have signed in since the page was opened: the server is told for whom it is. */
  private ask(call: Call): Promise<Response> {
    const headers: Record<string, string> = { "X-Sync-Member": this.place.member };
    if (call.method === "POST") Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": this.csrf() });
    return ask(this.base + call.path, call, headers);
  }
}

/** What stands behind an address; sets the cookie of the token too. Rejects with TransportError. */
export async function openDoor(slug: string): Promise<DoorAnswer> {
  const call: Call = { method: "GET", path: "", signal: AbortSignal.timeout(TIMEOUT_MS) };
  const answer = await ask(`${ROOT}door/${encodeURIComponent(slug)}`, call);
  return (await answer.json().catch(() => Promise.reject(foreign()))) as DoorAnswer;
}

async function ask(url: string, { method, body, signal }: Call, headers: Record<string, string> = {}): Promise<Response> {
  const init: RequestInit = { method, headers: { Accept: "application/json", ...headers }, credentials: "same-origin", signal };
  if (body !== undefined) init.body = JSON.stringify(body);
  let answer: Response;
  try {
    answer = await fetch(url, init);
  } catch (error) {
    throw asTransportError(error);
  }
  if (answer.headers.get("X-Sync-Protocol") !== PROTOCOL) throw foreign(answer.status);
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** A captive portal, a proxy's error page, a truncated answer: as good as no answer. */
function foreign(status = 0): TransportError {
  // A server from before or after this page's protocol says so with its status, and a proxy to which it is too much.
  const told = [401, 403, 413, 426].includes(status) ? status : 0;
  return new TransportError(told, "foreign_answer", "The answer did not come from PM Suite.");
}

export function asTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  return new TransportError(0, "no_connection", "There is no connection to the server.");
}

export async function problemOf(answer: Response): Promise<TransportError> {
  const problem = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const seconds = Number(answer.headers.get("Retry-After"));
  return new TransportError(
    answer.status,
    typeof problem.code === "string" ? problem.code : "",
    typeof problem.detail === "string" ? problem.detail : `The server answered ${answer.status}.`,
    {
      lastSeq: typeof problem.last_seq === "number" ? problem.last_seq : undefined,
      retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined,
    },
  );
}
