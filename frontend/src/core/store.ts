/**
 * The rows of the open workspace, in memory.
 *
 * How a component reads. Every read of a `.value` subscribes the component to exactly that:
 *
 *     const task = store.row("task", id).value;              // one row, or undefined
 *     const ids = store.ids("stageTasks", stageId);          // ids in order; again only when order or membership changes
 *     const sum = store.rows("stageTasks", stageId)...       // whole rows; again when any row of the list changes
 *     store.peek("task", id)                                 // no subscription: for event handlers
 *
 * The lists are named in core/lists.ts. `client().store` is the open store (core/client.ts).
 *
 * How a component writes. Through named mutations only; the rows change before the call returns:
 *
 *     import { mutate, client } from "../../core/client";
 *     mutate("task.set", { id, fields: { title } });
 *     mutate("comment.add", { id: newId(), task_id: id, body });
 *
 * A refusal takes the change back by itself and shows the server's sentence. `mutate(name, args, { toast: true })` shows
 * what was done with an "Undo" button; `client().undo.undoLast()` takes back the last own mutation that has an inverse.
 *
 * The parts of a task (description, checklist, comments, attachments, history) come with `client().openTask(id)`;
 * then they are rows like all others: `store.rows("taskComments", id)`.
 */

import { batch, signal, type ReadonlySignal } from "@preact/signals";
import { List, type Bucket, type ListRule } from "./list";
import { LISTS, type ListName } from "./lists";
import { MODEL_NAMES, type Id, type ModelName, type Models, type ProjectRole, type Row } from "./models";
import type { Change, Reader } from "./mutations/types";
import { projectOf } from "./scopes";
import { Table } from "./table";

export interface Scope {
  id: Id;
  kind: "workspace" | "project" | "member";
  /** The id of the workspace, project or member. */
  subject: Id;
  role: string;
}

export interface Me {
  id: Id;
  name: string;
  role: string;
  locale: string;
  time_zone: string;
}

type RowOf<L extends ListName> = Models[(typeof LISTS)[L]["model"]];
type Tables = { [M in ModelName]: Table<Models[M]> };

const REMEMBERED = 200;

export class Store implements Reader {
  readonly scopes = signal<ReadonlyMap<Id, Scope>>(new Map());
  readonly member = signal<Me>({ id: "", name: "", role: "observer", locale: "en", time_zone: "UTC" });
  private readonly tables: Tables;
  private readonly lists = new Map<ListName, List<{ id: Id }>>();
  private readonly changes = new Map<Id, Change[]>();
  /** Rows that went away, for showing at once those that are brought back. */
  private readonly gone = new Map<Id, Row>();
  /** The rows whose base has changed since `takeTouched`; null while nobody asks. */
  private touched: Map<ModelName, Set<Id>> | null = null;

  constructor() {
    this.tables = Object.fromEntries(MODEL_NAMES.map((model) => [model, new Table()])) as unknown as Tables;
    for (const [name, rule] of Object.entries(LISTS)) {
      const table = this.tables[rule.model] as unknown as Table<{ id: Id }>;
      const list = new List(rule as unknown as ListRule<{ id: Id }>, (id) => table.peek(id));
      table.lists.push(list);
      this.lists.set(name as ListName, list);
    }
  }

  row<M extends ModelName>(model: M, id: Id): ReadonlySignal<Models[M] | undefined> {
    return this.tables[model].row(id);
  }

  peek<M extends ModelName>(model: M, id: Id): Models[M] | undefined {
    return this.tables[model].peek(id);
  }

  lately<M extends ModelName>(model: M, id: Id): Models[M] | undefined {
    return this.peek(model, id) ?? this.peekBase(model, id) ?? (this.gone.get(id) as Models[M] | undefined);
  }

  /** What the server has said, without pending changes. */
  peekBase<M extends ModelName>(model: M, id: Id): Models[M] | undefined {
    return this.tables[model].peekBase(id);
  }

  /** The ids of all rows that the server has sent of a model. */
  idsOf(model: ModelName): Iterable<Id> {
    return this.tables[model].ids();
  }

  bucket(list: ListName, key: string): Bucket {
    return (this.lists.get(list) as List<{ id: Id }>).bucket(key);
  }

  ids(list: ListName, key: string): readonly Id[] {
    return this.bucket(list, key).ids.value;
  }

  rows<L extends ListName>(list: L, key: string): RowOf<L>[] {
    const bucket = this.bucket(list, key);
    void bucket.version.value;
    return this.peekRows(list, key);
  }

  peekRows<L extends ListName>(list: L, key: string): RowOf<L>[] {
    const table = this.tables[LISTS[list].model] as unknown as Table<RowOf<L>>;
    return this.bucket(list, key).ids.peek().map((id) => table.peek(id) as RowOf<L>);
  }

  all<M extends ModelName>(model: M): Iterable<Models[M]> {
    return this.tables[model].rows();
  }

  get me(): Id {
    return this.member.peek().id;
  }

  now(): string {
    return new Date().toISOString();
  }

  tasksOfStage(stageId: Id): readonly Id[] {
    return this.bucket("stageTasks", stageId).ids.peek();
  }

  listsOfTask(taskId: Id): readonly Id[] {
    return this.bucket("taskLists", taskId).ids.peek();
  }

  itemsOfList(checklistId: Id): readonly Id[] {
    return this.bucket("listItems", checklistId).ids.peek();
  }

  linksOfTask(taskId: Id): readonly Id[] {
    return this.bucket("taskLinks", taskId).ids.peek();
  }

  stagesOfProject(projectId: Id): readonly Id[] {
    return this.bucket("projectStages", projectId).ids.peek();
  }

  columnsOfBoard(boardId: Id): readonly Id[] {
    return this.bucket("boardColumns", boardId).ids.peek();
  }

  /** The signed-in person's role in a project; observers may comment and nothing else. */
  roleIn(projectId: Id): ProjectRole {
    for (const scope of this.scopes.value.values()) {
      if (scope.kind === "project" && scope.subject === projectId) return scope.role as ProjectRole;
    }
    // A project made here a moment ago has no scope yet; its maker leads it.
    return this.tables.project.peek(projectId) && !this.tables.project.peekBase(projectId) ? "lead" : "observer";
  }

  /** Runs changes as one: signals fire and lists settle once, at the end. */
  change(run: () => void): void {
    batch(() => {
      run();
      for (const table of Object.values(this.tables)) table.flush();
    });
  }

  /** Sets what the server has said of a row. Only inside of `change`. */
  setBase<M extends ModelName>(model: M, id: Id, row: Models[M] | undefined): void {
    if (!row) this.remember(this.tables[model].peekBase(id));
    this.tables[model].setBase(id, row);
    if (!this.touched) return;
    const ids = this.touched.get(model);
    if (ids) ids.add(id);
    else this.touched.set(model, new Set([id]));
  }

  private remember(row: Row | undefined): void {
    if (row) this.gone.set(row.id, row);
    if (this.gone.size > REMEMBERED) this.gone.delete(this.gone.keys().next().value as Id);
  }

  /** Which rows' bases have changed since the last call; from the first call on it is noted. */
  takeTouched(): ReadonlyMap<ModelName, ReadonlySet<Id>> {
    const touched = this.touched ?? new Map<ModelName, Set<Id>>();
    this.touched = new Map();
    return touched;
  }

  baseRows<M extends ModelName>(model: M): Models[M][] {
    return this.tables[model].baseRows();
  }

  /** Lays a mutation's changes over the rows until `dropOverlay`. */
  addOverlay(by: Id, changes: Change[]): void {
    this.changes.set(by, changes);
    this.change(() => {
      for (const { model, id, apply } of changes) {
        (this.tables[model] as unknown as Table<{ id: Id }>).addPending(id, by, apply as never);
      }
    });
  }

  /** Takes all changes off, so that they can be laid anew in their order. */
  dropOverlays(): void {
    this.change(() => {
      for (const by of [...this.changes.keys()]) this.dropOverlay(by);
    });
  }

  hasOverlay(by: Id): boolean {
    return this.changes.has(by);
  }

  dropOverlay(by: Id): void {
    const changes = this.changes.get(by);
    if (!changes) return;
    this.changes.delete(by);
    this.change(() => {
      for (const { model, id } of changes) this.tables[model].dropPending(id, by);
    });
  }

  /** Forgets every row of a scope, or with null every row there is. */
  purge(scope: Scope | null): void {
    this.change(() => {
      // Children first: a task tells its comments' project, a board its columns'.
      for (const model of [...MODEL_NAMES].reverse()) {
        const gone = [...this.tables[model].ids()].filter((id) => !scope || this.isIn(scope, model, id));
        for (const id of gone) this.setBase(model, id, undefined);
      }
      this.gone.clear();
    });
  }

  /** Whether it can be told to which project the row belongs: not of a part whose task has left before it. */
  isKnown(model: ModelName, id: Id): boolean {
    return projectOf(this, model, id) !== undefined;
  }

  isIn(scope: Scope, model: ModelName, id: Id): boolean {
    const project = projectOf(this, model, id);
    if (scope.kind === "project") return project === scope.subject;
    // A conflict is its author's alone, and what somebody saw of a task that person's; every other row without a project is the whole workspace's.
    const kind = model === "conflict" || model === "task_seen" ? "member" : "workspace";
    return scope.kind === kind && project === null;
  }
}
