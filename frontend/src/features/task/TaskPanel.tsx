import { useRef } from "preact/hooks";
import "./task.css";
import "./verbs.css";
import { client } from "../../core/client";
import type { Id, Task } from "../../core/models";
import type { TaskParts } from "../../core/parts";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Activity } from "./activity/Activity";
import { Attachments } from "./Attachments";
import { Checklists } from "./Checklists";
import { Collided } from "./Collided";
import { Description } from "./Description";
import { Files } from "./Files";
import { Links } from "./Links";
import { PanelHead } from "./PanelHead";
import { Properties } from "./Properties";
import { rightsOn } from "./rights";
import { Subtasks } from "./Subtasks";
import { Talk } from "./talk/Talk";
import { TimeAgo } from "./TimeAgo";
import { Title } from "./Title";
import { useReading } from "./useReading";
import { Verbs } from "./Verbs";
import { useAlone, useFocusKept } from "./useFocus";

interface TaskPanelProps {
  taskId: Id;
  onClose: () => void;
  /** Opens another task in place of this one. */
  onOpenTask: (taskId: Id) => void;
}

/** One task beside the board, or over it on a small screen; everything is changed where it stands. */
export function TaskPanel({ taskId, onClose, onOpenTask }: TaskPanelProps) {
  const panel = useRef<HTMLElement>(null);
  const task = client().store.row("task", taskId).value;
  useAlone(panel);
  useFocusKept(panel, taskId);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <aside ref={panel} class="task-panel" aria-label={task?.title ?? "Task"} tabIndex={-1} onKeyDown={onKeyDown}>
      {task ? (
        <Content key={taskId} task={task} onClose={onClose} onOpenTask={onOpenTask} />
      ) : (
        <Missing taskId={taskId} onClose={onClose} />
      )}
    </aside>
  );
}

function Content({ task, onClose, onOpenTask }: { task: Task } & Omit<TaskPanelProps, "taskId">) {
  const rights = rightsOn(task);
  useReading(task);
  const parts = client().openTask(task.id);
  return (
    <>
      <PanelHead task={task} onClose={onClose} onOpenTask={onOpenTask} />
      <div class="task-scroll">
        <div class="task-grid">
          <div class="task-title-cell">
            <Title task={task} canEdit={rights.canEdit} />
            <Verbs task={task} onGone={onClose} />
            <Collided taskId={task.id} />
          </div>
          <Properties task={task} rights={rights} onOpenTask={onOpenTask} />
          <div class="task-main">
            <LazyParts task={task} parts={parts} onOpenTask={onOpenTask} />
          </div>
        </div>
      </div>
    </>
  );
}

function LazyParts({ task, parts, onOpenTask }: { task: Task; parts: TaskParts; onOpenTask: (taskId: Id) => void }) {
  const { canEdit, isLead } = rightsOn(task);
  const state = parts.state.value;
  if (state === "loading" && task.description === undefined) return <Waiting />;
  if (state === "failed" || state === "missing") return <Failed task={task} sentence={parts.sentence.value} />;
  return (
    <>
      <Description task={task} canEdit={canEdit} />
      <Checklists task={task} canEdit={canEdit} />
      <Subtasks task={task} canEdit={canEdit} onOpenTask={onOpenTask} />
      <Links task={task} canEdit={canEdit} onOpenTask={onOpenTask} />
      <Files task={task} canEdit={canEdit} />
      <Attachments task={task} canEdit={canEdit} />
      <Talk task={task} parts={parts} isLead={isLead} />
      <Activity task={task} parts={parts} canEdit={canEdit} />
      <Made task={task} />
    </>
  );
}

function Made({ task }: { task: Task }) {
  const author = task.author_id ? client().store.row("member", task.author_id).value : undefined;
  const isToMe = author && task.performer_id === client().store.me && author.id !== client().store.me;
  return (
    <p class="task-made">
      {author && <span class={isToMe ? "is-to-me" : undefined}>{author.name}</span>}
      {author ? " wrote this" : "Written"} <TimeAgo at={task.created_at} />
    </p>
  );
}

function Waiting() {
  return (
    <div class="task-waiting" role="status">
      <span class="visually-hidden">Reading the task …</span>
      <span class="bone" />
      <span class="bone" />
      <span class="bone bone-short" />
    </div>
  );
}

function Failed({ task, sentence }: { task: Task; sentence: string }) {
  return (
    <div class="task-failed" role="alert">
      <p>{sentence || "The rest of this task could not be read."}</p>
      <Button size="s" onClick={() => void client().openTask(task.id)}>
        Try again
      </Button>
    </div>
  );
}

function Missing({ taskId, onClose }: { taskId: Id; onClose: () => void }) {
  const isSeen = client().store.peekBase("task", taskId) !== undefined;
  const hint = isSeen ? "It is in the trash now." : "It may have been moved to the trash, or it is not shared with you.";
  return (
    <EmptyState icon="search" title="There is no such task here" hint={hint}>
      <Button kind="primary" onClick={onClose}>
        Close
      </Button>
    </EmptyState>
  );
}
