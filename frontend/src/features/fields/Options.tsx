import { useState } from "preact/hooks";
import { mutate } from "../../core/client";
import type { CustomField, FieldOption } from "../../core/fields";
import { newId } from "../../core/ids";
import { COLORS, type Color } from "../../core/models";
import { Button, IconButton } from "../../ui/Button";
import { Dot } from "../../ui/Tag";

/** What can be chosen in a field, in order; tasks keep an option that goes until it comes back. */
export function Options({ field }: { field: CustomField }) {
  const [name, setName] = useState("");
  const { options } = field;
  const save = (next: FieldOption[]) => void mutate("field.set", { id: field.id, fields: { options: next } }, { toast: next.length < options.length });
  const set = (id: string, changes: Partial<FieldOption>) => save(options.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  const isTaken = (text: string, but = "") => options.some((one) => one.id !== but && one.name.toLocaleLowerCase() === text.trim().toLocaleLowerCase());
  const add = (event: Event) => {
    event.preventDefault();
    if (!name.trim() || isTaken(name)) return;
    const color = COLORS[1 + (options.length % (COLORS.length - 1))] ?? "grey";
    save([...options, { id: newId(), name, color }]);
    setName("");
  };
  return (
    <div class="fields-options">
      {options.map((one) => (
        <div key={one.id} class="fields-option">
          <Dot color={one.color} />
          <input
            class="input"
            aria-label={`Option ${one.name}`}
            maxLength={80}
            value={one.name}
            onChange={({ currentTarget: { value } }) => value.trim() && !isTaken(value, one.id) && set(one.id, { name: value })}
          />
          <select class="input" aria-label={`Colour of ${one.name}`} value={one.color} onChange={(event) => set(one.id, { color: event.currentTarget.value as Color })}>
            {COLORS.map((color) => (
              <option key={color}>{color}</option>
            ))}
          </select>
          <IconButton icon="close" size="s" label={`Remove the option ${one.name}`} onClick={() => save(options.filter(({ id }) => id !== one.id))} />
        </div>
      ))}
      <form class="fields-option" onSubmit={add}>
        <input class="input" aria-label={`New option of ${field.name}`} placeholder="New option" maxLength={80} value={name} onInput={(event) => setName(event.currentTarget.value)} />
        <Button size="s" type="submit" disabled={!name.trim() || isTaken(name)}>
          Add
        </Button>
      </form>
    </div>
  );
}
