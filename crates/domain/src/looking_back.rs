//! Looking back: her own signals over time, her usual range, what changed, and one sentence that comes first.
//!
//! Everything is compared with herself, never with a norm. Nothing here has words; screens put them. How it is done, for
//! a clinician and for a statistician, with what was measured: `docs/looking-back.md`.

mod beside;
mod chance;
mod change;
mod diary;
#[cfg(any(test, feature = "made-up"))]
pub mod made_up;
mod sentence;
mod serial;
mod signal;
mod span;
mod stretch;
#[cfg(test)]
mod tests;
mod usual;
mod weeks;

pub use beside::{FEWEST_PAIRS, LAGS, Relation, beside, clearest};
pub use chance::{Family, MOST_A_YEAR};
pub use change::{Change, FEWEST_WEEKS, Watched, changes};
pub use diary::{Day, Diary, Mark, Released};
pub use sentence::FirstSentence;
pub use serial::{Dependence, Differences};
pub use signal::{Scale, Signal};
pub use span::Span;
pub use stretch::{HeavyStretch, heavy_stretches};
pub use usual::{Beside, Enough, UsualRange, usual_range};
pub use weeks::{Week, weeks};

use jiff::SignedDuration;
use jiff::civil::Date;

use crate::caseload::{Window, monday_of};

/// One signal in a span.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Which.
    pub signal: Signal,
    /// Its days in the span, earliest first. Where nothing was kept there is no day.
    pub days: Vec<Day>,
    /// Its weeks in the span.
    pub weeks: Vec<Week>,
    /// Her usual range, from the whole chapter she is in, whatever the span.
    pub usual: Option<UsualRange>,
    /// What the range is made of, or how much there is so far.
    pub enough: Enough,
    /// Changes that begin in the span.
    pub changes: Vec<Change>,
}

/// What there is to see.
#[derive(Debug, Clone, PartialEq)]
pub struct LookingBack {
    /// The days shown: one axis for all series.
    pub window: Window,
    /// What is said first; about now, whatever the span.
    pub first: FirstSentence,
    /// One series for each signal followed, in their order.
    pub series: Vec<Series>,
    /// Sessions a week beside carrying.
    pub load_beside_carrying: Vec<Relation>,
    /// Folded until she opens them.
    pub heavy: Vec<HeavyStretch>,
}

impl Series {
    /// The days with a value as unbroken lines: a gap longer than the signal bridges begins a new one.
    pub fn lines(&self) -> impl Iterator<Item = Vec<(Date, f64)>> {
        let most = SignedDuration::from_hours(24 * i64::from(self.signal.scale().longest_bridge()));
        let values: Vec<(Date, f64)> =
            self.days.iter().filter_map(|it| Some((it.day, it.mark.value()?))).collect();
        let lines = values.chunk_by(|a, b| b.0.duration_since(a.0) <= most).map(<[_]>::to_vec);
        lines.collect::<Vec<_>>().into_iter()
    }
}

/// Looks back over `span` as of `today`. Entries dated later than today are passed over.
#[must_use]
pub fn look_back(diary: &Diary<'_>, span: Span, today: Date) -> LookingBack {
    let family = Family::of(diary.followed.iter().map(Signal::scale));
    let chapter = diary.chapter_on(today);
    let mut chapters: Vec<Date> = diary.chapters.iter().copied().filter(|first| *first <= today).collect();
    chapters.sort_unstable();
    let running = monday_of(today);
    let mut series = Vec::new();
    let mut carrying = (diary.days(&Signal::Carrying), None);
    carrying.0.truncate(carrying.0.partition_point(|it| it.day <= today));
    for signal in diary.followed {
        let mut days = match signal {
            Signal::Carrying => carrying.0.clone(),
            _ => diary.days(signal),
        };
        days.truncate(days.partition_point(|it| it.day <= today));
        let scale = signal.scale();
        let weeks = weeks(&days);
        let changes =
            changes(Watched { scale, days: &days, weeks: &weeks, chapters: &chapters }, running, family);
        let since = days.partition_point(|it| chapter.is_some_and(|first| it.day < first));
        let enough = if since == 0 { Enough::of_weeks(&weeks) } else { Enough::of(&days[since..]) };
        let usual = usual::usual_range_of(scale, &days[since..], enough);
        if *signal == Signal::Carrying {
            carrying.1 = usual;
        }
        series.push(Series { signal: signal.clone(), enough, days, weeks, usual, changes });
    }
    let first = sentence::first_sentence(&carrying.0, carrying.1.as_ref(), &series, today);
    let earliest = series.iter().filter_map(|it| it.days.first()).map(|it| it.day).min();
    let window = span.window(earliest.unwrap_or(today), chapter, today);
    for it in &mut series {
        it.days.drain(..it.days.partition_point(|day| day.day < window.from));
        it.weeks.retain(|week| window.holds(week.monday) || monday_of(window.from) == week.monday);
        it.changes.retain(|change| window.holds(change.since));
    }
    let weeks_of = |signal: &Signal| series.iter().find(|it| it.signal == *signal).map(|it| &it.weeks[..]);
    let load_beside_carrying = match (weeks_of(&Signal::Load), weeks_of(&Signal::Carrying)) {
        (Some(load), Some(carrying)) => {
            let over = |weeks: &[Week], scale| -> Vec<Week> {
                weeks.iter().copied().filter(|it| it.monday < running && it.is_enough(scale)).collect()
            };
            beside(&over(load, Scale::Count), &over(carrying, Scale::Steps))
        }
        _ => Vec::new(),
    };
    let mut heavy = heavy_stretches(diary.check_ins);
    heavy.retain(|it| it.until >= window.from && it.from < window.until);
    LookingBack { window, first, series, load_beside_carrying, heavy }
}
