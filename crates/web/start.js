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
let registration;
globalThis.held = {
  vault,
  early,
  newerIsWaiting: () => Boolean(registration?.waiting),
  useNewer: () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    registration?.waiting?.postMessage("use-new-version");
  },
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
  const keepForOffline = async () => {
    registration = await navigator.serviceWorker.register(policy.createScriptURL("offline")).catch(() => undefined);
  };
  addEventListener("load", () => setTimeout(keepForOffline, navigator.serviceWorker.controller ? 0 : 8_000));
}
