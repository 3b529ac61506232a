/** Mutations of custom fields and of their values. */

import type { CustomField } from "../fields";
import type { Id } from "../models";
import { keptOf } from "../values";
import { rankAt, drop, patch, placementIn, previous, put } from "./changes";
import { nameOf } from "./tasks";
import { cleaned, oneLine, trimmed } from "./texts";
import type { Definitions, MutationArgs, Reader } from "./types";
import { valueChange } from "./values";

type FieldMutation = Extract<keyof MutationArgs, `field.${string}`> | "task.value";

function fieldsOf(read: Reader, projectId: Id): Id[] {
  const rows = [...read.all("custom_field")].filter((one) => one.project_id === projectId);
  return rows.sort((a, b) => (a.rank === b.rank ? (a.id < b.id ? -1 : 1) : a.rank < b.rank ? -1 : 1)).map(({ id }) => id);
}

function rankOf(read: Reader, projectId: Id, id: Id, where: { after?: Id | null; before?: Id | null }): string {
  return rankAt(fieldsOf(read, projectId), (other) => read.peek("custom_field", other)?.rank ?? "", id, where);
}

function clean<F extends Partial<CustomField>>(fields: F): F {
  const found = { ...cleaned(fields, { name: oneLine } as never) };
  if (found.currency !== undefined) found.currency = trimmed(found.currency).toUpperCase();
  if (found.options) found.options = found.options.map(({ id, name, color }) => ({ id, name: oneLine(name), color }));
  return found;
}

function fieldName(read: Reader, id: Id): string {
  return read.peek("custom_field", id)?.name ?? "the field";
}

export const fieldMutations: Definitions<FieldMutation> = {
  "field.create": {
    label: (args) => `Added the field ${oneLine(args.name)}`,
    effect: ({ after, before, ...args }, read) => [
      put(
        "custom_field",
        clean({
          options: [],
          currency: args.kind === "money" ? "EUR" : "",
          on_card: false,
          ...args,
          rank: rankOf(read, args.project_id, args.id, { after, before }),
        }),
      ),
    ],
    inverse: ({ id }) => ({ name: "field.remove", args: { id } }),
  },
  "field.set": {
    label: (args, read) => `Changed the field ${fieldName(read, args.id)}`,
    effect: (args) => [patch("custom_field", args.id, clean(args.fields))],
    inverse: (args, read) => {
      const fields = previous(read, "custom_field", args.id, args.fields);
      return fields && { name: "field.set", args: { id: args.id, fields } };
    },
  },
  "field.move": {
    label: (args, read) => `Moved the field ${fieldName(read, args.id)}`,
    effect: (args, read) => {
      const field = read.peek("custom_field", args.id);
      return field ? [patch("custom_field", args.id, { rank: rankOf(read, field.project_id, args.id, args) })] : [];
    },
    inverse: (args, read) => {
      const field = read.peek("custom_field", args.id);
      return field ? { name: "field.move", args: { id: args.id, ...placementIn(fieldsOf(read, field.project_id), args.id) } } : null;
    },
  },
  "field.remove": {
    label: (args, read) => `Removed the field ${fieldName(read, args.id)}`,
    effect: ({ id }) => [drop("custom_field", id)],
    inverse: ({ id }) => ({ name: "field.restore", args: { id } }),
  },
  "field.restore": {
    label: () => "Restored the field",
    effect: ({ id }, read) => {
      const known = read.lately("custom_field", id);
      return known ? [put("custom_field", known)] : [];
    },
    inverse: ({ id }) => ({ name: "field.remove", args: { id } }),
  },
  "task.value": {
    label: (args, read) => `Changed ${fieldName(read, args.field_id)} of ${nameOf(read, args.id)}`,
    effect: (args, read) => {
      const field = read.peek("custom_field", args.field_id);
      return valueChange(args.id, args.field_id, field ? keptOf(field, args.value) : args.value);
    },
    inverse: (args, read) => {
      const task = read.peek("task", args.id);
      return task ? { name: "task.value", args: { ...args, value: task.values[args.field_id] ?? null } } : null;
    },
  },
};
