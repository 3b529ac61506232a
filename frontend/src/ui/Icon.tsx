import { ICONS, type IconName } from "./icons";

interface IconProps {
  name: IconName;
  /** In pixels; 16 beside text. */
  size?: number;
  class?: string;
}

/** A decoration: whatever it stands on carries the words. */
export function Icon({ name, size = 16, class: extra }: IconProps) {
  return (
    <svg
      class={extra ? `icon ${extra}` : "icon"}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width={name === "more" || name === "drag" ? 2.4 : 1.6}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={ICONS[name]} />
    </svg>
  );
}
