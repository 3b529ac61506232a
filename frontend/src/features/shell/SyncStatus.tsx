import { client } from "../../core/client";
import type { Connection } from "../../core/sync/errors";
import { Button } from "../../ui/Button";
import { classes } from "../../ui/classes";

function shortWords(connection: Connection, unsent: number): string {
  if (connection === "live") return unsent === 0 ? "Saved" : `Saving ${unsent}`;
  if (connection === "opening") return "Opening";
  return connection === "offline" ? (unsent === 0 ? "Offline" : `Offline, ${unsent} unsent`) : "Not saving";
}

/** A dot and a word: saved, saving, offline. The whole sentence is its tooltip, and is read out when it changes. */
export function SyncStatus() {
  const { connection, unsent, sentence } = client().status.value;
  const tone = connection === "live" ? (unsent === 0 ? "ok" : "busy") : connection === "opening" ? "busy" : "off";
  return (
    <span class={classes("sync", `sync-${tone}`)} title={sentence} data-connection={connection} data-unsent={unsent}>
      <span class="sync-dot" aria-hidden="true" />
      {shortWords(connection, unsent)}
    </span>
  );
}

const NEEDS_THE_PERSON: readonly Connection[] = ["signed-out", "someone-else", "revoked", "outdated", "broken"];

/** Stands over the screen when only the person can help. */
export function SyncBanner() {
  const { connection, sentence } = client().status.value;
  if (!NEEDS_THE_PERSON.includes(connection)) return null;
  return (
    <div class="sync-banner" role="alert">
      <p>{sentence}</p>
      {(connection === "signed-out" || connection === "someone-else") && (
        <>
          <a class="btn btn-plain btn-s" href="/accounts/login/" target="_blank" rel="noopener">
            Sign in again
          </a>
          <Button kind="quiet" size="s" onClick={() => client().retry()}>
            I have signed in
          </Button>
        </>
      )}
      {(connection === "outdated" || connection === "broken") && (
        <Button size="s" onClick={() => location.reload()}>
          Reload
        </Button>
      )}
      {connection === "revoked" && (
        <a class="btn btn-plain btn-s" href="/">
          Other workspaces
        </a>
      )}
    </div>
  );
}
