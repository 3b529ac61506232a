import { useId, useState } from "preact/hooks";
import { client } from "../../core/client";
import type { Task } from "../../core/models";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DateField, Select, TextField } from "../../ui/fields";
import { draftOf, fieldsOf, monthChoices, ofUnit, type Draft } from "./repeatDraft";
import { DaysOff } from "./RepeatDaysOff";
import { dayOf, recurrenceOf, setRepeating, zoneOf } from "./repeating";
import { NextDates, useNextDates } from "./RepeatPreview";
import { dayName, partsOf, repeatWords, UNITS, WEEKDAYS } from "./repeatWords";
import "./repeat.css";

export interface DraftProps {
  draft: Draft;
  /** The day of the task at hand. */
  day: string;
  change: (fields: Partial<Draft>) => void;
}

/** Every part of how a task comes again. */
export function RepeatDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const known = recurrenceOf(task);
  const [draft, setDraft] = useState(() => draftOf(task, known));
  const day = dayOf(task, known);
  const zone = zoneOf(task, known);
  const fields = fieldsOf(draft);
  const next = useNextDates(fields, day, zone);
  const props = { draft, day, change: (some: Partial<Draft>) => setDraft({ ...draft, ...some }) };
  const save = (event: Event) => {
    event.preventDefault();
    if (next.problem) return;
    setRepeating(task, known, fields);
    onClose();
  };
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        Cancel
      </Button>
      <Button kind="primary" disabled={next.problem !== ""} onClick={save}>
        Repeat
      </Button>
    </>
  );
  return (
    <Dialog title="Repeat the task" onClose={onClose} actions={actions}>
      <form class="repeat-form" onSubmit={save}>
        {known && !partsOf(known.rule) && <p class="muted small">Now: {repeatWords(known)}. What you set here replaces it.</p>}
        <Every draft={draft} day={day} change={props.change} setUnit={(unit) => setDraft(ofUnit(draft, unit, day))} />
        {!draft.isAfter && draft.unit === "WEEKLY" && <Weekdays {...props} />}
        {!draft.isAfter && draft.unit === "MONTHLY" && <MonthDay {...props} />}
        <Ending {...props} />
        <DaysOff {...props} />
        <Times {...props} zone={zone} />
        <NextDates next={next} />
        <button type="submit" class="visually-hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}

function Every({ draft, change, setUnit }: DraftProps & { setUnit: (unit: Draft["unit"]) => void }) {
  const units = Object.entries(UNITS).map(([value, word]) => ({ value, label: draft.interval === "1" ? word : `${word}s` }));
  const counted = [
    { value: "rule", label: "By the calendar" },
    { value: "after", label: "After it was completed" },
  ];
  return (
    <>
      <Select label="Counted" value={draft.isAfter ? "after" : "rule"} options={counted} onValue={(value) => change({ isAfter: value === "after" })} />
      <div class="repeat-pair">
        <TextField label={draft.isAfter ? "After" : "Every"} type="number" value={draft.interval} onValue={(interval) => change({ interval })} />
        <Select label="Unit" value={draft.unit} options={units} onValue={(value) => setUnit(value as Draft["unit"])} />
      </div>
    </>
  );
}

function Weekdays({ draft, change }: DraftProps) {
  const toggle = (day: string) => {
    const chosen = WEEKDAYS.filter((one) => (one === day ? !draft.days.includes(one) : draft.days.includes(one)));
    change({ days: chosen });
  };
  return (
    <div class="repeat-days" role="group" aria-label="On these days">
      {WEEKDAYS.map((one) => (
        <button key={one} type="button" aria-pressed={draft.days.includes(one)} onClick={() => toggle(one)}>
          {dayName(one)}
        </button>
      ))}
    </div>
  );
}

function MonthDay({ draft, day, change }: DraftProps) {
  const choices = monthChoices(draft, day);
  const set = (value: string) => {
    const chosen = choices.find((one) => one.value === value);
    if (chosen) change({ days: chosen.days, monthDay: chosen.monthDay });
  };
  const isShort = draft.monthDay !== null && draft.monthDay > 28;
  const hint = isShort ? "Months without this day are left out; the last day comes in every month." : undefined;
  return <Select label="Day of the month" value={String(draft.monthDay ?? draft.days[0])} options={choices} onValue={set} hint={hint} />;
}

function Ending({ draft, day, change }: DraftProps) {
  const ends = [
    { value: "never", label: "Never" },
    { value: "on", label: "On a day" },
    { value: "count", label: "After some times" },
  ];
  const until = draft.until ?? "";
  return (
    <div class="repeat-pair">
      <Select label="Ends" value={draft.end} options={ends} onValue={(end) => change({ end: end as Draft["end"] })} />
      {draft.end === "on" && <DateField label="Last day" value={until} min={day} onValue={(value) => change({ until: value || null })} />}
      {draft.end === "count" && <TextField label="Times" type="number" value={draft.count} onValue={(count) => change({ count })} />}
    </div>
  );
}

function Times({ draft, change, zone }: DraftProps & { zone: string }) {
  const id = useId();
  const who = client().store.member.value.time_zone === zone ? "your time zone" : "the task's time zone";
  return (
    <>
      <div class="field">
        <label for={id}>Time, if it matters</label>
        <input id={id} class="input" type="time" value={draft.at_time} onInput={(event) => change({ at_time: event.currentTarget.value })} />
        <p class="field-hint">
          In {who}, {zone.replaceAll("_", " ")}
        </p>
      </div>
      <label class="repeat-check">
        <input type="checkbox" checked={draft.waits} onChange={(event) => change({ waits: event.currentTarget.checked })} />
        The next one comes only when this one is closed
      </label>
    </>
  );
}
