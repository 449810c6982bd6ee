//! The client in a browser Worker. Adapters only: no rule of Held's lives here.
//!
//! Two Workers are built from this crate. `vault` lives as long as its tab and runs the client. `import` is started
//! for one file, turns it into plain data and ends, so that parsers and time zones are not part of the first load and
//! stopping an import is stopping the Worker. It makes and opens copies too.

#[cfg(target_family = "wasm")]
pub mod device_key;
#[cfg(target_family = "wasm")]
pub mod exchange;
#[cfg(target_family = "wasm")]
pub mod import;
#[cfg(target_family = "wasm")]
pub mod messages;
#[cfg(target_family = "wasm")]
pub mod network;
#[cfg(target_family = "wasm")]
pub mod nfc;
#[cfg(target_family = "wasm")]
pub mod port;
#[cfg(target_family = "wasm")]
pub mod random;
#[cfg(target_family = "wasm")]
pub mod store;
#[cfg(target_family = "wasm")]
pub mod tabs;
#[cfg(target_family = "wasm")]
pub mod vault;
