import { useState } from "preact/hooks";
import "./structure.css";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import type { LinkKind, TaskLink } from "../../core/links";
import { taskKey, type Id, type Task } from "../../core/models";
import { waitsFor } from "../../core/mutations/links";
import { standingOf } from "../../core/steps";
import { Button, IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { Icon } from "../../ui/Icon";
import { Section } from "./Section";
import { TaskPicker } from "./TaskPicker";
import { isClosed } from "./words";

const KINDS: readonly [LinkKind, string][] = [
  ["blocked_by", "Blocked by"],
  ["blocks", "Blocks"],
  ["relates", "Relates to"],
  ["duplicates", "Duplicates"],
  ["duplicated_by", "Duplicated by"],
];

interface LinksProps {
  task: Task;
  canEdit: boolean;
  onOpenTask: (taskId: Id) => void;
}

/** What a task has to do with others, of whichever project. */
export function Links({ task, canEdit, onOpenTask }: LinksProps) {
  const links = client().store.rows("taskLinks", task.id);
  if (links.length === 0 && !canEdit) return null;
  return (
    <Section title="Linked tasks" count={links.length > 0 ? String(links.length) : undefined}>
      {KINDS.map(([kind, words]) => {
        const some = links.filter((link) => link.kind === kind);
        return (
          some.length > 0 && (
            <div key={kind} role="group" aria-label={words}>
              <p class="link-kind">{words}</p>
              <ul role="list" class="lines">
                {some.map((link) => (
                  <LinkLine key={link.id} link={link} task={task} canEdit={canEdit} onOpenTask={onOpenTask} />
                ))}
              </ul>
            </div>
          )
        );
      })}
      {canEdit && <AddTie task={task} links={links} />}
    </Section>
  );
}

function LinkLine({ link, task, canEdit, onOpenTask }: LinksProps & { link: TaskLink }) {
  const { store } = client();
  const other = store.row("task", link.other_id).value;
  const project = other && store.row("project", other.project_id).value;
  const kind = other && store.row("stage", other.stage_id).value?.kind;
  const key = other ? taskKey(project, other) : "";
  const offersCancel = link.kind === "duplicates" && !isClosed(store.row("stage", task.stage_id).value?.kind) && standingOf(store, task).may("cancel");
  const cancel = () => void mutate("task.cancel", { id: task.id, reason: `Duplicate${key && ` of ${key}`}.`, comment_id: newId() }, { toast: true });
  return (
    <li class={classes("line", isClosed(kind) && "is-done")}>
      {task.blocked_by.includes(link.other_id) && link.kind === "blocked_by" && <Icon name="lock" class="is-blocking" />}
      {other ? (
        <button type="button" class="line-open" onClick={() => onOpenTask(other.id)}>
          <span class="line-key tabular">{key}</span>
          <span class="truncate">{other.title}</span>
        </button>
      ) : (
        <span class="line-text muted">A task that you do not see</span>
      )}
      {offersCancel && (
        <Button size="s" onClick={cancel}>
          Cancel this task
        </Button>
      )}
      {canEdit && (
        <span class="line-tools">
          <IconButton icon="close" size="s" label={`Remove the link with ${other?.title ?? "a task that you do not see"}`} onClick={() => void mutate("link.remove", { id: link.id }, { toast: true })} />
        </span>
      )}
    </li>
  );
}

function AddTie({ task, links }: { task: Task; links: readonly TaskLink[] }) {
  const { store } = client();
  const [kind, setKind] = useState<LinkKind>("blocked_by");
  const isFree = (other: Task) => other.id !== task.id && !links.some((link) => link.other_id === other.id && link.kind === kind);
  const pick = (other: Id) => {
    const [blocker, blocked] = kind === "blocks" ? [task.id, other] : [other, task.id];
    if ((kind === "blocks" || kind === "blocked_by") && waitsFor(store, blocker, blocked)) {
      client().notices.say("The two would wait for each other for ever, so they are not linked.", { tone: "problem" });
      return;
    }
    void mutate("link.add", { id: newId(), task_id: task.id, other_id: other, kind }, { toast: true });
  };
  return (
    <div class="add-tie">
      <select class="input" aria-label="Kind of link" value={kind} onChange={(event) => setKind(event.currentTarget.value as LinkKind)}>
        {KINDS.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
      <TaskPicker
        label="Task to link"
        allows={isFree}
        onPick={pick}
        trigger={(props) => (
          <Button size="s" {...props}>
            <Icon name="link" /> Link a task
          </Button>
        )}
      />
    </div>
  );
}
