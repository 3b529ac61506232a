/** A server in memory for tests of the sync engine: a journal, scopes, receipts, and every way to fail. */

import type { Id, Models } from "../models";
import { isModelName } from "../models";
import { effectOf } from "../mutations/registry";
import type { Mutation } from "../mutations/types";
import { projectOf } from "../scopes";
import { Store, type Scope } from "../store";
import { TransportError } from "../sync/errors";
import type { Entry, PushedMutation, PushResult } from "../sync/wire";
import { MemoryConnection } from "./memoryConnection";

export const WORKSPACE: Scope = { id: "scope-w", kind: "workspace", subject: "w", role: "member" };

export function projectScope(projectId: Id, role = "lead"): Scope {
  return { id: `scope-${projectId}`, kind: "project", subject: projectId, role };
}

export class MemoryServer {
  readonly store = new Store();
  readonly journal: Entry[] = [];
  readonly connections: MemoryConnection[] = [];
  epoch = "e0000001";
  /** Returns the sentence of a refusal. */
  refuse: (mutation: PushedMutation) => string | null = () => null;
  private readonly receipts = new Map<Id, PushResult[]>();

  get cursor(): string {
    return this.cursorAt(this.journal.length);
  }

  cursorAt(version: number): string {
    return `${this.epoch}.${version}`;
  }

  connect(member: Id, ...scopes: Scope[]): MemoryConnection {
    const connection = new MemoryConnection(this, member, scopes);
    this.connections.push(connection);
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

  /** Runs a mutation as somebody's, outside of any client's queue. */
  act(mutation: Mutation, actor: Id = "other"): void {
    const entries = this.run(mutation, actor, null, null);
    this.publish(entries);
  }

  push(client: Id, actor: Id, mutations: readonly PushedMutation[]): PushResult[] {
    const known = this.receipts.get(client) ?? [];
    this.receipts.set(client, known);
    const first = mutations[0]?.seq ?? 1;
    if (first > known.length + 1) throw new TransportError(409, "seq_gap", "", { lastSeq: known.length });
    return mutations.map((pushed) => known[pushed.seq - 1] ?? this.receive(client, actor, pushed, known));
  }

  lastSeq(client: Id): number {
    return this.receipts.get(client)?.length ?? 0;
  }

  forgetReceiptsAfter(client: Id, seq: number): void {
    this.receipts.get(client)?.splice(seq);
  }

  /** Appends an entry as it stands, such as S+ and S-. */
  append(entry: Partial<Entry> & Pick<Entry, "op" | "scope" | "patch">): void {
    this.publish([this.entry(entry)]);
  }

  private receive(client: Id, actor: Id, pushed: PushedMutation, known: PushResult[]): PushResult {
    const detail = this.refuse(pushed);
    const result: PushResult = { seq: pushed.seq, status: detail ? "refused" : "applied", cursor: null };
    if (detail) result.detail = detail;
    else {
      const entries = this.run({ name: pushed.name, args: pushed.args } as Mutation, actor, client, pushed.seq);
      if (entries.length > 0) result.cursor = this.cursor;
      this.publish(entries);
    }
    known.push(result);
    return result;
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
