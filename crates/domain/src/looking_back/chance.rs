//! How strong a change must be to be told, and how often chance alone makes one so strong.
//!
//! All signals together may cry wolf at most once a year, so the more are followed the stronger each must be. For the
//! largest of many standardised differences the rate is close to `C · z · exp(−z²/2)` (James, James & Siegmund 1987,
//! *Biometrika* 74, 71–83, for a single look). The constants `C` are ours, from simulated diaries in which nothing
//! changes (daily entries, lag-1 correlation 0.5): an upper bound over the prevalences and spreads tried, one for each
//! scale. `cargo xtask bench looking-back` measures the rates again; `docs/looking-back.md` has the table.

use super::signal::Scale;

/// False alarms a year that all signals together may raise, by the bound. Measured, it is about half of that.
pub const MOST_A_YEAR: f64 = 1.0;

/// False alarms a year of one signal for each `z · exp(−z²/2)`.
const fn constant(scale: Scale) -> f64 {
    match scale {
        Scale::Steps => 15.0,
        Scale::Share => 8.0,
        Scale::Count => 6.0,
        Scale::Relief => 8.0,
    }
}

/// The signals followed together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Family {
    constants: f64,
}

impl Family {
    /// Of these scales, one for each signal followed.
    #[must_use]
    pub fn of(scales: impl IntoIterator<Item = Scale>) -> Self {
        Self { constants: scales.into_iter().map(constant).sum() }
    }

    /// How many changes this strong a year would bring in which nothing changed, over all signals.
    #[must_use]
    pub fn expected_a_year(self, strength: f64) -> f64 {
        self.constants * strength * (-strength * strength / 2.0).exp()
    }

    /// The strength from which a change is told: there [`MOST_A_YEAR`] are expected. Never below 2.
    #[must_use]
    pub fn threshold(self) -> f64 {
        let (mut low, mut high) = (2.0, 10.0);
        for _ in 0..50 {
            let middle = f64::midpoint(low, high);
            if self.expected_a_year(middle) > MOST_A_YEAR { low = middle } else { high = middle }
        }
        high
    }

    /// The chance that a year in which nothing changed shows a change this strong somewhere: 0 to 1.
    #[must_use]
    pub fn chance_in_a_year(self, strength: f64) -> f64 {
        -(-self.expected_a_year(strength)).exp_m1()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::looking_back::Signal;
    use proptest::prelude::{prop_assert, proptest};

    fn defaults() -> Family {
        Family::of(Signal::defaults().iter().map(Signal::scale))
    }

    #[test]
    fn at_the_threshold_as_many_are_expected_as_may_be() {
        let family = defaults();
        assert!((family.expected_a_year(family.threshold()) - MOST_A_YEAR).abs() < 1e-9);
        assert!((3.0..3.6).contains(&family.threshold()), "{}", family.threshold());
    }

    #[test]
    fn more_signals_ask_for_more() {
        let more =
            Family::of([Scale::Share; 24].into_iter().chain(Signal::defaults().iter().map(Signal::scale)));
        assert!(more.threshold() > defaults().threshold());
    }

    proptest! {
        #[test]
        fn stronger_is_less_likely_chance(strength in 2.0f64..8.0, more in 0.01f64..2.0) {
            let (weak, strong) = (defaults().chance_in_a_year(strength), defaults().chance_in_a_year(strength + more));
            prop_assert!((0.0..=1.0).contains(&weak) && strong < weak);
        }
    }
}
