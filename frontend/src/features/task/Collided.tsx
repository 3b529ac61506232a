import { client } from "../../core/client";
import { ALL } from "../../core/lists";
import type { Id } from "../../core/models";
import { pathTo } from "../../router";

/** Says that changes to this task met somebody else's and wait for a choice. */
export function Collided({ taskId }: { taskId: Id }) {
  const count = client().store.rows("conflicts", ALL).filter((conflict) => conflict.task_id === taskId).length;
  if (count === 0) return null;
  const what = count === 1 ? "A change of yours" : `${count} changes of yours`;
  return (
    <p class="task-collided">
      {what} met somebody else’s. <a href={pathTo("sync")}>Choose</a>
    </p>
  );
}
