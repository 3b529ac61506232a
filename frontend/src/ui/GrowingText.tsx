import type { TextareaHTMLAttributes } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { classes } from "./classes";

interface GrowingTextProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "value" | "class" | "label"> {
  value: string;
  label: string;
  onValue: (value: string) => void;
  class?: string;
  /** Puts the caret behind the text when it appears. */
  takesFocus?: boolean;
}

function grow(element: HTMLTextAreaElement): void {
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
}

/** A text area as tall as its text, also when a turned phone or a smaller window breaks its lines anew. */
export function GrowingText({ value, label, onValue, class: extra, takesFocus, ...rest }: GrowingTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (area.current) grow(area.current);
  }, [value]);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element || typeof ResizeObserver === "undefined") return undefined;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      grow(element);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (!takesFocus || !area.current) return;
    area.current.focus();
    area.current.setSelectionRange(area.current.value.length, area.current.value.length);
  }, [takesFocus]);
  return (
    <textarea
      rows={1}
      {...rest}
      ref={area}
      class={classes("growing", extra)}
      aria-label={label}
      value={value}
      onInput={(event) => onValue(event.currentTarget.value)}
    />
  );
}
