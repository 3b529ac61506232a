import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { minute } from "../../core/clock";
import { dayIn, dueOf } from "../../core/dates";
import type { Task } from "../../core/models";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Popover } from "../../ui/Popover";
import { addDays, fieldsOf, nextMonday, typedOf, type Typed } from "./due";
import { Property, ValueButton } from "./Property";

export function DueProperty({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const zone = client().store.member.value.time_zone;
  const due = dueOf(task, zone, minute.value);
  const isLate = due?.tone === "overdue";
  const set = (typed: Typed) => void mutate("task.set", { id: task.id, fields: fieldsOf(typed, zone) });
  return (
    <Property label="Due">
      <Popover
        label="Due date"
        class="popover-due"
        trigger={(props) => (
          <ValueButton {...props} label="Due" isDisabled={!canEdit} isEmpty={!due} tone={isLate ? "danger" : undefined}>
            <Icon name="calendar" />
            <span class="truncate">{due?.text ?? "None"}</span>
            {isLate && <span class="visually-hidden">, overdue</span>}
          </ValueButton>
        )}
      >
        {(close) => <DueForm typed={typedOf(task, zone)} zone={zone} onSet={set} close={close} />}
      </Popover>
    </Property>
  );
}

interface DueFormProps {
  typed: Typed;
  zone: string;
  onSet: (typed: Typed) => void;
  close: () => void;
}

function DueForm({ typed, zone, onSet, close }: DueFormProps) {
  const [draft, setDraft] = useState(typed);
  const today = dayIn(zone, Date.now());
  const choose = (day: string) => {
    onSet({ day, time: draft.time });
    close();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    onSet(draft);
    close();
  };
  return (
    <form class="due-form" onSubmit={submit}>
      <div class="due-quick">
        <Button size="s" onClick={() => choose(today)}>Today</Button>
        <Button size="s" onClick={() => choose(addDays(today, 1))}>Tomorrow</Button>
        <Button size="s" onClick={() => choose(nextMonday(today))}>Monday</Button>
      </div>
      <label class="due-field">
        Day
        <input
          class="input"
          type="date"
          data-autofocus
          value={draft.day}
          onInput={(event) => setDraft({ ...draft, day: event.currentTarget.value })}
        />
      </label>
      <label class="due-field">
        Time, if it matters
        <input
          class="input"
          type="time"
          value={draft.time}
          disabled={!draft.day}
          onInput={(event) => setDraft({ ...draft, time: event.currentTarget.value })}
        />
      </label>
      <p class="due-zone">In your time zone, {zone.replaceAll("_", " ")}</p>
      <div class="due-actions">
        <Button size="s" kind="quiet" disabled={!typed.day} onClick={() => choose("")}>Clear</Button>
        <Button size="s" kind="primary" type="submit">Set</Button>
      </div>
    </form>
  );
}
