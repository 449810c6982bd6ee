//! The sample collective's listings: about forty therapists who do not exist, made by a seed.
//!
//! Who they are is fixed in `roster`; their letters are dealt from the paragraphs in `letters`, and openings, hours and
//! promises are drawn. Ids, door and keys are stand-ins: each sample therapist's own client makes the real ones.

use jiff::Span;
use jiff::civil::Date;
use protocol::directory::{Check, CheckMethod, CheckedPart};
use protocol::listing::{
    Authority, Currency, Door, Fee, Jurisdiction, Licence, Listing, MeetingFormat, Opening, TimeOfWeek,
};
use protocol::{Capability, ListingId, MailboxId, PublicKey};
use rand_core::CryptoRng;

mod letters;
mod roster;

use letters::Promise;
use roster::{ROSTER, Row};

/// A therapist who does not exist, and what the sample steward says about her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleListing {
    /// Her listing, with stand-ins for id, door and keys.
    pub listing: Listing,
    /// Checks, all of them marked as samples.
    pub checks: Vec<Check>,
}

const TRAINING: &[&str] = &[
    "Invented Institute for Psychotherapy",
    "University of Nowhere-on-Sea",
    "Example School of Social Work",
    "Fictional Center for Somatic Studies",
    "Made-Up College of Counseling",
];

/// Everyone in the sample collective, as of `today`.
pub fn make_sample_listings(today: Date, rng: &mut impl CryptoRng) -> Vec<SampleListing> {
    let mut deal = Dealing::new(rng);
    (1_u8..).zip(ROSTER).map(|(number, row)| sample(number, row, today, &mut deal)).collect()
}

fn sample<R: CryptoRng>(number: u8, row: &Row, today: Date, deal: &mut Dealing<'_, R>) -> SampleListing {
    let places: Vec<Jurisdiction> = row.places.iter().map(|code| place(code)).collect();
    let licences = places.iter().zip(1..).map(|(jurisdiction, at)| Licence {
        jurisdiction: *jurisdiction,
        kind: row.kind.clone(),
        number: format!("SAMPLE-{number:04}-{at}"),
        standing: row.standing.clone(),
    });
    let authority = row.authority.as_ref().map(|(compact, states, _)| Authority {
        compact: compact.clone(),
        home: places[0],
        states: states.iter().map(|code| place(code)).collect(),
    });
    let signing_key = PublicKey([number; 32]);
    let (words, promise) = deal.letter(row);
    let listing = Listing {
        id: ListingId::derive(&signing_key),
        revision: 1,
        name: format!("{} (sample)", row.name),
        words,
        licences: licences.collect(),
        authorities: authority.into_iter().collect(),
        town: row.town.to_owned(),
        jurisdiction: places[0],
        training: vec![deal.one_of(TRAINING).to_owned()],
        ways: row.ways.to_vec(),
        focus: row.focus.to_vec(),
        fee: fee(row),
        private_pay_no_diagnosis: promise == Promise::PrivatePay || !deal.one_in(5),
        opening: deal.opening(today),
        times: deal.some_of(TimeOfWeek::KNOWN, TimeOfWeek::Evenings, promise == Promise::Evenings),
        formats: deal.formats(promise),
        languages: row
            .languages
            .iter()
            .map(|tag| tag.parse().expect("the roster's tags are languages"))
            .collect(),
        not_employer_or_eap: !deal.one_in(6),
        never_supervisor: promise == Promise::NeverSupervisor || !deal.one_in(5),
        answers_within_days: 2 + deal.below(4) as u8,
        automatic_checks: !deal.one_in(8),
        door: Door { mailbox: MailboxId([0; 16]), write: Capability([0; 32]), hello_key: PublicKey([0; 32]) },
        signing_key,
    };
    let checks = deal.checks(row, &listing, today);
    SampleListing { listing, checks }
}

fn place(code: &str) -> Jurisdiction {
    code.parse().expect("the roster's places exist")
}

fn fee(row: &Row) -> Fee {
    let currency = match place(row.places[0]).country() {
        "GB" => "GBP",
        "IE" => "EUR",
        "CA" => "CAD",
        _ => "USD",
    };
    let currency: Currency = currency.parse().expect("these are currencies");
    let (amount, sliding_to) = row.fee;
    Fee { amount: amount * 100, currency, sliding_to: sliding_to.map(|low| low * 100) }
}

/// Draws, and paragraphs dealt like cards: each is used before any is used again.
struct Dealing<'a, R> {
    rng: &'a mut R,
    beginnings: Vec<&'static str>,
    practice: Vec<(Promise, &'static str)>,
    endings: Vec<&'static str>,
}

impl<'a, R: CryptoRng> Dealing<'a, R> {
    fn new(rng: &'a mut R) -> Self {
        Self { rng, beginnings: vec![], practice: vec![], endings: vec![] }
    }

    /// Below `limit`. The slight lopsidedness of a remainder does not matter for samples.
    fn below(&mut self, limit: usize) -> usize {
        (self.rng.next_u64() % limit as u64) as usize
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Some of `known`: the `usual` one for most, and always where it was promised.
    fn some_of<T: Clone + PartialEq>(&mut self, known: &[T], usual: T, promised: bool) -> Vec<T> {
        let some = known
            .iter()
            .filter(|term| if **term == usual { promised || !self.one_in(4) } else { self.one_in(3) });
        let some: Vec<T> = some.cloned().collect();
        if some.is_empty() { vec![usual] } else { some }
    }

    fn formats(&mut self, promise: Promise) -> Vec<MeetingFormat> {
        let mut formats =
            self.some_of(MeetingFormat::KNOWN, MeetingFormat::Video, promise == Promise::Outdoors);
        if promise == Promise::Outdoors && !formats.contains(&MeetingFormat::Outdoors) {
            formats.push(MeetingFormat::Outdoors);
        }
        formats
    }

    fn opening(&mut self, today: Date) -> Opening {
        let next = (!self.one_in(6)).then(|| today.saturating_add(Span::new().days(self.below(70) as i64)));
        Opening { next, stated_on: today.saturating_sub(Span::new().days(self.below(20) as i64)) }
    }

    fn checks(&mut self, row: &Row, listing: &Listing, today: Date) -> Vec<Check> {
        let on = today.saturating_sub(Span::new().days(3 + self.below(50) as i64));
        let check = |of, index| Check { of, index, on, how: CheckMethod::SampleOnly };
        let licences = (0..listing.licences.len()).map(|index| check(CheckedPart::Licence, index));
        let authority = row.authority.as_ref().filter(|(.., checked)| *checked);
        licences.chain(authority.map(|_| check(CheckedPart::Authority, 0))).collect()
    }

    /// Her letter, and what it promises.
    fn letter(&mut self, row: &Row) -> (String, Promise) {
        let beginning = deal(self.rng, &mut self.beginnings, letters::BEGINNINGS);
        let ways = letters::WAYS.iter().filter(|(way, _)| row.ways.contains(way)).map(|(_, text)| *text);
        let ways: Vec<&str> = ways.collect();
        let focus =
            letters::FOCUS.iter().filter(|(focus, _)| row.focus.contains(focus)).map(|(_, text)| *text);
        let focus: Vec<&str> = focus.collect();
        let mut middle = vec![self.one_of(&ways), self.one_of(&focus)];
        if self.one_in(2) {
            middle.reverse();
        }
        if self.one_in(3) {
            middle.pop();
        }
        let mut paragraphs = vec![beginning];
        paragraphs.extend(middle);
        let (promise, practice) = deal(self.rng, &mut self.practice, letters::PRACTICE);
        paragraphs.push(practice);
        if !self.one_in(4) {
            paragraphs.push(deal(self.rng, &mut self.endings, letters::ENDINGS));
        }
        paragraphs.push(row.name.split(' ').next().unwrap_or(row.name));
        paragraphs.push(letters::SAMPLE);
        (paragraphs.join("\n\n"), promise)
    }
}

/// The next card of a pile, which is filled and shuffled again when it is empty.
fn deal<T: Copy>(rng: &mut impl CryptoRng, pile: &mut Vec<T>, all: &[T]) -> T {
    if pile.is_empty() {
        pile.extend(all);
        for at in (1..pile.len()).rev() {
            pile.swap(at, (rng.next_u64() % (at as u64 + 1)) as usize);
        }
    }
    pile.pop().expect("no pile of paragraphs is empty when it is full")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use jiff::civil::date;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;

    use super::*;

    const TODAY: Date = date(2026, 11, 23);

    fn samples(seed: u8) -> Vec<SampleListing> {
        make_sample_listings(TODAY, &mut ChaCha20Rng::from_seed([seed; 32]))
    }

    #[test]
    fn every_seed_makes_listings_that_fit_every_limit() {
        for seed in 0..50 {
            let samples = samples(seed);
            assert!((38..=44).contains(&samples.len()));
            for sample in samples {
                assert_eq!(sample.listing.validate(), Ok(()), "{}", sample.listing.name);
            }
        }
        assert_eq!(samples(1), samples(1));
    }

    #[test]
    fn nobody_in_it_can_be_taken_for_a_real_person() {
        for SampleListing { listing, checks } in samples(1) {
            assert!(listing.name.ends_with("(sample)") && listing.words.ends_with(letters::SAMPLE));
            assert!(listing.licences.iter().all(|licence| licence.number.starts_with("SAMPLE")));
            assert!(checks.iter().all(|check| check.how == CheckMethod::SampleOnly));
            assert!(
                !listing.words.contains(|sign: char| sign.is_ascii_digit()),
                "no number that could be called"
            );
        }
    }

    #[test]
    fn what_a_letter_promises_its_listing_says_too() {
        let text = |promise| letters::PRACTICE.iter().find(|(other, _)| *other == promise).unwrap().1;
        for SampleListing { listing, .. } in (0..20).flat_map(samples) {
            let says = |promise| listing.words.contains(text(promise));
            assert!(!says(Promise::PrivatePay) || listing.private_pay_no_diagnosis);
            assert!(!says(Promise::NeverSupervisor) || listing.never_supervisor);
            assert!(!says(Promise::Evenings) || listing.times.contains(&TimeOfWeek::Evenings));
            assert!(!says(Promise::Outdoors) || listing.formats.contains(&MeetingFormat::Outdoors));
        }
    }

    #[test]
    fn letters_read_differently() {
        let samples = samples(1);
        let letters: BTreeSet<_> = samples.iter().map(|sample| &sample.listing.words).collect();
        assert_eq!(letters.len(), samples.len());
        let mut beginnings = BTreeMap::<_, usize>::new();
        for sample in &samples {
            *beginnings.entry(sample.listing.words.split('\n').next()).or_default() += 1;
        }
        assert!(beginnings.values().all(|&times| times <= 4), "{beginnings:?}");
    }

    #[test]
    fn every_way_and_concern_on_the_roster_has_a_paragraph_to_draw_from() {
        for row in ROSTER {
            assert!(
                row.ways.iter().any(|way| letters::WAYS.iter().any(|(other, _)| other == way)),
                "{}",
                row.name
            );
            let fits = row.focus.iter().any(|focus| letters::FOCUS.iter().any(|(other, _)| other == focus));
            assert!(fits, "{}", row.name);
        }
    }

    #[test]
    fn evenings_with_emdr_in_california_and_new_york_can_be_found() {
        for state in ["US-CA", "US-NY", "US-TX"] {
            let found = samples(1).into_iter().filter(|sample| {
                let listing = &sample.listing;
                listing.licences.iter().any(|licence| licence.jurisdiction == place(state))
                    && listing.ways.contains(&protocol::listing::WayOfWorking::Emdr)
                    && listing.times.contains(&TimeOfWeek::Evenings)
            });
            assert!(found.count() >= 1, "{state}");
        }
    }
}
