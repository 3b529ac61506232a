import { useState } from "preact/hooks";
import { client } from "../../core/client";
import { dayIn } from "../../core/dates";
import type { BulkFields } from "../../core/mutations/types";
import { Button } from "../../ui/Button";
import { DateField } from "../../ui/fields";
import { Popover } from "../../ui/Popover";

const DAY_MS = 86_400_000;

function inDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** One due day for all of them, or none. */
export function BulkDue({ act }: { act: (fields: BulkFields) => void }) {
  return (
    <Popover
      label="Due date"
      class="popover-due"
      trigger={(trigger) => (
        <Button kind="quiet" size="s" icon="calendar" {...trigger}>
          Due
        </Button>
      )}
    >
      {(close) => <DayForm onSet={(fields) => [act(fields), close()]} />}
    </Popover>
  );
}

function DayForm({ onSet }: { onSet: (fields: BulkFields) => void }) {
  const [day, setDay] = useState("");
  const today = dayIn(client().store.member.value.time_zone, Date.now());
  const submit = (event: Event) => {
    event.preventDefault();
    if (day) onSet({ due_on: day });
  };
  return (
    <form class="bulk-due" onSubmit={submit}>
      <span class="bulk-due-quick">
        <Button size="s" data-autofocus onClick={() => onSet({ due_on: today })}>
          Today
        </Button>
        <Button size="s" onClick={() => onSet({ due_on: inDays(today, 1) })}>
          Tomorrow
        </Button>
        <Button size="s" onClick={() => onSet({ due_on: inDays(today, 7) })}>
          In a week
        </Button>
      </span>
      <DateField label="Day" value={day} onValue={setDay} />
      <span class="bulk-due-quick">
        <Button size="s" kind="quiet" onClick={() => onSet({ due_on: null, due_at: null })}>
          No due date
        </Button>
        <Button size="s" kind="primary" type="submit" disabled={!day}>
          Set
        </Button>
      </span>
    </form>
  );
}
