// Keeps the shell of the page for visits without a network. It never takes over from an older one while a tab is open,
// so an update interrupts no chat; and it has nothing to do with what is said.
export {};

declare const self: ServiceWorkerGlobalScope;

/** Everything that the page is made of but its words; the build fills it in. */
const shell: readonly string[] = JSON.parse("__SHELL__");
const prefix = "parley-shell-";
const current = prefix + shell.join();

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(current).then((cache) => cache.addAll([...shell])));
});

self.addEventListener("activate", (event) => {
  const old = (name: string): boolean => name.startsWith(prefix) && name !== current;
  const clear = async (): Promise<void> => {
    for (const name of await caches.keys()) if (old(name)) await caches.delete(name);
  };
  event.waitUntil(clear());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  // The page itself always comes from the service when there is one; what it names has its content's hash in its name.
  if (request.mode === "navigate") event.respondWith(freshFirst(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(keptFirst(request));
});

async function freshFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match("/");
    if (kept) return kept;
    throw error;
  }
}

const keptFirst = async (request: Request): Promise<Response> =>
  (await caches.match(request)) ?? fetch(request);
