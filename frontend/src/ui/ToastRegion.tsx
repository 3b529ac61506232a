import { Button, IconButton } from "./Button";
import { classes } from "./classes";
import { dismissToast, holdToasts, startTimers, type Toast, toasts } from "./toasts";

/** The corner where toasts appear; stands once, at the end of the page. */
export function ToastRegion() {
  return (
    <section
      class="toasts"
      aria-label="Messages"
      aria-live="polite"
      onMouseEnter={holdToasts}
      onMouseLeave={startTimers}
      onFocusIn={holdToasts}
      onFocusOut={startTimers}
    >
      {toasts.value.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const act = () => {
    dismissToast(toast.id);
    toast.action?.onSelect();
  };
  return (
    <div class={classes("toast", toast.tone === "error" && "toast-error")} role={toast.tone === "error" ? "alert" : undefined}>
      <p class="toast-text">{toast.text}</p>
      {toast.action && (
        <Button kind="quiet" size="s" onClick={act}>
          {toast.action.label}
        </Button>
      )}
      <IconButton icon="close" size="s" label="Dismiss" onClick={() => dismissToast(toast.id)} />
    </div>
  );
}
