//! What is remembered for a minute, in memory only: sign-ins that were begun, and challenges.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use protocol::{Digest, Timestamp};

/// For how long.
pub(crate) const KEPT_FOR: u64 = Timestamp::MINUTE;

/// The most that are remembered at once, of each kind.
pub(crate) const MOST: usize = 8_192;

/// Things by a random name, each taken out once and forgotten after a minute.
#[derive(Debug)]
pub(crate) struct Fleeting<T> {
    kept: Mutex<Kept<T>>,
    most: usize,
}

#[derive(Debug)]
struct Kept<T> {
    by_name: BTreeMap<Digest, T>,
    /// As they came, each with the moment at which it is forgotten. Some were taken out meanwhile.
    in_order: VecDeque<(Timestamp, Digest)>,
}

impl<T> Fleeting<T> {
    pub(crate) fn new(most: usize) -> Self {
        let kept = Kept { by_name: BTreeMap::new(), in_order: VecDeque::new() };
        Self { kept: Mutex::new(kept), most }
    }

    /// Remembers `thing`, unless too much is remembered already.
    pub(crate) fn keep(&self, name: Digest, thing: T, now: Timestamp) -> Result<(), T> {
        let mut kept = self.kept(now);
        if kept.in_order.len() >= self.most {
            return Err(thing);
        }
        kept.by_name.insert(name, thing);
        kept.in_order.push_back((now.plus(KEPT_FOR), name));
        Ok(())
    }

    /// Takes out what was remembered under `name`.
    pub(crate) fn take(&self, name: Digest, now: Timestamp) -> Option<T> {
        self.kept(now).by_name.remove(&name)
    }

    /// Without what is to be forgotten. A clock set back keeps things longer, never shorter.
    fn kept(&self, now: Timestamp) -> MutexGuard<'_, Kept<T>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((_, name)) = kept.in_order.pop_front_if(|(until, _)| *until <= now) {
            kept.by_name.remove(&name);
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn name(n: u8) -> Digest {
        Digest([n; 32])
    }

    #[test]
    fn each_thing_is_taken_once_and_within_a_minute() {
        let fleeting = Fleeting::new(10);
        fleeting.keep(name(1), "one", NOW).unwrap();
        fleeting.keep(name(2), "two", NOW.plus(1)).unwrap();
        assert_eq!(fleeting.take(name(1), NOW.plus(KEPT_FOR - 1)), Some("one"));
        assert_eq!(fleeting.take(name(1), NOW.plus(KEPT_FOR - 1)), None);
        assert_eq!(fleeting.take(name(2), NOW.plus(KEPT_FOR + 1)), None);
    }

    #[test]
    fn there_are_never_more_than_a_few_and_room_comes_back() {
        let fleeting = Fleeting::new(2);
        fleeting.keep(name(1), "one", NOW).unwrap();
        fleeting.keep(name(2), "two", NOW).unwrap();
        assert_eq!(fleeting.keep(name(3), "three", NOW.plus(KEPT_FOR - 1)), Err("three"));
        fleeting.keep(name(3), "three", NOW.plus(KEPT_FOR)).unwrap();
    }
}
