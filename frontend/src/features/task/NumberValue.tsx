import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../../ui/Icon";
import type { IconName } from "../../ui/icons";

interface NumberValueProps {
  label: string;
  value: number | null;
  onSave: (value: number | null) => void;
  max: number;
  min?: number;
  /** Decimals that are kept. */
  places?: number;
  icon?: IconName;
  /** Stands behind the number while nobody types. */
  unit?: ComponentChildren;
  isDisabled?: boolean;
}

/** A number in its place: kept with Enter or on leaving, Escape takes the typing back. */
export function NumberValue({ label, value, onSave, max, min = 0, places = 2, icon = "estimate", unit, isDisabled }: NumberValueProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const save = () => {
    if (draft === null) return;
    const typed = draft.trim() === "" ? null : Math.min(Math.max(Math.round(Number(draft) * 10 ** places) / 10 ** places, min), max);
    setDraft(null);
    if (typed !== value && !Number.isNaN(typed)) onSave(typed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") save();
    if (event.key !== "Escape" || draft === null) return;
    event.stopPropagation();
    setDraft(null);
  };
  return (
    <span class="value value-number">
      <Icon name={icon} />
      <input
        type="number"
        min={min}
        max={max}
        step="any"
        aria-label={label}
        placeholder="None"
        disabled={isDisabled}
        value={draft ?? value ?? ""}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={onKeyDown}
      />
      {value !== null && draft === null && unit && <span class="muted">{unit}</span>}
    </span>
  );
}
