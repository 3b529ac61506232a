/** Who sees a project, and so may be mentioned in it: `project_role` of the server, for everybody at once. */

import { client } from "../../../core/client";
import { ALL } from "../../../core/lists";
import type { Id, Member } from "../../../core/models";

/** The active people who read the project; oneself, too. */
export function readersOf(projectId: Id): Member[] {
  const { store } = client();
  const project = store.row("project", projectId).value;
  const seated = new Set(store.rows("projectMembers", projectId).map((seat) => seat.member_id));
  const isOpen = project?.visibility !== "private";
  const reads = ({ id, role }: Member) =>
    role === "owner" || seated.has(id) || (isOpen && ["admin", "manager", "performer"].includes(role));
  return store.rows("members", ALL).filter((member) => member.is_active && !member.is_placeholder && reads(member));
}
