/** The address bar: which screen is open, and going to another without loading a page. */

import { signal } from "@preact/signals";

export type Route =
  | { screen: "projects" }
  /** What waits to be sent, was refused, or collided. */
  | { screen: "saving" }
  /** `task` is a number, or the id of a task that has no number yet. */
  | { screen: "board"; key: string; task: string | null }
  | { screen: "missing" };

export const route = signal<Route>({ screen: "projects" });
let base = "/";

/** Everything below `/w/{slug}/` that is not listed here belongs to the server. */
export function parseRoute(path: string, slug: string): Route | null {
  const root = `/w/${slug}/`;
  if (!path.startsWith(root)) return null;
  const parts = path.slice(root.length).split("/").filter(Boolean);
  if (parts.length === 0) return { screen: "projects" };
  const [area, key, task] = parts;
  if (area === "sync" && parts.length === 1) return { screen: "saving" };
  if (area !== "p" || !key || parts.length > 3) return null;
  return { screen: "board", key, task: task ?? null };
}

export function startRouter(slug: string): void {
  base = `/w/${slug}/`;
  const follow = () => {
    route.value = parseRoute(location.pathname, slug) ?? { screen: "missing" };
  };
  window.addEventListener("popstate", follow);
  document.addEventListener("click", (event) => followLink(event, slug));
  follow();
}

export function pathTo(...parts: (string | number)[]): string {
  return base + parts.map((part) => `${part}/`).join("");
}

export const boardPath = (key: string) => `${base}p/${key}`;
export const taskPath = (key: string, task: string | number) => `${base}p/${key}/${task}`;

export function navigate(path: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, "", path);
  else history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}

/** A plain press on a link to one of our screens stays in the page; all others do what links do. */
function followLink(event: MouseEvent, slug: string): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.origin !== location.origin || link.target || !parseRoute(link.pathname, slug)) return;
  event.preventDefault();
  if (link.pathname !== location.pathname) navigate(link.pathname);
}
