import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { client } from "../../core/client";
import { signOut, unsentElsewhere } from "../../offline/signOut";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";

/** Signs out at once when nothing is lost by it, else asks. */
export function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { unsent, stashed, connection } = client().status.value;
  const elsewhere = useSignal<number | null>(null);
  const isWaiting = useSignal(true);
  const isLeaving = useSignal(false);
  const isOffline = connection === "offline";
  const isFree = unsent + stashed === 0 && elsewhere.value === 0 && !isOffline;
  const leave = () => {
    isLeaving.value = true;
    void signOut();
  };
  const wait = () => {
    isWaiting.value = true;
    client().retry();
  };
  useEffect(() => void unsentElsewhere().then((count) => (elsewhere.value = count)), []);
  useEffect(() => {
    if (isFree && isWaiting.value) leave();
    // What cannot be done at once is asked about; from then on only the button waits.
    else if (elsewhere.value !== null) isWaiting.value = false;
  }, [elsewhere.value]);
  useEffect(() => {
    if (isFree && isWaiting.value) leave();
  }, [isFree]);
  if (isLeaving.value || elsewhere.value === null) return null;
  const counts = { unsent: unsent + elsewhere.value, elsewhere: elsewhere.value, stashed };
  return (
    <Dialog
      title={titleOf(counts.unsent, isOffline)}
      onClose={onClose}
      actions={<Choices {...{ counts, isOffline, isFree, isWaiting: isWaiting.value, leave, wait, onClose }} />}
    >
      <p>Signing out deletes what this device keeps of your workspaces, and with it every change that was not sent.</p>
      {counts.elsewhere > 0 && <p>{changes(counts.elsewhere)} wait in another workspace; open it to send them.</p>}
      {stashed > 0 && <p>{changes(stashed)} that the server refused would go too; copy what you need first.</p>}
      {isOffline && <p class="muted">The server ends your session, and it cannot be reached now.</p>}
    </Dialog>
  );
}

interface Counts {
  unsent: number;
  elsewhere: number;
  stashed: number;
}

function changes(count: number): string {
  return count === 1 ? "One change" : `${count} changes`;
}

function titleOf(unsent: number, isOffline: boolean): string {
  if (unsent > 0) return `${changes(unsent)} ${unsent === 1 ? "is" : "are"} not sent yet`;
  return isOffline ? "Signing out needs a connection" : "Sign out?";
}

interface ChoicesProps {
  counts: Counts;
  isOffline: boolean;
  isFree: boolean;
  isWaiting: boolean;
  leave: () => void;
  wait: () => void;
  onClose: () => void;
}

function Choices({ counts, isOffline, isFree, isWaiting, leave, wait, onClose }: ChoicesProps) {
  const { unsent, elsewhere, stashed } = counts;
  const loses = unsent + stashed;
  return (
    <>
      {!isFree && loses > 0 && (
        <Button kind="danger" disabled={isOffline} onClick={leave}>
          Sign out and lose {loses === 1 ? "it" : "them"}
        </Button>
      )}
      {!isFree && elsewhere + stashed === 0 && (
        <Button busy={isWaiting} onClick={wait}>
          {isWaiting ? "Waiting" : "Wait, then sign out"}
        </Button>
      )}
      {isFree && <Button onClick={leave}>Sign out</Button>}
      <Button kind="primary" onClick={onClose}>
        Stay
      </Button>
    </>
  );
}
