interface ProgressProps {
  /** Of `max`; leave out while nobody can say. */
  value?: number;
  max?: number;
  label: string;
}

export function Progress({ value, max = 100, label }: ProgressProps) {
  return <progress class="progress" value={value} max={max} aria-label={label} />;
}
