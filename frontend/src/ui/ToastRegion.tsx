import { useEffect, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "./Button";
import { classes } from "./classes";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "problem";
  action?: { label: string; run: () => void };
}

interface ToastRegionProps {
  toasts: readonly Toast[];
  onDismiss: (id: number) => void;
}

/** A sentence goes by itself after this; a problem gives twice the time to read it. */
const LIFE_MS = 7000;

/** The corner where toasts appear; stands once, at the end of the page. They wait while pointer or focus is on them. */
export function ToastRegion({ toasts, onDismiss }: ToastRegionProps) {
  const [isHeld, setHeld] = useState(false);
  return (
    <section
      class="toasts"
      aria-label="Messages"
      aria-live="polite"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} isHeld={isHeld} onDismiss={() => onDismiss(toast.id)} />
      ))}
    </section>
  );
}

function ToastCard({ toast, isHeld, onDismiss }: { toast: Toast; isHeld: boolean; onDismiss: () => void }) {
  const latest = useRef(onDismiss);
  latest.current = onDismiss;
  const isProblem = toast.tone === "problem";
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => latest.current(), isProblem ? 2 * LIFE_MS : LIFE_MS);
    return () => clearTimeout(timer);
  }, [isHeld, isProblem]);
  const act = () => {
    onDismiss();
    toast.action?.run();
  };
  return (
    <div class={classes("toast", isProblem && "toast-error")} role={isProblem ? "alert" : undefined}>
      <p class="toast-text">{toast.text}</p>
      {toast.action && (
        <Button kind="quiet" size="s" onClick={act}>
          {toast.action.label}
        </Button>
      )}
      <IconButton icon="close" size="s" label="Dismiss" onClick={onDismiss} />
    </div>
  );
}
