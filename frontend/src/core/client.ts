/** The open workspace: rows, queue, connection, undo. Components reach it with `client()`, and write with `mutate()`. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { aboutOf } from "./asNew";
import type { Audited } from "./auditor";
import { Engine } from "./engine";
import type { EngineOptions } from "./engineOptions";
import type { Files } from "./files/open";
import type { Uploads } from "./files/uploads";
import { newId } from "./ids";
import { ALL } from "./lists";
import type { Id, Json } from "./models";
import { effectOf, inverseOf, labelOf, learnAll } from "./mutations/registry";
import type { Mutation, MutationArgs, MutationName } from "./mutations/types";
import { Notices } from "./notices";
import { Outbox } from "./outbox";
import type { TaskParts } from "./parts";
import { Recent } from "./recent";
import { sentenceFor } from "./sync/errors";
import { isLost, type Queued } from "./sync/queued";
import type { Away, AwayTask, CommentVersion, Entry, PushResult, Transport } from "./sync/wire";
import type { Preview } from "./recurrences";
import { Undo } from "./undo";

export interface MutateOptions {
  /** Shows what was done, with an "Undo" button. */
  toast?: boolean;
  /** False keeps it out of the undo stack. */
  undoable?: boolean;
  /** The mutation's own id, where it is known already. */
  id?: Id;
}

export class Client {
  readonly notices = new Notices();
  readonly recent = new Recent();
  readonly outbox: Outbox;
  readonly undo: Undo;
  /** Files on their way; null while there are none. */
  readonly uploads = signal<Uploads | null>(null);
  /** The state of the connection and of what is kept, and the sentence that says it. */
  readonly status = computed(() => {
    const { device, pusher, live, queue, store, outage } = this.engine;
    const isOutdated = device?.isOutdated.value === true;
    const connection = isOutdated ? "outdated" : (pusher.halted.value ?? live.connection.value);
    const uploads = this.uploads.value;
    const counts = {
      unsent: queue.unsent.value + (uploads?.unsent.value ?? 0),
      unsaved: queue.unsaved.value + (uploads?.unsaved.value ?? 0),
    };
    return {
      connection,
      ...counts,
      stashed: queue.stash.value.length + (uploads?.refused.value ?? 0),
      conflicts: store.ids("conflicts", ALL).length,
      offlineSince: outage.since.value,
      sentence: sentenceFor(connection, counts),
    };
  });
  private readonly engine: Engine;
  private opening: Promise<Files> | null = null;
  private readonly settlers = new Map<Id, (result: PushResult) => void>();
  private told = 0;

  constructor(
    private readonly transport: Transport,
    options: EngineOptions = {},
  ) {
    this.engine = new Engine(transport, options, {
      onEntries: (entries) => this.heard(entries),
      onAnswered: (answered) => this.answered(answered),
      onFiles: async () => (await this.files()).uploads.read(),
    });
    this.outbox = new Outbox(this.engine);
    this.undo = new Undo(
      (inverse) => void this.mutate(inverse, { undoable: false }),
      (text) => this.tell(text),
    );
  }

  get store() {
    return this.engine.store;
  }

  get live() {
    return this.engine.live;
  }

  /** Whether all rows are there: until then counts would be wrong. */
  get isWhole(): ReadonlySignal<boolean> {
    return this.engine.replica.isWhole;
  }

  get queue() {
    return this.engine.queue;
  }

  get parts() {
    return this.engine.parts;
  }

  /** Where everything is kept; null when the tab works from memory by design. */
  get device() {
    return this.engine.device;
  }

  /** Opens the workspace and keeps it live until only the person can help. */
  async start(): Promise<void> {
    await this.engine.start();
    const waiting = await this.device?.run({ stores: ["files"], run: (tx) => tx.objectStore("files").count() }).catch(() => 0);
    if (waiting) await (await this.files()).uploads.read();
  }

  /** What sends files and shows them, loaded when it is first needed. */
  files(): Promise<Files> {
    this.opening ??= import("./files/open").then(
      ({ openFiles }) => openFiles(this, this.engine, this.transport),
      (error: unknown) => {
        this.opening = null;
        throw error;
      },
    );
    return this.opening;
  }

  /** Loads the mutations that are made on demand (`mutations/late.ts`), and lays those that waited over the rows. */
  async learn(): Promise<void> {
    await learnAll();
    this.engine.overlays.layAll();
  }

  stop(): void {
    this.engine.stop();
  }

  /** Tries again now: after signing in, when the network is back, when the person asks. */
  retry(): void {
    this.engine.retry();
    this.uploads.peek()?.work();
  }

  /** Nobody looks at this tab: a stream that no other tab needs is let go. */
  rest(): void {
    this.engine.rest();
  }

  /** Applies a mutation at once and queues it; resolves with what the server says, whenever that is. */
  mutate(mutation: Mutation, options: MutateOptions = {}): Promise<PushResult> {
    const { store } = this;
    const id = options.id ?? newId();
    const label = labelOf(mutation, store);
    const inverse = options.undoable === false ? null : inverseOf(mutation, store);
    const changes = inverse ? effectOf(mutation, store) : [];
    const { promise, resolve } = withResolvers<PushResult>();
    this.settlers.set(id, resolve);
    this.engine.add({ mutation, base: this.engine.replica.cursor, label, about: aboutOf(mutation, store) }, id);
    if (inverse) this.undo.push(id, label, inverse, changes);
    if (options.toast) this.toast(id, label, inverse !== null);
    return promise;
  }

  /** Settles a conflict: with the value that lost, with the one that stands, or with a third. */
  resolve(conflictId: Id, take: "mine" | "theirs" | "value", value?: Json): Promise<PushResult> {
    const args = take === "value" ? { id: conflictId, take, value: value ?? null } : { id: conflictId, take };
    return this.mutate({ name: "conflict.resolve", args });
  }

  /** Compares this device with the server now. */
  audit(): Promise<Audited> {
    return this.engine.auditor.run();
  }

  /** How the last comparison ended; null when there was none since the page was opened. */
  get audited(): ReadonlySignal<Audited | null> {
    return this.engine.auditor.last;
  }

  /** What is in no snapshot: the tasks of a project that were thrown away, or put away. */
  away(projectId: Id, which: Away): Promise<readonly AwayTask[]> {
    return this.transport.away(projectId, which);
  }

  /** The first times of a rule, as the server finds them; nothing is written. */
  repeats(asked: Record<string, string>): Promise<Preview> {
    return this.transport.repeats(asked);
  }

  countries(): Promise<readonly string[]> {
    return this.transport.countries();
  }

  /** How a comment read before each time it was rewritten, the newest first. */
  commentVersions(commentId: Id): Promise<readonly CommentVersion[]> {
    return this.transport.commentVersions(commentId);
  }

  openTask(taskId: Id): TaskParts {
    return this.parts.open(taskId);
  }

  private toast(id: Id, label: string, canUndo: boolean): void {
    const action = canUndo ? { label: "Undo", run: () => this.undo.undo(id) } : undefined;
    this.tell(`${label}.`, action);
  }

  /** One notice stands for what was done last: five moves in a row are no five notices. */
  private tell(text: string, action?: { label: string; run: () => void }): void {
    this.notices.dismiss(this.told);
    this.told = this.notices.say(text, { action });
  }

  /** Only the tab where a mutation was made says that it was refused. */
  private answered(answered: readonly Queued[]): void {
    this.uploads.peek()?.answered(answered);
    for (const queued of answered) {
      const settle = this.settlers.get(queued.id);
      if (isLost(queued)) this.refused(queued, settle !== undefined);
      settle?.(queued.result as PushResult);
      this.settlers.delete(queued.id);
    }
  }

  private refused({ id, result }: Queued, isMine: boolean): void {
    this.undo.forget(id);
    const sentence = result?.detail ?? "The server could not save the change, so it was taken back.";
    if (isMine) this.notices.say(sentence, { tone: "problem" });
  }

  private heard(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (this.queue.isOwn(entry.client)) continue;
      this.undo.overtake(entry);
      if (entry.actor !== this.store.me) this.recent.note(entry);
    }
  }
}

/** Promise.withResolvers, which browsers of 2023 do not have. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

let current: Client | null = null;

/** Makes `opened` the client of this page; null closes it. */
export function setClient(opened: Client | null): void {
  current = opened;
}

/** The client of this page. Throws before the page has set it. */
export function client(): Client {
  if (!current) throw new Error("No workspace is open.");
  return current;
}

/** Writes: applies the mutation at once, queues it, and resolves with the server's answer. */
export function mutate<N extends MutationName>(name: N, args: MutationArgs[N], options?: MutateOptions): Promise<PushResult> {
  return client().mutate({ name, args } as Mutation, options);
}
