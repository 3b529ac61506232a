import { useEffect } from "preact/hooks";
import { isTyping } from "../../core/keys";
import type { Doable } from "./doable";

/** A letter does what it stands for while the panel is open, and nobody types, chooses or answers a question. */
export function useVerbKeys(offered: readonly Doable[], act: (one: Doable) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (isTyping(event.target) || document.querySelector("dialog[open], .popover")) return;
      const one = offered.find(({ keys }) => keys?.toLowerCase() === event.key.toLowerCase());
      if (!one) return;
      event.preventDefault();
      act(one);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
}
