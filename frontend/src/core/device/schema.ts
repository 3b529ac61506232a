/** What is kept on the device: one database for each member of a workspace. */

import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import type { Id, ModelName, Row } from "../models";
import type { Mutation } from "../mutations/types";
import type { Me, Scope } from "../store";
import type { Cursor } from "../sync/cursor";
import type { Entry, PushResult } from "../sync/wire";
import type { Pack } from "./packs";

/** What the rows on the device stand at. */
export interface BaseRecord {
  cursor: Cursor;
  scopes: Scope[];
  /** Scope → the version of its own snapshot. */
  since: [Id, number][];
  member: Me;
  workspace: { id: Id; slug: string; name: string };
  /** The last own mutation whose effect is in the rows. */
  landed: { client: Id; seq: number };
}

/** Whose numbers the queue counts, and how far. */
export interface CountRecord {
  client: Id;
  nextSeq: number;
}

/** What a mutation is about, for making something new of it when that is gone. */
export interface About {
  task_id?: Id;
  project_id?: Id;
  stage_id?: Id;
  title?: string;
}

export interface Draft {
  id: Id;
  mutation: Mutation;
  base: Cursor;
  /** Epoch milliseconds by the wall clock, which may be wrong: only for ages and for people. */
  madeAt: number;
  label: string;
  about: About | null;
}

export interface WaitingRecord extends Draft {
  seq: number;
  client: Id;
}

export interface AckedRecord extends WaitingRecord {
  result: PushResult;
  ackedAt: number;
  /** The version of the result's cursor; 0 without one. */
  version: number;
}

export interface Reason {
  code: string;
  detail: string;
  field?: string;
}

export interface StashRecord {
  id: Id;
  mutation: Mutation;
  label: string;
  reason: Reason;
  at: number;
  about: About | null;
}

export interface ChangedRow {
  model: ModelName;
  id: Id;
  /** null: the row is gone. */
  row: Row | null;
}

/** The lazy parts of a task that was opened here. */
export interface PartsRecord {
  id: Id;
  cursor: Cursor;
  openedAt: number;
  task: { id: Id; description: string };
  /** Missing in records from before a task had several checklists. */
  checklist?: PartRow[];
  checklist_item: PartRow[];
  comment: PartRow[];
  /** Missing in records from before there were any. */
  reaction?: PartRow[];
  attachment: PartRow[];
  history: Entry[];
  /** The ids of all its rows, for finding the task of an entry that names only the row. */
  rows: Id[];
}

/** What was typed and neither sent nor thrown away. */
export interface DraftText {
  /** What it is for, as `comment:{task}`. */
  key: string;
  text: string;
  /** The text that it changes. */
  was?: string;
  at: number;
}

export type PartRow = Record<string, unknown> & { id: Id };

/** A file that the server does not have yet, or has not hung on its task. */
export interface FileRecord {
  /** Of the attachment that it becomes. */
  id: Id;
  /** Of the mutation that hangs it on the task. */
  mutationId: Id;
  taskId: Id;
  name: string;
  blob: Blob;
  addedAt: number;
  /** Why the server does not take it; empty while nothing speaks against it. */
  refusal: string;
}

/** A picture that was looked at here. */
export interface PreviewRecord {
  key: string;
  blob: Blob;
  seenAt: number;
}

export interface Schema extends DBSchema {
  packs: { key: [ModelName, number]; value: Pack };
  journal: { key: [ModelName, Id]; value: ChangedRow };
  meta: { key: "base" | "count" | "offline" | "audit"; value: BaseRecord | CountRecord | number };
  outbox: { key: number; value: WaitingRecord; indexes: { id: Id } };
  acked: { key: Id; value: AckedRecord; indexes: { seq: [Id, number]; version: number; ackedAt: number } };
  stash: { key: Id; value: StashRecord };
  parts: { key: Id; value: PartsRecord; indexes: { openedAt: number; rows: Id } };
  drafts: { key: string; value: DraftText };
  files: { key: Id; value: FileRecord };
  previews: { key: string; value: PreviewRecord; indexes: { seenAt: number } };
}

export type StoreName = StoreNames<Schema>;
export type Database = IDBPDatabase<Schema>;
export type Transaction = IDBPTransaction<Schema, StoreName[], "readwrite">;
export type Upgrade = IDBPTransaction<Schema, StoreName[], "versionchange">;

/** One step for each version, never changed once it has been shipped; none may drop outbox, acked, stash or files. */
export type Step = (db: Database, upgrade: Upgrade) => void;

export const STEPS: readonly Step[] = [
  (db) => {
    db.createObjectStore("packs", { keyPath: ["model", "number"] });
    db.createObjectStore("journal", { keyPath: ["model", "id"] });
    db.createObjectStore("meta");
    db.createObjectStore("outbox", { keyPath: "seq" }).createIndex("id", "id");
    const acked = db.createObjectStore("acked", { keyPath: "id" });
    acked.createIndex("seq", ["client", "seq"]);
    acked.createIndex("version", "version");
    acked.createIndex("ackedAt", "ackedAt");
    db.createObjectStore("stash", { keyPath: "id" });
    const parts = db.createObjectStore("parts", { keyPath: "id" });
    parts.createIndex("openedAt", "openedAt");
    parts.createIndex("rows", "rows", { multiEntry: true });
  },
  refetched,
  refetched,
  (db) => void db.createObjectStore("drafts", { keyPath: "key" }),
  (db, upgrade) => {
    db.createObjectStore("files", { keyPath: "id" });
    db.createObjectStore("previews", { keyPath: "key" }).createIndex("seenAt", "seenAt");
    refetched(db, upgrade);
  },
  refetched,
  refetched,
];

/** Rows have fields that those kept so far lack: they are fetched again, and what waits to be sent stays. */
function refetched(_db: Database, upgrade: Upgrade): void {
  for (const store of ["packs", "journal", "parts"] as const) void upgrade.objectStore(store).clear();
  void upgrade.objectStore("meta").delete("base");
}

export function databaseName(workspace: Id, member: Id): string {
  return `pm-suite:${workspace}:${member}`;
}
