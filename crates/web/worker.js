// Starts one of the Workers. The wasm-bindgen glue of `{{module}}` stands before this.
// Messages that come before it is ready wait in order, then reach the handler it has set.

const waiting = [];
const wait = (event) => waiting.push(event.data);
self.addEventListener("message", wait);

__wbg_init({ module_or_path: "{{url {{module}}.wasm}}" }).then(
  () => {
    self.removeEventListener("message", wait);
    for (const data of waiting) self.dispatchEvent(new MessageEvent("message", { data }));
  },
  // No JSON that the screens know: they show it as what it is, a fault.
  (error) => self.postMessage(`{{module}}: ${error}`),
);
