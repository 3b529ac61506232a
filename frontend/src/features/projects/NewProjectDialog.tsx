import { useEffect, useRef, useState } from "preact/hooks";
import { client, mutate } from "../../core/client";
import { newId } from "../../core/ids";
import { ALL } from "../../core/lists";
import { COLORS, type Color } from "../../core/models";
import { boardPath, navigate } from "../../router";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextField } from "../../ui/fields";
import { problemOfKey, suggestKey } from "./keys";
import { TEMPLATES, type Template } from "./templates";

const FORM = "new-project";

export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const taken = client().store.peekRows("projects", ALL).map((project) => project.key);
  const [name, setName] = useState("");
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const [color, setColor] = useState<Color>(COLORS[(taken.length * 3 + 6) % COLORS.length] ?? "blue");
  const [template, setTemplate] = useState<Template>(TEMPLATES[0] as Template);
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const key = typedKey ?? suggestKey(name, taken);
  const keyProblem = key === "" && typedKey === null ? "" : problemOfKey(key, taken);

  const create = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    if (name.trim() === "") return setProblem("Give the project a name.");
    if (problemOfKey(key, taken)) return setTypedKey(key);
    setBusy(true);
    const stages = template.stages.map((stage) => ({ ...stage, id: newId() }));
    const answer = await mutate("project.create", { id: newId(), name: name.trim(), key, color, stages });
    setBusy(false);
    if (answer.status !== "applied") return setProblem(answer.detail ?? "The project could not be made.");
    onClose();
    navigate(boardPath(String(answer.data?.key ?? key)));
  };

  return (
    <Dialog
      title="New project"
      onClose={onClose}
      actions={<Actions isBusy={isBusy} onClose={onClose} />}
    >
      <form ref={form} id={FORM} class="new-project" onSubmit={(event) => void create(event)} noValidate>
        <div class="new-project-names">
          <TextField label="Name" value={name} onValue={setName} maxLength={120} error={problem} placeholder="Mobile app" />
          <KeyField value={key} error={keyProblem} onValue={setTypedKey} />
        </div>
        <ColorChoice color={color} onChoose={setColor} />
        <TemplateChoice template={template} onChoose={setTemplate} />
      </form>
    </Dialog>
  );
}

function Actions({ isBusy, onClose }: { isBusy: boolean; onClose: () => void }) {
  return (
    <>
      <Button kind="quiet" onClick={onClose}>
        Cancel
      </Button>
      <Button kind="primary" type="submit" form={FORM} busy={isBusy}>
        Create project
      </Button>
    </>
  );
}

function KeyField({ value, error, onValue }: { value: string; error: string; onValue: (key: string) => void }) {
  const hint = value && !error ? `Tasks are called ${value}-1, ${value}-2 …` : undefined;
  return (
    <TextField label="Key" value={value} onValue={(typed) => onValue(typed.toUpperCase())} maxLength={10} error={error} hint={hint} />
  );
}

function ColorChoice({ color, onChoose }: { color: Color; onChoose: (color: Color) => void }) {
  return (
    <fieldset class="choice">
      <legend>Colour</legend>
      <div class="choice-colors">
        {COLORS.map((one) => (
          <label key={one} class={`choice-color palette-${one}`} title={one}>
            <input type="radio" name="color" value={one} checked={one === color} onChange={() => onChoose(one)} aria-label={one} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function TemplateChoice({ template, onChoose }: { template: Template; onChoose: (template: Template) => void }) {
  return (
    <fieldset class="choice">
      <legend>Stages</legend>
      <div class="choice-templates">
        {TEMPLATES.map((one) => (
          <label key={one.id} class="choice-template">
            <input type="radio" name="template" checked={one.id === template.id} onChange={() => onChoose(one)} />
            <span class="choice-template-name">{one.label}</span>
            <span class="choice-template-stages">{one.stages.map((stage) => stage.name).join(", ")}</span>
          </label>
        ))}
      </div>
      <p class="field-hint">
        Stages can be renamed, added and removed later.
      </p>
    </fieldset>
  );
}
