import { client, mutate } from "../../core/client";
import { ALL } from "../../core/lists";
import type { Id, Member, Task } from "../../core/models";
import { standingOf } from "../../core/steps";
import { Avatar } from "../../ui/Avatar";
import { classes } from "../../ui/classes";
import { Picker, type Option } from "../../ui/Picker";
import { Property, ValueButton } from "./Property";

const NOBODY = "nobody";

function person(member: Member): Option {
  const leading = <Avatar id={member.id} name={member.name} size={20} decorative isPlaceholder={member.is_placeholder} />;
  return { id: member.id, label: member.name, leading, hint: member.is_placeholder ? "imported" : undefined };
}

/** The people one can choose, oneself first; those already chosen stay although they left. */
export function people(chosen: readonly Id[]): Option[] {
  const { store } = client();
  const me = store.member.value.id;
  const members = store.rows("members", ALL).filter((member) => member.is_active || chosen.includes(member.id));
  return members.sort((a, b) => Number(b.id === me) - Number(a.id === me)).map(person);
}

export function Performer({ task }: { task: Task }) {
  const { may } = standingOf(client().store, task);
  const canAssign = may("assign");
  const performer = task.performer_id ? client().store.row("member", task.performer_id).value : undefined;
  const { me } = client().store;
  const isByMe = task.author_id === me && task.performer_id !== null && task.performer_id !== me;
  const nobody = { id: NOBODY, label: "No performer", leading: <Avatar id={null} name="" size={20} decorative /> };
  const pick = (id: string) =>
    void mutate("task.assign", { id: task.id, performer_id: id === NOBODY ? null : id });
  const chosen = [task.performer_id ?? NOBODY];
  return (
    <Property label="Performer">
      <Picker
        label="Performer"
        options={[...people(chosen), nobody]}
        chosen={chosen}
        onPick={pick}
        trigger={(props) => (
          <ValueButton {...props} label="Performer" isDisabled={!canAssign} isEmpty={!performer}>
            <Avatar id={performer?.id ?? null} name={performer?.name ?? ""} size={20} decorative isPlaceholder={performer?.is_placeholder} />
            <span class={classes("truncate", isByMe && "is-by-me")}>{performer?.name ?? "Nobody yet"}</span>
          </ValueButton>
        )}
      />
    </Property>
  );
}

interface CrewProps {
  label: string;
  ids: readonly Id[];
  canEdit: boolean;
  onPick: (id: Id, isIn: boolean) => void;
}

/** Several people of a task, each put in or taken out. */
function Crew({ label, ids, canEdit, onPick }: CrewProps) {
  const { store } = client();
  const crew = ids.map((id) => store.row("member", id).value).filter((one) => one !== undefined);
  const names = crew.map((one) => one.name).join(", ");
  return (
    <Property label={label}>
      <Picker
        label={label}
        options={people(ids)}
        chosen={ids}
        isMany
        onPick={(id) => onPick(id, ids.includes(id))}
        trigger={(props) => (
          <ValueButton {...props} label={label} isDisabled={!canEdit} isEmpty={crew.length === 0}>
            {crew.length > 0 && (
              <span class="avatars">
                {crew.slice(0, 4).map((one) => (
                  <Avatar key={one.id} id={one.id} name={one.name} size={20} decorative />
                ))}
              </span>
            )}
            <span class="truncate">{names || "None"}</span>
          </ValueButton>
        )}
      />
    </Property>
  );
}

export function Observers({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const pick = (id: Id, isIn: boolean) => void mutate("task.observe", { id: task.id, add: isIn ? [] : [id], remove: isIn ? [id] : [] });
  return <Crew label="Observers" ids={task.observer_ids} canEdit={canEdit} onPick={pick} />;
}

export function Helpers({ task }: { task: Task }) {
  const { may } = standingOf(client().store, task);
  const pick = (id: Id, isIn: boolean) => void mutate("task.help", { id: task.id, add: isIn ? [] : [id], remove: isIn ? [id] : [] });
  return <Crew label="Helpers" ids={task.helper_ids} canEdit={may("help")} onPick={pick} />;
}
