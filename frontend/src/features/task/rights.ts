/** What the signed-in person may do here; the server decides again. */

import { client } from "../../core/client";
import type { Comment, Task } from "../../core/models";

export interface Rights {
  canEdit: boolean;
  canTag: boolean;
  isLead: boolean;
}

const TAGGERS = ["owner", "admin", "manager", "performer"];

export function rightsOn(task: Task): Rights {
  const { store } = client();
  const me = store.member.value;
  const role = store.roleIn(task.project_id);
  const isRelated = task.author_id === me.id || task.performer_id === me.id || task.helper_ids.includes(me.id);
  const isOpen = store.row("project", task.project_id).value?.editing !== "related";
  const isLead = role === "lead";
  return { canEdit: isLead || (role === "performer" && (isOpen || isRelated)), canTag: TAGGERS.includes(me.role), isLead };
}

/** Only its author changes a comment's words; a lead may remove it too. */
export function rightsOnComment(comment: Comment, isLead: boolean): { canEdit: boolean; canRemove: boolean } {
  const isMine = comment.author_id === client().store.member.value.id;
  return { canEdit: isMine, canRemove: isMine || isLead };
}
