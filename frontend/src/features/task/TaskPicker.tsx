import type { ComponentChildren } from "preact";
import { client } from "../../core/client";
import { ALL } from "../../core/lists";
import { taskKey, type Id, type Task } from "../../core/models";
import { Picker, type Option } from "../../ui/Picker";
import type { TriggerProps } from "../../ui/Popover";
import { StageMark } from "../../ui/StageMark";

interface TaskPickerProps {
  label: string;
  projectId?: Id;
  /** Of all the tasks that are seen, those that may be picked. */
  allows: (task: Task) => boolean;
  first?: Option;
  onPick: (id: Id) => void;
  trigger: (props: TriggerProps) => ComponentChildren;
}

/** Finds a task by its key or its title, in one project or in all that the person sees. */
export function TaskPicker({ label, projectId, allows, first, onPick, trigger }: TaskPickerProps) {
  const find = (query: string) => [...(first && !query.trim() ? [first] : []), ...found(query, projectId, allows)];
  return <Picker label={label} options={[]} find={find} chosen={[]} onPick={onPick} trigger={trigger} />;
}

const MOST = 40;

/** The tasks whose key or title holds what was typed, the newest first; one whose key it is stands before all. */
export function found(query: string, projectId: Id | undefined, allows: (task: Task) => boolean): Option[] {
  const { store } = client();
  const wanted = query.trim().toLocaleLowerCase();
  const exact: Option[] = [];
  const rest: Option[] = [];
  const projects = projectId ? [projectId] : store.bucket("projects", ALL).ids.peek();
  for (const id of projects) {
    const project = store.peek("project", id);
    for (const taskId of [...store.bucket("projectTasks", id).ids.peek()].reverse()) {
      const task = store.peek("task", taskId);
      if (!task || !allows(task)) continue;
      const key = taskKey(project, task);
      const isExact = key.toLocaleLowerCase() === wanted;
      if (!isExact && (rest.length >= MOST || !`${key} ${task.title}`.toLocaleLowerCase().includes(wanted))) continue;
      (isExact ? exact : rest).push({ id: taskId, label: task.title, hint: key, leading: <StageMark kind={store.peek("stage", task.stage_id)?.kind} /> });
    }
  }
  return [...exact, ...rest];
}
