/** Dates in words, in the zone of whoever looks. */

import type { Day, Task } from "./models";

export interface Due {
  text: string;
  tone: "overdue" | "today" | "later";
}

const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format, made once: a browser takes longer to make one than to draw the card that asks for it. */
export function dateFormat(locale: string | undefined, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(form)}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale, form)));
  return format;
}

/** The calendar day of an instant in a zone. */
export function dayIn(zone: string, at: number | Date): Day {
  // The Swedish form of a date is ISO 8601.
  return dateFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(at);
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / DAY_MS);
}

/** A day as "Today", "Tomorrow", "Friday", "12 Mar", "12 Mar 2027". */
export function dayWords(day: Day, today: Day, locale?: string): string {
  const away = daysBetween(today, day);
  if (away === 0) return "Today";
  if (away === 1) return "Tomorrow";
  if (away === -1) return "Yesterday";
  const date = new Date(`${day}T00:00Z`);
  if (away > 1 && away < 7) return dateFormat(locale, { weekday: "long", timeZone: "UTC" }).format(date);
  const year = day.slice(0, 4) === today.slice(0, 4) ? undefined : ("numeric" as const);
  return dateFormat(locale, { day: "numeric", month: "short", year, timeZone: "UTC" }).format(date);
}

/**
 * When a task is due; null without a date. A date without a time ends with its day in the viewer's zone; a time is an
 * instant. What is done is never overdue.
 */
export function dueOf(task: Pick<Task, "due_on" | "due_at" | "done_at">, zone: string, now: number, locale?: string): Due | null {
  const at = task.due_at ? Date.parse(task.due_at) : null;
  const day = at === null ? task.due_on : dayIn(zone, at);
  if (!day) return null;
  const today = dayIn(zone, now);
  const time = at === null ? "" : ` ${dateFormat(locale, { timeStyle: "short", timeZone: zone }).format(at)}`;
  const isPast = at === null ? day < today : at < now;
  const tone = isPast && task.done_at === null ? "overdue" : day === today && task.done_at === null ? "today" : "later";
  return { text: dayWords(day, today, locale) + time, tone };
}
