// The service worker is switched off (SERVICE_WORKER=0): what an earlier one kept goes, and so does this one.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = (await caches.keys()).filter((name) => name.startsWith("pm-suite-"));
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
