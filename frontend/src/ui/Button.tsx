import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import { classes } from "./classes";
import { Icon } from "./Icon";
import type { IconName } from "./icons";

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "icon" | "size" | "class">;

interface ButtonProps extends Native {
  children?: ComponentChildren;
  kind?: "primary" | "plain" | "quiet" | "danger";
  size?: "m" | "s";
  icon?: IconName;
  /** Waits for an answer: cannot be pressed, says so to a screen reader. */
  busy?: boolean;
  class?: string;
}

export function Button({ kind = "plain", size = "m", icon, busy, children, class: extra, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      class={classes("btn", `btn-${kind}`, size === "s" && "btn-s", extra)}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Native {
  icon: IconName;
  /** Its name for screen readers, and its tooltip. */
  label: string;
  size?: "m" | "s";
  class?: string;
}

export function IconButton({ icon, label, size = "m", class: extra, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      class={classes("icon-btn", size === "s" && "icon-btn-s", extra)}
    >
      <Icon name={icon} size={size === "s" ? 16 : 18} />
    </button>
  );
}
