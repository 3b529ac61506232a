/** The fields that the project gives its tasks, each with the control of its kind. */

import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { fieldWords, type CustomField } from "../../core/fields";
import type { Json, Task } from "../../core/models";
import { problemOf } from "../../core/values";
import { Icon } from "../../ui/Icon";
import { Picker } from "../../ui/Picker";
import { Dot, Tag } from "../../ui/Tag";
import { NumberValue } from "./NumberValue";
import { people } from "./People";
import { Property, ValueButton } from "./Property";

interface ControlProps {
  field: CustomField;
  value: Json;
  canEdit: boolean;
  onSet: (value: Json) => void;
}

export function CustomFields({ task, canEdit }: { task: Task; canEdit: boolean }) {
  const fields = client().store.rows("projectFields", task.project_id);
  return (
    <>
      {fields.map((field) => (
        <Property key={field.id} label={field.name}>
          <Control
            field={field}
            value={task.values[field.id] ?? null}
            canEdit={canEdit}
            onSet={(value) => void mutate("task.value", { id: task.id, field_id: field.id, value })}
          />
        </Property>
      ))}
    </>
  );
}

const NUMBER_MAX = 99_999_999_999;

function Control(props: ControlProps) {
  const { field, value, canEdit, onSet } = props;
  switch (field.kind) {
    case "number":
    case "money":
      return (
        <NumberValue
          label={field.name}
          value={typeof value === "number" ? value : null}
          min={-NUMBER_MAX}
          max={NUMBER_MAX}
          places={field.kind === "money" ? 2 : 4}
          unit={field.currency}
          isDisabled={!canEdit}
          onSave={onSet}
        />
      );
    case "date":
      return (
        <span class="value value-number">
          <Icon name="calendar" />
          <input type="date" aria-label={field.name} value={String(value ?? "")} disabled={!canEdit} onChange={(event) => onSet(event.currentTarget.value || null)} />
        </span>
      );
    case "checkbox":
      return (
        <label class="value value-check">
          <input type="checkbox" checked={value === true} disabled={!canEdit} onChange={(event) => onSet(event.currentTarget.checked || null)} />
          <span class="visually-hidden">{field.name}</span>
          {value === true ? "Yes" : "No"}
        </label>
      );
    case "text":
    case "link":
      return <TextValue {...props} />;
    default:
      return <Chosen {...props} />;
  }
}

/** A text or an address, checked before it is kept; an address opens in a tab that knows nothing of this one. */
function TextValue({ field, value, canEdit, onSet }: ControlProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  const save = () => {
    if (draft === null) return;
    const sent = draft.trim() === "" ? null : draft;
    const found = problemOf(field, sent);
    setProblem(found);
    if (found) return;
    setDraft(null);
    if (sent !== value) onSet(sent);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") save();
    if (event.key !== "Escape" || draft === null) return;
    event.stopPropagation();
    setDraft(null);
    setProblem("");
  };
  const isOpenable = field.kind === "link" && typeof value === "string" && problemOf(field, value) === "";
  return (
    <>
      <span class="value value-number value-text">
        <input
          type="text"
          aria-label={field.name}
          aria-invalid={problem ? true : undefined}
          placeholder="None"
          disabled={!canEdit}
          value={draft ?? String(value ?? "")}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onBlur={save}
          onKeyDown={onKeyDown}
        />
        {isOpenable && (
          <a href={String(value)} target="_blank" rel="noopener noreferrer" aria-label={`Open ${field.name}`} title={String(value)}>
            <Icon name="open" />
          </a>
        )}
      </span>
      {problem && (
        <p class="field-error" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** A person, or options of the field. */
function Chosen({ field, value, canEdit, onSet }: ControlProps) {
  const { store } = client();
  const isMany = field.kind === "choices";
  const chosen = (Array.isArray(value) ? value : value === null ? [] : [value]).filter((one) => typeof one === "string");
  const options =
    field.kind === "person" ? people(chosen) : field.options.map(({ id, name, color }) => ({ id, label: name, leading: <Dot color={color} /> }));
  const pick = (id: string) => {
    if (!isMany) return onSet(chosen.includes(id) ? null : id);
    const wanted = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    const kept = field.options.map((one) => one.id).filter((one) => wanted.includes(one));
    onSet(kept.length > 0 ? kept : null);
  };
  const words = fieldWords(field, value, (id) => store.row("member", id).value?.name);
  const tags = field.options.filter(({ id }) => chosen.includes(id));
  return (
    <Picker
      label={field.name}
      options={options}
      chosen={chosen}
      isMany={isMany}
      onPick={pick}
      trigger={(props) => (
        <ValueButton {...props} label={field.name} isDisabled={!canEdit} isEmpty={!words}>
          {tags.length > 0 ? (
            <span class="tags">
              {tags.map((one) => (
                <Tag key={one.id} name={one.name} color={one.color} size="s" />
              ))}
            </span>
          ) : (
            <span class="truncate">{words || "None"}</span>
          )}
        </ValueButton>
      )}
    />
  );
}
