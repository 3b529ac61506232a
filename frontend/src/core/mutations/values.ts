/** One value of a custom field in a task; those of other fields stay. */

import type { Id, Json } from "../models";
import { edit } from "./changes";
import type { Change } from "./types";

export function valueChange(id: Id, fieldId: Id, value: Json): Change[] {
  return [
    edit("task", id, [`values.${fieldId}`], ({ values }) => {
      const others = Object.fromEntries(Object.entries(values).filter(([name]) => name !== fieldId));
      return { values: value === null ? others : { ...others, [fieldId]: value } };
    }),
  ];
}
