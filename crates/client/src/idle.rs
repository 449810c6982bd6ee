//! When nobody has touched anything for a while: a warning, then the lock.
//!
//! Only a client that hears of touches has somebody to lock out; one without a screen stays open.

use protocol::Timestamp;

const MINUTE_MS: u64 = 60_000;
/// The warning comes this long before the lock.
const WARNING_MS: u64 = MINUTE_MS;

/// Since when nothing was touched, and whether she was warned.
#[derive(Default)]
pub(crate) struct Idle {
    last_touch: Option<Timestamp>,
    warned: bool,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Now {
    /// Nothing.
    Stay,
    /// Show the warning, or take it away.
    Redraw,
    /// Close the vault.
    Lock,
}

impl Idle {
    /// Whether the vault is about to be locked.
    pub(crate) const fn is_warned(&self) -> bool {
        self.warned
    }

    /// Somebody is there. If it was long ago that anybody was, as when a laptop wakes up, the vault is locked all the
    /// same: this may be somebody else.
    pub(crate) fn touched(&mut self, at: Timestamp, after_minutes: Option<u64>) -> Now {
        if self.look(at, after_minutes) == Now::Lock {
            return Now::Lock;
        }
        self.begin(at)
    }

    /// Begins to count.
    pub(crate) fn begin(&mut self, at: Timestamp) -> Now {
        self.last_touch = Some(at);
        if core::mem::take(&mut self.warned) { Now::Redraw } else { Now::Stay }
    }

    /// Time has passed.
    pub(crate) fn look(&mut self, at: Timestamp, after_minutes: Option<u64>) -> Now {
        let (Some(last), Some(minutes)) = (self.last_touch, after_minutes) else { return Now::Stay };
        // A clock that was set back must not put the lock off.
        let Some(idle) = at.0.checked_sub(last.0) else {
            return self.begin(at);
        };
        let limit = minutes * MINUTE_MS;
        if idle >= limit {
            self.warned = false;
            return Now::Lock;
        }
        let warned = idle >= limit.saturating_sub(WARNING_MS);
        if core::mem::replace(&mut self.warned, warned) == warned { Now::Stay } else { Now::Redraw }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp(1_000_000 + seconds * 1_000)
    }

    #[test]
    fn a_warning_comes_a_minute_before_the_lock_and_a_touch_takes_it_away() {
        let mut idle = Idle::default();
        assert_eq!(idle.touched(at(0), Some(5)), Now::Stay);
        assert_eq!(idle.look(at(239), Some(5)), Now::Stay);
        assert_eq!(idle.look(at(240), Some(5)), Now::Redraw);
        assert!(idle.is_warned());
        assert_eq!(idle.look(at(255), Some(5)), Now::Stay);
        assert_eq!(idle.touched(at(256), Some(5)), Now::Redraw);
        assert!(!idle.is_warned());
        assert_eq!(idle.look(at(495), Some(5)), Now::Stay);
        assert_eq!(idle.look(at(556), Some(5)), Now::Lock);
    }

    #[test]
    fn a_touch_after_a_long_sleep_finds_it_locked() {
        let mut idle = Idle::default();
        idle.touched(at(0), Some(15));
        assert_eq!(idle.touched(at(8 * 3600), Some(15)), Now::Lock);
    }

    #[test]
    fn without_touches_or_when_off_it_never_locks() {
        let mut idle = Idle::default();
        assert_eq!(idle.look(at(1_000_000), Some(5)), Now::Stay);
        idle.touched(at(0), None);
        assert_eq!(idle.look(at(1_000_000), None), Now::Stay);
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_put_the_lock_off() {
        let mut idle = Idle::default();
        idle.touched(at(100_000), Some(5));
        assert_eq!(idle.look(at(0), Some(5)), Now::Stay);
        assert_eq!(idle.look(at(300), Some(5)), Now::Lock);
    }
}
