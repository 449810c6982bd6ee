//! Measurements with numbers to hold, always as a ratio to a named peer or limit in the same run.
//!
//! `cargo xtask bench [NAME]` runs them and `docs/performance.md` says what came out. **To add one:** a module with a
//! `pub fn run() -> anyhow::Result<Vec<Figure>>`, and a line in `main.rs`. Benches may read the clock; nothing they
//! measure does.

pub mod calendar;
pub mod conflict_check;
mod figure;
pub mod login;
pub mod looking_back;
pub mod mailbox;
mod peers;
mod rounds;
pub mod search;
pub mod sync;
mod wasm_module;

pub use figure::{Figure, Goal};
