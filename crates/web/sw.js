// Keeps Held there without a network, and keeps it what it was. A version is taken in whole and only if each of its files
// is what its signed list says; it takes another's place only when she asks. The key that signs is on no server.
// This never touches the API. What a server could still do is said in SECURITY.md.

const KEY = "{{release_key}}";
const IS_DEVELOPMENT = {{is_development}};
const PURPOSE = "held/release/v1\0";
const LIST = "/release.json";
const SIGNATURE = "/release.sig";
const PAGES = { "/": "/index.html", "/help": "/help.html" };

// Which version is used, which one was before it, which one waits, and why another was refused: kept as answers in a
// cache of their own.
const STATE = "held-state";
const QUESTIONS = { current: "/current", before: "/before", waiting: "/waiting", refused: "/refused" };

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(takeInTheFirst());
});

self.addEventListener("message", (event) => {
  const page = event.source;
  const todo = { look: lookOnce, "use-newer": useNewer, tell: () => undefined }[event.data];
  if (!todo) return;
  event.waitUntil(
    Promise.resolve(todo())
      // No network, or no room: what is here stays, and the next look may go better.
      .catch(() => undefined)
      .then(async () => page?.postMessage({ after: event.data, release: await describe() })),
  );
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
  const current = await inUse();
  if (!current) return fetch(request);
  const kept = await caches.match(PAGES[path] ?? path, { cacheName: current });
  if (kept) return kept;
  if (path.startsWith("/assets/")) return ofTheVersionBefore(path);
  // Whatever else is opened is a screen; whatever else is asked for is not ours.
  const screen = request.mode === "navigate" && (await caches.match("/index.html", { cacheName: current }));
  return screen || fetch(request);
}

// A tab that was open when she changed to a newer one goes on with what it began with. A program that no list names is
// not asked of the server.
async function ofTheVersionBefore(path) {
  const before = await recall("before");
  return (before && (await caches.match(path, { cacheName: before }))) || Response.error();
}

// The version in use; none if a browser has cleared it, and then this is like a first visit.
async function inUse() {
  const current = await recall("current");
  return current && (await caches.has(current)) ? current : undefined;
}

async function takeInTheFirst() {
  if (await inUse()) return;
  const offered = await fetchOffered();
  if (!(await isSigned(offered))) throw new Error("the list of files is not signed");
  await takeIn(offered);
  await remember("current", offered.name);
}

// Several tabs may ask at once; one look is enough for all of them.
let looking;
function lookOnce() {
  looking ??= look().finally(() => (looking = undefined));
  return looking;
}

// Is there another version, and may it come here? It is fetched beside whatever else happens; what she does meanwhile
// counts, so what is known is looked at again before anything is changed.
async function look() {
  if (!(await inUse())) return takeInTheFirst();
  const offered = await fetchOffered();
  const waiting = await recall("waiting");
  if (offered.name === waiting && (await caches.has(waiting))) return;
  const why = await whyNot(offered);
  if (why) return remember("refused", why);
  let notAsListed = false;
  if (offered.name !== (await recall("current"))) {
    try {
      await takeIn(offered);
    } catch (error) {
      await oneAtATime(letGoOfOthers);
      if (!(error instanceof NotAsListed)) throw error;
      notAsListed = true;
    }
  }
  await oneAtATime(async () => {
    const again = await whyNot(offered);
    if (notAsListed || again) {
      await remember("refused", again ?? "not-as-listed");
    } else {
      // A server that offers what is here has taken back whatever it offered since.
      await remember("waiting", offered.name === (await recall("current")) ? undefined : offered.name);
      await remember("refused", undefined);
    }
    await letGoOfOthers();
  });
}

async function whyNot(offered) {
  const current = await recall("current");
  if (offered.name === current) return undefined;
  if (!(await isSigned(offered))) return "not-signed";
  return isOlder(offered.version, (await listOf(current)).version) ? "older" : undefined;
}

function useNewer() {
  return oneAtATime(async () => {
    const [current, waiting] = [await recall("current"), await recall("waiting")];
    if (!waiting || !(await caches.has(waiting))) return;
    await remember("before", current);
    await remember("current", waiting);
    await remember("waiting", undefined);
    await letGoOfOthers();
  });
}

// Versions that are neither used nor waiting, nor the one that other tabs may still run.
async function letGoOfOthers() {
  const wanted = [STATE, await recall("current"), await recall("before"), await recall("waiting")];
  const others = (await caches.keys()).filter((name) => name.startsWith("held-") && !wanted.includes(name));
  await Promise.all(others.map((name) => caches.delete(name)));
}

// Changes of what is used and what waits, one after the other: another service worker may be there too for a while.
function oneAtATime(change) {
  return navigator.locks.request("held-release", change);
}

class NotAsListed extends Error {}

async function fetchOffered() {
  const [list, signature] = await Promise.all([fetchAfresh(LIST), fetchAfresh(SIGNATURE)]);
  const bytes = await list.arrayBuffer();
  const offered = { list: new Uint8Array(bytes), signature: fromHex((await signature.text()).trim()) };
  // An unreadable list has no files and no version; it is refused for its signature before that matters.
  const { version = [], files = {} } = parse(bytes);
  return { ...offered, version, files, name: `held-${await sha256(bytes)}` };
}

async function isSigned({ list, signature }) {
  const purpose = new TextEncoder().encode(PURPOSE);
  const message = new Uint8Array(purpose.length + list.length);
  message.set(purpose);
  message.set(list, purpose.length);
  const key = await crypto.subtle.importKey("raw", fromHex(KEY), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, message);
}

// Every file as listed, or nothing. Files the version before had already are taken over without asking the server.
async function takeIn({ name, list, files }) {
  const cache = await caches.open(name);
  await Promise.all(
    Object.entries(files).map(async ([address, hash]) => {
      const hashed = address.startsWith("/assets/");
      const kept = hashed && (await caches.match(address));
      const response = kept || (await fetchAfresh(address, hashed));
      if ((await sha256(await response.clone().arrayBuffer())) !== hash) throw new NotAsListed(address);
      await cache.put(address, response);
    }),
  );
  await cache.put(LIST, new Response(list, { headers: { "content-type": "application/json" } }));
}

async function fetchAfresh(address, mayBeKept = false) {
  const response = await fetch(address, { cache: mayBeKept ? "default" : "no-cache", credentials: "omit" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

function isOlder(one, other) {
  const differs = other.findIndex((number, at) => one[at] !== number);
  return differs >= 0 && !(one[differs] > other[differs]);
}

async function listOf(name) {
  const list = await (await caches.open(name)).match(LIST);
  return list ? list.json() : { version: [0, 0, 0] };
}

// What the page may show of all this.
async function describe() {
  const current = await inUse();
  if (!current) return undefined;
  const { version } = await listOf(current);
  const [newer, refused] = [Boolean(await recall("waiting")), await recall("refused")];
  return { version, hash: current.replace("held-", ""), development: IS_DEVELOPMENT, newer, refused };
}

async function recall(question) {
  const answer = await (await caches.open(STATE)).match(QUESTIONS[question]);
  return answer?.text();
}

async function remember(question, answer) {
  const state = await caches.open(STATE);
  if (answer === undefined) await state.delete(QUESTIONS[question]);
  else await state.put(QUESTIONS[question], new Response(answer));
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(text) {
  return Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (pair) => parseInt(pair, 16));
}

function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}
