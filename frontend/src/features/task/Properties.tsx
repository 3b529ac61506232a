import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import type { Priority, Task } from "../../core/models";
import { moveTask } from "../../core/reasons";
import { PRIORITIES, priorityName } from "../../core/priorities";
import { Icon } from "../../ui/Icon";
import { Menu } from "../../ui/Menu";
import { StageMark } from "../../ui/StageMark";
import { DueProperty } from "./DueProperty";
import { Helpers, Observers, Performer } from "./People";
import { PlanProperty } from "./PlanProperty";
import { Property, ValueButton } from "./Property";
import type { Rights } from "./rights";
import { Tags } from "./Tags";

export function Properties({ task, rights }: { task: Task; rights: Rights }) {
  const { canEdit } = rights;
  return (
    <section class="properties" aria-label="Details">
      <StageProperty task={task} canEdit={canEdit} />
      <Performer task={task} />
      <DueProperty task={task} canEdit={canEdit} />
      <PlanProperty task={task} />
      <PriorityProperty task={task} canEdit={canEdit} />
      <EstimateProperty task={task} canEdit={canEdit} />
      <Tags task={task} rights={rights} />
      <Helpers task={task} />
      <Observers task={task} canEdit={canEdit} />
    </section>
  );
}

interface PartProps {
  task: Task;
  canEdit: boolean;
}

function StageProperty({ task, canEdit }: PartProps) {
  const { store } = client();
  const stage = store.row("stage", task.stage_id).value;
  const move = (id: string) =>
    moveTask(task.id, { stage_id: id, after: null, before: store.tasksOfStage(id)[0] ?? null });
  const items = store.rows("projectStages", task.project_id).map((one) => ({
    label: one.name,
    leading: <StageMark kind={one.kind} />,
    isChecked: one.id === task.stage_id,
    onSelect: () => one.id !== task.stage_id && move(one.id),
  }));
  return (
    <Property label="Stage">
      <Menu
        label="Stage"
        items={items}
        trigger={(props) => (
          <ValueButton {...props} label="Stage" isDisabled={!canEdit}>
            <StageMark kind={stage?.kind} />
            <span class="truncate">{stage?.name ?? "…"}</span>
          </ValueButton>
        )}
      />
    </Property>
  );
}

function PriorityProperty({ task, canEdit }: PartProps) {
  const set = (priority: Priority | null) => void mutate("task.set", { id: task.id, fields: { priority } });
  const items = [...PRIORITIES, { level: null, name: "No priority" }].map(({ level, name }) => ({
    label: name,
    leading: <Icon name="flag" class={`priority-${level ?? "none"}`} />,
    isChecked: level === task.priority,
    onSelect: () => set(level),
  }));
  return (
    <Property label="Priority">
      <Menu
        label="Priority"
        items={items}
        trigger={(props) => (
          <ValueButton {...props} label="Priority" isDisabled={!canEdit} isEmpty={task.priority === null}>
            <Icon name="flag" class={`priority-${task.priority ?? "none"}`} />
            {task.priority === null ? "None" : priorityName(task.priority)}
          </ValueButton>
        )}
      />
    </Property>
  );
}

const ESTIMATE_MAX = 99_999;

function EstimateProperty({ task, canEdit }: PartProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const save = () => {
    if (draft === null) return;
    const estimate = draft.trim() === "" ? null : Math.min(Math.max(Math.round(Number(draft) * 100) / 100, 0), ESTIMATE_MAX);
    setDraft(null);
    if (estimate === task.estimate || Number.isNaN(estimate)) return;
    void mutate("task.set", { id: task.id, fields: { estimate } });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") save();
    if (event.key !== "Escape" || draft === null) return;
    event.stopPropagation();
    setDraft(null);
  };
  return (
    <Property label="Estimate">
      <span class="value value-number">
        <Icon name="estimate" />
        <input
          type="number"
          min={0}
          max={ESTIMATE_MAX}
          step="any"
          aria-label="Estimate in points"
          placeholder="None"
          disabled={!canEdit}
          value={draft ?? task.estimate ?? ""}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onBlur={save}
          onKeyDown={onKeyDown}
        />
        {task.estimate !== null && draft === null && <span class="muted">{task.estimate === 1 ? "point" : "points"}</span>}
      </span>
    </Property>
  );
}
