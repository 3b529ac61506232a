/** The page in the place of one that the server would draw: it keeps that page's address, and says which it is. */

import { lastDoor } from "../offline/doors";

/** A connection that has just come is often gone again. */
const SETTLING_MS = 500;

const PAGES: readonly (readonly [RegExp, string])[] = [
  [/^\/w\/[^/]+\/people\//, "people"],
  [/^\/w\/[^/]+\/import\//, "import"],
  [/^\/w\/[^/]+\/settings\//, "settings"],
  [/^\/me\//, "me"],
  [/^\/accounts\//, "accounts"],
];

export function sayWhatIsMissing(): void {
  const title = document.querySelector<HTMLElement>("[data-offline]");
  if (!title) return;
  const page = PAGES.find(([address]) => address.test(location.pathname))?.[1];
  const name = page && title.dataset[page];
  if (name) title.textContent = name;
  document.querySelector("[data-reload]")?.addEventListener("click", () => location.reload());
  reloadWhenConnected();
  const door = lastDoor();
  const home = document.querySelector<HTMLAnchorElement>("[data-home]");
  if (door && home) home.href = `/w/${door.slug}/`;
  else home?.remove();
}

/** Not while somebody is on the way to another page: loading this one again would bring them back. */
function reloadWhenConnected(): void {
  let isLeaving = false;
  addEventListener("beforeunload", () => (isLeaving = true));
  addEventListener("online", () => {
    setTimeout(() => {
      if (!isLeaving && navigator.onLine) location.reload();
    }, SETTLING_MS);
  });
}
