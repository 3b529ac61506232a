/** Due dates between what the person types in the own zone and what is kept. */

export interface Due {
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

function wallClock(at: number, timeZone: string): { day: string; time: string } {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** The moment when a zone's clocks show `day` `time`; in the hour that spring skips, the moment after it. */
export function instantOf(day: string, time: string, timeZone: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let guess = wanted;
  // The second round is for a guess that fell on the other side of a change of the clocks.
  for (let round = 0; round < 2; round += 1) {
    const seen = wallClock(guess, timeZone);
    guess += wanted - Date.parse(`${seen.day}T${seen.time}:00Z`);
  }
  return new Date(guess).toISOString();
}

export function typedOf(due: Due, timeZone: string): Typed {
  if (due.due_at) return wallClock(Date.parse(due.due_at), timeZone);
  return { day: due.due_on ?? "", time: "" };
}

export function dueOf({ day, time }: Typed, timeZone: string): Due {
  if (!day) return { due_on: null, due_at: null, due_zone: null };
  if (!time) return { due_on: day, due_at: null, due_zone: null };
  return { due_on: null, due_at: instantOf(day, time, timeZone), due_zone: timeZone };
}

/** The day that the zone has at a moment, some days later. */
export function dayIn(timeZone: string, now: number, later = 0): string {
  const today = wallClock(now, timeZone).day;
  return new Date(Date.parse(`${today}T00:00:00Z`) + later * DAY_MS).toISOString().slice(0, 10);
}

/** Days until the next Monday, never 0. */
export function daysToMonday(day: string): number {
  return (8 - new Date(`${day}T00:00:00Z`).getUTCDay()) % 7 || 7;
}

/** Whether it is past: a day ends with itself in the viewer's zone. */
export function isOverdue(due: Due, timeZone: string, now: number): boolean {
  if (due.due_at) return Date.parse(due.due_at) < now;
  return due.due_on !== null && due.due_on < dayIn(timeZone, now);
}

/** "Today", "Tomorrow, 09:30", "Fri, Nov 27", with the year when it is another. */
export function dueText(due: Due, timeZone: string, now: number): string {
  const { day, time } = typedOf(due, timeZone);
  if (!day) return "";
  const named = new Map([
    [dayIn(timeZone, now, -1), "Yesterday"],
    [dayIn(timeZone, now), "Today"],
    [dayIn(timeZone, now, 1), "Tomorrow"],
  ]).get(day);
  const isThisYear = day.slice(0, 4) === dayIn(timeZone, now).slice(0, 4);
  const format: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
  if (!isThisYear) format.year = "numeric";
  const text = named ?? new Intl.DateTimeFormat(undefined, format).format(new Date(`${day}T00:00:00Z`));
  return time ? `${text}, ${time}` : text;
}
