/** A small circle that fills as work goes on; `kind` is that of a stage. */
export function StageMark({ kind }: { kind: string | undefined }) {
  return <span class={`stage-mark stage-${kind ?? "todo"}`} aria-hidden="true" />;
}
