//! How each sample therapist answers: who is quick, who takes her time, who declines, and who never does.

use core::time::Duration;

use domain::hello::{AnswerKind, HelloLetter};
use rand_core::CryptoRng;

/// How one of them answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Within seconds.
    Soon,
    /// After a minute or two.
    Late,
    /// Within seconds, and says kindly that she has no room.
    Declines,
    /// Within seconds; if there is a way to reach the writer, she answers as someone who worries. Nobody's words are
    /// ever judged for it.
    ReachesOut,
    /// Never: her hellos lapse.
    NeverAnswers,
}

/// How quickly time passes in the collective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As a person at a screen would like to see it.
    Lifelike,
    /// At once, for tests.
    AtOnce,
}

/// How the therapist at this place on the roster answers: whom a test looks for does not move with the seed.
#[must_use]
pub fn manner_of(at: usize) -> Manner {
    match at {
        3 => Manner::NeverAnswers,
        7 => Manner::Declines,
        11 => Manner::ReachesOut,
        5 | 17 | 23 | 31 => Manner::Late,
        _ => Manner::Soon,
    }
}

impl Manner {
    /// After how long a hello, or a check that is answered by hand, is answered; never, for some.
    #[must_use]
    pub fn answers_after(self, pace: Pace, rng: &mut impl CryptoRng) -> Option<Duration> {
        let (least, most) = match (self, pace) {
            (Self::NeverAnswers, _) => return None,
            (_, Pace::AtOnce) => return Some(Duration::ZERO),
            (Self::Late, Pace::Lifelike) => (60, 120),
            (Self::Soon | Self::Declines | Self::ReachesOut, Pace::Lifelike) => (5, 20),
        };
        let milliseconds = rng.next_u64() % ((most - least) * 1_000 + 1);
        Some(Duration::from_millis(least * 1_000 + milliseconds))
    }

    /// What kind of answer she gives.
    #[must_use]
    pub fn answer_to(self, hello: &HelloLetter) -> AnswerKind {
        match self {
            Self::Declines => AnswerKind::NotNow,
            Self::ReachesOut if !hello.if_you_worry.is_blank() => AnswerKind::Worried,
            _ => AnswerKind::Welcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::check_in::Words;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;

    use super::*;

    #[test]
    fn most_are_quick_some_late_one_declines_and_one_never_answers() {
        let manners: Vec<_> = (0..42).map(manner_of).collect();
        let count = |manner| manners.iter().filter(|it| **it == manner).count();
        let kinds = [Manner::Late, Manner::Declines, Manner::ReachesOut, Manner::NeverAnswers];
        assert_eq!(kinds.map(count), [4, 1, 1, 1]);
    }

    #[test]
    fn each_keeps_to_her_time() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let mut seconds =
            |manner: Manner, pace| manner.answers_after(pace, &mut rng).map(|it| it.as_secs_f64());
        for _ in 0..200 {
            assert!((5.0..=20.0).contains(&seconds(Manner::Soon, Pace::Lifelike).unwrap()));
            assert!((60.0..=120.0).contains(&seconds(Manner::Late, Pace::Lifelike).unwrap()));
        }
        assert_eq!(seconds(Manner::Late, Pace::AtOnce), Some(0.0));
        assert_eq!(seconds(Manner::NeverAnswers, Pace::AtOnce), None);
    }

    #[test]
    fn worry_needs_a_way_to_reach_her_and_never_a_word() {
        let reach = HelloLetter { if_you_worry: Words::new("555-0100"), ..HelloLetter::default() };
        let words = HelloLetter { words: Words::new("I can't go on"), ..HelloLetter::default() };
        assert_eq!(Manner::ReachesOut.answer_to(&reach), AnswerKind::Worried);
        assert_eq!(Manner::ReachesOut.answer_to(&words), AnswerKind::Welcome);
        assert_eq!(Manner::Soon.answer_to(&reach), AnswerKind::Welcome);
    }
}
