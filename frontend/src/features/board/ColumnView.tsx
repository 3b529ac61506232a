import { useComputed, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Id } from "../../core/models";
import { classes } from "../../ui/classes";
import { AddCard } from "./AddCard";
import { CardView } from "./CardView";
import { ColumnHead } from "./ColumnHead";
import { isEmptyFilter } from "./filter";
import type { BoardModel } from "./model";
import { useVirtual } from "./useVirtual";
import { withDrags } from "./withDrags";

interface ColumnProps {
  board: BoardModel;
  columnId: Id;
}

export function ColumnView({ board, columnId }: ColumnProps) {
  const element = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const column = board.store.row("column", columnId).value;
  const isTarget = useComputed(() => board.dropHint.value?.columnId === columnId).value;
  const adding = useComputed(() => (board.adding.value?.columnId === columnId ? board.adding.value.at : null)).value;
  useLayoutEffect(() => {
    const [section, cards] = [element.current, list.current];
    return section && cards ? withDrags((drags) => drags.makeColumnTarget(columnId, section, cards)) : undefined;
  }, [columnId]);
  if (!column) return null;
  return (
    <section ref={element} class={classes("column", isTarget && "is-target")} aria-label={column.name} data-column={columnId}>
      <ColumnHead board={board} column={column} />
      {adding === "top" && <AddCard board={board} columnId={columnId} at="top" />}
      <div ref={list} class="column-list">
        <Cards board={board} columnId={columnId} scroller={list} />
        {adding === "end" && <AddCard board={board} columnId={columnId} at="end" />}
      </div>
      {board.canEdit && adding !== "end" && (
        <button type="button" class="column-add" onClick={() => (board.adding.value = { columnId, at: "end" })}>
          <span aria-hidden="true">+</span> Add a card
        </button>
      )}
    </section>
  );
}

function Cards({ board, columnId, scroller }: ColumnProps & { scroller: { current: HTMLDivElement | null } }) {
  const ids = board.shown(columnId).value;
  const pinned = useComputed(() => board.shown(columnId).value.indexOf(board.focused.value ?? ""));
  const virtual = useVirtual({ keys: ids, scroller, estimate: 88, gap: 8, padding: 8, pinned: pinned.value });
  useSignalEffect(() => {
    const index = pinned.value;
    if (index >= 0) virtual.scrollToIndex(index, { align: "auto" });
  });
  if (ids.length === 0) return <NoCards board={board} />;
  const stop = pinned.value >= 0 ? pinned.value : 0;
  return (
    <div class="cards" role="list" style={{ height: `${virtual.getTotalSize()}px` }}>
      {virtual.getVirtualItems().map(({ key, index, start }) => (
        <div
          key={key}
          ref={virtual.measureElement}
          class="cards-row"
          role="listitem"
          aria-setsize={ids.length}
          aria-posinset={index + 1}
          data-index={index}
          style={{ transform: `translateY(${start}px)` }}
        >
          <CardView board={board} taskId={String(key)} isTabStop={index === stop} />
        </div>
      ))}
    </div>
  );
}

function NoCards({ board }: { board: BoardModel }) {
  if (isEmptyFilter(board.filter.value)) return null;
  return <p class="column-empty">No card here fits the filter.</p>;
}
