//! What sample therapists answer: words from `answers.txt`, and the opening, fee and evening out of their own listing.

use domain::check_in::Words;
use domain::hello::{AnswerKind, AnswerLetter, Ask, HelloLetter};
use jiff::civil::Date;
use protocol::listing::{Fee, Listing, TimeOfWeek};
use rand_core::CryptoRng;

/// Paragraphs under headings, one answer each.
const WORDS: &str = include_str!("answers.txt");

/// An answer of one kind to `hello`: only what was asked is answered.
#[must_use]
pub fn make_answer(
    kind: AnswerKind,
    hello: &HelloLetter,
    listing: &Listing,
    today: Date,
    rng: &mut impl CryptoRng,
) -> AnswerLetter {
    let choices: Vec<&str> = words(heading(kind)).collect();
    let choice = usize::try_from(rng.next_u32()).unwrap_or_default() % choices.len().max(1);
    let words = choices.get(choice).copied().unwrap_or_default();
    let asked = |ask| hello.asks.contains(&ask) && kind != AnswerKind::NotNow;
    AnswerLetter {
        kind,
        words: Words::new(words),
        opening: listing.opening.next.filter(|_| asked(Ask::Opening)).map(|next| next.max(today)),
        fee: if asked(Ask::Fee) { Words::new(&fee(&listing.fee)) } else { Words::default() },
        evening: asked(Ask::Evening).then(|| listing.times.contains(&TimeOfWeek::Evenings)),
    }
}

/// The answers under a heading.
fn words(heading: &str) -> impl Iterator<Item = &'static str> {
    let blocks = WORDS.split("\n\n").map(str::trim);
    let section = blocks.skip_while(move |block| block.strip_prefix("# ") != Some(heading));
    section.skip(1).take_while(|block| !block.starts_with("# ")).filter(|block| !block.is_empty())
}

const fn heading(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Welcome => "welcome",
        AnswerKind::NotNow => "not now",
        AnswerKind::Worried => "worried",
    }
}

fn fee(fee: &Fee) -> String {
    let unit = 10_u32.pow(fee.currency.decimals());
    let written = |amount: u32| match amount % unit {
        0 => format!("{} {}", amount / unit, fee.currency),
        rest => {
            format!(
                "{}.{rest:0width$} {}",
                amount / unit,
                fee.currency,
                width = fee.currency.decimals() as usize
            )
        }
    };
    match fee.sliding_to {
        Some(lowest) => format!("{}, down to {} when that helps", written(fee.amount), written(lowest)),
        None => written(fee.amount),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;

    use super::*;
    use crate::sample::listings::make_sample_listings;

    const TODAY: Date = date(2026, 11, 23);

    fn answer(kind: AnswerKind, asks: &[Ask]) -> (Listing, AnswerLetter) {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let listing = make_sample_listings(TODAY, &mut rng).remove(0).listing;
        let hello =
            HelloLetter { asks: asks.iter().copied().collect::<BTreeSet<_>>(), ..HelloLetter::default() };
        let answer = make_answer(kind, &hello, &listing, TODAY, &mut rng);
        (listing, answer)
    }

    #[test]
    fn there_are_a_dozen_welcomes_and_a_word_for_every_other_kind() {
        let count = |kind| words(heading(kind)).collect::<BTreeSet<_>>().len();
        let kinds = [AnswerKind::Welcome, AnswerKind::NotNow, AnswerKind::Worried];
        assert_eq!(kinds.map(count), [12, 1, 1]);
    }

    #[test]
    fn what_was_asked_is_answered_from_her_listing_and_nothing_else() {
        let (listing, all) = answer(AnswerKind::Welcome, &Ask::ALL);
        assert_eq!(all.opening, listing.opening.next);
        assert_eq!(all.evening, Some(listing.times.contains(&TimeOfWeek::Evenings)));
        assert!(all.fee.as_str().contains(listing.fee.currency.as_str()));
        let (_, none) = answer(AnswerKind::Welcome, &[]);
        assert_eq!((none.opening, none.evening, none.fee.is_blank()), (None, None, true));
        assert!(!none.words.is_blank());
        let (_, not_now) = answer(AnswerKind::NotNow, &Ask::ALL);
        assert_eq!((not_now.opening, not_now.evening), (None, None));
    }

    #[test]
    fn a_fee_is_said_without_needless_zeros() {
        let fee_of = |amount, sliding_to| fee(&Fee { amount, currency: "USD".parse().unwrap(), sliding_to });
        assert_eq!(fee_of(15_000, Some(7_550)), "150 USD, down to 75.50 USD when that helps");
        assert_eq!(fee_of(9_000, None), "90 USD");
    }
}
