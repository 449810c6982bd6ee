//! Scores, with what missing answers leave open.

use super::{Answers, Instrument, Scale, Value};

/// One scale's score: a range from the lowest to the highest it can be, given what was left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScaleScore {
    /// Which scale.
    pub scale: &'static Scale,
    /// The lowest it can be.
    pub lowest: f64,
    /// The highest; the same where nothing is open.
    pub highest: f64,
    /// How many of its items were answered.
    pub answered: usize,
    /// Whether the publisher's rule put the mean of the others in for what was left out.
    pub filled_in: bool,
}

impl ScaleScore {
    /// The score, where nothing is open.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        (self.highest - self.lowest < 1e-9).then_some(self.lowest)
    }

    /// The band, where all that is still possible lies in one.
    #[must_use]
    pub fn band(&self) -> Option<&'static str> {
        let bands = self.scale.bands.as_ref()?;
        let band = bands.of(self.lowest)?;
        (bands.of(self.highest) == Some(band)).then_some(band)
    }
}

/// Every scale of the instrument that has an answer, in its order.
#[must_use]
pub fn score(answers: &Answers) -> Vec<ScaleScore> {
    let instrument = answers.instrument();
    instrument.scales.iter().filter_map(|scale| score_one(instrument, scale, answers)).collect()
}

fn score_one(instrument: &Instrument, scale: &'static Scale, answers: &Answers) -> Option<ScaleScore> {
    let (lowest, highest) = instrument.answers;
    let turned = |item: u8, answer: u8| {
        if scale.reversed.contains(&item) { lowest + highest - answer } else { answer }
    };
    let given: Vec<u8> =
        scale.items.iter().filter_map(|&item| Some(turned(item, answers.given(item)?))).collect();
    if given.is_empty() {
        return None;
    }
    let (answered, all) = (given.len(), scale.items.len());
    let sum: f64 = given.iter().copied().map(f64::from).sum();
    let filled_in =
        answered < all && scale.fewest_answers.is_some_and(|fewest| answered >= usize::from(fewest));
    let (low, high) = if filled_in {
        let whole = sum * all as f64 / answered as f64;
        (whole, whole)
    } else {
        let open = (all - answered) as f64;
        (sum + open * f64::from(lowest), sum + open * f64::from(highest))
    };
    let of_sum = |sum: f64| match scale.value {
        Value::Sum { times } => sum * f64::from(times),
        Value::Mean { times } => sum * f64::from(times) / all as f64,
    };
    Some(ScaleScore { scale, lowest: of_sum(low), highest: of_sum(high), answered, filled_in })
}
