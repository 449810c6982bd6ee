//! Made-up diaries in which it is known what happened: nothing, a lasting shift, a drift, seasons.

use domain::check_in::Chip;
use domain::looking_back::made_up::{Noise, autoregressive};
use domain::looking_back::{Day, Mark, Scale, Signal};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

/// How a diary is kept and what her days are like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Lag-1 correlation of days.
    pub(super) correlation: f64,
    /// Standard deviations a year that days rise or fall.
    pub(super) drift: f64,
    /// Half the way from the lightest to the heaviest season, in standard deviations.
    pub(super) season: f64,
    /// The chance that a day is written down.
    pub(super) kept: f64,
    /// The chance that a whole week is left out.
    pub(super) away: f64,
}

const DAILY: Kind =
    Kind { name: "independent", correlation: 0.0, drift: 0.0, season: 0.0, kept: 1.0, away: 0.0 };

pub(super) const KINDS: [Kind; 6] = [
    DAILY,
    Kind { name: "lag-1 0.5", correlation: 0.5, ..DAILY },
    Kind { name: "lag-1 0.7", correlation: 0.7, ..DAILY },
    Kind { name: "sparse", correlation: 0.5, kept: 0.4, away: 0.15, ..DAILY },
    Kind { name: "drifting", correlation: 0.5, drift: 1.0, ..DAILY },
    Kind { name: "seasonal", correlation: 0.5, season: 0.5, ..DAILY },
];

/// A shift that lasts: from which week, and by how many standard deviations of daily values.
pub(super) type Shift = Option<(usize, f64)>;

pub(super) fn first_day() -> Date {
    date(2024, 1, 1)
}

/// How often a sign comes, by its place in the list of signals: from rare to often.
fn prevalence(signal: &Signal) -> f64 {
    match signal {
        Signal::CameHome(Chip::Sign(sign)) => [0.3, 0.15, 0.2, 0.1, 0.03][*sign as usize],
        _ => 0.05,
    }
}

/// The days of one signal over some weeks.
pub(super) fn days(kind: Kind, signal: &Signal, weeks: usize, shift: Shift, noise: &mut Noise) -> Vec<Day> {
    let latent = autoregressive(noise, kind.correlation, 7 * weeks);
    let phase = noise.even();
    let moved = |at: usize| {
        let years = at as f64 / 365.25;
        let shift = shift.filter(|(week, _)| at >= 7 * week).map_or(0.0, |(_, by)| by);
        shift + kind.drift * years + kind.season * (core::f64::consts::TAU * (years + phase)).sin()
    };
    let away: Vec<bool> = (0..weeks).map(|_| noise.even() < kind.away).collect();
    let mut days = Vec::new();
    let mut sessions = 0.0;
    for (at, latent) in latent.into_iter().enumerate() {
        let day = first_day() + (at as i64).days();
        let there = !away[at / 7];
        let kept = noise.even() < kind.kept && there;
        let value = latent + moved(at);
        let found = match signal.scale() {
            Scale::Steps => kept.then(|| (3.5 + 1.2 * value).round().clamp(1.0, 7.0)),
            Scale::Share => kept.then(|| f64::from(u8::from(latent > edge(prevalence(signal), moved(at))))),
            Scale::Relief => {
                (kept && noise.even() < 0.4).then(|| (1.5 + 1.5 * value).round().clamp(-10.0, 10.0))
            }
            Scale::Count => {
                if at % 7 < 5 {
                    sessions += (4.5 + 1.3 * value).round().max(0.0);
                }
                None
            }
        };
        days.extend(found.map(|value| Day { day, mark: Mark::Value(value) }));
        if signal.scale() == Scale::Count && at % 7 == 6 {
            let monday = first_day() + (7 * (at / 7) as i64).days();
            days.extend(there.then_some(Day { day: monday, mark: Mark::Value(sessions) }));
            sessions = 0.0;
        }
    }
    days
}

/// Above which latent value a sign is there, once its share has moved by so many of its own standard deviations.
fn edge(share: f64, moved: f64) -> f64 {
    let share = (share + moved * (share * (1.0 - share)).sqrt()).clamp(0.005, 0.97);
    let (mut low, mut high) = (-6.0, 6.0);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if above(middle) > share { low = middle } else { high = middle }
    }
    low
}

/// The part of a standard normal above a value (Abramowitz & Stegun 26.2.17, error below 7.5e-8).
fn above(value: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * value.abs());
    let series = t
        * (0.319_381_530
            + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    let tail = (-value * value / 2.0).exp() / core::f64::consts::TAU.sqrt() * series;
    if value < 0.0 { 1.0 - tail } else { tail }
}
