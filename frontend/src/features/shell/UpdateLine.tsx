import { applyUpdate, isApplying, update } from "../../offline/update";
import { Button } from "../../ui/Button";

/** A quiet line when a newer version is here; it is used when the person says so. */
export function UpdateLine() {
  if (update.value === "none") return null;
  return (
    <div class="update-line" role="status">
      <p>{isApplying.value ? "A new version opens as soon as your changes are saved." : "A new version is ready."}</p>
      <Button size="s" busy={isApplying.value} onClick={() => void applyUpdate()}>
        Use it now
      </Button>
    </div>
  );
}
