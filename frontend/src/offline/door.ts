/** Finds out what the page in hand should open: the page may have been kept for everybody, and names nobody. */

import { TransportError } from "../core/sync/errors";
import { openDoor } from "../core/sync/transport";
import { doorTo, keepDoor, lastDoor, type Door } from "./doors";

/** Why nothing opens: no such workspace, no answer from the server, or another page is on its way. */
export type Closed = "missing" | "unreachable" | "leaving";

/** The door that this address leads to, from the page itself, from this device, or from the server. */
export async function findDoor(root: HTMLElement): Promise<Door | Closed> {
  const slug = /^\/w\/([-\w]+)\//.exec(location.pathname)?.[1];
  if (!slug) return goToLast();
  const kept = doorTo(slug);
  const found = doorOf(root) ?? (kept?.isShut === false ? kept : await askServer(slug));
  // Behind a shut door lies what this person could not send: it opens as long as the server names no other.
  if (kept && (found === "missing" || found === "unreachable")) return kept;
  if (typeof found !== "string") keepDoor(found);
  return found;
}

/** The start address; the server knows where to go when the device does not. */
function goToLast(): Closed {
  const last = lastDoor();
  location.replace(last ? `/w/${last.slug}/` : "/?ask");
  return "leaving";
}

/** The page that the server itself drew for this workspace. */
function doorOf({ dataset }: HTMLElement): Door | null {
  const { slug, workspace, member, name = "" } = dataset;
  return slug && workspace && member ? { slug, workspace, member, name } : null;
}

async function askServer(slug: string): Promise<Door | Closed> {
  try {
    return { slug, ...(await openDoor(slug)) };
  } catch (error) {
    const status = error instanceof TransportError ? error.status : 0;
    if (status === 404) return "missing";
    if (status !== 401) return "unreachable";
    location.replace(`/accounts/login/?next=${encodeURIComponent(location.pathname)}`);
    return "leaving";
  }
}
