/** One browser's line to the server in memory, with what can go wrong on it. */

import { hashOf } from "../audit";
import { isLazy, MODEL_NAMES, type Id } from "../models";
import type { Scope } from "../store";
import { TransportError } from "../sync/errors";
import type {
  AuditAnswer,
  AwayTask,
  CommentVersion,
  BootstrapAnswer,
  Entry,
  HistoryAnswer,
  PullAnswer,
  PushAnswer,
  PushedMutation,
  FileTransport,
  Range,
  SessionAnswer,
  StreamEvent,
  TaskAnswer,
  Transport,
} from "../sync/wire";
import type { Preview } from "../recurrences";
import { WORKSPACE, type MemoryServer } from "./memoryServer";

export class MemoryConnection implements Transport {
  /** Thrown by every call while it is set. */
  failure: TransportError | null = null;
  /** The next push takes effect, and its answer is lost. */
  losesNextAnswer = false;
  /** Deltas that are lost on the way, for making gaps. */
  losesDeltas = false;
  /** The tab has been killed: nothing that it asked for comes. */
  isDead = false;
  /** Mutations that are too large for the server. */
  tooLarge: (mutation: PushedMutation) => boolean = () => false;
  pulls = 0;
  bootstraps: (readonly Id[])[] = [];
  pushes: (readonly PushedMutation[])[] = [];
  /** The tasks whose parts were asked for. */
  tasks: Id[] = [];
  private readonly scopes: Map<Id, Scope>;
  private readonly streams = new Set<(event: StreamEvent | null) => void>();

  constructor(
    private readonly server: MemoryServer,
    /** Who is signed in. */
    public member: Id,
    scopes: readonly Scope[],
  ) {
    this.scopes = new Map(scopes.map((scope) => [scope.id, scope]));
  }

  /** Files that have come, and what sending one is answered with instead. */
  readonly sentFiles: { id: Id; name: string; blob: Blob }[] = [];
  refusesFile: TransportError | null = null;

  files(): Promise<FileTransport> {
    const send: FileTransport["send"] = async (id, name, blob, onProgress) => {
      await this.answer();
      if (this.refusesFile) throw this.refusesFile;
      onProgress(blob.size);
      this.sentFiles.push({ id, name, blob });
      return { size: blob.size, content_type: "image/png", width: 4, height: 3 };
    };
    const preview: FileTransport["preview"] = async (id) => {
      await this.answer();
      return this.sentFiles.find((one) => one.id === id)?.blob ?? Promise.reject(new TransportError(404, "", ""));
    };
    return Promise.resolve({ send, preview, address: (id) => `/files/${id}` });
  }

  grant(scope: Scope): void {
    this.scopes.set(scope.id, scope);
    this.server.append({ op: "S+", scope: WORKSPACE.id, patch: { scope } });
  }

  revoke(scope: Scope): void {
    this.scopes.delete(scope.id);
    this.server.append({ op: "S-", scope: WORKSPACE.id, patch: { scope } });
  }

  get isStreaming(): boolean {
    return this.streams.size > 0;
  }

  goOffline(): void {
    this.failure = new TransportError(0, "no_connection", "There is no connection to the server.");
    this.cut();
  }

  publish(range: Range): void {
    if (this.losesDeltas) return;
    for (const send of this.streams) send({ event: "delta", ...range, entries: this.visible(range.entries) });
  }

  send(event: StreamEvent): void {
    for (const send of this.streams) send(event);
  }

  cut(): void {
    for (const send of this.streams) send(null);
  }

  async session(client: Id): Promise<SessionAnswer> {
    await this.answer();
    const member = { id: this.member, name: this.member, role: "owner", locale: "en", time_zone: "Europe/Berlin" };
    return {
      workspace: { id: "w", slug: "w", name: "W" },
      member,
      epoch: this.server.epoch,
      cursor: this.server.cursor,
      scopes: [...this.scopes.values()].map((scope) => ({ ...scope, segment: this.server.segments.has(scope.id) })),
      last_seq: this.server.lastSeq(client),
      server_time: "2026-11-24T03:00:00Z",
      limits: { push_mutations: 100, push_bytes: 524288 },
    };
  }

  async bootstrap(scopes: readonly Id[]): Promise<BootstrapAnswer> {
    await this.answer();
    this.bootstraps.push(scopes);
    const segment = scopes.length === 1 ? this.server.segments.get(scopes[0] as Id) : undefined;
    if (segment) return segment;
    const held = scopes.map((id) => this.scopes.get(id));
    if (held.includes(undefined)) throw new TransportError(404, "not_found", "There is no such scope.");
    return this.server.snapshot(held as Scope[]);
  }

  async pull(cursor: string): Promise<PullAnswer | null> {
    await this.answer();
    this.pulls += 1;
    const [epoch, version] = cursor.split(".");
    if (epoch !== this.server.epoch) throw new TransportError(410, "reset", "");
    const entries = this.server.journal.slice(Number(version));
    if (entries.length === 0) return null;
    const answer = { from: cursor, to: this.server.cursor, more: false };
    const isFolded = entries.length > this.server.foldsBeyond;
    if (!isFolded) return { ...answer, entries: this.visible(entries) };
    return { ...answer, folded: true, entries: structuredClone(this.server.folded(this.visible(entries), this.scopes)) };
  }

  async push(client: Id, mutations: readonly PushedMutation[]): Promise<PushAnswer> {
    await this.answer();
    if (mutations.some(this.tooLarge)) throw new TransportError(413, "too_large", "Too much at once; send fewer changes.");
    this.pushes.push(mutations);
    const results = this.server.push(client, this.member, structuredClone(mutations) as PushedMutation[]);
    if (this.isDead) await new Promise(() => undefined);
    if (this.losesNextAnswer) {
      this.losesNextAnswer = false;
      throw new TransportError(0, "no_connection", "");
    }
    return { results, last_seq: this.server.lastSeq(client), cursor: this.server.cursor };
  }

  async *stream(cursor: string, signal: AbortSignal): AsyncIterable<StreamEvent> {
    await this.answer();
    if (!cursor.startsWith(`${this.server.epoch}.`)) throw new TransportError(410, "reset", "");
    const waiting: (StreamEvent | null)[] = [{ event: "hb", cursor: this.server.cursor }];
    let wake: () => void = () => undefined;
    const send = (event: StreamEvent | null) => {
      waiting.push(event);
      wake();
    };
    signal.addEventListener("abort", () => send(null));
    this.streams.add(send);
    try {
      for (;;) {
        while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const event = waiting.shift();
        if (!event) return;
        yield event;
      }
    } finally {
      this.streams.delete(send);
    }
  }

  async task(id: Id): Promise<TaskAnswer> {
    await this.answer();
    this.tasks.push(id);
    const task = this.server.store.peekBase("task", id);
    if (!task) throw new TransportError(404, "not_found", "There is no such task.");
    const rowsOf = (list: "taskLists" | "taskItems" | "taskComments" | "taskReactions") => this.server.store.peekRows(list, id) as unknown as TaskAnswer["comment"];
    return {
      cursor: this.server.cursor,
      task: { ...task },
      checklist: rowsOf("taskLists"),
      checklist_item: rowsOf("taskItems"),
      comment: rowsOf("taskComments"),
      reaction: rowsOf("taskReactions"),
      attachment: [],
      history: [],
    };
  }

  async commentVersions(): Promise<readonly CommentVersion[]> {
    return [];
  }

  async repeats(): Promise<Preview> {
    return { rule: "FREQ=DAILY", times: [] };
  }

  async countries(): Promise<readonly string[]> {
    return [];
  }

  async away(): Promise<readonly AwayTask[]> {
    return [];
  }

  async audit(): Promise<AuditAnswer> {
    await this.answer();
    const models: AuditAnswer["models"] = {};
    const fields: AuditAnswer["fields"] = {};
    for (const model of MODEL_NAMES) {
      if (isLazy(model)) continue;
      const rows = this.server.store.baseRows(model) as unknown as Record<string, unknown>[];
      const names = Object.keys(rows[0] ?? {}).filter((name) => name !== "description");
      fields[model] = names;
      models[model] = { count: rows.length, hash: hashOf(rows.map((row) => names.map((name) => row[name] ?? null))) };
    }
    return { cursor: this.server.cursor, models, fields };
  }

  async history(): Promise<HistoryAnswer> {
    await this.answer();
    return { history: [], more: false };
  }

  private visible(entries: readonly Entry[]): Entry[] {
    return entries.filter((entry) => this.scopes.has(entry.scope)).map((entry) => structuredClone(entry));
  }

  private async answer(): Promise<void> {
    await Promise.resolve();
    if (this.isDead) await new Promise(() => undefined);
    if (this.failure) throw this.failure;
  }
}
