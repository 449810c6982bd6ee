//! The slow obvious search: every listing, one after the other, by the plain rules. [`super::Directory`] must always
//! answer the same; tests and the bench compare the two.

use jiff::civil::Date;
use protocol::compact::Compacts;
use protocol::directory::Listed;

use super::found::{Found, Hint, Match, spread};
use super::reason::{both, reasons};
use super::right::{Grade, Right};
use super::wishes::{Filter, Wishes, days_until_opening};
use super::words::{self, Typed, words};

/// Everything that fits `wishes`, in order; reasons for the first `limit`.
#[must_use]
pub fn find(
    listings: &[Listed],
    compacts: &Compacts,
    wishes: &Wishes,
    seed: u64,
    today: Date,
    limit: usize,
) -> Found {
    let listed_today = listings.iter().filter(|listed| listed.listed_until >= today);
    let judged: Vec<_> =
        listed_today.map(|listed| (listed, excluded_by(listed, wishes, compacts, today))).collect();
    let mut fitting: Vec<_> = judged
        .iter()
        .filter(|(_, excluded_by)| excluded_by.is_empty())
        .map(|(listed, _)| {
            let reasons = reasons(listed, wishes, compacts, today);
            let weight: u16 = reasons.iter().map(|reason| reason.weight(today)).sum();
            let id = listed.listing.id;
            ((core::cmp::Reverse(weight), spread(seed, id), id), Match { listing: id, reasons })
        })
        .collect();
    fitting.sort_by_key(|(order, _)| *order);
    let total = fitting.len();
    let first = fitting.into_iter().take(limit).map(|(_, matched)| matched).collect();
    let loosen = if total == 0 { hints(wishes, &judged) } else { vec![] };
    Found { total, first, loosen }
}

fn hints(wishes: &Wishes, judged: &[(&Listed, Vec<Filter>)]) -> Vec<Hint> {
    let hint = |wish| Hint {
        wish,
        would_fit: judged.iter().filter(|(_, excluded_by)| *excluded_by == [wish]).count(),
        excludes: judged.iter().filter(|(_, excluded_by)| excluded_by.contains(&wish)).count(),
    };
    let asked = rules(wishes).into_iter().filter(|(_, asked)| *asked);
    Found::order(asked.map(|(wish, _)| hint(wish)).collect())
}

/// Every wish that can exclude, and whether it was made.
fn rules(wishes: &Wishes) -> [(Filter, bool); 15] {
    [
        (Filter::Seat, wishes.seat.is_some()),
        (Filter::OnlySure, wishes.seat.is_some() && wishes.only_sure),
        (Filter::Words, !Typed::parse(&wishes.words).is_empty()),
        (Filter::Ways, !wishes.ways.is_empty()),
        (Filter::Focus, !wishes.focus.is_empty()),
        (Filter::Fee, wishes.highest_fee.is_some()),
        (Filter::PrivatePay, wishes.private_pay),
        (Filter::Opening, wishes.opening_within_days.is_some()),
        (Filter::Times, !wishes.times.is_empty()),
        (Filter::Formats, !wishes.formats.is_empty()),
        (Filter::Language, wishes.language.is_some()),
        (Filter::NotTown, !words(&wishes.not_town).is_empty()),
        (Filter::NotTraining, !words(&wishes.not_training).is_empty()),
        (Filter::NotEmployer, wishes.not_employer_or_eap),
        (Filter::NeverSupervisor, wishes.never_supervisor),
    ]
}

fn excluded_by(listed: &Listed, wishes: &Wishes, compacts: &Compacts, today: Date) -> Vec<Filter> {
    let listing = &listed.listing;
    let grade = wishes.seat.map_or(Grade::Licensed, |seat| Right::of(listed, seat, compacts).grade());
    let fits = |filter| match filter {
        Filter::Seat => grade > Grade::NotKnown,
        Filter::OnlySure => grade >= Grade::UnderCompact,
        Filter::Words => Typed::parse(&wishes.words).fits(&words::of_listing(listing)),
        Filter::Ways => both(&wishes.ways, &listing.ways).next().is_some(),
        Filter::Focus => both(&wishes.focus, &listing.focus).next().is_some(),
        Filter::Fee => wishes.highest_fee.is_none_or(|highest| highest.admits(&listing.fee)),
        Filter::PrivatePay => listing.private_pay_no_diagnosis,
        Filter::Opening => wishes.opening_within_days.is_none_or(|within| {
            days_until_opening(&listing.opening, today).is_some_and(|days| days <= i32::from(within))
        }),
        Filter::Times => both(&wishes.times, &listing.times).next().is_some(),
        Filter::Formats => both(&wishes.formats, &listing.formats).next().is_some(),
        Filter::Language => wishes
            .language
            .as_ref()
            .is_none_or(|wished| listing.languages.iter().any(|language| language.serves(wished))),
        Filter::NotTown => !has_all(&words(&listing.town), &wishes.not_town),
        Filter::NotTraining => !has_all(&words::of_training(listing), &wishes.not_training),
        Filter::NotEmployer => listing.not_employer_or_eap,
        Filter::NeverSupervisor => listing.never_supervisor,
    };
    rules(wishes)
        .into_iter()
        .filter(|(filter, asked)| *asked && !fits(*filter))
        .map(|(filter, _)| filter)
        .collect()
}

/// Whether every word of `wanted` is there: "Portland" is found in "Portland, Oregon".
fn has_all(there: &[String], wanted: &str) -> bool {
    words(wanted).iter().all(|word| there.contains(word))
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;
    use protocol::listing::{
        Door, Fee, Focus, Licence, LicenceKind, Listing, MeetingFormat, Opening, Standing, TimeOfWeek,
        WayOfWorking,
    };
    use protocol::{Capability, ListingId, MailboxId, PublicKey};

    use super::*;

    /// Bea, licensed in California, who works with EMDR in the evening.
    pub(in crate::matching) fn listed() -> Listed {
        let signing_key = PublicKey([3; 32]);
        let licence = Licence {
            jurisdiction: "US-CA".parse().unwrap(),
            kind: LicenceKind::Psychologist,
            number: "SAMPLE-1".into(),
            standing: Standing::Licensed,
        };
        let door =
            Door { mailbox: MailboxId([4; 16]), write: Capability([5; 32]), hello_key: PublicKey([6; 32]) };
        let listing = Listing {
            id: ListingId::derive(&signing_key),
            revision: 1,
            name: "Bea Sample".into(),
            words: "Come and put some of it down.".into(),
            licences: vec![licence],
            authorities: vec![],
            town: "Portland, Oregon".into(),
            jurisdiction: "US-OR".parse().unwrap(),
            training: vec!["Example Institute of Somatic Studies".into()],
            ways: vec![WayOfWorking::Emdr, WayOfWorking::JustTalking],
            focus: vec![Focus::VicariousTrauma],
            fee: Fee { amount: 18_000, currency: "USD".parse().unwrap(), sliding_to: Some(9_000) },
            private_pay_no_diagnosis: true,
            opening: Opening { next: Some(date(2026, 12, 1)), stated_on: date(2026, 11, 20) },
            times: vec![TimeOfWeek::Evenings],
            formats: vec![MeetingFormat::Video],
            languages: vec!["es-MX".parse().unwrap()],
            not_employer_or_eap: true,
            never_supervisor: false,
            answers_within_days: 3,
            automatic_checks: true,
            door,
            signing_key,
        };
        Listed { listing, checks: vec![], listed_until: date(2027, 2, 1) }
    }

    fn fits(wishes: &Wishes) -> bool {
        let compacts = Compacts::decode(Compacts::BUNDLED).unwrap();
        find(&[listed()], &compacts, wishes, 1, date(2026, 11, 23), 10).total == 1
    }

    #[test]
    fn an_empty_wish_excludes_nobody() {
        assert!(fits(&Wishes::default()));
    }

    #[test]
    fn each_wish_excludes_who_does_not_fit() {
        let none = Wishes::default;
        let place = |code: &str| Some(code.parse().unwrap());
        assert!(fits(&Wishes { seat: place("US-CA"), ..none() }));
        assert!(!fits(&Wishes { seat: place("US-NY"), ..none() }));
        assert!(!fits(&Wishes { seat: place("US-CA"), only_sure: true, ..none() }));
        assert!(fits(&Wishes { words: "put dow".into(), ..none() }));
        assert!(!fits(&Wishes { words: "put dow ".into(), ..none() }));
        assert!(fits(&Wishes { ways: vec![WayOfWorking::Ifs, WayOfWorking::Emdr], ..none() }));
        assert!(!fits(&Wishes { ways: vec![WayOfWorking::Ifs], ..none() }));
        assert!(!fits(&Wishes { focus: vec![Focus::Loss], ..none() }));
        assert!(!fits(&Wishes { times: vec![TimeOfWeek::Mornings], ..none() }));
        assert!(!fits(&Wishes { formats: vec![MeetingFormat::InPerson], ..none() }));
        assert!(fits(&Wishes { language: Some("es".parse().unwrap()), ..none() }));
        assert!(!fits(&Wishes { language: Some("en".parse().unwrap()), ..none() }));
        assert!(fits(&Wishes { opening_within_days: Some(8), ..none() }));
        assert!(!fits(&Wishes { opening_within_days: Some(7), ..none() }));
        assert!(!fits(&Wishes { not_town: "portland".into(), ..none() }));
        assert!(fits(&Wishes { not_town: "Portland Maine".into(), ..none() }));
        assert!(!fits(&Wishes { not_training: "example institute".into(), ..none() }));
        assert!(fits(&Wishes { private_pay: true, not_employer_or_eap: true, ..none() }));
        assert!(!fits(&Wishes { never_supervisor: true, ..none() }));
    }

    #[test]
    fn a_listing_that_has_ended_is_not_found() {
        let compacts = Compacts::decode(Compacts::BUNDLED).unwrap();
        let on = |day| find(&[listed()], &compacts, &Wishes::default(), 1, day, 10).total;
        assert_eq!((on(date(2027, 2, 1)), on(date(2027, 2, 2))), (1, 0));
    }

    #[test]
    fn where_nobody_fits_the_wish_in_the_way_comes_first() {
        let compacts = Compacts::decode(Compacts::BUNDLED).unwrap();
        let wishes = Wishes {
            seat: Some("US-CA".parse().unwrap()),
            times: vec![TimeOfWeek::Weekends],
            private_pay: true,
            ..Wishes::default()
        };
        let found = find(&[listed()], &compacts, &wishes, 1, date(2026, 11, 23), 10);
        assert_eq!(found.loosen[0], Hint { wish: Filter::Times, would_fit: 1, excludes: 1 });
        assert_eq!(found.loosen[1], Hint { wish: Filter::Seat, would_fit: 0, excludes: 0 });
        assert_eq!(found.loosen.len(), 3);
    }
}
