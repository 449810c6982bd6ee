// Starts the app: the Worker first, then the screens.
// The wasm-bindgen glue of `web` stands before this; `held` is what `src/link.rs` reads.

// The only scripts this page ever starts. The policy turns these names, and nothing else, into addresses.
const scripts = { vault: "{{url vault.js}}", import: "{{url import.js}}", offline: "/sw.js" };
const address = (name) => {
  if (!Object.hasOwn(scripts, name)) throw new TypeError("not one of Held's scripts");
  return scripts[name];
};
const policy = globalThis.trustedTypes?.createPolicy("held", { createScriptURL: address }) ?? {
  createScriptURL: address,
};

const early = [];
const vault = new Worker(policy.createScriptURL("vault"), { type: "module", name: "vault" });
vault.onmessage = (event) => early.push(event.data);
let release;
const keeper = () => navigator.serviceWorker?.controller;
globalThis.held = {
  vault,
  early,
  // What the service worker says of the version in use, as JSON; nothing until it keeps one.
  release: () => JSON.stringify(release),
  useNewer: () => keeper()?.postMessage("use-newer"),
  openImport: () => new Worker(policy.createScriptURL("import"), { type: "module", name: "import" }),
};

__wbg_init({ module_or_path: "{{url web.wasm}}" }).catch((error) => {
  document.getElementById("opening-words")?.setAttribute("hidden", "");
  document.getElementById("opening-failed")?.removeAttribute("hidden");
  console.error(error);
});

if ("serviceWorker" in navigator) {
  // A while after the first screen: it fetches what comes later too, and must not make the first question wait on a
  // slow line. Without it Held works, only not offline.
  const keepForOffline = () => navigator.serviceWorker.register(policy.createScriptURL("offline")).catch(() => undefined);
  addEventListener("load", () => setTimeout(keepForOffline, keeper() ? 0 : 8_000));

  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.after === "use-newer") return location.reload();
    release = data.release;
    dispatchEvent(new Event("release"));
  });
  keeper()?.postMessage("tell");
  keeper()?.postMessage("look");
  setInterval(() => keeper()?.postMessage("look"), 3_600_000);
}
