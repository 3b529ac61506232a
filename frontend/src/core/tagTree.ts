/** Tags stand below each other. */

import type { Id, Tag } from "./models";

export interface Branch {
  tag: Tag;
  /** Steps below the top. */
  depth: number;
}

/** The tags in the order of a tree, each followed by those below it; the order among neighbours is that given. */
export function tagTree(tags: readonly Tag[]): Branch[] {
  const known = new Set(tags.map(({ id }) => id));
  const below = (parent: Id | null, depth: number): Branch[] =>
    tags
      .filter(({ parent_id: above }) => (above !== null && known.has(above) ? above : null) === parent)
      .flatMap((tag) => [{ tag, depth }, ...below(tag.id, depth + 1)]);
  return below(null, 0);
}

/** Whether a tag is another one, or stands somewhere below it. */
export function isUnder(tags: readonly Tag[], id: Id, top: Id): boolean {
  const seen = new Set<Id>();
  for (let at: Id | null | undefined = id; at && !seen.has(at); at = tags.find((one) => one.id === at)?.parent_id) {
    if (at === top) return true;
    seen.add(at);
  }
  return false;
}
