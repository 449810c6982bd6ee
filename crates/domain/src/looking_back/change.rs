//! *Something changed*: a control chart on weekly values that says since when, and how easily chance alone does that.
//!
//! **The rule.** After each week, every earlier week is tried as the beginning of something new: are the weeks from it on
//! different from those before it? The strongest of these differences is the chart's point; when it passes the limit the
//! change is told, dated to that week, and the chart goes on from there. This is the change-point formulation of a control
//! chart (Hawkins, Qiu & Kang 2003, *Journal of Quality Technology* 35, 355–366). It suits a diary better than fixed limits or a
//! CUSUM, which ask for a settled baseline first: it needs none, forgets nothing, and gives the date for free.
//!
//! **Allowances.** Weeks weigh by how many of their days were answered. The variance of a mean is widened by how far days
//! hang together ([`serial`](super::serial)). A difference is divided by the spread *within* the two stretches, so that an
//! unsettled diary must show more. Few weeks have a t distribution; strengths are brought to a normal scale by Wallace's
//! approximation (1959, *Annals of Mathematical Statistics* 30, 1121–1130). The limit belongs to all signals together
//! ([`chance`](super::chance)).
//!
//! **Rules of kindness.** Never before eight weeks; one odd week is no change: at least two must differ, and half of
//! the difference must stay without the oddest; the week that is still running is left out; a chapter of hers begins afresh.

use jiff::civil::Date;

use super::chance::Family;
use super::diary::Day;
use super::serial::{Blocks, Dependence, Differences};
use super::signal::Scale;
use super::weeks::{Week, day_number};

/// Changes are looked for from this many weeks with enough entries.
pub const FEWEST_WEEKS: usize = 8;
/// The fewest weeks before a change, and after it.
const FEWEST_BEFORE: usize = 6;
const FEWEST_AFTER: usize = 2;
/// A beginning further back than this many weeks is no longer tried: it would have been seen.
const LOOK_BACK: usize = 52;

/// Something changed and stayed so for a while.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The Monday from which it is different.
    pub since: Date,
    /// The Monday of the week after which it could be told.
    pub noticed: Date,
    /// Weekly mean before, in the signal's unit: back to the change before that, the chapter or the beginning.
    pub before: f64,
    /// Weekly mean from then on, until the next change or now.
    pub after: f64,
    /// How clear it is on a normal scale, at its clearest.
    pub strength: f64,
    /// The chance that a year in which nothing changed shows one as clear, in any signal followed: 0 to 1.
    pub chance: f64,
}

impl Change {
    /// Whether more came than before.
    #[must_use]
    pub fn is_rise(&self) -> bool {
        self.after > self.before
    }

    /// Whether a year without change shows one as clear more often than one time in twenty. Screens say so.
    #[must_use]
    pub fn may_be_chance(&self) -> bool {
        self.chance > 0.05
    }
}

/// What changes of one signal are looked for in.
#[derive(Debug, Clone, Copy)]
pub struct Watched<'a> {
    /// How it is measured.
    pub scale: Scale,
    /// Its days, from which it is learnt how far they hang together.
    pub days: &'a [Day],
    /// The weeks of those days.
    pub weeks: &'a [Week],
    /// First days of chapters, earliest first.
    pub chapters: &'a [Date],
}

/// Changes among the weeks that end before `running`, the Monday of the week that is not over; earliest first.
#[must_use]
pub fn changes(watched: Watched<'_>, running: Date, family: Family) -> Vec<Change> {
    let Watched { scale, days, weeks, chapters } = watched;
    let threshold = family.threshold();
    let mut allowance = Allowance::new(scale, days);
    let mut chapters = chapters.iter().peekable();
    let mut stretch = Stretch::default();
    let mut found: Vec<(Change, usize)> = Vec::new();
    let mut borders = vec![0];
    let enough: Vec<&Week> =
        weeks.iter().filter(|week| week.monday < running && week.is_enough(scale)).collect();
    for (at, week) in enough.iter().enumerate() {
        while chapters.next_if(|first| **first <= week.monday).is_some() {
            borders.push(at);
            stretch = Stretch { first: at, ..Stretch::default() };
        }
        let dependence = allowance.until(week.monday);
        stretch.push(week.compared(scale), week.weight(scale, dependence));
        let Some((offset, strength)) = stretch.strongest(scale, dependence, threshold) else {
            continue;
        };
        let begins = stretch.first + offset;
        let change = Change {
            since: enough[begins].monday,
            noticed: week.monday,
            before: 0.0,
            after: 0.0,
            strength,
            chance: 0.0,
        };
        found.push((change, begins));
        borders.push(begins);
        stretch.begin_at(offset);
    }
    borders.push(enough.len());
    borders.dedup();
    let dependence = allowance.until(running);
    found
        .into_iter()
        .map(|(change, begins)| told(change, begins, &borders, &enough, (scale, dependence, family)))
        .collect()
}

/// Fills in what is known by now: a change that lasted is clearer than when it was first told.
fn told(
    change: Change,
    begins: usize,
    borders: &[usize],
    weeks: &[&Week],
    (scale, dependence, family): (Scale, Dependence, Family),
) -> Change {
    let place = borders.partition_point(|border| *border < begins);
    let (from, until) = (borders[place - 1], borders[place + 1]);
    let mean = |weeks: &[&Week]| {
        let weight = |week: &Week| week.weight(scale, dependence);
        let sum: f64 = weeks.iter().map(|week| week.value * weight(week)).sum();
        sum / weeks.iter().map(|week| weight(week)).sum::<f64>()
    };
    let mut whole = Stretch::default();
    for week in &weeks[from..until] {
        whole.push(week.compared(scale), week.weight(scale, dependence));
    }
    let strength = change.strength.max(whole.strength_at(begins - from, scale, &blocks(scale, dependence)));
    Change {
        before: mean(&weeks[from..begins]),
        after: mean(&weeks[begins..until]),
        strength,
        chance: family.chance_in_a_year(strength),
        ..change
    }
}

/// How far the days hang together, as known week by week: what comes later is not used earlier.
struct Allowance<'a> {
    scale: Scale,
    days: &'a [Day],
    at: usize,
    differences: Differences,
}

impl<'a> Allowance<'a> {
    fn new(scale: Scale, days: &'a [Day]) -> Self {
        Self { scale, days, at: 0, differences: Differences::default() }
    }

    /// With every day up to the end of the week that begins on `monday`.
    fn until(&mut self, monday: Date) -> Dependence {
        let (step, expected) = match self.scale {
            Scale::Count => (7, Dependence::EXPECTED_OF_WEEKS),
            Scale::Steps | Scale::Share | Scale::Relief => (1, Dependence::EXPECTED),
        };
        let end = day_number(monday) + 7;
        while let Some(day) = self.days.get(self.at) {
            let number = day_number(day.day);
            if number >= end {
                break;
            }
            if let Some(value) = day.mark.value() {
                self.differences.push(number.div_euclid(step), value);
            }
            self.at += 1;
        }
        self.differences.dependence(expected)
    }
}

/// Weeks since the last change or chapter, as running sums: weight, weight × value, weight × value².
#[derive(Default)]
struct Stretch {
    /// Which week the first of them is.
    first: usize,
    weeks: Vec<(f64, f64)>,
    /// `sums[k]` is over the first `k` weeks.
    sums: Vec<[f64; 3]>,
}

impl Stretch {
    fn push(&mut self, value: f64, weight: f64) {
        if self.sums.is_empty() {
            self.sums.push([0.0; 3]);
        }
        let [w, wx, wxx] = self.sums[self.sums.len() - 1];
        self.weeks.push((value, weight));
        self.sums.push([w + weight, wx + weight * value, wxx + weight * value * value]);
    }

    /// Drops what was before the change.
    fn begin_at(&mut self, offset: usize) {
        let kept = self.weeks.split_off(offset);
        *self = Self { first: self.first + offset, ..Self::default() };
        for (value, weight) in kept {
            self.push(value, weight);
        }
    }

    /// Which week of these begins the strongest difference, and how strong it is, if it passes the threshold.
    fn strongest(&self, scale: Scale, dependence: Dependence, threshold: f64) -> Option<(usize, f64)> {
        let count = self.weeks.len();
        if count < FEWEST_WEEKS {
            return None;
        }
        let from = FEWEST_BEFORE.max(count.saturating_sub(LOOK_BACK));
        let least = self.least_between(scale, t_squared_of_normal(threshold, (count - 2) as f64));
        let [w, x, _] = self.sums[count];
        // Nearly always there is no change, and this sees it without a division.
        let may_pass = |&(_, [w0, x0, _]): &(usize, [f64; 3])| {
            let apart = x0 * w - x * w0;
            apart * apart >= least * w * w0 * (w - w0)
        };
        let places = (from..).zip(self.sums[from..=count - FEWEST_AFTER].iter().copied());
        let mut splits = places.filter(may_pass).map(|(at, _)| at).peekable();
        splits.peek()?;
        let blocks = blocks(scale, dependence);
        let strengths = splits.map(|at| (at, self.t_squared(at, scale, &blocks)));
        let (at, t_squared) = strengths.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let strength = normal_of_t(t_squared, (count - 2) as f64);
        (strength > threshold && self.lasts_without_its_oddest(at)).then_some((at, strength))
    }

    /// The least sum of squares between two stretches that can reach a squared t, were weeks unrelated: the widening only
    /// takes away from it. What is not between them is within, so the sum over all fixes both.
    fn least_between(&self, scale: Scale, t_squared: f64) -> f64 {
        let [w, x, xx] = self.sums[self.weeks.len()];
        let freedom = (self.weeks.len() - 2) as f64;
        let all = xx - x * x / w;
        // A little less, so that rounding passes nothing over.
        0.999_999 * (t_squared * all / (freedom + t_squared)).max(t_squared * least_variance(scale))
    }

    /// Whether at least half of the difference stays when the week that differs most is left out.
    fn lasts_without_its_oddest(&self, at: usize) -> bool {
        let [w0, x0, _] = self.sums[at];
        let [w, x, _] = self.sums[self.weeks.len()];
        let before = x0 / w0;
        let oddest = self.weeks[at..].iter().copied();
        let Some((value, weight)) =
            oddest.max_by(|a, b| (a.0 - before).abs().total_cmp(&(b.0 - before).abs()))
        else {
            return false;
        };
        let difference = (x - x0) / (w - w0) - before;
        let without = (x - x0 - value * weight) / (w - w0 - weight) - before;
        without / difference >= 0.5
    }

    fn strength_at(&self, at: usize, scale: Scale, blocks: &Blocks) -> f64 {
        let count = self.weeks.len();
        if at == 0 || at >= count || count < 3 {
            return 0.0;
        }
        normal_of_t(self.t_squared(at, scale, blocks), (count - 2) as f64)
    }

    /// The squared difference of the means before and from `at`, in its own variance.
    fn t_squared(&self, at: usize, scale: Scale, blocks: &Blocks) -> f64 {
        let count = self.weeks.len();
        let [w0, x0, xx0] = self.sums[at];
        let [w, x, xx] = self.sums[count];
        let (w1, x1, xx1) = (w - w0, x - x0, xx - xx0);
        let within = (xx0 - x0 * x0 / w0) + (xx1 - x1 * x1 / w1);
        let variance = (within / (count - 2) as f64).max(least_variance(scale));
        let of_difference = variance * (blocks.widening(at) / w0 + blocks.widening(count - at) / w1);
        (x1 / w1 - x0 / w0).powi(2) / of_difference
    }
}

/// What chance alone leaves of a spread, for a week of weight 1: someone who always answers alike must not have every
/// other answer called a change. A quarter of a step for a full week; a little less than a coin's for a share; one session.
const fn least_variance(scale: Scale) -> f64 {
    match scale {
        Scale::Steps | Scale::Relief => 0.19,
        Scale::Share => 0.16,
        Scale::Count => 1.0,
    }
}

/// A week as a block of what hangs together: seven days, or one count.
fn blocks(scale: Scale, dependence: Dependence) -> Blocks {
    let days = match scale {
        Scale::Count => 1,
        Scale::Steps | Scale::Share | Scale::Relief => 7,
    };
    Blocks::new(dependence, days)
}

/// The normal deviate that is as far out as a t with so many degrees of freedom (Wallace 1959).
fn normal_of_t(t_squared: f64, freedom: f64) -> f64 {
    (freedom * (t_squared / freedom).ln_1p()).sqrt() * (8.0 * freedom + 1.0) / (8.0 * freedom + 3.0)
}

/// The other way round; 0 for what is not above 0.
fn t_squared_of_normal(normal: f64, freedom: f64) -> f64 {
    if normal <= 0.0 {
        return 0.0;
    }
    let plain = normal * (8.0 * freedom + 3.0) / (8.0 * freedom + 1.0);
    freedom * (plain * plain / freedom).exp_m1()
}

#[cfg(test)]
mod tests;
