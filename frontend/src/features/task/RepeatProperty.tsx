import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { minute } from "../../core/clock";
import { dayIn, dayWords } from "../../core/dates";
import type { Id, Task } from "../../core/models";
import type { Recurrence } from "../../core/recurrences";
import { lazy } from "../../lazy";
import { Icon } from "../../ui/Icon";
import { Menu, type MenuItem } from "../../ui/Menu";
import { Property, ValueButton } from "./Property";
import { dayOf, recurrenceOf, setRepeating } from "./repeating";
import { plainChoices, repeatWords } from "./repeatWords";
import { isClosed } from "./words";

const RepeatDialog = lazy(() => import("./RepeatDialog").then((module) => module.RepeatDialog), "The form");
const RepeatHistory = lazy(() => import("./RepeatHistory").then((module) => module.RepeatHistory), "The list");

interface RepeatPropertyProps {
  task: Task;
  canEdit: boolean;
  onOpenTask: (taskId: Id) => void;
}

/** How the task comes again, in words; its menu changes it. */
export function RepeatProperty({ task, canEdit, onOpenTask }: RepeatPropertyProps) {
  const [opened, setOpened] = useState<"form" | "history" | null>(null);
  const known = recurrenceOf(task);
  const kind = client().store.row("stage", task.stage_id).value?.kind;
  const mayChange = canEdit && !isClosed(kind) && (!known || known.task_id === task.id);
  if (!known && !mayChange) return null;
  const close = () => setOpened(null);
  const items = [
    ...(mayChange ? changes(task, known, () => setOpened("form")) : []),
    ...(known ? [{ label: "Show all of them …", icon: "history", startsGroup: mayChange, onSelect: () => setOpened("history") } as const] : []),
  ];
  const isOn = known !== undefined && !known.stopped_at;
  return (
    <Property label="Repeat">
      <Menu
        label="Repeat"
        items={items}
        trigger={(props) => (
          <ValueButton {...props} label="Repeat" isEmpty={!isOn}>
            <Icon name="repeat" />
            <span class="repeat-words">
              {known && isOn ? repeatWords(known) : known ? "Stopped" : "Never"}
              {known && <Next known={known} task={task} />}
            </span>
          </ValueButton>
        )}
      />
      {opened === "form" && <RepeatDialog task={task} onClose={close} />}
      {opened === "history" && known && <RepeatHistory recurrence={known} taskId={task.id} onOpenTask={onOpenTask} onClose={close} />}
    </Property>
  );
}

function Next({ known, task }: { known: Recurrence; task: Task }) {
  if (known.task_id !== task.id) return <span class="muted"> A later one is there.</span>;
  if (!known.next_on || known.after_completion || known.stopped_at) return null;
  return <span class="muted"> Next: {dayWords(known.next_on, dayIn(known.zone, minute.value))}</span>;
}

/** Plain rules first, then what can be done to one that stands. */
function changes(task: Task, known: Recurrence | undefined, openForm: () => void): MenuItem[] {
  const isOn = known !== undefined && !known.stopped_at;
  const chosen = isOn ? repeatWords(known) : null;
  const plain = plainChoices(dayOf(task, known)).map((one) => ({
    label: repeatWords(one),
    isChecked: repeatWords(one) === chosen,
    onSelect: () => setRepeating(task, known, one),
  }));
  const custom: MenuItem = { label: "Custom …", icon: "settings", startsGroup: true, onSelect: openForm };
  return [...plain, custom, ...(isOn ? standing(known) : [])];
}

function standing({ id, skipped_on }: Recurrence): MenuItem[] {
  const toast = { toast: true };
  const takeBack: MenuItem = { label: "Take the last skip back", icon: "undo", onSelect: () => void mutate("recurrence.unskip", { id }, toast) };
  return [
    { label: "Skip to the next", icon: "arrowRight", startsGroup: true, onSelect: () => void mutate("recurrence.skip", { id }, toast) },
    ...(skipped_on.length > 0 ? [takeBack] : []),
    { label: "Apply my changes to all following", icon: "copy", onSelect: () => void mutate("recurrence.adopt", { id }, toast) },
    { label: "Stop repeating", icon: "close", isDanger: true, onSelect: () => void mutate("recurrence.stop", { id }, toast) },
  ];
}
