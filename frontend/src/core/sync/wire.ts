/** The messages of docs/protocol.md. */

import type { Id, Instant } from "../models";
import type { FileFacts } from "../mutations/types";
import type { Me, Scope } from "../store";
import type { Preview } from "../recurrences";
import type { Cursor } from "./cursor";

export interface Entry {
  v: number;
  scope: Id;
  model: string;
  id: Id;
  op: "I" | "U" | "X" | "D" | "H" | "S+" | "S-";
  patch: Record<string, unknown>;
  kind: string;
  actor: Id | null;
  at: Instant;
  client: Id | null;
  seq: number | null;
  last: boolean;
}

export interface SessionAnswer {
  workspace: { id: Id; slug: string; name: string };
  member: Me;
  epoch: string;
  cursor: Cursor;
  /** `segment`: its snapshot is ready and is asked for alone. */
  scopes: (Scope & { segment?: boolean })[];
  last_seq: number;
  server_time: Instant;
  limits: { push_mutations: number; push_bytes: number; file_bytes?: number };
}

export interface BootstrapAnswer {
  epoch: string;
  cursor: Cursor;
  models: Record<string, { fields: string[]; rows: unknown[][] }>;
  next: string | null;
}

export interface Range {
  from: Cursor;
  to: Cursor;
  entries: Entry[];
}

export interface PullAnswer extends Range {
  more: boolean;
  /** The newest state of what has changed, not each change: the parts of open tasks are fetched again. */
  folded?: boolean;
}

export interface PushedMutation {
  seq: number;
  id: Id;
  name: string;
  args: unknown;
  base: Cursor;
  /** Milliseconds since the edit was made, by this browser's clock. */
  age_ms: number;
}

export interface PushResult {
  seq: number;
  status: "applied" | "merged" | "conflict" | "refused" | "failed";
  cursor: Cursor | null;
  code?: string;
  detail?: string;
  field?: string;
  data?: Record<string, unknown>;
  /** Conflict rows that it left. */
  conflicts?: Id[];
}

export interface PushAnswer {
  results: PushResult[];
  last_seq: number;
  cursor: Cursor;
}

export interface TaskAnswer {
  cursor: Cursor;
  task: Record<string, unknown> & { id: Id };
  checklist?: (Record<string, unknown> & { id: Id })[];
  checklist_item: (Record<string, unknown> & { id: Id })[];
  comment: (Record<string, unknown> & { id: Id })[];
  reaction?: (Record<string, unknown> & { id: Id })[];
  attachment: (Record<string, unknown> & { id: Id })[];
  history: Entry[];
}

export interface HistoryAnswer {
  history: Entry[];
  more: boolean;
}

export interface DoorAnswer {
  workspace: Id;
  member: Id;
  name: string;
}

export interface AuditAnswer {
  cursor: Cursor;
  models: Record<string, { count: number; hash: number }>;
  fields: Record<string, string[]>;
}

export type StreamEvent =
  | ({ event: "delta" } & Range)
  | { event: "hb"; cursor: Cursor }
  | { event: "reset" }
  | { event: "bye"; retry_ms: number };

/** The server, as the sync engine knows it. All methods reject with TransportError. */
export interface Transport {
  session(client: Id, cursor: Cursor): Promise<SessionAnswer>;
  bootstrap(scopes: readonly Id[], after: string | null): Promise<BootstrapAnswer>;
  pull(cursor: Cursor): Promise<PullAnswer | null>;
  push(client: Id, mutations: readonly PushedMutation[]): Promise<PushAnswer>;
  stream(cursor: Cursor, signal: AbortSignal): AsyncIterable<StreamEvent>;
  task(id: Id): Promise<TaskAnswer>;
  history(id: Id, before: number): Promise<HistoryAnswer>;
  audit(scopes: readonly Id[]): Promise<AuditAnswer>;
  /** The tasks of a project that are in no snapshot, those changed last first; at most 200. */
  away(project: Id, which: Away): Promise<readonly AwayTask[]>;
  commentVersions(id: Id): Promise<readonly CommentVersion[]>;
  /** The first times of a rule; rejects with the server's sentence. */
  repeats(asked: Record<string, string>): Promise<Preview>;
  /** The codes of countries and regions whose holidays the server knows. */
  countries(): Promise<readonly string[]>;
  files(): Promise<FileTransport>;
}

/** A comment as it was until somebody rewrote it. */
export interface CommentVersion {
  body: string;
  replaced_at: Instant;
  replaced_by_id: Id;
}

/** The calls for files, which come when they are first needed. */
export interface FileTransport {
  /** Sends a file; `onProgress` hears the bytes that have gone. */
  send(id: Id, name: string, blob: Blob, onProgress: (sent: number) => void, signal: AbortSignal): Promise<FileFacts>;
  preview(id: Id, size: PreviewSize): Promise<Blob>;
  /** Where a file is saved from. */
  address(id: Id): string;
}

export type PreviewSize = "small" | "large";

export type Away = "trashed" | "archived";

export interface AwayTask {
  id: Id;
  number: number;
  title: string;
  updated_at: string;
}
