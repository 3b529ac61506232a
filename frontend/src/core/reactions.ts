/** One emoji with which a member answers a comment. */

import type { Id } from "./models";

export interface Reaction {
  id: Id;
  task_id: Id;
  comment_id: Id;
  member_id: Id;
  emoji: string;
}
