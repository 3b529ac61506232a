import "./fields.css";
import { client, mutate } from "../../core/client";
import { ALL } from "../../core/lists";
import { COLORS, type Color, type Tag } from "../../core/models";
import { isUnder, tagTree } from "../../core/tagTree";
import { IconButton } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Dot } from "../../ui/Tag";

/** The tags of the workspace: renamed, recoloured, put below each other, removed. */
export function TagsDialog({ onClose }: { onClose: () => void }) {
  const tags = client().store.rows("tags", ALL);
  return (
    <Dialog title="Tags of the workspace" onClose={onClose}>
      {tags.length === 0 && <p class="muted">There are no tags yet. Make them where you tag a task.</p>}
      <ul class="fields-list" role="list">
        {tagTree(tags).map(({ tag, depth }) => (
          <TagRow key={tag.id} tag={tag} depth={depth} tags={tags} />
        ))}
      </ul>
    </Dialog>
  );
}

function TagRow({ tag, depth, tags }: { tag: Tag; depth: number; tags: readonly Tag[] }) {
  const set = (fields: { name?: string; color?: Color; parent_id?: string | null }) => void mutate("tag.set", { id: tag.id, fields });
  const others = tags.filter(({ id }) => !isUnder(tags, id, tag.id));
  const rename = (name: string) => name.trim() && name !== tag.name && set({ name });
  return (
    <li class="fields-option" style={{ marginLeft: `${depth}rem` }}>
      <Dot color={tag.color} />
      <input class="input" aria-label={`Name of ${tag.name}`} maxLength={80} value={tag.name} onChange={(event) => rename(event.currentTarget.value)} />
      <select class="input" aria-label={`Colour of ${tag.name}`} value={tag.color} onChange={(event) => set({ color: event.currentTarget.value as Color })}>
        {COLORS.map((color) => (
          <option key={color}>{color}</option>
        ))}
      </select>
      <select class="input" aria-label={`Above ${tag.name}`} value={tag.parent_id ?? ""} onChange={(event) => set({ parent_id: event.currentTarget.value || null })}>
        <option value="">Top</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            below {name}
          </option>
        ))}
      </select>
      <IconButton icon="trash" size="s" label={`Remove the tag ${tag.name}`} onClick={() => void mutate("tag.remove", { id: tag.id }, { toast: true })} />
    </li>
  );
}
