/** Due dates between what a person types in the own zone and what is kept. How they are told: core/dates.ts. */

import { dateFormat, dayIn } from "../../core/dates";

export interface DueFields {
  due_on: string | null;
  due_at: string | null;
  due_zone: string | null;
}

/** What the two fields show: `YYYY-MM-DD` and `HH:MM`, both may be empty. */
export interface Typed {
  day: string;
  time: string;
}

const DAY_MS = 86_400_000;

function clockIn(zone: string, at: number): Typed {
  const time = dateFormat("sv-SE", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(at);
  return { day: dayIn(zone, at), time };
}

/** The moment when a zone's clocks show `day` `time`; a time that spring skips is read by the clock before the change. */
export function instantOf(day: string, time: string, zone: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  const offsetAt = (at: number) => {
    const seen = clockIn(zone, at);
    return Date.parse(`${seen.day}T${seen.time}:00Z`) - at;
  };
  const before = offsetAt(wanted - DAY_MS);
  const guess = wanted - offsetAt(wanted - before);
  const isReal = guess + offsetAt(guess) === wanted;
  return new Date(isReal ? guess : wanted - before).toISOString();
}

export function typedOf(due: Pick<DueFields, "due_on" | "due_at">, zone: string): Typed {
  return due.due_at ? clockIn(zone, Date.parse(due.due_at)) : { day: due.due_on ?? "", time: "" };
}

export function fieldsOf({ day, time }: Typed, zone: string): DueFields {
  if (!day) return { due_on: null, due_at: null, due_zone: null };
  if (!time) return { due_on: day, due_at: null, due_zone: null };
  return { due_on: null, due_at: instantOf(day, time, zone), due_zone: zone };
}

/** The day some days after another. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday after a day, never the day itself. */
export function nextMonday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, (8 - weekday) % 7 || 7);
}
