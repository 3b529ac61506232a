/** What a person leaves behind on this device, for the application and for the server's pages alike. */

import { unsentIn } from "../core/device/open";
import { databaseName } from "../core/device/schema";
import { doorsOf, forgetDoorsOf, personOf } from "./doors";

/** The channel on which the tabs of this browser hear that somebody has left. */
export const TABS = "pm-suite-tabs";
export const LEFT = "signed-out";
/** A tab that does not let go of a database keeps nobody signed in: it goes when that tab closes. */
const STUCK_MS = 2000;

/** How many changes of the person who has signed in were not sent, but for those in the database `here`. */
export async function unsentBehind(here?: string): Promise<number> {
  const others = doorsOf(personOf()).filter(({ workspace, member }) => databaseName(workspace, member) !== here);
  const counts = await Promise.all(others.map(({ workspace, member }) => unsentIn(workspace, member)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Deletes this person's copies. Another person's stay: they may hold what was never sent. */
export async function forgetPerson(): Promise<void> {
  new BroadcastChannel(TABS).postMessage(LEFT);
  const person = personOf();
  const doors = doorsOf(person);
  forgetDoorsOf(person);
  await Promise.all(doors.map(({ workspace, member }) => deleteDatabase(databaseName(workspace, member))));
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, STUCK_MS);
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = () => done();
  });
}
