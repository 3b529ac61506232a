/** How long ago something was, and exactly when. */

import { dateFormat, dayIn } from "./dates";

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

let relative: Intl.RelativeTimeFormat | undefined;

/** "2 hours ago"; under a minute, or for a clock that runs ahead, "just now". */
export function ago(at: string, now: number = Date.now()): string {
  const seconds = (now - Date.parse(at)) / 1000;
  const step = STEPS.find(([, size]) => seconds >= size);
  if (!step) return "just now";
  relative ??= new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  return relative.format(-Math.floor(seconds / step[1]), step[0]);
}

/** Day and time in a person's zone, in full. */
export function exactly(at: string, timeZone: string): string {
  return dateFormat(undefined, { dateStyle: "full", timeStyle: "short", timeZone }).format(new Date(at));
}

/** Day and time in a person's zone, short: "24 Nov, 14:30"; with the year when it is another one. */
export function instantWords(at: string | number, timeZone: string, now: number = Date.now()): string {
  const date = new Date(at);
  const isThisYear = date.getUTCFullYear() === new Date(now).getUTCFullYear();
  const year = isThisYear ? undefined : ("numeric" as const);
  const form = { day: "numeric", month: "short", year, hour: "2-digit", minute: "2-digit", timeZone } as const;
  return dateFormat(undefined, form).format(date);
}

/** The time of day in a person's zone; with the day when it is another one. */
export function timeWords(at: string, timeZone: string, now: number = Date.now()): string {
  if (dayIn(timeZone, new Date(at)) !== dayIn(timeZone, now)) return instantWords(at, timeZone, now);
  return dateFormat(undefined, { timeStyle: "short", timeZone }).format(new Date(at));
}
