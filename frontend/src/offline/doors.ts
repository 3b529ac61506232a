/**
 * Which workspaces this device may open without asking the server, and for whom. It lies in localStorage, which is read
 * before the first paint. The rows themselves lie in a database that a door names by workspace and member.
 */

export interface Door {
  slug: string;
  workspace: string;
  member: string;
  /** The workspace's name. */
  name: string;
}

interface KeptDoor extends Door {
  /** The person who went through it: another one at the same device finds it closed. */
  person: string;
  /** Epoch milliseconds. */
  openedAt: number;
  /** The person is no member any more: what they had not sent is still behind it. */
  isShut: boolean;
}

const KEY = "doors";

/** Who has signed in, as the server's cookie says; empty when nobody has. */
export function personOf(cookie: string = document.cookie): string {
  return /(?:^|; )person=([^;]+)/.exec(cookie)?.[1] ?? "";
}

export function doorTo(slug: string): KeptDoor | null {
  return doorsOf(personOf()).find((door) => door.slug === slug) ?? null;
}

/** The door of the workspace that was opened last. */
export function lastDoor(): Door | null {
  const open = doorsOf(personOf()).filter((door) => !door.isShut);
  return open.sort((one, other) => other.openedAt - one.openedAt)[0] ?? null;
}

/** Remembers that the person who has signed in went through it now. */
export function keepDoor(door: Door): void {
  const person = personOf();
  if (person) write([...others(person, door.slug), { ...door, person, openedAt: Date.now(), isShut: false }]);
}

/** The start address does not lead there any more. */
export function shutDoor(slug: string): void {
  const person = personOf();
  const isIt = (door: KeptDoor) => door.person === person && door.slug === slug;
  write(all().map((door) => (isIt(door) ? { ...door, isShut: true } : door)));
}

/** The server has to be asked who stands behind it. */
export function forgetDoor(slug: string): void {
  write(others(personOf(), slug));
}

export function doorsOf(person: string): readonly KeptDoor[] {
  return person ? all().filter((door) => door.person === person) : [];
}

export function forgetDoorsOf(person: string): void {
  write(all().filter((door) => door.person !== person));
}

function others(person: string, slug: string): KeptDoor[] {
  return all().filter((door) => door.person !== person || door.slug !== slug);
}

function all(): KeptDoor[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? (kept as KeptDoor[]) : [];
  } catch {
    return [];
  }
}

function write(doors: readonly KeptDoor[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(doors));
  } catch {
    // Where nothing may be stored, the server is asked each time.
  }
}
