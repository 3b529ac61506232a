/** A server in memory for tests of the sync engine: a journal, scopes, receipts, and every way to fail. */

import type { Id, Models, Row } from "../models";
import { isLazy, isModelName, MODEL_NAMES } from "../models";
import { effectOf } from "../mutations/registry";
import type { Mutation } from "../mutations/types";
import { projectOf } from "../scopes";
import { Store, type Scope } from "../store";
import { TransportError } from "../sync/errors";
import type { BootstrapAnswer, Entry, PushedMutation, PushResult } from "../sync/wire";
import { MemoryConnection } from "./memoryConnection";

export const WORKSPACE: Scope = { id: "scope-w", kind: "workspace", subject: "w", role: "member" };

export function projectScope(projectId: Id, role = "lead"): Scope {
  return { id: `scope-${projectId}`, kind: "project", subject: projectId, role };
}

interface Receipt {
  id: Id;
  result: PushResult;
}

export class MemoryServer {
  readonly store = new Store();
  readonly journal: Entry[] = [];
  readonly connections: MemoryConnection[] = [];
  epoch = "e0000001";
  /** Returns the sentence of a refusal, or a whole one. */
  refuse: (mutation: PushedMutation) => string | { code: string; detail: string } | null = () => null;
  /** Mutation → how often it was carried out. */
  readonly runs = new Map<Id, number>();
  /** Scope → its prebuilt snapshot, which may be older than the head. */
  readonly segments = new Map<Id, BootstrapAnswer>();
  /** Whoever is further behind than so many entries is told the newest state in place of each change. */
  foldsBeyond = Infinity;
  /** Mutations in the order they were carried out. */
  readonly arrivals: Id[] = [];
  private receipts = new Map<Id, Receipt[]>();

  get cursor(): string {
    return this.cursorAt(this.journal.length);
  }

  cursorAt(version: number): string {
    return `${this.epoch}.${version}`;
  }

  connect(member: Id, ...scopes: Scope[]): MemoryConnection {
    const connection = new MemoryConnection(this, member, scopes);
    this.connections.push(connection);
    // Who may do what is asked of the role in the project, by mutations of many tasks.
    this.store.scopes.value = new Map([...this.store.scopes.peek(), ...scopes.map((scope) => [scope.id, scope] as const)]);
    return connection;
  }

  /** Puts rows in place before anybody looks. */
  seed(rows: { [M in keyof Models]?: Models[M][] }): void {
    this.store.change(() => {
      for (const [model, list] of Object.entries(rows)) {
        for (const row of list) if (isModelName(model)) this.store.setBase(model, row.id, row as never);
      }
    });
  }

  /** All rows of scopes, as they are now. */
  snapshot(scopes: readonly Scope[]): BootstrapAnswer {
    const models: BootstrapAnswer["models"] = {};
    for (const model of MODEL_NAMES) {
      if (isLazy(model)) continue;
      const rows = [...this.store.idsOf(model)]
        .filter((id) => scopes.some((scope) => this.store.isIn(scope, model, id)))
        .map((id) => this.store.peekBase(model, id) as object as Record<string, unknown>);
      const fields = Object.keys(rows[0] ?? {});
      models[model] = { fields, rows: rows.map((row) => fields.map((field) => row[field])) };
    }
    return { epoch: this.epoch, cursor: this.cursor, models, next: null };
  }

  /** Runs a mutation as somebody's, outside of any client's queue. */
  act(mutation: Mutation, actor: Id = "other"): void {
    const entries = this.run(mutation, actor, null, null);
    this.publish(entries);
  }

  push(client: Id, actor: Id, mutations: readonly PushedMutation[]): PushResult[] {
    const known = this.receipts.get(client) ?? [];
    this.receipts.set(client, known);
    return mutations.map((pushed) => {
      if (pushed.seq > known.length + 1) throw new TransportError(409, "seq_gap", "", { lastSeq: known.length });
      const before = known[pushed.seq - 1];
      if (before && before.id !== pushed.id) throw new TransportError(409, "client_forked", "");
      if (before) return before.result;
      const result = { ...(this.twin(pushed.id) ?? this.receive(client, actor, pushed)), seq: pushed.seq };
      known.push({ id: pushed.id, result });
      return result;
    });
  }

  lastSeq(client: Id): number {
    return this.receipts.get(client)?.length ?? 0;
  }

  /** All answers that were given, by mutation. */
  get answers(): ReadonlyMap<Id, PushResult> {
    return new Map([...this.receipts.values()].flat().map(({ id, result }) => [id, result]));
  }

  forgetReceiptsAfter(client: Id, seq: number): void {
    this.receipts.get(client)?.splice(seq);
  }

  /** A backup: calling it brings this moment back, as another lineage. */
  backup(): () => void {
    const rows = new Map(MODEL_NAMES.map((model) => [model, this.store.baseRows(model) as Row[]]));
    const { length } = this.journal;
    const { length: arrived } = this.arrivals;
    const receipts = structuredClone(this.receipts);
    return () => {
      this.store.change(() => {
        for (const model of MODEL_NAMES) {
          for (const id of [...this.store.idsOf(model)]) this.store.setBase(model, id, undefined);
          for (const row of rows.get(model) ?? []) this.store.setBase(model, row.id, row as never);
        }
      });
      this.journal.splice(length);
      this.receipts = receipts;
      this.runs.clear();
      this.arrivals.length = arrived;
      this.epoch = `e${(Number(this.epoch.slice(1)) + 1).toString().padStart(7, "0")}`;
      for (const connection of this.connections) connection.send({ event: "reset" });
    };
  }

  /** What has changed through these entries, as it stands now: rows that are gone, scopes, rows that are there. */
  folded(entries: readonly Entry[], scopes: ReadonlyMap<Id, Scope>): Entry[] {
    const v = this.journal.length;
    const last = new Map(entries.map((entry) => [entry.model === "scope" ? JSON.stringify(entry.patch) : entry.id, entry]));
    const isThere = ({ model, id }: Entry) => isModelName(model) && [...scopes.values()].some((scope) => this.store.isIn(scope, model, id));
    const whole = ({ model, id }: Entry) => ({ ...this.store.peekBase(model as "task", id) });
    const rows = [...last.values()].filter(({ model }) => model !== "scope");
    const plain = { v, kind: "sync.folded", actor: null, client: null, seq: null };
    return [
      ...rows.filter((entry) => !isThere(entry)).map((entry) => ({ ...entry, ...plain, op: "X" as const, patch: {} })),
      ...[...last.values()].filter(({ model }) => model === "scope").map((entry) => ({ ...entry, v })),
      ...rows.filter(isThere).map((entry) => ({ ...entry, ...plain, op: "I" as const, patch: whole(entry) })),
    ];
  }

  /** Appends an entry as it stands, such as S+ and S-. */
  append(entry: Partial<Entry> & Pick<Entry, "op" | "scope" | "patch">): void {
    this.publish([this.entry(entry)]);
  }

  /** What the same mutation was answered under another number. */
  private twin(id: Id): PushResult | undefined {
    return [...this.receipts.values()].flat().find((receipt) => receipt.id === id)?.result;
  }

  private receive(client: Id, actor: Id, pushed: PushedMutation): PushResult {
    const refusal = this.refuse(pushed);
    if (refusal) {
      const said = typeof refusal === "string" ? { code: "forbidden", detail: refusal } : refusal;
      return { seq: pushed.seq, status: "refused", cursor: null, ...said };
    }
    this.arrivals.push(pushed.id);
    this.runs.set(pushed.id, (this.runs.get(pushed.id) ?? 0) + 1);
    const entries = this.run({ name: pushed.name, args: pushed.args } as Mutation, actor, client, pushed.seq);
    const cursor = entries.length > 0 ? this.cursor : null;
    this.publish(entries);
    return { seq: pushed.seq, status: "applied", cursor };
  }

  private run(mutation: Mutation, actor: Id, client: Id | null, seq: number | null): Entry[] {
    this.store.member.value = { ...this.store.member.peek(), id: actor };
    const entries: Entry[] = [];
    this.store.change(() => {
      for (const { model, id, apply } of effectOf(mutation, this.store)) {
        const before = this.store.peekBase(model, id);
        const scope = this.scopeOf(model, id, before);
        const after = apply(before as never);
        if (after === before) continue;
        this.store.setBase(model, id, after as never);
        const op = before ? (after ? "U" : "X") : "I";
        const patch = (after ? changed(before, after) : {}) as Record<string, unknown>;
        const place = scope ?? this.scopeOf(model, id, after) ?? WORKSPACE.id;
        entries.push(this.entry({ op, model, id, patch, scope: place, actor, client, seq }));
      }
    });
    return entries;
  }

  private scopeOf(model: keyof Models, id: Id, row: unknown): Id | undefined {
    if (!row) return undefined;
    const project = projectOf(this.store, model, id);
    return project ? projectScope(project).id : WORKSPACE.id;
  }

  private entry(entry: Partial<Entry> & Pick<Entry, "op" | "scope" | "patch">): Entry {
    const made = {
      v: this.journal.length + 1,
      model: "scope",
      id: "",
      kind: "task.moved",
      actor: null,
      at: "2026-11-24T03:00:00Z",
      client: null,
      seq: null,
      last: true,
      ...entry,
    };
    this.journal.push(made);
    return made;
  }

  private publish(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const from = this.cursorAt((entries[0] as Entry).v - 1);
    for (const connection of this.connections) connection.publish({ from, to: this.cursor, entries: [...entries] });
  }
}

function changed(before: object | undefined, after: object): object {
  const known = (before ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => known[name] !== value));
}
