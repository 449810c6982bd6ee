//! The Worker that runs the client, for as long as its tab is open.

fn main() {
    #[cfg(target_family = "wasm")]
    wasm_bindgen_futures::spawn_local(worker::vault::run());
}
