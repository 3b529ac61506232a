import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface SectionProps {
  title: string;
  /** Stands beside the title, as "2 of 5". */
  count?: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

export function Section({ title, count, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <header class="section-head">
        <h3 id={id}>{title}</h3>
        {count && <span class="section-count tabular">{count}</span>}
        {actions}
      </header>
      {children}
    </section>
  );
}
