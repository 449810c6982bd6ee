// Starts one of the Workers. The wasm-bindgen glue of `{{module}}` stands before this.
// Messages that come before it is ready wait in order, then reach the handler it has set.

const waiting = [];
const wait = ({ data, ports }) => waiting.push({ data, ports: [...ports] });
self.addEventListener("message", wait);

__wbg_init({ module_or_path: "{{url {{module}}.wasm}}" }).then(
  () => {
    self.removeEventListener("message", wait);
    for (const message of waiting) self.dispatchEvent(new MessageEvent("message", message));
  },
  // No JSON that the screens know: they show it as what it is, a fault.
  (error) => self.postMessage(`{{module}}: ${error}`),
);
