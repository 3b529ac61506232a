import type { FieldKind } from "../../core/fields";

export const KINDS: readonly { kind: FieldKind; word: string }[] = [
  { kind: "text", word: "Text" },
  { kind: "number", word: "Number" },
  { kind: "money", word: "Money" },
  { kind: "date", word: "Date" },
  { kind: "person", word: "Person" },
  { kind: "choice", word: "One choice" },
  { kind: "choices", word: "Several choices" },
  { kind: "link", word: "Link" },
  { kind: "checkbox", word: "Checkbox" },
];
