// Starts one of the Workers. The wasm-bindgen glue of `{{module}}` stands before this.

__wbg_init({ module_or_path: "{{url {{module}}.wasm}}" }).catch((error) => {
  // No JSON that the screens know: they show it as what it is, a fault.
  self.postMessage(`{{module}}: ${error}`);
});
