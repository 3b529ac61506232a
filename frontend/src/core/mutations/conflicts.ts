/** The mutation that settles a conflict. */

import type { Conflict, LostPlacement } from "../conflicts";
import type { Id, Json, ModelName } from "../models";
import { drop } from "./changes";
import { valueChange } from "./values";
import { checklistMutations } from "./checklists";
import { commentMutations } from "./comments";
import { projectMutations } from "./projects";
import { taskMutations } from "./tasks";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

type Setter = (args: { id: Id; fields: never }, read: Reader) => Change[];

/** The mutation that sets a field of a row, as on the server. */
const SETTERS: Partial<Record<ModelName, Setter>> = {
  project: projectMutations["project.set"].effect,
  stage: projectMutations["stage.set"].effect,
  column: projectMutations["column.set"].effect,
  tag: projectMutations["tag.set"].effect,
  task: taskMutations["task.set"].effect,
  checklist: checklistMutations["checklist_list.set"].effect,
  checklist_item: checklistMutations["checklist.set"].effect,
  comment: commentMutations["comment.set"].effect,
};

/** The value, laid over the row it was meant for. */
function applied(conflict: Conflict, value: Json, read: Reader): Change[] {
  const { model, object_id: id, field, kind } = conflict;
  if (kind === "placement") return taskMutations["task.move"].effect({ id, ...(value as unknown as LostPlacement) }, read);
  if (field.startsWith("values.")) return valueChange(id, field.slice("values.".length), value);
  const fields = field === "due" ? value : { [field]: value };
  return SETTERS[model]?.({ id, fields: fields as never }, read) ?? [];
}

function settled(args: MutationArgs["conflict.resolve"], read: Reader): Change[] {
  const conflict = read.peek("conflict", args.id);
  const closed = drop("conflict", args.id);
  if (!conflict || args.take === "theirs") return [closed];
  return [closed, ...applied(conflict, args.take === "value" ? args.value : conflict.mine, read)];
}

export const conflictMutations: Definitions<"conflict.resolve"> = {
  "conflict.resolve": {
    label: (args) => (args.take === "theirs" ? "Kept the other value" : args.take === "mine" ? "Took your value" : "Settled a conflict"),
    effect: settled,
    inverse: () => null,
  },
};
