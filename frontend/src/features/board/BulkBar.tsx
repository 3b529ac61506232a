import "./bulk.css";
import "../../core/mutations/late";
import { useSignal } from "@preact/signals";
import { client, mutate } from "../../core/client";
import { ALL } from "../../core/lists";
import { taskKey, type Id, type Task } from "../../core/models";
import { refusalOf } from "../../core/mutations/bulk";
import type { BulkFields, BulkGroup } from "../../core/mutations/types";
import { PRIORITIES } from "../../core/priorities";
import { Avatar } from "../../ui/Avatar";
import { Button, IconButton } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Menu } from "../../ui/Menu";
import { Picker, type Option } from "../../ui/Picker";
import { StageMark } from "../../ui/StageMark";
import { Dot } from "../../ui/Tag";
import { BulkDue } from "./BulkDue";
import type { BoardModel } from "./model";
import { chosenOn, clearSelection } from "./selection";
import { refocus } from "./useKeys";

const MOST = 1000;
const NAMED = 3;
const NOBODY = "";

type Act = (group: Omit<BulkGroup, "ids">) => void;

interface PartProps {
  board: BoardModel;
  tasks: readonly Task[];
  act: Act;
}

/** What can be done with all chosen cards at once. */
export function BulkBar({ board }: { board: BoardModel }) {
  const saving = useSignal(0);
  const ids = chosenOn(board);
  if (ids.length === 0) return null;
  const tasks = ids.flatMap((id) => board.store.row("task", id).value ?? []);
  const act: Act = (group) => {
    const answer = change(ids, group);
    if (!answer) return;
    saving.value += 1;
    void answer.finally(() => (saving.value -= 1));
  };
  const close = () => {
    clearSelection(board);
    refocus(board, board.focused.peek());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    close();
  };
  const part = { board, tasks, act };
  return (
    <section class="bulk-bar" role="toolbar" aria-label="Selected cards" aria-busy={saving.value > 0} onKeyDown={onKeyDown}>
      <span class="bulk-count tabular">{ids.length} selected</span>
      {saving.value > 0 && <span class="bulk-saving">Saving …</span>}
      <span class="bulk-actions">
        <MoveTo {...part} />
        <Assign {...part} />
        <Prioritise {...part} />
        <BulkDue act={(fields) => act({ fields })} />
        <Tagging {...part} />
        <IconButton icon="archive" label="Put away" onClick={() => act({ verb: "archive" })} />
        <IconButton icon="trash" label="Move to trash" onClick={() => act({ verb: "trash" })} />
      </span>
      <IconButton icon="close" label="Clear the selection" onClick={close} />
    </section>
  );
}

/** Changes what may be changed, and tells what stays as it is and why; nothing when all of it does. */
function change(ids: readonly Id[], group: Omit<BulkGroup, "ids">): Promise<unknown> | null {
  const { store } = client();
  if (ids.length > MOST) {
    client().notices.say(`At most ${MOST.toLocaleString("en")} cards change at once; these are ${ids.length.toLocaleString("en")}.`, { tone: "problem" });
    return null;
  }
  const whole: BulkGroup = { ...group, ids: [...ids] };
  const left: { name: string; why: string }[] = [];
  const changing: Id[] = [];
  for (const id of ids) {
    const task = store.peek("task", id);
    const why = task ? refusalOf(store, task, whole) : null;
    if (!task || (group.stage_id && task.stage_id === group.stage_id)) continue;
    if (why === null) changing.push(id);
    else left.push({ name: taskKey(store.peek("project", task.project_id), task) || task.title, why });
  }
  if (left.length > 0) tellLeft(left, left.length);
  if (changing.length === 0) return null;
  return mutate("task.bulk", { ...group, ids: changing }, { toast: true }).then(({ data }) => {
    const told = data as { left?: { name: string; why: string }[]; left_count?: number } | undefined;
    if (told?.left_count) tellLeft(told.left ?? [], told.left_count);
  });
}

function tellLeft(left: readonly { name: string; why: string }[], count: number): void {
  const names = left.slice(0, NAMED).map(({ name }) => name || "a task that is not here any more");
  const more = count > names.length ? ` and ${count - names.length} more` : "";
  const stays = count === 1 ? "stays as it is" : "stay as they are";
  client().notices.say(`${names.join(", ")}${more} ${stays}. ${left[0]?.why ?? ""}`, { tone: "problem" });
}

function MoveTo({ board, act }: PartProps) {
  const items = board.store.rows("projectStages", board.projectId).map((stage) => ({
    label: stage.name,
    leading: <StageMark kind={stage.kind} />,
    onSelect: () => act({ stage_id: stage.id, after: null, before: firstStaying(board, stage.id) }),
  }));
  return (
    <Menu
      label="Move to"
      items={items}
      trigger={(trigger) => (
        <Button kind="quiet" size="s" icon="arrowRight" {...trigger}>
          Move
        </Button>
      )}
    />
  );
}

/** The cards come to the top, in front of the first that is not one of them. */
function firstStaying(board: BoardModel, stageId: Id): Id | null {
  const chosen = new Set(chosenOn(board).filter((id) => board.store.peek("task", id)?.stage_id !== stageId));
  return board.store.tasksOfStage(stageId).find((id) => !chosen.has(id)) ?? null;
}

function Assign({ board, tasks, act }: PartProps) {
  const members = board.store.rows("members", ALL).filter((member) => member.is_active);
  const options: Option[] = [
    { id: NOBODY, label: "Nobody", leading: <Avatar id={null} name="Nobody" size={20} decorative /> },
    ...members.map(({ id, name }) => ({ id, label: name, leading: <Avatar id={id} name={name} size={20} decorative /> })),
  ];
  const performers = new Set(tasks.map((task) => task.performer_id ?? NOBODY));
  return (
    <Picker
      label="Performer"
      options={options}
      chosen={performers.size === 1 ? [...performers] : []}
      onPick={(id) => act({ fields: { performer_id: id || null } })}
      trigger={(trigger) => (
        <Button kind="quiet" size="s" icon="person" {...trigger}>
          Assign
        </Button>
      )}
    />
  );
}

function Prioritise({ tasks, act }: PartProps) {
  const priorities = new Set(tasks.map((task) => task.priority));
  const items = [...PRIORITIES, { level: null, name: "No priority" }].map(({ level, name }) => ({
    label: name,
    leading: <Icon name="flag" class={`priority-${level ?? "none"}`} />,
    isChecked: priorities.size === 1 && priorities.has(level),
    onSelect: () => act({ fields: { priority: level } as BulkFields }),
  }));
  return (
    <Menu
      label="Priority"
      items={items}
      trigger={(trigger) => (
        <Button kind="quiet" size="s" icon="flag" {...trigger}>
          Priority
        </Button>
      )}
    />
  );
}

/** A tag that all of them bear is taken off; one that some lack is put on all. */
function Tagging({ board, tasks, act }: PartProps) {
  const tags = board.store.rows("tags", ALL);
  if (tags.length === 0) return null;
  const options = tags.map((tag): Option => ({ id: tag.id, label: tag.name, leading: <Dot color={tag.color} /> }));
  const onAll = tags.map(({ id }) => id).filter((id) => tasks.every((task) => task.tag_ids.includes(id)));
  return (
    <Picker
      label="Tags"
      isMany
      options={options}
      chosen={onAll}
      onPick={(id) => act(onAll.includes(id) ? { remove_tags: [id] } : { add_tags: [id] })}
      trigger={(trigger) => (
        <Button kind="quiet" size="s" icon="tag" {...trigger}>
          Tags
        </Button>
      )}
    />
  );
}
