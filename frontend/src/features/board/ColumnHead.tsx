import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import type { Column, Stage } from "../../core/models";
import { IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { lazy } from "../../lazy";
import { Menu, type MenuItem } from "../../ui/Menu";
import { StageMark } from "../../ui/StageMark";
import type { BoardModel } from "./model";
import { selectColumn } from "./selection";
import { neighbours } from "./spots";

const NameDialog = lazy(() => import("./NameDialog").then((module) => module.NameDialog), "The form");

interface ColumnHeadProps {
  board: BoardModel;
  column: Column;
}

/** What the tasks of a column come to, whatever the filter shows. */
function totalsOf(board: BoardModel, column: Column): { count: number; points: number } {
  let count = 0;
  let points = 0;
  for (const stageId of column.stage_ids) {
    for (const task of board.store.rows("stageTasks", stageId)) {
      count += 1;
      points += task.estimate ?? 0;
    }
  }
  return { count, points: Math.round(points * 100) / 100 };
}

export function ColumnHead({ board, column }: ColumnHeadProps) {
  const { count, points } = totalsOf(board, column);
  const stage = board.store.row("stage", column.stage_ids[0] ?? "").value;
  const limit = column.limit ?? (column.stage_ids.length === 1 ? (stage?.wip_limit ?? null) : null);
  const isOver = limit !== null && count > limit;
  const isCounted = client().isWhole.value;
  return (
    <header class="column-head">
      <StageMark kind={stage?.kind} />
      <h2 class="truncate">{column.name}</h2>
      <span
        class={classes("column-count tabular", isOver && "is-over")}
        title={limit === null ? undefined : isOver ? `${count} cards, and the limit is ${limit}` : `The limit is ${limit}`}
      >
        {isCounted && (limit === null ? count : `${count}/${limit}`)}
        {isOver && <span class="visually-hidden"> over the limit</span>}
      </span>
      {isCounted && points > 0 && (
        <span class="column-points tabular" title="Sum of the estimates">
          {points} pt
        </span>
      )}
      <span class="column-space" />
      {board.canEdit && <ColumnActions board={board} column={column} stage={stage} />}
    </header>
  );
}

type Asking = "name" | "limit" | null;
type ActionsProps = ColumnHeadProps & { stage: Stage | undefined };

function ColumnActions({ board, column, stage }: ActionsProps) {
  const [asking, setAsking] = useState<Asking>(null);
  const columns = board.columnIds.value;
  const at = columns.indexOf(column.id);
  const moveTo = (index: number) => {
    const others = columns.filter((id) => id !== column.id);
    void mutate("column.move", { id: column.id, ...neighbours(others, index) }, { toast: true });
  };
  const items: MenuItem[] = [
    { label: "Rename the column", icon: "edit", onSelect: () => setAsking("name") },
    { label: "Limit the cards in it", icon: "flag", onSelect: () => setAsking("limit") },
    { label: "Select all cards in it", icon: "check", onSelect: () => selectColumn(board, column.id) },
    { label: "Move to the left", icon: "arrowLeft", startsGroup: true, isDisabled: at === 0, onSelect: () => moveTo(at - 1) },
    { label: "Move to the right", icon: "arrowRight", isDisabled: at === columns.length - 1, onSelect: () => moveTo(at + 1) },
  ];
  return (
    <span class="column-actions">
      <Menu
        label={column.name}
        items={items}
        trigger={(trigger) => <IconButton icon="more" size="s" label={`Menu of ${column.name}`} {...trigger} />}
      />
      <IconButton
        icon="plus"
        size="s"
        label={`Add a card at the top of ${column.name}`}
        onClick={() => (board.adding.value = { columnId: column.id, at: "top" })}
      />
      <Question asking={asking} column={column} stage={stage} onClose={() => setAsking(null)} />
    </span>
  );
}

interface QuestionProps {
  asking: Asking;
  column: Column;
  stage: Stage | undefined;
  onClose: () => void;
}

function Question({ asking, column, stage, onClose }: QuestionProps) {
  // A column of one stage is that stage to the people: they are named and limited together.
  const only = column.stage_ids.length === 1 ? stage : undefined;
  const rename = (name: string) => {
    void mutate("column.set", { id: column.id, fields: { name } }, { toast: true });
    if (only) void mutate("stage.set", { id: only.id, fields: { name } });
  };
  const setLimit = (text: string) => {
    const limit = Math.floor(Number(text)) > 0 ? Math.floor(Number(text)) : null;
    if (only && column.limit === null) void mutate("stage.set", { id: only.id, fields: { wip_limit: limit } }, { toast: true });
    else void mutate("column.set", { id: column.id, fields: { limit } }, { toast: true });
  };
  if (asking === "name") return <NameDialog title="Rename the column" value={column.name} onSave={rename} onClose={onClose} />;
  if (asking !== "limit") return null;
  const limit = column.limit ?? only?.wip_limit ?? null;
  return (
    <NameDialog
      title={`Limit the cards in ${column.name}`}
      label="Most cards at a time"
      type="number"
      hint="A limit keeps work in progress small. Leave it empty for none."
      value={limit === null ? "" : String(limit)}
      mayBeEmpty
      onSave={setLimit}
      onClose={onClose}
    />
  );
}
