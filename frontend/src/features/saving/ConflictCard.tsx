import { client } from "../../core/client";
import type { Conflict } from "../../core/conflicts";
import type { Json } from "../../core/models";
import { taskPath } from "../../router";
import { Button } from "../../ui/Button";
import { TextChoice } from "./TextChoice";
import { When } from "./When";
import { fieldName, subjectOf, todayIn, valueWords } from "./words";

/** One thing that two people changed: both values, and a choice. */
export function ConflictCard({ conflict }: { conflict: Conflict }) {
  const { store } = client();
  const task = conflict.task_id ? store.row("task", conflict.task_id).value : undefined;
  const other = (conflict.actor_id && store.row("member", conflict.actor_id).value?.name) || "a program";
  return (
    <li class="saving-card" data-conflict={conflict.field}>
      <div class="saving-card-head">
        <span class="saving-what">
          {subjectOf(conflict, store)} <span class="muted">· {fieldName(conflict.field, store)}</span>
        </span>
        {task && <a href={addressOf(conflict)}>Open</a>}
      </div>
      {conflict.kind === "text" ? <TextChoice conflict={conflict} other={other} /> : <ValueChoice conflict={conflict} other={other} />}
    </li>
  );
}

function addressOf(conflict: Conflict): string {
  const { store } = client();
  const task = conflict.task_id ? store.peek("task", conflict.task_id) : undefined;
  const project = task && store.peek("project", task.project_id);
  return project ? taskPath(project.key, task.number ?? task.id) : "";
}

function ValueChoice({ conflict, other }: { conflict: Conflict; other: string }) {
  const take = (which: "mine" | "theirs") => () => void client().resolve(conflict.id, which);
  return (
    <>
      <dl class="saving-values">
        <Value whose="Yours" conflict={conflict} value={conflict.mine} at={conflict.edited_at} />
        <Value whose={`From ${other}`} conflict={conflict} value={conflict.theirs} at={conflict.created_at} />
      </dl>
      <div class="saving-actions">
        <Button size="s" kind="primary" onClick={take("mine")}>
          Use mine
        </Button>
        <Button size="s" onClick={take("theirs")}>
          Keep theirs
        </Button>
      </div>
    </>
  );
}

function Value({ whose, conflict, value, at }: { whose: string; conflict: Conflict; value: Json; at: string }) {
  const { store } = client();
  const zone = store.member.value.time_zone;
  return (
    <div class="saving-value">
      <dt>
        {whose} <When at={at} />
      </dt>
      <dd>{valueWords(conflict, value, store, zone, todayIn(zone, Date.now()))}</dd>
    </div>
  );
}
