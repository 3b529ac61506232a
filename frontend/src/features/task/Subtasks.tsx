import { useState } from "preact/hooks";
import "./structure.css";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import { type Id, type Task, taskKey } from "../../core/models";
import { Avatar } from "../../ui/Avatar";
import { IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { Icon } from "../../ui/Icon";
import { Menu, type MenuItem } from "../../ui/Menu";
import { Progress } from "../../ui/Progress";
import { AddLine } from "./AddLine";
import { Section } from "./Section";
import { linesBelow, mayNest, parentAfterStep, type TreeLine } from "./tree";
import { isClosed } from "./words";

interface SubtasksProps {
  task: Task;
  canEdit: boolean;
  onOpenTask: (taskId: Id) => void;
}

/** The branch below a task, opened line by line. */
export function Subtasks({ task, canEdit, onOpenTask }: SubtasksProps) {
  const { store } = client();
  const [opened, setOpened] = useState<ReadonlySet<Id>>(new Set());
  const lines = linesBelow(task.id, opened, (id) => store.rows("subtasks", id));
  if (lines.length === 0 && !canEdit) return null;
  const open = (id: Id, isOpen: boolean) => {
    const next = new Set(opened);
    if (isOpen) next.add(id);
    else next.delete(id);
    setOpened(next);
  };
  const progress = progressOf(task);
  return (
    <Section title="Subtasks" count={progress?.words}>
      {progress && <Progress value={progress.done} max={progress.all} label="Subtasks: done" />}
      <ul role="list" class="lines">
        {lines.map((line) => (
          <Line key={line.task.id} line={line} lines={lines} root={task} canEdit={canEdit} onOpen={open} onOpenTask={onOpenTask} />
        ))}
      </ul>
      {canEdit && <AddLine label="Add a subtask" onAdd={(titles) => addBelow(task, titles)} />}
    </Section>
  );
}

/** How far the whole branch has come, by tasks or by points as the project counts. */
function progressOf(task: Task): { done: number; all: number; words: string } | null {
  const byEstimate = client().store.row("project", task.project_id).value?.progress === "estimate" && task.child_estimate > 0;
  const [done, all] = byEstimate ? [task.child_estimate_done, task.child_estimate] : [task.child_done, task.child_count];
  return all > 0 ? { done, all, words: `${done} of ${all}${byEstimate ? " points" : ""}` } : null;
}

function addBelow(task: Task, titles: readonly string[]): void {
  const stage = firstStage(task);
  if (!stage) return;
  for (const title of titles) {
    void mutate("task.create", { id: newId(), project_id: task.project_id, stage_id: stage, parent_id: task.id, title });
  }
}

function nest(id: Id, below: Id | null): void {
  void mutate("task.set", { id, fields: { parent_id: below } }, { toast: true });
}

const peek = (id: Id) => client().store.peek("task", id);
/** The line that is dragged. */
let dragged: Id | null = null;

interface LineProps {
  line: TreeLine;
  lines: readonly TreeLine[];
  root: Task;
  canEdit: boolean;
  onOpen: (id: Id, isOpen: boolean) => void;
  onOpenTask: (taskId: Id) => void;
}

function Line({ line, lines, root, canEdit, onOpen, onOpenTask }: LineProps) {
  const { store } = client();
  const { task } = line;
  const stage = store.row("stage", task.stage_id).value;
  const isDone = isClosed(stage?.kind);
  const drag = useDrag(task, () => onOpen(task.id, true));
  const step = (by: 1 | -1) => {
    const to = parentAfterStep(lines, task.id, by, root, peek);
    if (by > 0 && !to) return;
    if (to) onOpen(to, true);
    nest(task.id, to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
    if (!by || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey && canEdit) step(by);
    else if (!event.altKey && line.hasChildren) onOpen(task.id, by > 0);
  };
  return (
    <li
      class={classes("line tree-line", isDone && "is-done", drag.isOver && "is-over")}
      style={{ "--level": Math.min(line.level - 1, 12) }}
      aria-level={line.level}
      draggable={canEdit}
      {...drag.handlers}
      onKeyDown={onKeyDown}
    >
      {line.hasChildren ? (
        <IconButton icon={line.isOpen ? "chevronDown" : "chevronRight"} size="s" label={`Subtasks of ${task.title}`} aria-expanded={line.isOpen} onClick={() => onOpen(task.id, !line.isOpen)} />
      ) : (
        <span class="tree-gap" />
      )}
      <input type="checkbox" class="check" checked={isDone} disabled={!canEdit} aria-label={`Done: ${task.title}`} onChange={() => finish(task, !isDone)} />
      <LineFace task={task} onOpenTask={onOpenTask} />
      {canEdit && <LineMenu line={line} lines={lines} root={root} step={step} />}
    </li>
  );
}

/** A line is dragged onto another, below which it goes with its branch. */
function useDrag(task: Task, open: () => void) {
  const [isOver, setOver] = useState(false);
  const taken = () => {
    const other = dragged && dragged !== task.id ? peek(dragged) : undefined;
    return other && mayNest(peek, other, task) ? other : undefined;
  };
  const onDragOver = (event: DragEvent) => {
    if (!taken()) return;
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    const other = taken();
    setOver(false);
    if (!other) return;
    event.preventDefault();
    open();
    nest(other.id, task.id);
  };
  const handlers = { onDragOver, onDrop, onDragLeave: () => setOver(false), onDragStart: () => void (dragged = task.id), onDragEnd: () => void (dragged = null) };
  return { isOver, handlers };
}

function LineFace({ task, onOpenTask }: { task: Task; onOpenTask: (taskId: Id) => void }) {
  const { store } = client();
  const performer = task.performer_id ? store.row("member", task.performer_id).value : undefined;
  const progress = progressOf(task);
  const waits = task.blocked_by.length;
  return (
    <>
      <button type="button" class="line-open" onClick={() => onOpenTask(task.id)}>
        <span class="line-key tabular">{taskKey(store.row("project", task.project_id).value, task)}</span>
        <span class="truncate">{task.title}</span>
      </button>
      {waits > 0 && (
        <span class="is-blocking" role="img" aria-label={`Blocked by ${waits}`} title={`Blocked by ${waits}`}>
          <Icon name="lock" size={14} />
        </span>
      )}
      {progress && <span class="line-stage tabular">{progress.words}</span>}
      <span class="line-stage">{store.row("stage", task.stage_id).value?.name}</span>
      {performer && <Avatar id={performer.id} name={performer.name} size={20} />}
    </>
  );
}

function LineMenu({ line, lines, root, step }: Pick<LineProps, "line" | "lines" | "root"> & { step: (by: 1 | -1) => void }) {
  const { task } = line;
  const above = parentAfterStep(lines, task.id, 1, root, peek);
  const items: MenuItem[] = [
    { label: `Below ${(above && peek(above)?.title) ?? "the one above"}`.slice(0, 60), icon: "arrowRight", keys: "Alt+→", isDisabled: !above, onSelect: () => step(1) },
    { label: "One level up", icon: "arrowLeft", keys: "Alt+←", onSelect: () => step(-1) },
    { label: "No subtask any more", icon: "subtask", onSelect: () => nest(task.id, null) },
  ];
  return (
    <span class="line-tools">
      <Menu label="Subtask" items={items} trigger={(props) => <IconButton {...props} icon="more" size="s" label={`Actions: ${task.title}`} />} />
    </span>
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
