/** What the form of repeating holds, and what it sends. */

import type { Task } from "../../core/models";
import type { Recurrence, Repetition } from "../../core/recurrences";
import { typedOf } from "./due";
import { dayOf, zoneOf } from "./repeating";
import { dayName, nthOf, ordinal, partsOf, ruleOf, weekdayOf, type Parts } from "./repeatWords";

export interface Draft extends Omit<Parts, "interval" | "count"> {
  interval: string;
  isAfter: boolean;
  end: "never" | "on" | "count";
  count: string;
  days_off: Repetition["days_off"];
  country: string;
  at_time: string;
  waits: boolean;
}

export function draftOf(task: Task, known: Recurrence | undefined): Draft {
  const day = dayOf(task, known);
  const parts = known && partsOf(known.rule);
  const time = known ? known.at_time : typedOf(task, zoneOf(task, known)).time;
  return {
    unit: parts?.unit ?? "WEEKLY",
    interval: String(parts?.interval ?? 1),
    days: parts?.days ?? [weekdayOf(day)],
    monthDay: parts?.monthDay ?? null,
    isAfter: known?.after_completion ?? false,
    end: parts?.count ? "count" : parts?.until ? "on" : "never",
    count: String(parts?.count ?? 10),
    until: parts?.until ?? null,
    days_off: known?.days_off ?? "keep",
    country: known?.country ?? "",
    at_time: time,
    waits: known?.waits ?? false,
  };
}

/** With another unit the days are chosen anew. */
export function ofUnit(draft: Draft, unit: Draft["unit"], day: string): Draft {
  const days = unit === "WEEKLY" ? [weekdayOf(day)] : [];
  return { ...draft, unit, days, monthDay: unit === "MONTHLY" ? Number(day.slice(8)) : null };
}

export interface MonthChoice {
  value: string;
  label: string;
  days: string[];
  monthDay: number | null;
}

/** On which day of a month: by its date, its last day, or the nth of a weekday. */
export function monthChoices(draft: Draft, day: string): MonthChoice[] {
  const date = Number(day.slice(8));
  const dates = [...new Set([date, draft.monthDay ?? date, 31, -1])].sort((a, b) => a - b);
  const nths = [...new Set([nthOf(day), `-1${weekdayOf(day)}`, ...draft.days.filter((one) => one.length > 2)])];
  return [
    ...dates.map((monthDay) => ({ value: String(monthDay), label: `On the ${ordinal(monthDay)}${monthDay < 0 ? " day" : ""}`, days: [], monthDay })),
    ...nths.map((one) => ({ value: one, label: `On the ${dayName(one)}`, days: [one], monthDay: null })),
  ];
}

export function fieldsOf(draft: Draft): Pick<Repetition, "rule" | "after_completion" | "days_off" | "country" | "at_time" | "waits"> {
  const { isAfter, end, days_off, at_time, waits } = draft;
  const rule = ruleOf({
    unit: draft.unit,
    // What is no number the server refuses with a sentence.
    interval: Number(draft.interval),
    days: isAfter ? [] : draft.days,
    monthDay: isAfter ? null : draft.monthDay,
    count: end === "count" ? Number(draft.count) : null,
    until: end === "on" ? draft.until : null,
  });
  return { rule, after_completion: isAfter, days_off, country: days_off === "keep" ? "" : draft.country.trim().toUpperCase(), at_time, waits };
}
