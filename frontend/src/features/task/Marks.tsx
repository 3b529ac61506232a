/** What marks a task beside its priority: urgency, importance, a colour, its estimates. */

import { useEffect } from "preact/hooks";
import { mutate } from "../../core/client";
import { isTyping } from "../../core/keys";
import { COLORS, type Task } from "../../core/models";
import { Menu } from "../../ui/Menu";
import { Dot } from "../../ui/Tag";
import { NumberValue } from "./NumberValue";
import { Property, ValueButton } from "./Property";

interface MarkProps {
  task: Task;
  canEdit: boolean;
}

const WEIGHTS = [
  { name: "is_urgent", word: "Urgent", sign: "!", keys: "U" },
  { name: "is_important", word: "Important", sign: "★", keys: "I" },
] as const;
type Weight = (typeof WEIGHTS)[number];

function toggle(task: Task, { name }: Weight): void {
  void mutate("task.set", { id: task.id, fields: { [name]: !task[name] } });
}

/** Urgent and important, each by its button or its key. */
export function WeightProperty({ task, canEdit }: MarkProps) {
  useWeightKeys(task, canEdit);
  return (
    <Property label="Matters">
      <span class="weights" role="group" aria-label="How much it matters">
        {WEIGHTS.map((one) => (
          <button
            key={one.name}
            type="button"
            class={`weight ${one.name.replace("_", "-")}`}
            aria-pressed={task[one.name]}
            title={`${one.word} (${one.keys})`}
            disabled={!canEdit}
            onClick={() => toggle(task, one)}
          >
            <span aria-hidden="true">{one.sign}</span> {one.word}
          </button>
        ))}
      </span>
    </Property>
  );
}

function useWeightKeys(task: Task, canEdit: boolean): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (!canEdit || isTyping(event.target) || document.querySelector("dialog[open], .popover")) return;
      const one = WEIGHTS.find(({ keys }) => keys.toLowerCase() === event.key.toLowerCase());
      if (!one) return;
      event.preventDefault();
      toggle(task, one);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
}

const ESTIMATE_MAX = 99_999;

export function EstimateProperty({ task, canEdit }: MarkProps) {
  const one = { max: ESTIMATE_MAX, isDisabled: !canEdit };
  const unit = (value: number | null, word: string) => (value === 1 ? word : `${word}s`);
  const { estimate, estimate_hours: hours } = task;
  return (
    <Property label="Estimate">
      <NumberValue
        {...one}
        label="Estimate in points"
        value={estimate}
        unit={unit(estimate, "point")}
        onSave={(value) => void mutate("task.set", { id: task.id, fields: { estimate: value } })}
      />
      <NumberValue
        {...one}
        label="Estimate in hours"
        icon="clock"
        value={hours}
        unit={unit(hours, "hour")}
        onSave={(value) => void mutate("task.set", { id: task.id, fields: { estimate_hours: value } })}
      />
    </Property>
  );
}

export const colorWord = (color: string) => color.charAt(0).toUpperCase() + color.slice(1);

/** The stripe of its card. */
export function ColorProperty({ task, canEdit }: MarkProps) {
  const items = ["" as const, ...COLORS].map((color) => ({
    label: color ? colorWord(color) : "No colour",
    leading: <Dot color={color || "none"} />,
    isChecked: color === task.color,
    onSelect: () => void mutate("task.set", { id: task.id, fields: { color } }),
  }));
  return (
    <Property label="Colour">
      <Menu
        label="Colour"
        items={items}
        trigger={(props) => (
          <ValueButton {...props} label="Colour" isDisabled={!canEdit} isEmpty={!task.color}>
            {task.color && <Dot color={task.color} />}
            {task.color ? colorWord(task.color) : "None"}
          </ValueButton>
        )}
      />
    </Property>
  );
}
