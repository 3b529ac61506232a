import { useEffect } from "preact/hooks";
import { client } from "./core/client";
import { ALL } from "./core/lists";
import type { Id } from "./core/models";
import { boardPath, navigate, taskPath } from "./router";
import { useLazy } from "./lazy";

interface PanelProps {
  taskId: Id;
  onClose: () => void;
  onOpenTask: (taskId: Id) => void;
}

/** Finds the task of the address and draws its panel, which is loaded when first opened. */
export function TaskHost({ projectKey, task }: { projectKey: string; task: string }) {
  const Panel = useLazy<PanelProps>(() => import("./features/task/TaskPanel").then((module) => module.TaskPanel), "The task");
  const { store } = client();
  const project = store.rows("projects", ALL).find((one) => one.key === projectKey);
  const taskId = project && findTask(project.id, task);
  const isWhole = client().isWhole.value;
  useEffect(() => {
    if (isWhole && project && !taskId) client().notices.say(`There is no task ${projectKey}-${task} here.`);
  }, [isWhole, project?.id, taskId]);
  if (!taskId || !Panel) return null;
  const onOpenTask = (id: Id) => {
    const found = store.peek("task", id);
    const key = found && store.peek("project", found.project_id)?.key;
    if (found && key) navigate(taskPath(key, found.number ?? id));
  };
  return <Panel key={taskId} taskId={taskId} onClose={() => navigate(boardPath(projectKey))} onOpenTask={onOpenTask} />;
}

/** The id of the task with that number, or of the one with that id while it has no number. */
function findTask(projectId: Id, task: string): Id | undefined {
  const { store } = client();
  if (store.row("task", task).value) return task;
  return store.rows("projectTasks", projectId).find((one) => String(one.number) === task)?.id;
}
