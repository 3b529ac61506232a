/** The mutation that settles a conflict. */

import type { Conflict, Due, Json, LostPlacement, Models, Task } from "../models";
import { drop, patch } from "./changes";
import { moved, withConsequences } from "./tasks";
import type { Change, Definitions, MutationArgs, Reader } from "./types";

/** The value, laid over the row it was meant for. */
function applied(conflict: Conflict, value: Json, read: Reader): Change[] {
  const { model, object_id: id, field, kind } = conflict;
  if (kind === "placement") return moved({ id, ...(value as unknown as LostPlacement) }, read);
  if (field === "due") return [patch("task", id, value as unknown as Due)];
  if (model === "task") return [patch("task", id, withConsequences({ [field]: value } as Partial<Task>))];
  return [patch(model, id, { [field]: value } as Partial<Models[typeof model]>)];
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
