import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import type { CustomField } from "../../core/fields";
import { Button, IconButton } from "../../ui/Button";
import { Options } from "./Options";
import { KINDS } from "./kinds";

interface FieldRowProps {
  field: CustomField;
  index: number;
  fields: readonly CustomField[];
}

export function FieldRow({ field, index, fields }: FieldRowProps) {
  const [isRemoving, setRemoving] = useState(false);
  const set = (changes: Partial<Pick<CustomField, "name" | "currency" | "on_card">>) =>
    void mutate("field.set", { id: field.id, fields: changes });
  const rename = (name: string) => name.trim() && name !== field.name && set({ name });
  const move = (by: -1 | 1) => {
    const others = fields.filter(({ id }) => id !== field.id);
    const at = index + by;
    void mutate("field.move", { id: field.id, after: others[at - 1]?.id ?? null, before: others[at]?.id ?? null });
  };
  return (
    <li class="fields-row">
      <div class="fields-head">
        <input class="input" aria-label={`Name of ${field.name}`} maxLength={80} value={field.name} onChange={(event) => rename(event.currentTarget.value)} />
        <span class="muted">{KINDS.find(({ kind }) => kind === field.kind)?.word}</span>
        <IconButton icon="arrowUp" size="s" label={`Move ${field.name} up`} disabled={index === 0} onClick={() => move(-1)} />
        <IconButton icon="arrowDown" size="s" label={`Move ${field.name} down`} disabled={index === fields.length - 1} onClick={() => move(1)} />
        <IconButton icon="trash" size="s" label={`Remove ${field.name}`} onClick={() => setRemoving(true)} />
      </div>
      <div class="fields-more">
        <label>
          <input type="checkbox" checked={field.on_card} onChange={(event) => set({ on_card: event.currentTarget.checked })} /> Show on cards
        </label>
        {field.kind === "money" && (
          <label>
            Currency{" "}
            <input
              class="input fields-currency"
              maxLength={3}
              pattern="[A-Za-z]{3}"
              value={field.currency}
              onChange={(event) => event.currentTarget.checkValidity() && event.currentTarget.value && set({ currency: event.currentTarget.value })}
            />
          </label>
        )}
      </div>
      {(field.kind === "choice" || field.kind === "choices") && <Options field={field} />}
      {isRemoving && <Removal field={field} onEnd={() => setRemoving(false)} />}
    </li>
  );
}

function Removal({ field, onEnd }: { field: CustomField; onEnd: () => void }) {
  const holding = client().store.rows("projectTasks", field.project_id).filter(({ values }) => field.id in values).length;
  const words = holding === 0 ? "No task has a value of it." : holding === 1 ? "One task has a value of it." : `${holding} tasks have a value of it.`;
  return (
    <div class="fields-removal" role="alert">
      <span>{words} It comes back with “Undo”.</span>
      <Button size="s" kind="danger" onClick={() => void mutate("field.remove", { id: field.id }, { toast: true })}>
        Remove the field
      </Button>
      <Button size="s" onClick={onEnd}>
        Keep it
      </Button>
    </div>
  );
}
