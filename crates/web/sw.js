// Keeps Held there without a network: every file of this version, and nothing else. It never touches the API.
// A new version waits beside the old one until its pages are closed, or until she asks for it.

const VERSION = "held-{{version}}";
const FILES = {{precache}};
const PAGES = { "/": "/index.html", "/help": "/help.html" };

self.addEventListener("install", (event) => {
  event.waitUntil(keep());
});

// Files with a hash in their name are taken over from the version before; the rest is asked for afresh.
async function keep() {
  const cache = await caches.open(VERSION);
  await Promise.all(
    FILES.map(async (file) => {
      const hashed = file.startsWith("/assets/");
      const kept = hashed && (await caches.match(file));
      if (kept) return cache.put(file, kept);
      const response = await fetch(file, { cache: hashed ? "default" : "no-cache", credentials: "omit" });
      if (!response.ok) throw new Error(`${file}: ${response.status}`);
      return cache.put(file, response);
    }),
  );
}

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetEarlierVersions());
});

async function forgetEarlierVersions() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("held-") && name !== VERSION).map((name) => caches.delete(name)));
}

// "Use the new version": sent by the page when she asks.
self.addEventListener("message", (event) => {
  if (event.data === "use-new-version") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !isOurs(url.pathname)) return;
  event.respondWith(answer(request, url.pathname));
});

// The API, public pages and whatever else the server renders go past, as if this were not here.
function isOurs(path) {
  return !(path.startsWith("/api/") || path === "/therapists" || path.startsWith("/therapists/") || path === "/sw.js");
}

async function answer(request, path) {
  const cache = await caches.open(VERSION);
  const name = request.mode === "navigate" ? (PAGES[path] ?? (FILES.includes(path) ? path : "/index.html")) : path;
  return (await cache.match(name)) ?? fetch(request);
}
