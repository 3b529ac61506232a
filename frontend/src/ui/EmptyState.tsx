import type { ComponentChildren } from "preact";
import { Icon } from "./Icon";
import type { IconName } from "./icons";

interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** One sentence on what belongs here and how it comes. */
  hint?: string;
  /** What to do about it. */
  children?: ComponentChildren;
}

export function EmptyState({ icon, title, hint, children }: EmptyStateProps) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size={24} />
      </span>
      <h2>{title}</h2>
      {hint && <p class="muted">{hint}</p>}
      {children && <div class="empty-actions">{children}</div>}
    </div>
  );
}
