/** Custom fields of a project, and their values as people read them. */

import { dayFormat, numberFormat } from "./fieldFormats";
import type { Color, Id, Json } from "./models";

export type FieldKind = "text" | "number" | "money" | "date" | "person" | "choice" | "choices" | "link" | "checkbox";

export interface FieldOption {
  id: Id;
  name: string;
  color: Color;
}

export interface CustomField {
  id: Id;
  project_id: Id;
  name: string;
  kind: FieldKind;
  options: FieldOption[];
  /** Of money. */
  currency: string;
  on_card: boolean;
  rank: string;
}

/** A value in words, "" for none; what it names that is gone is passed over. */
export function fieldWords(field: CustomField, value: Json | undefined, nameOf: (member: Id) => string | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return numberFormat(field.kind === "money" ? field.currency : "").format(value);
  if (value === true) return "Yes";
  if (Array.isArray(value)) return field.options.filter(({ id }) => value.includes(id)).map(({ name }) => name).join(", ");
  if (typeof value !== "string") return "";
  if (field.kind === "choice") return field.options.find(({ id }) => id === value)?.name ?? "";
  if (field.kind === "person") return nameOf(value) ?? "";
  return field.kind === "date" ? dayFormat.format(new Date(`${value}T00:00Z`)) : value;
}
