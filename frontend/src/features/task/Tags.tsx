import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import { ALL } from "../../core/lists";
import { COLORS, type Id, type Task } from "../../core/models";
import { tagTree } from "../../core/tagTree";
import { Picker } from "../../ui/Picker";
import { Dot, Tag } from "../../ui/Tag";
import { Property, ValueButton } from "./Property";
import type { Rights } from "./rights";

function create(taskId: Id, name: string, count: number): void {
  const id = newId();
  const hues = COLORS.slice(1);
  void mutate("tag.create", { id, name, color: hues[count % hues.length] ?? "grey" });
  void mutate("task.tag", { id: taskId, add: [id], remove: [] });
}

export function Tags({ task, rights }: { task: Task; rights: Rights }) {
  const { store } = client();
  const all = store.rows("tags", ALL);
  const chosen = task.tag_ids.map((id) => store.row("tag", id).value).filter((tag) => tag !== undefined);
  const toggle = (id: Id) => {
    const has = task.tag_ids.includes(id);
    void mutate("task.tag", { id: task.id, add: has ? [] : [id], remove: has ? [id] : [] });
  };
  const options = tagTree(all).map(({ tag, depth }) => ({ id: tag.id, label: tag.name, leading: <Dot color={tag.color} depth={depth} /> }));
  return (
    <Property label="Tags">
      <Picker
        label="Tags"
        options={options}
        chosen={task.tag_ids}
        isMany
        onPick={toggle}
        onCreate={rights.canTag ? (name) => create(task.id, name, all.length) : undefined}
        trigger={(props) => (
          <ValueButton {...props} label="Tags" isDisabled={!rights.canEdit} isEmpty={chosen.length === 0}>
            {chosen.length === 0 ? "None" : <span class="tags">{chosen.map((tag) => <Tag key={tag.id} name={tag.name} color={tag.color} size="s" />)}</span>}
          </ValueButton>
        )}
      />
    </Property>
  );
}
