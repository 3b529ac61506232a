import { client, mutate } from "../../core/client";
import type { Priority, Task } from "../../core/models";
import { moveTask } from "../../core/reasons";
import { PRIORITIES, priorityName } from "../../core/priorities";
import { Icon } from "../../ui/Icon";
import { Menu } from "../../ui/Menu";
import { StageMark } from "../../ui/StageMark";
import { CustomFields } from "./CustomFields";
import { DueProperty } from "./DueProperty";
import { ColorProperty, EstimateProperty, WeightProperty } from "./Marks";
import { ParentProperty } from "./ParentProperty";
import { Helpers, Observers, Performer } from "./People";
import { PlanProperty } from "./PlanProperty";
import { Property, ValueButton } from "./Property";
import { RepeatProperty } from "./RepeatProperty";
import type { Rights } from "./rights";
import { Tags } from "./Tags";

interface PropertiesProps {
  task: Task;
  rights: Rights;
  onOpenTask: (taskId: string) => void;
}

export function Properties({ task, rights, onOpenTask }: PropertiesProps) {
  const { canEdit } = rights;
  return (
    <section class="properties" aria-label="Details">
      <StageProperty task={task} canEdit={canEdit} />
      <Performer task={task} />
      <DueProperty task={task} canEdit={canEdit} />
      <RepeatProperty task={task} canEdit={canEdit} onOpenTask={onOpenTask} />
      <PlanProperty task={task} />
      <PriorityProperty task={task} canEdit={canEdit} />
      <WeightProperty task={task} canEdit={canEdit} />
      <EstimateProperty task={task} canEdit={canEdit} />
      <ParentProperty task={task} canEdit={canEdit} />
      <Tags task={task} rights={rights} />
      <ColorProperty task={task} canEdit={canEdit} />
      <CustomFields task={task} canEdit={canEdit} />
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
