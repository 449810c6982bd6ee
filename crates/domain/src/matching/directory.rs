//! All listings of a directory, indexed so that every keystroke is answered at once, a hundred thousand of them too.
//!
//! Each term of a listing has the set of its holders; a search cuts sets, adds up weights for what is left, and only
//! then looks at single listings, for the reasons of the few that are shown.

use core::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use jiff::civil::Date;
use protocol::ListingId;
use protocol::compact::Compacts;
use protocol::directory::Listed;
use protocol::listing::{Fee, Focus, Jurisdiction, MeetingFormat, TimeOfWeek, WayOfWorking};

use super::found::{Found, Hint, Match, spread};
use super::reason::{reasons, weight};
use super::right::{Grade, grounds};
use super::set::{Holders, Set};
use super::wishes::{Filter, OpeningDays, Wishes, day_number};
use super::word_index::{Gathering, WordIndex};
use super::words::{self, Typed, words};

/// The listings of a directory, ready to be searched.
#[derive(Debug)]
pub struct Directory {
    listings: Vec<Listed>,
    compacts: Compacts,
    text: WordIndex,
    names: WordIndex,
    towns: WordIndex,
    training: WordIndex,
    terms: BTreeMap<(Kind, Box<str>), Holders>,
    /// Grouped, since thousands of listings rest on the same few kinds of ground: each is judged once a search. The
    /// number is that of a listing whose ground at the other number stands for all of the group.
    grounds: Vec<(u32, usize, Holders)>,
    // What every listing has, side by side: a search reads these from the first to the last.
    ids: Vec<ListingId>,
    fees: Vec<Fee>,
    openings: Vec<OpeningDays>,
    last_days: Vec<i32>,
}

/// What kind of term a word is, since "in-person" as a way of working would not be the format of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Way,
    Focus,
    Time,
    Format,
    Language,
    Promise,
}

const PRIVATE_PAY: &str = "private-pay";
const NOT_EMPLOYER: &str = "not-employer";
const NEVER_SUPERVISOR: &str = "never-supervisor";

impl Directory {
    /// Indexes listings; of two with the same id the higher revision stays.
    #[must_use]
    pub fn from_listings(listings: impl IntoIterator<Item = Listed>, compacts: Compacts) -> Self {
        let mut newest = BTreeMap::<ListingId, Listed>::new();
        for listed in listings {
            let known = newest.get(&listed.listing.id);
            if known.is_none_or(|known| known.listing.revision < listed.listing.revision) {
                newest.insert(listed.listing.id, listed);
            }
        }
        let listings: Vec<Listed> = newest.into_values().collect();
        let size = listings.len();

        let mut texts: [Gathering; 4] = core::array::from_fn(|_| Gathering::default());
        let mut terms = BTreeMap::<(Kind, Box<str>), Vec<u32>>::new();
        let mut grounded = BTreeMap::<_, (u32, usize, Vec<u32>)>::new();
        for (number, listed) in (0_u32..).zip(&listings) {
            let listing = &listed.listing;
            texts[0].add(number, words::of_listing(listing));
            texts[1].add(number, words(&listing.name));
            texts[2].add(number, words(&listing.town));
            texts[3].add(number, words::of_training(listing));
            for (kind, term) in terms_of(listed) {
                push_once(terms.entry((kind, term.into())).or_default(), number);
            }
            for (index, ground) in grounds(listed).enumerate() {
                let group = grounded.entry(ground.key()).or_insert((number, index, vec![]));
                push_once(&mut group.2, number);
            }
        }
        let [text, names, towns, training] = texts.map(|gathering| gathering.finish(size));
        Self {
            text,
            names,
            towns,
            training,
            terms: terms.into_iter().map(|(term, holders)| (term, Holders::new(holders, size))).collect(),
            grounds: grounded.into_values().map(|(of, at, all)| (of, at, Holders::new(all, size))).collect(),
            ids: listings.iter().map(|listed| listed.listing.id).collect(),
            fees: listings.iter().map(|listed| listed.listing.fee).collect(),
            openings: listings.iter().map(|listed| OpeningDays::new(&listed.listing.opening)).collect(),
            last_days: listings.iter().map(|listed| day_number(listed.listed_until)).collect(),
            listings,
            compacts,
        }
    }

    /// How many listings there are, ended ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.listings.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.listings.is_empty()
    }

    /// One listing, if it is here.
    #[must_use]
    pub fn listing(&self, id: ListingId) -> Option<&Listed> {
        self.ids.binary_search(&id).ok().map(|number| &self.listings[number])
    }

    /// All listings, by id.
    #[must_use]
    pub fn listings(&self) -> &[Listed] {
        &self.listings
    }

    /// The data on compacts it was made with.
    #[must_use]
    pub fn compacts(&self) -> &Compacts {
        &self.compacts
    }

    /// Who fits `wishes`: how many, the first `limit` with their reasons, and, where nobody fits, what to loosen.
    /// `seed` is the clinician's own and decides between equals.
    #[must_use]
    pub fn find(&self, wishes: &Wishes, seed: u64, today: Date, limit: usize) -> Found {
        let day = day_number(today);
        let rights = wishes.seat.map(|seat| self.rights(seat));
        let filters = self.filters(wishes, rights.as_ref(), day);
        let current = Set::of(self.len(), |number| self.last_days[number] >= day);
        let mut fitting = current.clone();
        for (_, fits) in &filters {
            fitting.cut(fits);
        }
        let total = fitting.count();
        if total == 0 {
            return Found { total, first: vec![], loosen: hints(&filters, &current) };
        }
        let weights = self.weights(wishes, rights.as_ref(), day, &fitting);
        let first = self.first(&fitting, &weights, seed, limit);
        let first = first.into_iter().map(|number| {
            let listed = &self.listings[number];
            Match { listing: listed.listing.id, reasons: reasons(listed, wishes, &self.compacts, today) }
        });
        Found { total, first: first.collect(), loosen: vec![] }
    }

    /// Per wish that was made, the listings that fit it.
    fn filters(&self, wishes: &Wishes, rights: Option<&Rights>, today: i32) -> Vec<(Filter, Set)> {
        let mut filters = vec![];
        let mut add = |filter, fits: Set| filters.push((filter, fits));
        if let Some(rights) = rights {
            add(Filter::Seat, rights.at_least(Grade::Maybe));
            if wishes.only_sure {
                add(Filter::OnlySure, rights.at_least(Grade::UnderCompact));
            }
        }
        let typed = Typed::parse(&wishes.words);
        if !typed.is_empty() {
            add(Filter::Words, self.text.fits(&typed));
        }
        if !wishes.ways.is_empty() {
            add(Filter::Ways, self.with_any(Kind::Way, wishes.ways.iter().map(WayOfWorking::as_str)));
        }
        if !wishes.focus.is_empty() {
            add(Filter::Focus, self.with_any(Kind::Focus, wishes.focus.iter().map(Focus::as_str)));
        }
        if let Some(highest) = wishes.highest_fee {
            add(Filter::Fee, Set::of(self.len(), |number| highest.admits(&self.fees[number])));
        }
        if let Some(within) = wishes.opening_within_days {
            let soon = |number: usize| {
                self.openings[number].until(today).is_some_and(|days| days <= i32::from(within))
            };
            add(Filter::Opening, Set::of(self.len(), soon));
        }
        if !wishes.times.is_empty() {
            add(Filter::Times, self.with_any(Kind::Time, wishes.times.iter().map(TimeOfWeek::as_str)));
        }
        if !wishes.formats.is_empty() {
            add(
                Filter::Formats,
                self.with_any(Kind::Format, wishes.formats.iter().map(MeetingFormat::as_str)),
            );
        }
        if let Some(language) = &wishes.language {
            add(Filter::Language, self.with_any(Kind::Language, [language.primary()]));
        }
        let (town, training) = (words(&wishes.not_town), words(&wishes.not_training));
        if !town.is_empty() {
            add(Filter::NotTown, self.towns.with_all(&town).complement());
        }
        if !training.is_empty() {
            add(Filter::NotTraining, self.training.with_all(&training).complement());
        }
        let promises = [
            (wishes.private_pay, Filter::PrivatePay, PRIVATE_PAY),
            (wishes.not_employer_or_eap, Filter::NotEmployer, NOT_EMPLOYER),
            (wishes.never_supervisor, Filter::NeverSupervisor, NEVER_SUPERVISOR),
        ];
        for (asked, filter, promise) in promises {
            if asked {
                add(filter, self.with_any(Kind::Promise, [promise]));
            }
        }
        filters
    }

    fn with_any<'a>(&self, kind: Kind, terms: impl IntoIterator<Item = &'a str>) -> Set {
        let mut set = Set::none(self.len());
        for term in terms {
            if let Some(holders) = self.terms.get(&(kind, Box::from(term))) {
                holders.join_to(&mut set);
            }
        }
        set
    }

    /// Who may practise in `seat`, by how sure that is.
    fn rights(&self, seat: Jurisdiction) -> Rights {
        let mut rights = Rights(core::array::from_fn(|_| Set::none(self.len())));
        for (of, at, holders) in &self.grounds {
            let ground = grounds(&self.listings[*of as usize]).nth(*at);
            let grade = ground.map_or(Grade::NotKnown, |ground| ground.right(seat, &self.compacts).grade());
            if grade > Grade::NotKnown {
                holders.join_to(&mut rights.0[grade as usize]);
            }
        }
        rights
    }

    /// How much each fitting listing's reasons count together.
    fn weights(&self, wishes: &Wishes, rights: Option<&Rights>, today: i32, fitting: &Set) -> Vec<u16> {
        let mut weights = vec![0; self.len()];
        let mut add = |set: &Set, weight: u16| set.each_in_both(fitting, |number| weights[number] += weight);
        if let Some(rights) = rights {
            for (grade, set) in rights.exactly() {
                add(&set, weight::right(grade));
            }
        }
        let typed = Typed::parse(&wishes.words);
        if !typed.is_empty() {
            add(&self.names.touches(&typed), weight::NAME);
        }
        let mut terms: Vec<(Kind, &str, u16)> = vec![];
        terms.extend(wishes.ways.iter().map(|way| (Kind::Way, way.as_str(), weight::WAY)));
        terms.extend(wishes.focus.iter().map(|focus| (Kind::Focus, focus.as_str(), weight::FOCUS)));
        terms.extend(wishes.times.iter().map(|time| (Kind::Time, time.as_str(), weight::TIME)));
        terms.extend(wishes.formats.iter().map(|format| (Kind::Format, format.as_str(), weight::FORMAT)));
        terms.sort_unstable();
        terms.dedup();
        for (kind, term, weight) in terms {
            add(&self.with_any(kind, [term]), weight);
        }
        fitting.each_in_both(fitting, |number| {
            if let Some(highest) = wishes.highest_fee {
                let in_full = self.fees[number].amount <= highest.amount;
                weights[number] += if in_full { weight::FEE } else { weight::FEE_BY_SLIDING };
            }
            weights[number] += self.openings[number].until(today).map_or(0, weight::opening);
        });
        weights
    }

    /// The numbers of the first `limit`, in order.
    fn first(&self, fitting: &Set, weights: &[u16], seed: u64, limit: usize) -> Vec<usize> {
        // The largest on top is the last of the first: most listings only need to be compared with it, by weight.
        let mut first = BinaryHeap::with_capacity(limit + 1);
        let mut least = 0;
        fitting.each_in_both(fitting, |number| {
            if weights[number] < least {
                return;
            }
            let id = self.ids[number];
            first.push((Reverse(weights[number]), spread(seed, id), id, number));
            if first.len() > limit {
                first.pop();
                least = first.peek().map_or(u16::MAX, |(Reverse(weight), ..)| *weight);
            }
        });
        first.into_sorted_vec().into_iter().map(|(.., number)| number).collect()
    }
}

/// Listings by the grade of some ground of theirs. One listing can be under several grades; the highest counts.
struct Rights([Set; 5]);

impl Rights {
    const GRADES: [Grade; 5] =
        [Grade::NotKnown, Grade::Maybe, Grade::Said, Grade::UnderCompact, Grade::Licensed];

    fn at_least(&self, grade: Grade) -> Set {
        let mut set = self.0[grade as usize].clone();
        for higher in &self.0[grade as usize + 1..] {
            set.join(higher);
        }
        set
    }

    /// Per grade, those for whom it is the highest; without the lowest, which excludes.
    fn exactly(&self) -> impl Iterator<Item = (Grade, Set)> {
        (1..5).map(|at| {
            let mut set = self.0[at].clone();
            if at < 4 {
                set.cut(&self.at_least(Self::GRADES[at + 1]).complement());
            }
            (Self::GRADES[at], set)
        })
    }
}

fn hints(filters: &[(Filter, Set)], current: &Set) -> Vec<Hint> {
    let hint = |at: usize| {
        let (wish, fits) = &filters[at];
        let excluded = fits.clone().complement();
        let mut others = current.clone();
        for (_, other) in filters[..at].iter().chain(&filters[at + 1..]) {
            others.cut(other);
        }
        Hint { wish: *wish, would_fit: others.count_both(&excluded), excludes: current.count_both(&excluded) }
    };
    Found::order((0..filters.len()).map(hint).collect())
}

fn terms_of(listed: &Listed) -> impl Iterator<Item = (Kind, &str)> {
    let listing = &listed.listing;
    let promises = [
        (listing.private_pay_no_diagnosis, PRIVATE_PAY),
        (listing.not_employer_or_eap, NOT_EMPLOYER),
        (listing.never_supervisor, NEVER_SUPERVISOR),
    ];
    let promises =
        promises.into_iter().filter_map(|(made, promise)| made.then_some((Kind::Promise, promise)));
    let ways = listing.ways.iter().map(|way| (Kind::Way, way.as_str()));
    let focus = listing.focus.iter().map(|focus| (Kind::Focus, focus.as_str()));
    let times = listing.times.iter().map(|time| (Kind::Time, time.as_str()));
    let formats = listing.formats.iter().map(|format| (Kind::Format, format.as_str()));
    let languages = listing.languages.iter().map(|language| (Kind::Language, language.primary()));
    ways.chain(focus).chain(times).chain(formats).chain(languages).chain(promises)
}

fn push_once(numbers: &mut Vec<u32>, number: u32) {
    if numbers.last() != Some(&number) {
        numbers.push(number);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
    use proptest::sample::{select, subsequence};
    use protocol::directory::{Check, CheckMethod, CheckedPart};
    use protocol::listing::{
        Authority, Compact, Currency, Focus, Licence, LicenceKind, MeetingFormat, Standing, TimeOfWeek,
        WayOfWorking,
    };
    use protocol::{ListingId, PublicKey};

    use super::*;
    use crate::matching::scan;
    use crate::matching::wishes::HighestFee;

    const TODAY: Date = date(2026, 11, 23);

    fn place() -> impl Strategy<Value = Jurisdiction> {
        select(&["US-CA", "US-AZ", "US-MN", "US-TX", "US-CO", "GB-ENG"][..])
            .prop_map(|code| code.parse().unwrap())
    }

    fn day() -> impl Strategy<Value = Date> {
        (-80_i64..80).prop_map(|days| TODAY.saturating_add(jiff::Span::new().days(days)))
    }

    fn text() -> impl Strategy<Value = String> {
        let word =
            select(&["grief", "griefwork", "Zoë", "zoe", "so", "Somatic", "portland", "O’Brien", "a"][..]);
        prop::collection::vec(word, 0..5).prop_map(|words| words.join(" "))
    }

    fn currency() -> impl Strategy<Value = Currency> {
        select(&["USD", "GBP"][..]).prop_map(|code| code.parse().unwrap())
    }

    fn some_of<T: Clone + core::fmt::Debug + 'static>(known: &'static [T]) -> impl Strategy<Value = Vec<T>> {
        subsequence(&known[..3], 0..=3)
    }

    fn licence() -> impl Strategy<Value = Licence> {
        let standing = select(&Standing::KNOWN[..2]);
        (place(), select(&LicenceKind::KNOWN[..4]), standing).prop_map(|(jurisdiction, kind, standing)| {
            Licence { jurisdiction, kind, number: "1".into(), standing }
        })
    }

    fn authority() -> impl Strategy<Value = Authority> {
        (select(Compact::KNOWN), place(), prop::collection::vec(place(), 0..2))
            .prop_map(|(compact, home, states)| Authority { compact, home, states })
    }

    fn check() -> impl Strategy<Value = Check> {
        (select(CheckedPart::KNOWN), 0_usize..3, day()).prop_map(|(of, index, on)| Check {
            of,
            index,
            on,
            how: CheckMethod::PublicRegister,
        })
    }

    fn fee() -> impl Strategy<Value = Fee> {
        (1_u32..5, currency(), prop::option::of(1_u32..5)).prop_map(|(amount, currency, low)| Fee {
            amount,
            currency,
            sliding_to: low.map(|low| low.min(amount)),
        })
    }

    fn listed() -> impl Strategy<Value = Listed> {
        let rights = (
            prop::collection::vec(licence(), 1..3),
            prop::collection::vec(authority(), 0..2),
            prop::collection::vec(check(), 0..3),
        );
        let terms = (
            some_of(WayOfWorking::KNOWN),
            some_of(Focus::KNOWN),
            some_of(TimeOfWeek::KNOWN),
            some_of(MeetingFormat::KNOWN),
            prop_oneof![Just(vec!["en"]), Just(vec!["es-MX", "en"])],
        );
        let dates = (prop::option::of(day()), day(), day());
        let rest = (any::<[u8; 32]>(), text(), text(), text(), fee(), any::<[bool; 3]>(), 0_u64..3);
        (rights, terms, dates, rest).prop_map(|(rights, terms, dates, rest)| {
            let mut listed = scan::tests::listed();
            let listing = &mut listed.listing;
            (listing.licences, listing.authorities, listed.checks) = rights;
            let languages;
            (listing.ways, listing.focus, listing.times, listing.formats, languages) = terms;
            listing.languages = languages.into_iter().map(|tag| tag.parse().unwrap()).collect();
            (listing.opening.next, listing.opening.stated_on, listed.listed_until) = dates;
            let (key, name, words, town, fee, flags, revision) = rest;
            listing.signing_key = PublicKey(key);
            listing.id = ListingId::derive(&listing.signing_key);
            (listing.name, listing.words, listing.town, listing.fee) = (name, words, town.clone(), fee);
            listing.training = town.split(' ').map(str::to_owned).collect();
            [listing.private_pay_no_diagnosis, listing.not_employer_or_eap, listing.never_supervisor] = flags;
            listing.revision = revision;
            listed
        })
    }

    fn wishes() -> impl Strategy<Value = Wishes> {
        // Mostly left open, so that something is found and the order is compared too.
        let rarely = || prop::bool::weighted(0.1);
        let right = (prop::option::of(place()), rarely());
        let terms = (
            some_of(WayOfWorking::KNOWN),
            some_of(Focus::KNOWN),
            some_of(TimeOfWeek::KNOWN),
            some_of(MeetingFormat::KNOWN),
            prop::option::weighted(0.2, select(&["en", "es"][..])),
        );
        let fee = prop::option::of((1_u32..5, currency()));
        let rest = (prop_oneof![Just(String::new()), text(), Just("s".into())], text(), text());
        let plain =
            (prop::option::weighted(0.3, 0_u16..80), rarely(), rarely(), rarely(), rarely(), rarely());
        (right, terms, fee, rest, plain).prop_map(|(right, terms, fee, rest, plain)| {
            let (words, town, training) = rest;
            let (
                opening_within_days,
                private_pay,
                not_employer_or_eap,
                never_supervisor,
                by_town,
                by_training,
            ) = plain;
            Wishes {
                seat: right.0,
                only_sure: right.1,
                words,
                ways: terms.0,
                focus: terms.1,
                highest_fee: fee.map(|(amount, currency)| HighestFee { amount, currency }),
                private_pay,
                opening_within_days,
                times: terms.2,
                formats: terms.3,
                language: terms.4.map(|tag| tag.parse().unwrap()),
                not_town: if by_town { town } else { String::new() },
                not_training: if by_training { training } else { String::new() },
                not_employer_or_eap,
                never_supervisor,
            }
        })
    }

    fn compacts() -> Compacts {
        Compacts::decode(Compacts::BUNDLED).unwrap()
    }

    proptest! {
        #[test]
        fn the_index_answers_what_the_slow_search_answers(
            listings in prop::collection::vec(listed(), 0..100),
            wishes in wishes(),
            seed in any::<u64>(),
            limit in 0_usize..20,
        ) {
            let directory = Directory::from_listings(listings, compacts());
            let quick = directory.find(&wishes, seed, TODAY, limit);
            assert_eq!(quick, scan::find(directory.listings(), &compacts(), &wishes, seed, TODAY, limit));
        }
    }

    #[test]
    fn of_two_revisions_the_newer_is_found() {
        let old = scan::tests::listed();
        let mut new = old.clone();
        new.listing.revision += 1;
        new.listing.name = "Bea Newer".into();
        for order in [[old.clone(), new.clone()], [new.clone(), old]] {
            let directory = Directory::from_listings(order, compacts());
            assert_eq!(directory.len(), 1);
            assert_eq!(directory.listing(new.listing.id), Some(&new));
        }
    }

    #[test]
    fn two_people_find_equals_in_different_orders_and_each_always_in_her_own() {
        let listings = (0..20_u8).map(|at| {
            let mut listed = scan::tests::listed();
            listed.listing.id = ListingId([at; 16]);
            listed
        });
        let directory = Directory::from_listings(listings, compacts());
        let order = |seed| directory.find(&Wishes::default(), seed, TODAY, 20).first;
        assert_eq!(order(1), order(1));
        assert_ne!(order(1), order(2));
    }
}
