/** Which cards a board shows. */

import type { Id, Task } from "../../core/models";

export interface Filter {
  text: string;
  /** Null for everybody, "" for tasks without a performer. */
  performerId: Id | null;
  tagId: Id | null;
}

export const NO_FILTER: Filter = { text: "", performerId: null, tagId: null };

export function isEmptyFilter(filter: Filter): boolean {
  return filter.text.trim() === "" && filter.performerId === null && filter.tagId === null;
}

/** Every word of the text must stand in the title or the key. */
export function matches(task: Task, projectKey: string, filter: Filter): boolean {
  if (filter.performerId !== null && (task.performer_id ?? "") !== filter.performerId) return false;
  if (filter.tagId !== null && !task.tag_ids.includes(filter.tagId)) return false;
  const text = `${projectKey}-${task.number ?? ""} ${task.title}`.toLocaleLowerCase();
  return filter.text.toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word));
}
