/** Which cards a board shows. */

import type { Id, Json, Tag, Task } from "../../core/models";
import { isUnder } from "../../core/tagTree";

export interface Filter {
  text: string;
  /** Null for everybody, "" for tasks without a performer. */
  performerId: Id | null;
  tagId: Id | null;
  /** Of a custom field, as `field|value`: an option or a person, `any` or `none`. */
  value: string | null;
}

export const NO_FILTER: Filter = { text: "", performerId: null, tagId: null, value: null };

export function isEmptyFilter(filter: Filter): boolean {
  return filter.text.trim() === "" && filter.performerId === null && filter.tagId === null && filter.value === null;
}

/** Lower case is slow for ten thousand titles at each letter typed, and rows never change in place. */
const texts = new WeakMap<Task, string>();

function textOf(task: Task): string {
  let text = texts.get(task);
  if (text === undefined) {
    text = task.title.toLocaleLowerCase();
    texts.set(task, text);
  }
  return text;
}

function holds(value: Json | undefined, wanted: string): boolean {
  if (wanted === "none" || wanted === "any") return (value === undefined) === (wanted === "none");
  return Array.isArray(value) ? value.includes(wanted) : value === wanted;
}

/** A test for the cards of a project. Every word of the text must stand in the title or the key. */
export function matcher(projectKey: string, filter: Filter, tags: readonly Tag[] = []): (task: Task) => boolean {
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const prefix = `${projectKey.toLocaleLowerCase()}-`;
  const { performerId, tagId, value } = filter;
  const [field = "", wanted = ""] = value?.split("|") ?? [];
  return (task) => {
    if (performerId !== null && (task.performer_id ?? "") !== performerId) return false;
    if (tagId !== null && !task.tag_ids.some((id) => isUnder(tags, id, tagId))) return false;
    if (value !== null && !holds(task.values[field], wanted)) return false;
    return words.every((word) => textOf(task).includes(word) || `${prefix}${task.number ?? ""}`.includes(word));
  };
}
