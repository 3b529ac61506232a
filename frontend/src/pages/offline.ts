/** The page in the place of one that the server would draw: it keeps that page's address, and says which it is. */

import { lastDoor } from "../offline/doors";

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
  addEventListener("online", () => location.reload());
  const door = lastDoor();
  const home = document.querySelector<HTMLAnchorElement>("[data-home]");
  if (door && home) home.href = `/w/${door.slug}/`;
  else home?.remove();
}
