//! Whether two samples of times differ: Welch's t, on everything and on what is left when slow outliers are cropped.
//!
//! Cropped as dudect does (Reparaz, Balasch, Verbauwhede, 2017): an interruption adds to a few times at random and hides a
//! small difference in all others, so the test is repeated on the times below each of a hundred thresholds, percentiles of
//! both samples together that come ever closer to 100 %. The largest |t| of all those tests counts, whichever it is.

const CROPS: u32 = 100;

/// Below this many times in either sample a test says nothing.
const LEAST: usize = 300;

/// The largest |t| of all crops, and of how many times it was made.
pub(super) fn largest_t(ours: &[f64], theirs: &[f64]) -> (f64, usize) {
    let mut all: Vec<f64> = ours.iter().chain(theirs).copied().collect();
    all.sort_by(f64::total_cmp);
    let thresholds = (1..=CROPS).map(|crop| {
        let kept = 1.0 - 0.5_f64.powf(10.0 * f64::from(crop) / f64::from(CROPS));
        all[((all.len() as f64 * kept) as usize).min(all.len() - 1)]
    });
    let tests = thresholds.chain([f64::INFINITY]).filter_map(|threshold| {
        let below =
            |times: &[f64]| -> Vec<f64> { times.iter().copied().filter(|time| *time < threshold).collect() };
        let (ours, theirs) = (below(ours), below(theirs));
        (ours.len().min(theirs.len()) >= LEAST).then(|| (t(&ours, &theirs).abs(), ours.len() + theirs.len()))
    });
    // Times that are all the same have no spread to measure a difference by.
    let tests = tests.filter(|(t, _)| t.is_finite());
    tests.max_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or((f64::INFINITY, 0))
}

/// Welch's t: the difference of the means, in standard errors.
fn t(ours: &[f64], theirs: &[f64]) -> f64 {
    let (our_mean, our_variance) = moments(ours);
    let (their_mean, their_variance) = moments(theirs);
    let error = (our_variance / ours.len() as f64 + their_variance / theirs.len() as f64).sqrt();
    (our_mean - their_mean) / error
}

fn moments(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance)
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_core::{Rng as _, SeedableRng as _};

    use super::*;

    /// Times around 100 with a spread of about 3, and now and then an interruption.
    fn times(rng: &mut ChaCha8Rng, added: f64) -> Vec<f64> {
        let mut below = |n: f64| n * f64::from(rng.next_u32()) / f64::from(u32::MAX);
        let mut time =
            || 100.0 + added + below(10.0) + if below(100.0) < 2.0 { below(10_000.0) } else { 0.0 };
        (0..5_000).map(|_| time()).collect()
    }

    #[test]
    fn welchs_t_of_a_known_example() {
        let (ours, theirs) = ([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 6.0, 8.0, 10.0]);
        assert!((t(&ours, &theirs) + 1.897_366_596_101_027_5).abs() < 1e-12);
    }

    #[test]
    fn a_small_difference_is_seen_between_interruptions_and_none_where_there_is_none() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let (one, same, other) = (times(&mut rng, 0.0), times(&mut rng, 0.0), times(&mut rng, 0.5));
        assert!(largest_t(&one, &same).0 < 4.5);
        assert!(t(&one, &other).abs() < 4.5, "interruptions hide it");
        assert!(largest_t(&one, &other).0 > 4.5);
    }
}
