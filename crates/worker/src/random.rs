//! The browser's source of randomness.

use getrandom::SysRng;
use rand_core::UnwrapErr;

/// `crypto.getRandomValues`, which browsers never let fail inside a Worker.
#[must_use]
pub fn system() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}
