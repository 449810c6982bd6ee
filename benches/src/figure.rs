//! One measured number, beside the goal it is held to.

use std::fmt;

/// A measured number with its goal. Printed as `figure NAME VALUE UNIT goal OP GOAL holds|short`.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What was measured, in words joined by hyphens.
    pub name: String,
    /// The value, usually a median.
    pub value: f64,
    /// Its unit; `x` for a ratio.
    pub unit: &'static str,
    /// What it is held to.
    pub goal: Goal,
}

/// Which values hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
}

impl Figure {
    /// Whether the value meets the goal.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self.goal {
            Goal::AtLeast(least) => self.value >= least,
            Goal::AtMost(most) => self.value <= most,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, unit, goal } = self;
        let (sign, bound) = match goal {
            Goal::AtLeast(least) => (">=", least),
            Goal::AtMost(most) => ("<=", most),
        };
        let verdict = if self.holds() { "holds" } else { "short" };
        write!(f, "figure {name} {value:.2} {unit} goal {sign} {bound} {verdict}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_whether_it_holds() {
        let figure = |value, goal| Figure { name: "search-p99".into(), value, unit: "ms", goal }.to_string();
        assert_eq!(figure(4.1, Goal::AtMost(8.0)), "figure search-p99 4.10 ms goal <= 8 holds");
        assert_eq!(figure(9.0, Goal::AtMost(8.0)), "figure search-p99 9.00 ms goal <= 8 short");
        assert_eq!(figure(2.4, Goal::AtLeast(2.4)), "figure search-p99 2.40 ms goal >= 2.4 holds");
    }
}
