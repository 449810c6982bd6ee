//! The Worker that runs the client, for as long as its tab is open.

#[cfg(target_family = "wasm")]
use {
    client::Later, wasm_split_helpers::SplitLoaderError, wasm_split_helpers::wasm_split, worker::exchange,
    worker::vault::LaterPart,
};

fn main() {
    #[cfg(target_family = "wasm")]
    wasm_bindgen_futures::spawn_local(worker::vault::run(|| Box::pin(async { later().await.ok() })));
}

/// Everything this leads to, and nothing else does, is in a file that is fetched after the first question.
#[cfg(target_family = "wasm")]
#[wasm_split(later, fallible)]
fn later() -> Result<LaterPart, SplitLoaderError> {
    Ok(LaterPart { areas: Later::new(), exchange: |exchange| Box::pin(exchange::carry_out(exchange)) })
}
