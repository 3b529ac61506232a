import type { ComponentChildren } from "preact";
import { client } from "../../core/client";
import { minute } from "../../core/clock";
import { dueOf } from "../../core/dates";
import { fieldWords } from "../../core/fields";
import type { Id, Priority, Task } from "../../core/models";
import { Avatar } from "../../ui/Avatar";
import { classes } from "../../ui/classes";
import { Icon } from "../../ui/Icon";
import type { IconName } from "../../ui/icons";
import { Tag } from "../../ui/Tag";

/** What a card shows of its task. */
export function CardFace({ task, taskKey }: { task: Task; taskKey: string }) {
  return (
    <>
      {task.tag_ids.length > 0 && <Tags ids={task.tag_ids} />}
      <span class="card-title">{task.title}</span>
      <span class="card-meta">
        <span class="card-facts">
          <span class="card-key tabular">{taskKey}</span>
          {task.priority !== null && <PriorityMark priority={task.priority} />}
          {task.is_urgent && <Weight word="Urgent" sign="!" />}
          {task.is_important && <Weight word="Important" sign="★" />}
          <DueMark task={task} />
          {task.recurrence_id && <Repeats id={task.recurrence_id} taskId={task.id} />}
          <Counts task={task} />
          <OnCard task={task} />
        </span>
        {task.estimate !== null && <Estimate value={task.estimate} unit="points" />}
        {task.estimate_hours !== null && <Estimate value={task.estimate_hours} unit="hours" sign="h" />}
        <Hands task={task} />
      </span>
    </>
  );
}

const MOST_TAGS = 4;

function Tags({ ids }: { ids: readonly Id[] }) {
  const { store } = client();
  const tags = ids.map((id) => store.row("tag", id).value).filter((tag) => tag !== undefined);
  return (
    <span class="card-tags">
      {tags.slice(0, MOST_TAGS).map((tag) => (
        <Tag key={tag.id} name={tag.name} color={tag.color} size="s" />
      ))}
      {tags.length > MOST_TAGS && <span class="card-more">+{tags.length - MOST_TAGS}</span>}
    </span>
  );
}

const PRIORITIES: readonly string[] = ["Urgent", "High", "Medium", "Low", "Lowest"];

/** Bars like those of a signal; the urgent ones stand out by colour and form. */
function PriorityMark({ priority }: { priority: Priority }) {
  const words = `Priority: ${PRIORITIES[priority] ?? ""}`;
  return (
    <span class={`priority priority-${priority}`} role="img" aria-label={words} title={words}>
      <i />
      <i />
      <i />
    </span>
  );
}

/** What the project's leads chose of its own fields. */
function OnCard({ task }: { task: Task }) {
  const { store } = client();
  return store
    .rows("projectFields", task.project_id)
    .filter((field) => field.on_card && field.id in task.values)
    .map((field) => {
      const words = fieldWords(field, task.values[field.id], (id) => store.row("member", id).value?.name);
      return words && (
        <span key={field.id} class="card-field" title={`${field.name}: ${words}`}>
          {field.kind === "checkbox" ? field.name : words}
        </span>
      );
    });
}

function Weight({ word, sign }: { word: string; sign: string }) {
  return (
    <span class={`card-weight is-${word.toLowerCase()}`} role="img" aria-label={word} title={word}>
      {sign}
    </span>
  );
}

function Estimate({ value, unit, sign = "" }: { value: number; unit: string; sign?: string }) {
  return (
    <span class="card-estimate tabular" title={`Estimate: ${value} ${unit}`}>
      {value}
      {sign}
    </span>
  );
}

function DueMark({ task }: { task: Task }) {
  const member = client().store.member.value;
  const due = dueOf(task, member.time_zone, minute.value);
  if (!due) return null;
  const words = due.tone === "overdue" ? `Overdue: ${due.text}` : `Due: ${due.text}`;
  return (
    <span class={classes("card-due", `is-${due.tone}`)} title={words}>
      <Icon name={due.tone === "overdue" ? "warning" : "calendar"} size={14} />
      <span class="visually-hidden">{due.tone === "overdue" ? "Overdue: " : "Due: "}</span>
      {due.text}
    </span>
  );
}

/** Only the latest is followed by another. */
function Repeats({ id, taskId }: { id: Id; taskId: Id }) {
  const known = client().store.row("recurrence", id).value;
  if (known?.task_id !== taskId || known.stopped_at) return null;
  return (
    <span class="card-count" role="img" aria-label="Repeats" title="Repeats">
      <Icon name="repeat" size={14} />
    </span>
  );
}

function Counts({ task }: { task: Task }) {
  const byEstimate = client().store.row("project", task.project_id).value?.progress === "estimate" && task.child_estimate > 0;
  const [below, done] = byEstimate ? [task.child_estimate, task.child_estimate_done] : [task.child_count, task.child_done];
  const waits = task.blocked_by.length;
  const { checklist_count: items, checklist_done: ticked } = task;
  return (
    <>
      {items > 0 && (
        <Count icon="checklist" words={`Checklist: ${ticked} of ${items} done`} isDone={ticked === items}>
          {ticked}/{items}
        </Count>
      )}
      {waits > 0 && (
        <Count icon="lock" words={waits === 1 ? "Blocked by one task" : `Blocked by ${waits} tasks`}>
          {waits}
        </Count>
      )}
      {below > 0 && (
        <Count icon="subtask" words={`Subtasks: ${done} of ${below} ${byEstimate ? "points" : "tasks"} done`} isDone={done === below}>
          {done}/{below}
        </Count>
      )}
      {task.comment_count > 0 && (
        <Count icon="comment" words={task.comment_count === 1 ? "One comment" : `${task.comment_count} comments`}>
          {task.comment_count}
        </Count>
      )}
    </>
  );
}

function Count(props: { icon: IconName; words: string; isDone?: boolean; children: ComponentChildren }) {
  return (
    <span class={classes("card-count tabular", props.isDone && "is-done")} title={props.words}>
      <Icon name={props.icon} size={14} />
      <span class="visually-hidden">{props.words}</span>
      <span aria-hidden="true">{props.children}</span>
    </span>
  );
}

/** Between two people the other's name is told: green when I gave it, red when it was given to me. */
function Hands({ task }: { task: Task }) {
  const { store } = client();
  const me = store.member.value.id;
  const { performer_id: performer, author_id: author } = task;
  if (!performer) return null;
  const isByMe = author === me && performer !== me;
  const isToMe = performer === me && author !== null && author !== me;
  const other = isByMe ? performer : isToMe ? author : null;
  const name = other && store.row("member", other).value?.name;
  return (
    <>
      {name && (
        <span class={classes("card-other", isByMe ? "is-by-me" : "is-to-me")} title={isByMe ? `Given to ${name} by you` : `Given to you by ${name}`}>
          <span class="visually-hidden">{isByMe ? "You gave it to " : "Given to you by "}</span>
          {name}
        </span>
      )}
      <Performer id={performer} />
    </>
  );
}

function Performer({ id }: { id: Id }) {
  const member = client().store.row("member", id).value;
  return <Avatar id={id} name={member?.name ?? "Somebody who has left"} size={22} isPlaceholder={member?.is_placeholder} />;
}
