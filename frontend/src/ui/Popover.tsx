import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { placeBeside } from "./place";

export interface TriggerProps {
  onClick: (event: MouseEvent) => void;
  "aria-haspopup": "menu" | "dialog" | "listbox";
  "aria-expanded": boolean;
}

interface PopoverProps {
  /** Draws the button that opens it; spread the props on the button. */
  trigger: (props: TriggerProps) => ComponentChildren;
  children: (close: () => void) => ComponentChildren;
  label: string;
  haspopup?: TriggerProps["aria-haspopup"];
  class?: string;
}

/** A box in the top layer beside its button; Escape, Tab out of it or a press elsewhere closes it. */
export function Popover({ trigger, children, label, haspopup = "dialog", class: extra = "" }: PopoverProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  const toggle = (event: MouseEvent) => {
    const button = event.currentTarget as HTMLElement;
    setAnchor((open) => (open ? null : button));
  };
  const role = haspopup === "dialog" ? "dialog" : undefined;
  return (
    <>
      {trigger({ onClick: toggle, "aria-haspopup": haspopup, "aria-expanded": anchor !== null })}
      {anchor && (
        <Floating anchor={anchor} close={close} label={label} role={role} class={extra}>
          {children(() => {
            close();
            anchor.focus();
          })}
        </Floating>
      )}
    </>
  );
}

interface FloatingProps {
  anchor: HTMLElement;
  close: () => void;
  label: string;
  role?: "dialog";
  class: string;
  children: ComponentChildren;
}

function Floating({ anchor, close, label, role, class: extra, children }: FloatingProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.showPopover?.();
    place(element, anchor);
    const first = element.querySelector<HTMLElement>("[autofocus], [data-autofocus]");
    (first ?? element).focus({ preventScroll: true });
  }, [anchor]);
  useDismissal(box, anchor, close);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    close();
    anchor.focus();
  };
  return (
    <div
      ref={box}
      popover="manual"
      class={`popover ${extra}`}
      role={role}
      aria-label={role && label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

function place(element: HTMLElement, anchor: HTMLElement): void {
  const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const spot = placeBeside(anchor.getBoundingClientRect(), { width: element.offsetWidth, height: element.offsetHeight }, view);
  element.style.left = `${spot.left}px`;
  element.style.top = `${spot.top}px`;
}

function useDismissal(box: { current: HTMLElement | null }, anchor: HTMLElement, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    const isOutside = (target: EventTarget | null) =>
      target instanceof Node && !box.current?.contains(target) && !anchor.contains(target);
    const onPress = (event: Event) => {
      if (isOutside(event.target)) latest.current();
    };
    const onResize = () => box.current && place(box.current, anchor);
    document.addEventListener("pointerdown", onPress, true);
    document.addEventListener("focusin", onPress);
    window.addEventListener("resize", onResize);
    return () => {
      document.removeEventListener("pointerdown", onPress, true);
      document.removeEventListener("focusin", onPress);
      window.removeEventListener("resize", onResize);
    };
  }, [box, anchor]);
}
