//! Logs without identities: no address, no key, no id. What goes wrong is said by kind and cause.

use tracing::Level;

/// Writes warnings and errors to standard error, and a line for each request if `all` is said.
pub fn start(all: bool) {
    let level = if all { Level::DEBUG } else { Level::WARN };
    tracing_subscriber::fmt().with_max_level(level).with_target(false).with_writer(std::io::stderr).init();
}
