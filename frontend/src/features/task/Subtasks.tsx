import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import { type Task, taskKey } from "../../core/models";
import { Avatar } from "../../ui/Avatar";
import { classes } from "../../ui/classes";
import { AddLine } from "./AddLine";
import { Section } from "./Section";
import { isClosed } from "./words";

interface SubtasksProps {
  task: Task;
  canEdit: boolean;
  onOpenTask: (taskId: string) => void;
}

export function Subtasks({ task, canEdit, onOpenTask }: SubtasksProps) {
  const { store } = client();
  const subtasks = store.rows("subtasks", task.id);
  if (subtasks.length === 0 && !canEdit) return null;
  const done = subtasks.filter((one) => isClosed(store.row("stage", one.stage_id).value?.kind)).length;
  const add = (lines: string[]) => {
    const stage = firstStage(task);
    if (!stage) return;
    for (const title of lines) {
      const args = { id: newId(), project_id: task.project_id, stage_id: stage, parent_id: task.id, title };
      void mutate("task.create", args);
    }
  };
  return (
    <Section title="Subtasks" count={subtasks.length > 0 ? `${done} of ${subtasks.length}` : undefined}>
      <ul role="list" class="lines">
        {subtasks.map((one) => (
          <Subtask key={one.id} task={one} onOpenTask={onOpenTask} canEdit={canEdit} />
        ))}
      </ul>
      {canEdit && <AddLine label="Add a subtask" onAdd={add} />}
    </Section>
  );
}

function Subtask({ task, onOpenTask, canEdit }: SubtasksProps) {
  const { store } = client();
  const stage = store.row("stage", task.stage_id).value;
  const performer = task.performer_id ? store.row("member", task.performer_id).value : undefined;
  const project = store.row("project", task.project_id).value;
  const isDone = isClosed(stage?.kind);
  return (
    <li class={classes("line", isDone && "is-done")}>
      <input
        type="checkbox"
        class="check"
        checked={isDone}
        disabled={!canEdit}
        aria-label={`Done: ${task.title}`}
        onChange={() => finish(task, !isDone)}
      />
      <button type="button" class="line-open" onClick={() => onOpenTask(task.id)}>
        <span class="line-key tabular">{taskKey(project, task)}</span>
        <span class="truncate">{task.title}</span>
      </button>
      <span class="line-stage">{stage?.name}</span>
      {performer && <Avatar id={performer.id} name={performer.name} size={20} />}
    </li>
  );
}

/** Into the first stage of done, or back to the first where work begins. */
function finish(task: Task, isDone: boolean): void {
  const { store } = client();
  const stages = store.peekRows("projectStages", task.project_id);
  const to = isDone ? stages.find((stage) => stage.kind === "done") : stages.find((stage) => !isClosed(stage.kind));
  if (!to) return;
  const after = store.tasksOfStage(to.id).at(-1) ?? null;
  void mutate("task.move", { id: task.id, stage_id: to.id, after, before: null });
}

/** Where new subtasks begin: what is to do, else the first stage. */
function firstStage(task: Task): string | undefined {
  const stages = client().store.peekRows("projectStages", task.project_id);
  return (stages.find((stage) => stage.kind === "todo") ?? stages[0])?.id;
}
