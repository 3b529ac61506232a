/** The state of one open board: what each column shows, which card has the focus, what is lifted or dragged. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { client } from "../../core/client";
import { ALL } from "../../core/lists";
import type { Column, Id } from "../../core/models";
import type { Store } from "../../core/store";
import { isEmptyFilter, matcher, NO_FILTER, type Filter } from "./filter";
import { inserted, neighbours, type Spot } from "./spots";

export interface Lifted {
  taskId: Id;
  /** Where it is carried now, among the other cards of the column. */
  spot: Spot;
}

export interface DropHint {
  columnId: Id;
  /** The card beside which it would land; null for the end of the column. */
  taskId: Id | null;
  edge: "top" | "bottom";
}

export class BoardModel {
  readonly filter = signal<Filter>(NO_FILTER);
  readonly focused = signal<Id | null>(null);
  readonly lifted = signal<Lifted | null>(null);
  /** The cards that are chosen, to be changed together. */
  readonly selected = signal<ReadonlySet<Id>>(new Set());
  /** The one that was chosen last: a range goes from it. */
  anchor: Id | null = null;
  readonly dragged = signal<Id | null>(null);
  readonly dropHint = signal<DropHint | null>(null);
  /** What the live region says. */
  readonly said = signal("");
  /** The column whose form for new cards is open, and at which end. */
  readonly adding = signal<{ columnId: Id; at: "top" | "end" } | null>(null);
  /** What was typed into that form; also titles that the server refused come back here. */
  readonly draft = signal("");
  readonly columnIds: ReadonlySignal<readonly Id[]>;
  private readonly cards = new Map<Id, ReadonlySignal<readonly Id[]>>();

  constructor(
    readonly boardId: Id,
    readonly projectId: Id,
    readonly store: Store = client().store,
  ) {
    this.columnIds = computed(() => this.store.ids("boardColumns", boardId));
  }

  get canEdit(): boolean {
    return this.store.roleIn(this.projectId) !== "observer";
  }

  column(id: Id): Column | undefined {
    return this.store.peek("column", id);
  }

  /** The cards that a column shows, in order: filtered, and with a lifted card where it is carried. */
  shown(columnId: Id): ReadonlySignal<readonly Id[]> {
    let ids = this.cards.get(columnId);
    if (!ids) {
      ids = computed(() => this.withLifted(columnId, this.matching(columnId)));
      this.cards.set(columnId, ids);
    }
    return ids;
  }

  columnOf(taskId: Id): Id | undefined {
    return this.columnIds.peek().find((id) => this.shown(id).peek().includes(taskId));
  }

  say(sentence: string): void {
    // The same sentence twice is read twice only when the text changes.
    this.said.value = this.said.peek() === sentence ? `${sentence}\u00a0` : sentence;
  }

  /** The stage and neighbours for a card at a spot of a column, among the cards that are shown there. */
  placement(taskId: Id, spot: Spot): { stage_id: Id; after: Id | null; before: Id | null } | null {
    const column = this.column(spot.columnId);
    if (!column) return null;
    const ids = this.shown(spot.columnId).peek().filter((id) => id !== taskId);
    const { after, before } = neighbours(ids, spot.index);
    const beside = this.store.peek("task", after ?? before ?? "")?.stage_id;
    const stage = beside ?? column.stage_ids[0];
    if (!stage) return null;
    const isOfStage = (id: Id | null) => (id && this.store.peek("task", id)?.stage_id === stage ? id : null);
    return { stage_id: stage, after: isOfStage(after), before: isOfStage(before) };
  }

  private matching(columnId: Id): readonly Id[] {
    const stages = this.store.row("column", columnId).value?.stage_ids ?? [];
    const filter = this.filter.value;
    const [only] = stages;
    const all = stages.length === 1 && only ? this.store.ids("stageTasks", only) : this.ofStages(stages);
    if (isEmptyFilter(filter)) return all;
    const key = this.store.row("project", this.projectId).value?.key ?? "";
    for (const stage of stages) void this.store.bucket("stageTasks", stage).version.value;
    const isMatch = matcher(key, filter, filter.tagId === null ? [] : this.store.rows("tags", ALL));
    return all.filter((id) => {
      const task = this.store.peek("task", id);
      return task !== undefined && isMatch(task);
    });
  }

  private ofStages(stages: readonly Id[]): readonly Id[] {
    return stages.flatMap((stage) => [...this.store.ids("stageTasks", stage)]);
  }

  private withLifted(columnId: Id, ids: readonly Id[]): readonly Id[] {
    const lifted = this.lifted.value;
    if (!lifted) return ids;
    const others = ids.includes(lifted.taskId) ? ids.filter((id) => id !== lifted.taskId) : ids;
    return lifted.spot.columnId === columnId ? inserted(others, lifted.taskId, lifted.spot.index) : others;
  }
}
