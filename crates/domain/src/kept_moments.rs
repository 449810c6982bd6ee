//! Kept moments: why the work was worth loving, in a line of hers. One may be offered on a heavy day; "not now" lasts.
//!
//! Offering is never pushing: at most one a day, never the one that was offered last if there is another, none while "not now"
//! holds, and none that she put away. What is offered follows from what is kept and the day, so looking twice shows the same.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::check_in::Words;

/// Which moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MomentId(pub [u8; 16]);

/// One moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMoment {
    /// Which.
    pub id: MomentId,
    /// The day she kept it.
    #[serde(with = "protocol::day")]
    pub day: Date,
    /// Her line.
    pub words: Words,
    /// Whether it may be offered. She can keep one and never want to be shown it.
    pub may_be_offered: bool,
}

/// How long "not now" lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotNow {
    /// Until tomorrow.
    Today,
    /// For thirty days.
    AWhile,
    /// Until she turns it on again.
    UntilISaySo,
}

/// What is remembered about offering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Offering {
    /// The last "not now", and from which day.
    pub not_now: Option<(NotNow, DayOf)>,
    /// The moment offered last, and on which day.
    pub last: Option<(MomentId, DayOf)>,
}

/// A day inside a pair, stored as other days are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DayOf(#[serde(with = "protocol::day")] pub Date);

impl Offering {
    /// Whether nothing is offered on a day, since she said so.
    #[must_use]
    pub fn is_quiet(&self, day: Date) -> bool {
        match self.not_now {
            None => false,
            Some((NotNow::Today, DayOf(said))) => day <= said,
            Some((NotNow::AWhile, DayOf(said))) => day < said.saturating_add(30.days()),
            Some((NotNow::UntilISaySo, _)) => true,
        }
    }

    /// She said "not now" on a day. A longer one that still holds is not cut short.
    pub fn say_not_now(&mut self, how_long: NotNow, day: Date) {
        let longer = self.not_now.is_some_and(|(before, _)| self.is_quiet(day) && before > how_long);
        if !longer {
            self.not_now = Some((how_long, DayOf(day)));
        }
    }

    /// She turned it on again.
    pub const fn welcome_again(&mut self) {
        self.not_now = None;
    }

    /// Remembers that a moment was shown.
    pub const fn offered(&mut self, moment: MomentId, day: Date) {
        self.last = Some((moment, DayOf(day)));
    }

    /// The one to offer on a heavy day, if any. Later on the same day it is the same one again; on another day the next in the order in which
    /// they were kept, and after the last the first.
    #[must_use]
    pub fn next<'a>(&self, kept: &'a [KeptMoment], day: Date) -> Option<&'a KeptMoment> {
        if self.is_quiet(day) {
            return None;
        }
        let mut may: Vec<&KeptMoment> = kept.iter().filter(|it| it.may_be_offered && it.day <= day).collect();
        may.sort_by_key(|it| (it.day, it.id));
        let Some((last, DayOf(when))) = self.last else { return may.first().copied() };
        let at = may.iter().position(|it| it.id == last);
        match at {
            Some(at) if when == day => Some(may[at]),
            // One offered today and since put away is not replaced by another today.
            None if when == day => None,
            Some(at) => Some(may[(at + 1) % may.len()]),
            None => may.first().copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    fn moment(id: u8, may_be_offered: bool) -> KeptMoment {
        let words = Words::new("she laughed for the first time");
        KeptMoment { id: MomentId([id; 16]), day: date(2026, 1, 1), words, may_be_offered }
    }

    fn on(n: i64) -> Date {
        date(2026, 3, 1) + n.days()
    }

    #[test]
    fn one_a_day_and_each_in_turn() {
        let kept = [moment(3, true), moment(1, true), moment(2, false)];
        let mut offering = Offering::default();
        let mut shown = Vec::new();
        for day in [0, 0, 1, 5, 5] {
            let next = offering.next(&kept, on(day)).unwrap();
            offering.offered(next.id, on(day));
            shown.push(next.id.0[0]);
        }
        assert_eq!(shown, [1, 1, 3, 1, 1]);
        assert_eq!(Offering::default().next(&kept[2..], on(0)), None);
    }

    #[test]
    fn not_now_lasts_as_long_as_she_said() {
        let kept = [moment(1, true)];
        let quiet_for = |how_long| {
            let mut offering = Offering::default();
            offering.say_not_now(how_long, on(0));
            (0..400).take_while(|n| offering.next(&kept, on(*n)).is_none()).count()
        };
        assert_eq!(quiet_for(NotNow::Today), 1);
        assert_eq!(quiet_for(NotNow::AWhile), 30);
        assert_eq!(quiet_for(NotNow::UntilISaySo), 400);
    }

    #[test]
    fn a_shorter_not_now_does_not_cut_a_longer_one_short() {
        let mut offering = Offering::default();
        offering.say_not_now(NotNow::AWhile, on(0));
        offering.say_not_now(NotNow::Today, on(3));
        assert!(offering.is_quiet(on(20)));
        offering.say_not_now(NotNow::UntilISaySo, on(4));
        assert!(offering.is_quiet(on(4_000)));
        offering.welcome_again();
        assert!(!offering.is_quiet(on(4)));
    }

    #[test]
    fn putting_away_the_one_of_today_brings_no_other_today() {
        let mut kept = [moment(1, true), moment(2, true)];
        let mut offering = Offering::default();
        offering.offered(kept[0].id, on(0));
        kept[0].may_be_offered = false;
        assert_eq!(offering.next(&kept, on(0)), None);
        assert_eq!(offering.next(&kept, on(1)).map(|it| it.id.0[0]), Some(2));
    }

    proptest! {
        #[test]
        fn what_may_not_be_offered_never_is(
            kept in prop::collection::vec((0u8..8, prop::bool::ANY), 0..8), days in prop::collection::vec(0i64..40, 1..20),
        ) {
            let mut kept: Vec<KeptMoment> = kept.into_iter().map(|(id, may)| moment(id, may)).collect();
            kept.sort_by_key(|it| it.id);
            kept.dedup_by_key(|it| it.id);
            let may = kept.iter().filter(|it| it.may_be_offered).count();
            let mut offering = Offering::default();
            let mut last = None;
            let mut days = days;
            days.sort_unstable();
            for day in days {
                let next = offering.next(&kept, on(day));
                prop_assert_eq!(next.is_some(), may > 0);
                let Some(next) = next else { continue };
                prop_assert!(next.may_be_offered);
                prop_assert!(may == 1 || last.is_none_or(|(id, then)| then == day || id != next.id));
                last = Some((next.id, day));
                offering.offered(next.id, on(day));
            }
        }
    }

    #[test]
    fn debug_shows_none_of_her_words_and_json_keeps_all() {
        let it = moment(1, true);
        assert!(!format!("{it:?}").contains("laughed"));
        let mut offering = Offering::default();
        offering.say_not_now(NotNow::AWhile, on(0));
        offering.offered(it.id, on(0));
        let json = serde_json::to_string(&(&it, &offering)).unwrap();
        assert_eq!(serde_json::from_str::<(KeptMoment, Offering)>(&json).unwrap(), (it, offering));
    }
}
