import "./fields.css";
import { useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import type { CustomField, FieldKind } from "../../core/fields";
import { newId } from "../../core/ids";
import type { Project } from "../../core/models";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Select, TextField } from "../../ui/fields";
import { FieldRow } from "./FieldRow";
import { KINDS } from "./kinds";

/** The fields of a project's tasks: made, named, put in order, shown on cards, removed. */
export function FieldsDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const fields = client().store.rows("projectFields", project.id);
  return (
    <Dialog title={`Fields of ${project.name}`} onClose={onClose}>
      {fields.length === 0 && <p class="muted">Give the tasks of this project what they need beside the usual: a budget, a market, a contract’s link.</p>}
      <ul class="fields-list" role="list">
        {fields.map((field, index) => (
          <FieldRow key={field.id} field={field} index={index} fields={fields} />
        ))}
      </ul>
      <NewField project={project} fields={fields} />
    </Dialog>
  );
}

function NewField({ project, fields }: { project: Project; fields: readonly CustomField[] }) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<FieldKind>("text");
  const isTaken = fields.some((field) => field.name.toLocaleLowerCase() === name.trim().toLocaleLowerCase());
  const add = (event: Event) => {
    event.preventDefault();
    if (!name.trim() || isTaken) return;
    void mutate("field.create", { id: newId(), project_id: project.id, name, kind }, { toast: true });
    setName("");
  };
  return (
    <form class="fields-new" onSubmit={add}>
      <TextField label="New field" value={name} maxLength={80} onValue={setName} error={isTaken ? "There is a field of this name." : undefined} />
      <Select label="Kind" value={kind} options={KINDS.map(({ kind: value, word: label }) => ({ value, label }))} onValue={(value) => setKind(value as FieldKind)} />
      <Button kind="primary" type="submit" disabled={!name.trim() || isTaken}>
        Add
      </Button>
    </form>
  );
}
