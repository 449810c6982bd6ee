//! The computer's clock and its source of randomness: the only place here that asks for either.

use std::time::{SystemTime, UNIX_EPOCH};

use client::Now;
use getrandom::SysRng;
use protocol::Timestamp;
use rand_core::UnwrapErr;

/// The operating system's randomness. A computer that has none is not one to make keys on, so a failure ends the
/// program.
#[must_use]
pub fn randomness() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// The moment, and how far the wall clock is ahead of UTC.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this adapter is where the clock is read")]
pub fn now() -> Now {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = jiff::ZonedDateTime::now().offset().seconds();
    Now {
        at: Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX)),
        // An offset is at most 26 hours.
        utc_offset_minutes: i16::try_from(seconds / 60).unwrap_or_default(),
    }
}
