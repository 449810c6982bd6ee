//! The Worker that reads one file a person chose, hands back plain data and ends.

fn main() {
    #[cfg(target_family = "wasm")]
    worker::import::run();
}
