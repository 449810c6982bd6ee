//! Server time, when the machine's clock may be wrong.
//!
//! Expiry deletes mail, so it must not believe a clock that jumps. It uses `trusted`, which follows the clock in steps
//! of at most an hour. A larger step forward is doubted: expiry stands still until the clock has stayed there for a
//! day, long enough for a steward to see it. A clock set back changes nothing: arrivals are stamped with the later
//! of both, so nothing expires early. See `docs/decisions/server-time.md`.

use protocol::Timestamp;

const LARGEST_STEP: u64 = 60 * Timestamp::MINUTE;
const DOUBTED_FOR: u64 = Timestamp::DAY;
const LONGEST_SILENCE: u64 = 7 * Timestamp::DAY;

/// Whether expiry goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// The clock moves as it should.
    Steady,
    /// The clock jumped forward by more than an hour; nothing expires until it has stayed there for a day.
    Doubted,
}

/// What is kept of the clock between two looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    /// The latest moment that is believed.
    pub(crate) trusted: Timestamp,
    /// The jump that is doubted, if there is one.
    pub(crate) doubt: Option<Doubt>,
}

/// A jump forward, and when the clock was last looked at since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Doubt {
    pub(crate) since: Timestamp,
    pub(crate) last: Timestamp,
}

impl Clock {
    pub(crate) const fn starting(now: Timestamp) -> Self {
        Self { trusted: now, doubt: None }
    }

    /// The moment to write beside what arrives now.
    pub(crate) fn stamp(&self, now: Timestamp) -> Timestamp {
        now.max(self.trusted)
    }

    /// Looks at the clock: called at least every few minutes, and before anything is deleted.
    pub(crate) fn observe(&mut self, now: Timestamp) -> ClockState {
        if now.since(self.trusted) <= LARGEST_STEP {
            *self = Self::starting(now.max(self.trusted));
            return ClockState::Steady;
        }
        match self.doubt {
            Some(doubt) if now >= doubt.since && now.since(doubt.last) <= LONGEST_SILENCE => {
                if now.since(doubt.since) >= DOUBTED_FOR {
                    *self = Self::starting(now);
                    return ClockState::Steady;
                }
                self.doubt = Some(Doubt { since: doubt.since, last: now.max(doubt.last) });
            }
            _ => self.doubt = Some(Doubt { since: now, last: now }),
        }
        ClockState::Doubted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 60 * Timestamp::MINUTE;
    const START: Timestamp = Timestamp(1_000 * Timestamp::DAY);

    #[test]
    fn a_clock_set_back_stamps_with_the_latest_moment_seen() {
        let mut clock = Clock::starting(START);
        assert_eq!(clock.observe(Timestamp(START.0 - 5 * Timestamp::DAY)), ClockState::Steady);
        assert_eq!((clock.trusted, clock.stamp(Timestamp(0))), (START, START));
    }

    #[test]
    fn a_jump_is_believed_only_after_a_day_and_a_second_jump_starts_again() {
        let mut clock = Clock::starting(START);
        let ahead = |hours: u64| START.plus(hours * HOUR);
        assert_eq!(clock.observe(ahead(1)), ClockState::Steady);
        assert_eq!(clock.observe(ahead(3)), ClockState::Doubted);
        assert_eq!(clock.observe(ahead(26)), ClockState::Doubted);
        assert_eq!(clock.trusted, ahead(1), "expiry stands still meanwhile");
        assert_eq!(clock.observe(ahead(24 * 365)), ClockState::Doubted);
        assert_eq!(clock.observe(ahead(24 * 366)), ClockState::Steady);
        assert_eq!(clock.trusted, ahead(24 * 366));
    }

    #[test]
    fn a_clock_put_right_is_believed_at_once() {
        let mut clock = Clock::starting(START);
        assert_eq!(clock.observe(START.plus(365 * Timestamp::DAY)), ClockState::Doubted);
        assert_eq!(clock.observe(START.plus(HOUR / 2)), ClockState::Steady);
        assert_eq!(clock, Clock::starting(START.plus(HOUR / 2)));
    }
}
