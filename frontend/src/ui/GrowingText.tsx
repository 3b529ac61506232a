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

/** A text area as tall as its text. */
export function GrowingText({ value, label, onValue, class: extra, takesFocus, ...rest }: GrowingTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
  }, [value]);
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
