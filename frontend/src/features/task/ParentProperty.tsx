import { client, mutate } from "../../core/client";
import { isBelow } from "../../core/branch";
import { taskKey, type Task } from "../../core/models";
import { Icon } from "../../ui/Icon";
import { Property, ValueButton } from "./Property";
import { TaskPicker } from "./TaskPicker";

const NONE = "none";

/** Below which task it stands; choosing another moves it with all that stands below it. */
export function ParentProperty({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const { store } = client();
  const parent = task.parent_id ? store.row("task", task.parent_id).value : undefined;
  const project = store.row("project", task.project_id).value;
  const pick = (id: string) => void mutate("task.set", { id: task.id, fields: { parent_id: id === NONE ? null : id } }, { toast: true });
  return (
    <Property label="Part of">
      <TaskPicker
        label="Part of"
        projectId={task.project_id}
        allows={(other) => other.id !== task.parent_id && !isBelow(store, other.id, task.id)}
        first={parent && { id: NONE, label: "No other task" }}
        onPick={pick}
        trigger={(props) => (
          <ValueButton {...props} label="Part of" isDisabled={!canEdit} isEmpty={!parent}>
            <Icon name="subtask" />
            <span class="truncate">{parent ? `${taskKey(project, parent)} ${parent.title}` : "None"}</span>
          </ValueButton>
        )}
      />
    </Property>
  );
}
