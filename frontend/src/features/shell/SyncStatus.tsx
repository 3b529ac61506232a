import { timeWords } from "../../core/ago";
import { client, type Client } from "../../core/client";
import type { Connection } from "../../core/sync/errors";
import { applyUpdate, isApplying } from "../../offline/update";
import { pathTo, route } from "../../router";
import { Button } from "../../ui/Button";
import { classes } from "../../ui/classes";

type Status = Client["status"]["value"];

function decisions({ stashed, conflicts }: Status): number {
  return stashed + conflicts;
}

/** In few words, the most urgent first; the sentence says the rest. */
export function shortWords(status: Status, zone: string): string {
  const { connection, unsent, unsaved, offlineSince } = status;
  if (unsaved > 0 && connection !== "live") return "Not saved yet";
  if (NEEDS_THE_PERSON.includes(connection)) return "Not saving";
  if (decisions(status) > 0) return `${decisions(status)} to decide`;
  if (connection === "opening") return "Opening";
  if (connection === "live") return unsent === 0 ? "Saved" : `Sending ${unsent}`;
  const since = offlineSince ? ` since ${timeWords(offlineSince, zone)}` : "";
  return unsent === 0 ? `Offline${since}` : `Offline, ${unsent} kept`;
}

function toneOf(status: Status): "ok" | "busy" | "off" | "ask" {
  if (decisions(status) > 0) return "ask";
  if (status.connection === "live") return status.unsent === 0 ? "ok" : "busy";
  return status.connection === "opening" ? "busy" : "off";
}

/** A dot and a few words: saved, sending, offline since, to decide. It leads to the page that tells it all. */
export function SyncStatus() {
  const { status, store } = client();
  const { connection, unsent, sentence } = status.value;
  return (
    <a
      class={classes("sync", `sync-${toneOf(status.value)}`)}
      href={pathTo("sync")}
      title={sentence}
      data-connection={connection}
      data-unsent={unsent}
      data-unsaved={status.value.unsaved}
      aria-current={route.value.screen === "saving" ? "page" : undefined}
    >
      <span class="sync-dot" aria-hidden="true" />
      {shortWords(status.value, store.member.value.time_zone)}
    </a>
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
        <Button size="s" busy={isApplying.value} onClick={() => void applyUpdate()}>
          Reload
        </Button>
      )}
      {connection === "revoked" && (
        <a class="btn btn-plain btn-s" href="/?ask">
          Other workspaces
        </a>
      )}
    </div>
  );
}
