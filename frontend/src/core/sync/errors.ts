/** What can go wrong between browser and server, and the sentence for each. */

export class TransportError extends Error {
  constructor(
    /** 0: no answer, or an answer that is not the server's. */
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly more: { lastSeq?: number; retryAfterMs?: number } = {},
  ) {
    super(detail);
  }

  /** Worth trying again without anybody doing anything. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** The state of the connection; `sentence` says what the person should know or do. */
export type Connection = "opening" | "live" | "offline" | "signed-out" | "someone-else" | "revoked" | "outdated" | "broken";

export function connectionAfter(error: unknown): Connection {
  if (!(error instanceof TransportError) || error.isPassing) return "offline";
  if (error.status === 401) return "signed-out";
  if (error.status === 426) return "outdated";
  if (error.code === "wrong_user") return "someone-else";
  if (error.code === "wrong_workspace" || error.status === 404) return "revoked";
  return "broken";
}

export interface Counts {
  unsent: number;
  /** Of these, not written on the device. */
  unsaved: number;
}

export function sentenceFor(connection: Connection, { unsent, unsaved }: Counts): string {
  const kept = keptWords(unsent, unsaved);
  switch (connection) {
    case "opening":
      return "Opening the workspace.";
    case "live":
      return unsent === 0 ? "All changes are saved." : `Sending ${unsent === 1 ? "one change" : `${unsent} changes`}.`;
    case "offline":
      return `No connection.${kept} Trying again.`;
    case "signed-out":
      return `You have been signed out.${kept} Sign in again to go on.`;
    case "someone-else":
      return `Somebody else has signed in.${kept} Sign in as yourself to send them.`;
    case "revoked":
      return "You no longer have access to this workspace. What you had not sent is kept for you to copy.";
    case "outdated":
      return `A new version of PM Suite is here.${kept} Reload the page to use it.`;
    case "broken":
      return `The server does not understand this page.${kept} Reload the page; if that does not help, tell your administrator.`;
  }
}

function keptWords(unsent: number, unsaved: number): string {
  if (unsent === 0) return "";
  const changes = unsent === 1 ? "One change is" : `${unsent} changes are`;
  if (unsaved === 0) return ` ${changes} kept on this device.`;
  if (unsaved === unsent) return ` ${changes} not saved on this device yet.`;
  return ` ${changes} waiting, ${unsaved} of them not saved on this device yet.`;
}
