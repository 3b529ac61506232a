import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";

/** For the browsers that let only the person do it. */
export function InstallDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Install PM Suite" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <p>Press Share in Safari, then “Add to Home Screen”. PM Suite then opens like any other app, also without a network.</p>
      <p class="muted">It is also the way to keep your changes longer: Safari clears pages that were not visited for a week.</p>
    </Dialog>
  );
}
