import type { ComponentChildren } from "preact";
import type { TriggerProps } from "../../ui/Popover";
import { classes } from "../../ui/classes";

/** One line of the column of facts: its name, and its value in place. */
export function Property({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="property">
      <span class="property-label" aria-hidden="true">
        {label}
      </span>
      <div class="property-value">{children}</div>
    </div>
  );
}

interface ValueButtonProps extends TriggerProps {
  label: string;
  children: ComponentChildren;
  isDisabled?: boolean;
  isEmpty?: boolean;
  tone?: "danger";
}

/** The value as a button that opens the choice of another. */
export function ValueButton({ label, children, isDisabled, isEmpty, tone, ...trigger }: ValueButtonProps) {
  return (
    <button
      type="button"
      class={classes("value", isEmpty && "is-empty", tone === "danger" && "is-danger")}
      disabled={isDisabled}
      {...trigger}
    >
      <span class="visually-hidden">{label}: </span>
      {children}
    </button>
  );
}
