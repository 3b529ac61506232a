import { classes } from "./classes";
import { Icon } from "./Icon";

interface TagProps {
  name: string;
  /** A name of the palette. */
  color: string;
  onRemove?: () => void;
  size?: "m" | "s";
}

export function Tag({ name, color, onRemove, size = "m" }: TagProps) {
  return (
    <span class={classes("tag", `palette-${color}`, size === "s" && "tag-s")}>
      <span class="truncate">{name}</span>
      {onRemove && (
        <button type="button" class="tag-remove" aria-label={`Remove tag ${name}`} onClick={onRemove}>
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  );
}

/** `depth` steps below others. */
export function Dot({ color, depth = 0 }: { color: string; depth?: number }) {
  return <span class={`dot palette-${color}`} style={depth > 0 ? { marginLeft: `${depth}rem` } : undefined} aria-hidden="true" />;
}
