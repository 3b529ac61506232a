/**
 * The service worker: the application opens without the network, and a new version waits until somebody asks for it.
 * It keeps the files of one build and two pages that name nobody; never an answer of the API, never a person's data.
 */

/** What the server writes before this file (boards/offline.py). */
interface Build {
  version: string;
  /** The addresses that the application itself answers. */
  screens: string;
  shell: string;
  offline: string;
  assets: readonly string[];
}

declare const self: ServiceWorkerGlobalScope & { readonly BUILD: Build };

const { version, screens, shell, offline, assets } = self.BUILD;
const PREFIX = "pm-suite-";
const CACHE = PREFIX + version;
const SCREENS = new RegExp(screens);
const BUILT = /^\/static\/(assets|icons)\//;
/** Lies in the cache of the version that rules now: one that only ever waited has none. */
const RULES = "/rules";
const LOOSE = { ignoreVary: true };

self.addEventListener("install", (event) => event.waitUntil(keepBuild()));
self.addEventListener("activate", (event) => event.waitUntil(rule()));
self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});

async function keepBuild(): Promise<void> {
  const cache = await caches.open(CACHE);
  // Without cookies the shell cannot name anybody; the other page speaks the person's language.
  const pages = [new Request(shell, { cache: "no-cache", credentials: "omit" }), new Request(offline, { cache: "no-cache" })];
  await Promise.all([cache.addAll(assets), ...pages.map((page) => keepPage(cache, page))]);
}

/** While servers change their version one by one, a page may come from the other one and would ask for files we lack. */
async function keepPage(cache: Cache, page: Request): Promise<void> {
  const answer = await fetch(page);
  if (!answer.ok || answer.headers.get("X-Build") !== version) throw new Error(`${page.url} is of another build.`);
  await cache.put(page, answer);
}

/** Tabs of the version before go on working: their files stay until the next change. */
async function rule(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  let former: Cache | null = null;
  for (const name of others) {
    const cache = await caches.open(name);
    if (await cache.delete(RULES)) former = cache;
    else await caches.delete(name);
  }
  await (await caches.open(CACHE)).put(RULES, new Response());
  // A page that was loaded with another version of us is never taken over unasked.
  if (!former) await self.clients.claim();
}

function answerTo(request: Request): Promise<Response> | null {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return null;
  if (request.mode === "navigate") return isScreen(url) ? shellFirst(request) : networkFirst(request);
  return BUILT.test(url.pathname) ? cacheFirst(request) : null;
}

/** The start address opens the last workspace, which only the device knows; "/?…" asks the server. */
function isScreen(url: URL): boolean {
  return SCREENS.test(url.pathname) || (url.pathname === "/" && !url.search);
}

async function shellFirst(request: Request): Promise<Response> {
  return (await kept(shell)) ?? networkFirst(request);
}

async function networkFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await kept(offline)) ?? Response.error();
  }
}

async function cacheFirst(request: Request): Promise<Response> {
  return (await kept(request.url)) ?? (await caches.match(request.url, LOOSE)) ?? fetch(request);
}

function kept(address: string): Promise<Response | undefined> {
  return caches.match(address, { ...LOOSE, cacheName: CACHE });
}

// A module, so that its names are its own; it is built without imports, and runs as a plain script.
export {};
