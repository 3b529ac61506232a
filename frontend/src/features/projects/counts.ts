/** How far a project is, from its stages. */

import type { Store } from "../../core/store";
import type { Id } from "../../core/models";

export interface ProjectCounts {
  waiting: number;
  doing: number;
  done: number;
  /** All but the cancelled ones. */
  total: number;
}

/** Counts the tasks of a project by kind of stage; follows every move. */
export function countsOf(store: Store, projectId: Id): ProjectCounts {
  const counts = { waiting: 0, doing: 0, done: 0, total: 0 };
  for (const stage of store.rows("projectStages", projectId)) {
    if (stage.kind === "cancelled") continue;
    const count = store.ids("stageTasks", stage.id).length;
    counts.total += count;
    if (stage.kind === "done") counts.done += count;
    else if (stage.kind === "doing" || stage.kind === "review") counts.doing += count;
    else counts.waiting += count;
  }
  return counts;
}
