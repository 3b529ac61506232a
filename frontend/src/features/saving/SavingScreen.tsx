import "./saving.css";
import { useEffect } from "preact/hooks";
import { bytesWords } from "../../core/bytes";
import { client } from "../../core/client";
import { ALL } from "../../core/lists";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ConflictCard } from "./ConflictCard";
import { DevicePart } from "./DevicePart";
import { Part } from "./Part";
import { StashRow } from "./StashRow";
import { WaitingRow } from "./WaitingRow";

/** What of this person's work is where: waiting to be sent, refused, collided with somebody else's, kept on this device. */
export function SavingScreen() {
  useEffect(() => {
    document.title = "Your changes · PM Suite";
  }, []);
  return (
    <div class="saving">
      <SavingHead />
      <Conflicts />
      <Stash />
      <Waiting />
      <FilesPart />
      <Nothing />
      <DevicePart />
    </div>
  );
}

function SavingHead() {
  const { sentence, connection } = client().status.value;
  const canTry = connection === "offline";
  return (
    <header class="saving-head">
      <div>
        <h1>Your changes</h1>
        <p class="muted" role="status">
          {sentence}
        </p>
      </div>
      {canTry && <Button onClick={() => client().retry()}>Try now</Button>}
    </header>
  );
}

function Conflicts() {
  const conflicts = client().store.rows("conflicts", ALL);
  return (
    <Part
      title="Changed by two people"
      count={conflicts.length}
      hint="While you were away somebody else changed the same thing. Their value stands; yours is kept here until you choose."
    >
      {conflicts.map((conflict) => (
        <ConflictCard key={conflict.id} conflict={conflict} />
      ))}
    </Part>
  );
}

function Stash() {
  const stash = client().outbox.stash.value;
  return (
    <Part title="Could not be saved" count={stash.length} hint="The server refused these. They are kept on this device until you decide.">
      {stash.map((stashed) => (
        <StashRow key={stashed.id} stashed={stashed} />
      ))}
    </Part>
  );
}

function Waiting() {
  const waiting = client().outbox.waiting.value;
  return (
    <Part title="Waiting to be sent" count={waiting.length} hint="In this order, as soon as there is a connection.">
      {waiting.map((queued) => (
        <WaitingRow key={queued.id} queued={queued} />
      ))}
    </Part>
  );
}

/** Files that the server does not have yet, or does not take. */
function FilesPart() {
  const items = client().uploads.value?.items.value.filter(({ state }) => state !== "told") ?? [];
  return (
    <Part title="Files" count={items.length} hint="Each is kept on this device until the server has it.">
      {items.map(({ id, name, blob, state, refusal }) => (
        <li key={id} class="saving-card">
          <div class="saving-card-head">
            <span class="saving-what">{name}</span>
            <span class="muted">{bytesWords(blob.size)}</span>
          </div>
          {refusal && <p class="saving-why">{refusal}</p>}
          <div class="saving-actions">
            {state === "refused" && (
              <Button size="s" onClick={() => client().uploads.peek()?.retry(id)}>
                Try again
              </Button>
            )}
            <Button size="s" kind="quiet" onClick={() => void client().uploads.peek()?.cancel(id)}>
              Discard
            </Button>
          </div>
        </li>
      ))}
    </Part>
  );
}

function Nothing() {
  const { outbox, store, uploads } = client();
  const count = (uploads.value?.items.value.length ?? 0) + store.ids("conflicts", ALL).length + outbox.stash.value.length + outbox.waiting.value.length;
  if (count > 0) return null;
  return <EmptyState icon="check" title="Everything is in its place" hint="All your changes are with the server, and nothing needs a decision." />;
}
