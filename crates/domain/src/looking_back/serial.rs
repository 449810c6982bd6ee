//! How far days hang together. A hard day is likelier after a hard day, so that seven days tell less than seven
//! unrelated ones would; limits that pass over this cry wolf.
//!
//! Modelled as a first-order autoregression. Its correlation is estimated from *differences* of days one and two apart
//! (a variogram): the mean square of the former is 2σ²(1−ρ), of the latter 2σ²(1−ρ²), so their ratio is 1 + ρ. A lasting
//! shift hardly touches differences, while it would raise the usual lag-1 coefficient and so hide itself. Days that were left
//! out simply give no pair. The estimate is drawn towards [`Dependence::EXPECTED`] until there are many pairs, and never
//! goes below it: a diary that looks less dependent than most is not rewarded with tighter limits.

/// Lag-1 correlation of a first-order autoregression, in the signal's own time step (days, or weeks for counts a week).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Dependence(f64);

impl Dependence {
    /// Taken for days before there is anything to estimate from.
    pub const EXPECTED: Self = Self(0.5);
    /// The same for counts of whole weeks.
    pub const EXPECTED_OF_WEEKS: Self = Self(0.15);

    /// More would leave hardly any information in a year.
    const MOST: f64 = 0.85;

    /// This correlation, kept between 0 and 0.85.
    #[must_use]
    pub const fn new(correlation: f64) -> Self {
        Self(correlation.clamp(0.0, Self::MOST))
    }

    /// The variance of a mean of `count` neighbours, as a multiple of what it were if they were unrelated: at least 1.
    #[must_use]
    pub fn widening(self, count: i32) -> f64 {
        let rho = self.0;
        let rest = 1.0 - rho;
        (1.0 + rho) / rest - 2.0 * rho * (1.0 - rho.powi(count)) / (f64::from(count) * rest * rest)
    }

    /// How much a week of `days` answered days counts: their number, less what they repeat of each other.
    #[must_use]
    pub fn weight_of_week(self, days: f64) -> f64 {
        let between = (self.widening(7) - 1.0) / 6.0;
        days / (1.0 + (days - 1.0) * between)
    }
}

/// Widening of means of whole blocks of days, beyond that of one block: what one week's value has of it is in its weight.
#[derive(Debug, Clone)]
pub(super) struct Blocks {
    whole: f64,
    rest: f64,
    one: f64,
    /// Correlation over so many blocks, as far as it can be told from zero.
    powers: Vec<f64>,
}

impl Blocks {
    pub(super) fn new(dependence: Dependence, days: i32) -> Self {
        let rho = dependence.0;
        let step = rho.powi(days);
        let powers = core::iter::successors(Some(1.0), |power| Some(power * step));
        Self {
            whole: (1.0 + rho) / (1.0 - rho),
            rest: 2.0 * rho / (f64::from(days) * (1.0 - rho).powi(2)),
            one: dependence.widening(days),
            powers: powers.take_while(|power| *power > 1e-17).collect(),
        }
    }

    /// Of the mean of so many blocks; 1 for one.
    pub(super) fn widening(&self, blocks: usize) -> f64 {
        let power = self.powers.get(blocks).copied().unwrap_or(0.0);
        (self.whole - self.rest * (1.0 - power) / blocks as f64) / self.one
    }
}

/// Sums from which the dependence is estimated, a value at a time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Differences {
    before: [Option<(i64, f64)>; 2],
    one: (f64, f64),
    two: (f64, f64),
}

impl Differences {
    /// How many pairs weigh as much as what is expected.
    const PRIOR_PAIRS: f64 = 60.0;

    /// Takes the value at the next time; times grow.
    pub fn push(&mut self, at: i64, value: f64) {
        for (then, earlier) in self.before.into_iter().flatten() {
            let square = (value - earlier).powi(2);
            let sums = match at - then {
                1 => &mut self.one,
                2 => &mut self.two,
                _ => continue,
            };
            sums.0 += square;
            sums.1 += 1.0;
        }
        self.before = [self.before[1], Some((at, value))];
    }

    /// What follows from all that came, drawn towards `expected` while that is little.
    #[must_use]
    pub fn dependence(&self, expected: Dependence) -> Dependence {
        let pairs = self.one.1.min(self.two.1);
        if pairs == 0.0 || self.one.0 == 0.0 {
            return expected;
        }
        let ratio = (self.two.0 / self.two.1) / (self.one.0 / self.one.1);
        let found = (ratio - 1.0).clamp(-1.0, 1.0);
        let all = pairs + Self::PRIOR_PAIRS;
        Dependence::new(((pairs * found + Self::PRIOR_PAIRS * expected.0) / all).max(expected.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::looking_back::made_up::{Noise, autoregressive};
    use proptest::prelude::{prop_assert, proptest};

    /// The double sum that the closed form stands for.
    fn slow_widening(rho: f64, count: i32) -> f64 {
        let pairs = (0..count).flat_map(|a| (0..count).map(move |b| (a - b).abs()));
        pairs.map(|apart| rho.powi(apart)).sum::<f64>() / f64::from(count)
    }

    proptest! {
        #[test]
        fn widening_is_the_double_sum(rho in 0.0f64..0.85, count in 1i32..60) {
            let fast = Dependence::new(rho).widening(count);
            prop_assert!((fast - slow_widening(rho, count)).abs() < 1e-9 * fast);
        }

        #[test]
        fn blocks_are_widened_as_their_days_are(rho in 0.0f64..0.85, blocks in 1i32..60, days in 1i32..8) {
            let it = Dependence::new(rho);
            let plain = it.widening(days * blocks) / it.widening(days);
            prop_assert!((Blocks::new(it, days).widening(blocks as usize) - plain).abs() < 1e-9 * plain);
        }

        #[test]
        fn more_days_in_a_week_count_for_more(rho in 0.0f64..0.85, days in 1u8..7) {
            let it = Dependence::new(rho);
            let (fewer, more) = (it.weight_of_week(f64::from(days)), it.weight_of_week(f64::from(days + 1)));
            prop_assert!(fewer >= 1.0 - 1e-12 && more >= fewer && more <= f64::from(days + 1));
        }
    }

    #[test]
    fn the_correlation_is_found_also_across_a_lasting_shift() {
        for (rho, shift) in [(0.5, 0.0), (0.5, 1.0), (0.7, 0.0), (0.7, 2.0), (0.8, 0.0)] {
            let mut noise = Noise::new(7);
            let mut differences = Differences::default();
            for (at, value) in (0..4_000).zip(autoregressive(&mut noise, rho, 4_000)) {
                differences.push(at, value + if at < 2_000 { 0.0 } else { shift });
            }
            let found = differences.dependence(Dependence::EXPECTED).0;
            assert!((found - rho).abs() < 0.08, "{rho} {shift}: {found}");
        }
    }

    #[test]
    fn unrelated_days_are_given_what_is_expected_of_days() {
        let mut differences = Differences::default();
        for (at, value) in (0..).zip(autoregressive(&mut Noise::new(3), 0.0, 500)) {
            differences.push(at, value);
        }
        assert_eq!(differences.dependence(Dependence::EXPECTED), Dependence::EXPECTED);
    }

    #[test]
    fn with_nothing_to_go_by_the_expected_is_taken() {
        let mut differences = Differences::default();
        assert_eq!(differences.dependence(Dependence::EXPECTED), Dependence::EXPECTED);
        for at in 0..20 {
            differences.push(at, 4.0);
        }
        assert_eq!(differences.dependence(Dependence::EXPECTED), Dependence::EXPECTED);
    }
}
