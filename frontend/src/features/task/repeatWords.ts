/** Rules of repeating between their text and what a person says: "Every 2 weeks on Mon, Wed". */

import { dateFormat } from "../../core/dates";
import type { Repetition } from "../../core/recurrences";

export type Unit = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

/** A rule taken apart, as the form shows it. */
export interface Parts {
  unit: Unit;
  interval: number;
  /** `MO`, or `2TU`, `-1FR` in a month. */
  days: string[];
  monthDay: number | null;
  count: number | null;
  until: string | null;
}

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const SHORT: Record<string, string> = { MO: "Mon", TU: "Tue", WE: "Wed", TH: "Thu", FR: "Fri", SA: "Sat", SU: "Sun" };
const LONG: Record<string, string> = {
  MO: "Monday",
  TU: "Tuesday",
  WE: "Wednesday",
  TH: "Thursday",
  FR: "Friday",
  SA: "Saturday",
  SU: "Sunday",
};
const WORKDAYS = "MO,TU,WE,TH,FR";
export const UNITS: Record<Unit, string> = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" };
const OWN = new Set(["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL"]);

function pairs(rule: string): Map<string, string> {
  return new Map(rule.split(";").map((part) => part.split("=", 2) as [string, string]));
}

/** What the form can show of a rule; null where a rule says more than that. */
export function partsOf(rule: string): Parts | null {
  const found = pairs(rule);
  const unit = found.get("FREQ") as Unit;
  if (!(unit in UNITS) || [...found.keys()].some((name) => !OWN.has(name))) return null;
  const days = found.get("BYDAY")?.split(",") ?? [];
  const monthDays = found.get("BYMONTHDAY")?.split(",") ?? [];
  const isPlain = unit === "DAILY" || unit === "YEARLY" ? days.length + monthDays.length === 0 : true;
  const isMonth = unit === "MONTHLY" && (days.length + monthDays.length > 1 || (days[0] !== undefined && days[0].length < 3));
  if (!isPlain || isMonth) return null;
  const until = found.get("UNTIL");
  return {
    unit,
    interval: Number(found.get("INTERVAL") ?? 1),
    days,
    monthDay: monthDays[0] ? Number(monthDays[0]) : null,
    count: found.has("COUNT") ? Number(found.get("COUNT")) : null,
    until: until ? `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` : null,
  };
}

/** The rule that the parts spell; the server reads it again. */
export function ruleOf({ unit, interval, days, monthDay, count, until }: Parts): string {
  const parts = [`FREQ=${unit}`];
  if (interval !== 1) parts.push(`INTERVAL=${interval}`);
  if (unit === "MONTHLY" && monthDay !== null) parts.push(`BYMONTHDAY=${monthDay}`);
  if (days.length > 0 && (unit === "WEEKLY" || unit === "MONTHLY")) parts.push(`BYDAY=${days.join(",")}`);
  if (count !== null) parts.push(`COUNT=${count}`);
  else if (until) parts.push(`UNTIL=${until.replaceAll("-", "")}`);
  return parts.join(";");
}

/** "1st", "22nd", "last", "2nd to last". */
export function ordinal(value: number): string {
  if (value === -1) return "last";
  if (value < 0) return `${ordinal(-value)} to last`;
  const tail = value % 100 >= 11 && value % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][value % 10] ?? "th");
  return `${value}${tail}`;
}

export function dayName(day: string): string {
  const [, number, name = ""] = /^(-?\d+)?([A-Z]{2})$/.exec(day) ?? [];
  return number ? `${ordinal(Number(number))} ${LONG[name] ?? name}` : (SHORT[name] ?? day);
}

/** "Every 2 weeks on Mon, Wed, 5 times"; a rule that the form cannot show is told as it is written. */
export function repeatWords({ rule, after_completion: isAfter }: Pick<Repetition, "rule" | "after_completion">): string {
  const parts = partsOf(rule);
  if (!parts) return `By the rule ${rule.replaceAll(";", "; ")}`;
  const unit = UNITS[parts.unit];
  const end = endWords(parts);
  if (isAfter) return `${parts.interval} ${unit}${parts.interval === 1 ? "" : "s"} after completion${end}`;
  if (parts.unit === "WEEKLY" && parts.interval === 1 && parts.days.join(",") === WORKDAYS) return `Every weekday${end}`;
  const every = parts.interval === 1 ? `Every ${unit}` : `Every ${parts.interval} ${unit}s`;
  return every + onWords(parts) + end;
}

function onWords({ unit, days, monthDay }: Parts): string {
  if (monthDay !== null) return ` on the ${ordinal(monthDay)}${monthDay < 0 ? " day" : ""}`;
  if (days.length === 0) return "";
  return unit === "MONTHLY" ? ` on the ${days.map(dayName).join(", ")}` : ` on ${days.map(dayName).join(", ")}`;
}

function endWords({ count, until }: Parts): string {
  if (count !== null) return count === 1 ? ", once" : `, ${count} times`;
  return until ? `, until ${dayText(until)}` : "";
}

/** "Fri, 27 Nov 2026". */
export function dayText(day: string, locale?: string): string {
  const form = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  return dateFormat(locale, form).format(new Date(`${day}T00:00Z`));
}

export function weekdayOf(day: string): string {
  return WEEKDAYS[(new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7] as string;
}

/** Which of its weekday a day is in its month, as `2TU`; the fifth is the last. */
export function nthOf(day: string): string {
  const nth = Math.ceil(Number(day.slice(8)) / 7);
  return `${nth > 4 ? -1 : nth}${weekdayOf(day)}`;
}

/** What is offered for a task of a day, without the form. */
export function plainChoices(day: string): Pick<Repetition, "rule" | "after_completion">[] {
  const date = Number(day.slice(8));
  const rules = [
    "FREQ=DAILY",
    `FREQ=WEEKLY;BYDAY=${WORKDAYS}`,
    `FREQ=WEEKLY;BYDAY=${weekdayOf(day)}`,
    `FREQ=MONTHLY;BYMONTHDAY=${date}`,
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    `FREQ=MONTHLY;BYDAY=${nthOf(day)}`,
    "FREQ=YEARLY",
  ];
  return [...rules.map((rule) => ({ rule, after_completion: false })), { rule: "FREQ=DAILY;INTERVAL=7", after_completion: true }];
}
