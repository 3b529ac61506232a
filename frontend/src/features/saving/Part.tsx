import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface PartProps {
  title: string;
  count: number;
  hint: string;
  children: ComponentChildren;
}

/** A list with its heading; nothing at all when the list is empty. */
export function Part({ title, count, hint, children }: PartProps) {
  const id = useId();
  if (count === 0) return null;
  return (
    <section class="saving-part" aria-labelledby={id}>
      <h2 id={id}>
        {title} <span class="saving-count tabular">{count}</span>
      </h2>
      <p class="muted saving-hint">{hint}</p>
      <ul role="list" class="saving-list">
        {children}
      </ul>
    </section>
  );
}
