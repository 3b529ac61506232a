/** The checks of values of custom fields, as the server makes them (tasks/custom_values.py): tests/vectors/custom_fields.json. */

import type { CustomField } from "./fields";
import type { Json } from "./models";
import { oneLine, trimmed } from "./mutations/texts";

const NUMBER_MAX = 99_999_999_999;
const TEXT_MAX = 1000;
const LINK_MAX = 4000;
// eslint-disable-next-line no-control-regex -- an address holds none of them
const LINK = /^(?:https?:\/\/[^\x00-\x20\x7f/?#][^\x00-\x20\x7f]*|mailto:[^\x00-\x20\x7f]+)$/i;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Field = Pick<CustomField, "name" | "kind" | "options">;
type Checked = { kept: Json } | { wish: string };

/** What is wrong with a value, as a sentence; "" for nothing. */
export function problemOf(field: Field, value: Json): string {
  const found = checked(field, value);
  return "wish" in found ? `${field.name}: ${found.wish}` : "";
}

/** The value as the task keeps it, null for none or for one that is refused. */
export function keptOf(field: Field, value: Json): Json {
  const found = checked(field, value);
  return "kept" in found ? found.kept : null;
}

function checked(field: Field, value: Json): Checked {
  if (value === null || value === "") return { kept: null };
  switch (field.kind) {
    case "text":
      return checkedText(value);
    case "number":
      return checkedNumber(value, 4);
    case "money":
      return checkedNumber(value, 2);
    case "date":
      return isDay(value) ? { kept: value } : { wish: "write a date as YYYY-MM-DD." };
    case "person":
      return typeof value === "string" && ID.test(value) ? { kept: value.toLowerCase() } : { wish: "choose a person." };
    case "choice":
      return field.options.some(({ id }) => id === value) ? { kept: value } : { wish: "choose one of its options." };
    case "choices":
      return checkedChoices(field, value);
    case "link":
      return checkedLink(value);
    case "checkbox":
      return typeof value === "boolean" ? { kept: value || null } : { wish: "a checkbox is ticked or not." };
  }
}

function checkedText(value: Json): Checked {
  if (typeof value !== "string") return { wish: "write a text." };
  const text = oneLine(value);
  const { length } = [...text];
  if (length > TEXT_MAX) return { wish: `a text has at most ${spelled(TEXT_MAX)} characters; this has ${spelled(length)}.` };
  return { kept: text || null };
}

function checkedNumber(value: Json, places: number): Checked {
  if (typeof value !== "number") return { wish: "write a number." };
  if (!(Math.abs(value) <= NUMBER_MAX)) return { wish: `a number is from -${spelled(NUMBER_MAX)} to ${spelled(NUMBER_MAX)}.` };
  const decimals = /^-?\d+(?:\.(\d+))?$/.exec(String(value));
  if (!decimals || (decimals[1] ?? "").length > places) return { wish: `a number has at most ${places} decimals.` };
  return { kept: value === 0 ? 0 : value };
}

function checkedChoices({ options }: Field, value: Json): Checked {
  const known = options.map(({ id }) => id);
  if (!Array.isArray(value) || value.some((one) => typeof one !== "string" || !known.includes(one))) return { wish: "choose among its options." };
  const kept = known.filter((id) => value.includes(id));
  return { kept: kept.length > 0 ? kept : null };
}

function checkedLink(value: Json): Checked {
  const text = typeof value === "string" ? trimmed(value) : null;
  if (text === "") return { kept: null };
  if (text === null || [...text].length > LINK_MAX || !LINK.test(text)) return { wish: "a link starts with https:// or http://, without spaces." };
  return { kept: text };
}

function isDay(value: Json): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value) || value < "0001") return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function spelled(number: number): string {
  return number.toLocaleString("en-US");
}
