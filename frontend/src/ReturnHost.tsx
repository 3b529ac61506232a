import { giveReason, returning } from "./core/reasons";
import { lazy } from "./lazy";

const ReasonDialog = lazy(() => import("./ui/ReasonDialog").then((module) => module.ReasonDialog), "The form");

/** Asks why a task goes back, when a card was dragged out of review. */
export function ReturnHost() {
  if (returning.value === null) return null;
  return (
    <ReasonDialog
      title="Return the task"
      action="Return"
      hint="Its performer reads the reason in the comments."
      onGive={giveReason}
      onClose={() => (returning.value = null)}
    />
  );
}
