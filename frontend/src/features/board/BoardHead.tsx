import type { Ref } from "preact";
import { client } from "../../core/client";
import { ALL } from "../../core/lists";
import type { Id, Project } from "../../core/models";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Picker, type Option } from "../../ui/Picker";
import { Dot } from "../../ui/Tag";
import { tagTree } from "../../core/tagTree";
import { isEmptyFilter, NO_FILTER, type Filter } from "./filter";
import type { BoardModel } from "./model";
import { ProjectMenu } from "./ProjectMenu";

interface BoardHeadProps {
  project: Project;
  board: BoardModel;
  search: Ref<HTMLInputElement>;
}

export function BoardHead({ project, board, search }: BoardHeadProps) {
  return (
    <header class="board-head">
      <div class="board-title">
        <Dot color={project.color} />
        <h1 class="truncate">{project.name}</h1>
        {board.canEdit ? <ProjectMenu project={project} board={board} /> : <span class="board-role">You may look and comment</span>}
      </div>
      <FilterBar board={board} search={search} />
    </header>
  );
}

function FilterBar({ board, search }: { board: BoardModel; search: Ref<HTMLInputElement> }) {
  const filter = board.filter.value;
  const set = (change: Partial<Filter>) => (board.filter.value = { ...board.filter.peek(), ...change });
  return (
    <div class="filter" role="search">
      <label class="filter-text">
        <Icon name="search" />
        <span class="visually-hidden">Filter the cards</span>
        <input
          ref={search}
          type="search"
          placeholder="Filter"
          value={filter.text}
          onInput={(event) => set({ text: event.currentTarget.value })}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
      </label>
      <PerformerFilter filter={filter} set={set} />
      <TagFilter filter={filter} set={set} />
      <FieldFilter projectId={board.projectId} filter={filter} set={set} />
      {!isEmptyFilter(filter) && (
        <Button kind="quiet" size="s" icon="close" onClick={() => (board.filter.value = NO_FILTER)}>
          Clear
        </Button>
      )}
    </div>
  );
}

interface FilterPartProps {
  filter: Filter;
  set: (change: Partial<Filter>) => void;
}

const NOBODY = "";

function PerformerFilter({ filter, set }: FilterPartProps) {
  const members = client().store.rows("members", ALL).filter((member) => member.is_active);
  const options: Option[] = [
    { id: NOBODY, label: "Without a performer", leading: <Avatar id={null} name="Nobody" size={20} decorative /> },
    ...members.map((member) => ({
      id: member.id,
      label: member.name,
      leading: <Avatar id={member.id} name={member.name} size={20} decorative />,
    })),
  ];
  const chosen = options.find((option) => option.id === filter.performerId);
  return (
    <Picker
      label="Performer"
      options={options}
      chosen={filter.performerId === null ? [] : [filter.performerId]}
      onPick={(id) => set({ performerId: filter.performerId === id ? null : id })}
      trigger={(trigger) => (
        <Button kind="quiet" size="s" icon={chosen ? undefined : "person"} class={chosen && "is-chosen"} {...trigger}>
          {chosen?.leading}
          <span class="filter-word">{chosen?.label ?? "Performer"}</span>
        </Button>
      )}
    />
  );
}

/** By an option, a person, or whether there is a value at all. */
function FieldFilter({ projectId, filter, set }: FilterPartProps & { projectId: Id }) {
  const { store } = client();
  const fields = store.rows("projectFields", projectId);
  if (fields.length === 0) return null;
  const options = fields.flatMap((field): Option[] => {
    const option = (value: string, word: string, color?: string) => ({
      id: `${field.id}|${value}`,
      label: `${field.name}: ${word}`,
      leading: color && <Dot color={color} />,
    });
    const people = field.kind === "person" ? store.rows("members", ALL).filter((member) => member.is_active) : [];
    const named = [...field.options.map((one) => option(one.id, one.name, one.color)), ...people.map((one) => option(one.id, one.name))];
    return [...named, option("any", "any"), option("none", "none")];
  });
  const chosen = options.find((option) => option.id === filter.value);
  return (
    <Picker
      label="Field"
      options={options}
      chosen={filter.value === null ? [] : [filter.value]}
      onPick={(value) => set({ value: filter.value === value ? null : value })}
      trigger={(trigger) => (
        <Button kind="quiet" size="s" icon={chosen ? undefined : "settings"} class={chosen && "is-chosen"} {...trigger}>
          {chosen?.leading}
          <span class="filter-word">{chosen?.label ?? "Field"}</span>
        </Button>
      )}
    />
  );
}

function TagFilter({ filter, set }: FilterPartProps) {
  const tags = client().store.rows("tags", ALL);
  if (tags.length === 0) return null;
  const options = tagTree(tags).map(({ tag, depth }): Option => ({ id: tag.id, label: tag.name, leading: <Dot color={tag.color} depth={depth} /> }));
  const chosen = options.find((option) => option.id === filter.tagId);
  return (
    <Picker
      label="Tag"
      options={options}
      chosen={filter.tagId === null ? [] : [filter.tagId]}
      onPick={(id) => set({ tagId: filter.tagId === id ? null : id })}
      trigger={(trigger) => (
        <Button kind="quiet" size="s" icon={chosen ? undefined : "tag"} class={chosen && "is-chosen"} {...trigger}>
          {chosen?.leading}
          <span class="filter-word">{chosen?.label ?? "Tag"}</span>
        </Button>
      )}
    />
  );
}
