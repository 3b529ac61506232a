import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { classes } from "./classes";
import { Icon } from "./Icon";
import type { IconName } from "./icons";
import { Kbd } from "./Kbd";
import { Popover, type TriggerProps } from "./Popover";

export interface MenuItem {
  label: string;
  onSelect: () => void;
  icon?: IconName;
  /** Drawn instead of the icon. */
  leading?: ComponentChildren;
  keys?: string;
  /** Makes it one of a group of which one is chosen. */
  isChecked?: boolean;
  isDanger?: boolean;
  isDisabled?: boolean;
  /** Draws a line above. */
  startsGroup?: boolean;
}

interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  trigger: (props: TriggerProps) => ComponentChildren;
}

export function Menu({ label, items, trigger }: MenuProps) {
  return (
    <Popover trigger={trigger} label={label} haspopup="menu" class="popover-menu">
      {(close) => <MenuList label={label} items={items} close={close} />}
    </Popover>
  );
}

function MenuList({ label, items, close }: { label: string; items: readonly MenuItem[]; close: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: "", at: 0 });
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? [])];
    const next = nextFocus(buttons, event, typed.current);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const chosen = items.findIndex((item) => item.isChecked);
  const first = chosen >= 0 ? chosen : items.findIndex((item) => !item.isDisabled);
  return (
    <div ref={list} role="menu" aria-label={label} class="menu" onKeyDown={onKeyDown}>
      {items.map((item, index) => (
        <MenuEntry key={item.label} item={item} isFirst={index === first} close={close} />
      ))}
    </div>
  );
}

function MenuEntry({ item, isFirst, close }: { item: MenuItem; isFirst: boolean; close: () => void }) {
  const select = () => {
    close();
    item.onSelect();
  };
  return (
    <>
      {item.startsGroup && <hr class="menu-line" />}
      <button
        type="button"
        role={item.isChecked === undefined ? "menuitem" : "menuitemradio"}
        aria-checked={item.isChecked}
        class={classes("menu-item", item.isDanger && "menu-item-danger")}
        disabled={item.isDisabled}
        data-autofocus={isFirst || undefined}
        tabIndex={-1}
        onClick={select}
      >
        {item.leading ?? (item.icon && <Icon name={item.icon} />)}
        <span class="menu-label">{item.label}</span>
        {item.keys && <Kbd keys={item.keys} />}
        {item.isChecked && <Icon name="check" />}
      </button>
    </>
  );
}

const TYPING_PAUSE_MS = 700;

/** The item that a key goes to: arrows, Home, End, or the letters of its name. */
function nextFocus(buttons: HTMLElement[], event: KeyboardEvent, typed: { text: string; at: number }) {
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const count = buttons.length;
  if (event.key === "ArrowDown") return buttons[(at + 1) % count];
  if (event.key === "ArrowUp") return buttons[(at - 1 + count) % count];
  if (event.key === "Home") return buttons[0];
  if (event.key === "End") return buttons[count - 1];
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  typed.text = event.timeStamp - typed.at > TYPING_PAUSE_MS ? event.key : typed.text + event.key;
  typed.at = event.timeStamp;
  const wanted = typed.text.toLocaleLowerCase();
  return buttons.find((button) => button.textContent?.trim().toLocaleLowerCase().startsWith(wanted));
}
