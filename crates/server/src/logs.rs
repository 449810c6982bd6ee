//! Logs without identities: no address, no key, and an id only as an alias that means nothing after a restart.

use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::LazyLock;

use tracing::Level;

/// Writes warnings and errors to standard error, and everything if `all` is said.
pub fn start(all: bool) {
    let level = if all { Level::DEBUG } else { Level::WARN };
    tracing_subscriber::fmt().with_max_level(level).with_target(false).with_writer(std::io::stderr).init();
}

/// A short name for an id, the same until the process ends and unlinkable after.
pub fn alias(id: impl Hash) -> String {
    static SALT: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    format!("~{:08x}", SALT.hash_one(id) >> 32)
}
