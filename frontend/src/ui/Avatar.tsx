import { classes } from "./classes";
import { Icon } from "./Icon";
import { hueOf, initialsOf } from "./palette";

interface AvatarProps {
  id: string | null;
  name: string;
  /** In pixels. */
  size?: number;
  /** Without it the name is read out: leave it off where the name stands beside. */
  decorative?: boolean;
  isPlaceholder?: boolean;
}

export function Avatar({ id, name, size = 24, decorative, isPlaceholder }: AvatarProps) {
  const style = { width: `${size}px`, height: `${size}px`, fontSize: `${Math.round(size * 0.4)}px` };
  const said = decorative ? { "aria-hidden": true } : ({ role: "img", "aria-label": name } as const);
  if (id === null) {
    return (
      <span class="avatar avatar-nobody" style={style} title={decorative ? undefined : name} {...said}>
        <Icon name="person" size={Math.round(size * 0.62)} />
      </span>
    );
  }
  return (
    <span
      class={classes("avatar", `palette-${hueOf(id)}`, isPlaceholder && "avatar-placeholder")}
      style={style}
      title={decorative ? undefined : name}
      {...said}
    >
      {initialsOf(name)}
    </span>
  );
}
