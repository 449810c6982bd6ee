//! Load beside carrying: do her weeks with more sessions go with carrying more, the same week or a little later? Beside,
//! never because: nothing here says which way round it is, or whether something third is behind both.
//!
//! Spearman's rank correlation over weeks, for the same week and one and two weeks later. A rank relation is not moved by
//! a single extreme week and asks for no straight line. Its interval is Bonett & Wright's (2000, *Psychometrika* 65, 23–28):
//! Fisher's z with variance (1 + r²/2)/(n − 3). Neighbouring weeks repeat each other, so `n` is the effective number of weeks
//! (Pyper & Peterman 1998, *Canadian Journal of Fisheries and Aquatic Sciences* 55, 2127–2140), from the products of both
//! series' own correlations. The three lags are told together: each interval holds at 1 − 0.05/3, all three at 95 %.

use super::weeks::{Week, day_number};

/// With fewer pairs of weeks than this nothing is said.
pub const FEWEST_PAIRS: usize = 12;
/// The same week, the next, and the one after it.
pub const LAGS: usize = 3;
/// Two-sided normal point for 0.05 shared by three intervals.
const POINT: f64 = 2.394;

/// How two signals go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relation {
    /// How many weeks the second comes after the first.
    pub lag: usize,
    /// Spearman's rank correlation, −1 to 1.
    pub rank: f64,
    /// Where it lies with its uncertainty: all lags together, 95 of 100 times.
    pub interval: (f64, f64),
    /// How many pairs of weeks there are.
    pub pairs: usize,
}

impl Relation {
    /// Whether the interval leaves zero out: only then may a screen say that they go together.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.interval.0 > 0.0 || self.interval.1 < 0.0
    }
}

/// The relations at each lag for which there are enough pairs.
#[must_use]
pub fn beside(first: &[Week], second: &[Week]) -> Vec<Relation> {
    (0..LAGS).filter_map(|lag| at_lag(first, second, lag)).collect()
}

/// The clearest of those that may be told.
#[must_use]
pub fn clearest(relations: &[Relation]) -> Option<Relation> {
    let told = relations.iter().filter(|it| it.is_told());
    told.max_by(|a, b| a.rank.abs().total_cmp(&b.rank.abs())).copied()
}

fn at_lag(first: &[Week], second: &[Week], lag: usize) -> Option<Relation> {
    let (mut weeks, mut x, mut y) = (Vec::new(), Vec::new(), Vec::new());
    let mut later = second.iter().peekable();
    for week in first {
        let number = day_number(week.monday) / 7;
        let wanted = number + lag as i64;
        while later.next_if(|it| day_number(it.monday) / 7 < wanted).is_some() {}
        let Some(found) = later.peek().filter(|it| day_number(it.monday) / 7 == wanted) else { continue };
        weeks.push(number);
        x.push(week.value);
        y.push(found.value);
    }
    let pairs = weeks.len();
    if pairs < FEWEST_PAIRS {
        return None;
    }
    let (x, y) = (centred_ranks(&x), centred_ranks(&y));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let scale = (product(&x, &x) * product(&y, &y)).sqrt();
    if scale == 0.0 {
        return None;
    }
    let rank = (product(&x, &y) / scale).clamp(-1.0, 1.0);
    let worth = effective(&weeks, &x, &y);
    // A perfect relation of few weeks is not a certain one.
    let z = rank.clamp(-0.999, 0.999).atanh();
    let reach = POINT * ((1.0 + rank * rank / 2.0) / (worth - 3.0)).sqrt();
    Some(Relation { lag, rank, interval: ((z - reach).tanh(), (z + reach).tanh()), pairs })
}

/// Ranks less their mean; equal values share the middle one of theirs.
fn centred_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    for group in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let shared = from as f64 + (group.len() as f64 - 1.0) / 2.0;
        for at in group {
            ranks[*at] = shared - middle;
        }
        from += group.len();
    }
    ranks
}

/// How many unrelated pairs these are worth: at least five, at most as many as there are.
fn effective(weeks: &[i64], x: &[f64], y: &[f64]) -> f64 {
    let count = weeks.len() as f64;
    let furthest = (weeks.len() / 5).clamp(1, 8) as i64;
    let repeated: f64 = (1..=furthest)
        .map(|apart| {
            let shared = own_correlation(weeks, x, apart) * own_correlation(weeks, y, apart);
            (1.0 - apart as f64 / count) * shared
        })
        .sum();
    (count / (1.0 + 2.0 * repeated).max(1.0)).max(5.0)
}

/// Correlation of a series with itself some weeks on, over the pairs there are.
fn own_correlation(weeks: &[i64], centred: &[f64], apart: i64) -> f64 {
    let variance = centred.iter().map(|v| v * v).sum::<f64>() / centred.len() as f64;
    let (mut sum, mut pairs) = (0.0, 0.0);
    let mut back = 0;
    for (at, week) in weeks.iter().enumerate() {
        while weeks[back] < week - apart {
            back += 1;
        }
        if weeks[back] == week - apart {
            sum += centred[at] * centred[back];
            pairs += 1.0;
        }
    }
    if pairs == 0.0 { 0.0 } else { (sum / pairs / variance).clamp(-1.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::looking_back::made_up::{Noise, autoregressive};
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::{prop, prop_assert, proptest};

    fn weeks(values: &[f64]) -> Vec<Week> {
        let monday = |n: i64| date(2025, 1, 6) + (7 * n).days();
        (0..).zip(values).map(|(n, &value)| Week { monday: monday(n), value, entries: 7 }).collect()
    }

    /// Ranks by counting, and Pearson's formula on them.
    fn slow_spearman(x: &[f64], y: &[f64]) -> f64 {
        let ranks = |values: &[f64]| -> Vec<f64> {
            let below = |v: f64| values.iter().filter(|o| **o < v).count() as f64;
            let same = |v: f64| values.iter().filter(|o| **o == v).count() as f64;
            values.iter().map(|&v| below(v) + (same(v) + 1.0) / 2.0).collect()
        };
        let (x, y) = (ranks(x), ranks(y));
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let (mx, my) = (mean(&x), mean(&y));
        let sum = |f: &dyn Fn(usize) -> f64| (0..x.len()).map(f).sum::<f64>();
        let both = sum(&|i| (x[i] - mx) * (y[i] - my));
        both / (sum(&|i| (x[i] - mx).powi(2)) * sum(&|i| (y[i] - my).powi(2))).sqrt()
    }

    proptest! {
        #[test]
        fn the_rank_is_that_of_the_slow_way(pairs in prop::collection::vec((0u8..9, 0u8..9), 12..40)) {
            let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().map(|p| (f64::from(p.0), f64::from(p.1))).unzip();
            let slow = slow_spearman(&x, &y);
            match at_lag(&weeks(&x), &weeks(&y), 0) {
                Some(it) => {
                    prop_assert!((it.rank - slow).abs() < 1e-9);
                    prop_assert!(it.interval.0 <= it.rank + 1e-3 && it.rank - 1e-3 <= it.interval.1);
                    prop_assert!(-1.0 <= it.interval.0 && it.interval.1 <= 1.0);
                }
                None => prop_assert!(slow.is_nan()),
            }
        }
    }

    #[test]
    fn eleven_pairs_or_no_movement_say_nothing() {
        let rising: Vec<f64> = (0..11).map(f64::from).collect();
        assert!(beside(&weeks(&rising), &weeks(&rising)).is_empty());
        let rising: Vec<f64> = (0..30).map(f64::from).collect();
        assert!(beside(&weeks(&rising), &weeks(&[4.0; 30])).is_empty());
    }

    #[test]
    fn what_follows_a_week_later_is_found_there() {
        let load = autoregressive(&mut Noise::new(4), 0.0, 80);
        let mut noise = Noise::new(9);
        let carrying: Vec<f64> =
            (0..80).map(|n| if n == 0 { 0.0 } else { load[n - 1] } + 0.8 * noise.normal()).collect();
        let relations = beside(&weeks(&load), &weeks(&carrying));
        assert_eq!(relations.len(), LAGS);
        let clearest = clearest(&relations).unwrap();
        assert!(clearest.lag == 1 && clearest.rank > 0.5 && clearest.pairs == 79);
    }

    #[test]
    fn weeks_away_break_no_pairing() {
        let load = weeks(&autoregressive(&mut Noise::new(4), 0.0, 60));
        let mut carrying = load.clone();
        carrying.drain(20..30);
        let same = at_lag(&load, &carrying, 0).unwrap();
        assert!(same.pairs == 50 && same.rank > 0.999 && same.interval.1 < 1.0);
    }

    #[test]
    fn unrelated_weeks_are_told_as_related_at_most_one_time_in_twenty() {
        let mut noise = Noise::new(1);
        let runs = 1_000;
        let told = (0..runs).filter(|_| {
            let first = weeks(&autoregressive(&mut noise, 0.5, 60));
            let second = weeks(&autoregressive(&mut noise, 0.5, 60));
            clearest(&beside(&first, &second)).is_some()
        });
        let share = told.count() as f64 / f64::from(runs);
        assert!(share < 0.065, "{share}");
    }
}
