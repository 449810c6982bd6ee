//! Do we know someone? Counting who is on two lists without either side showing hers.
//!
//! **Who learns what.** The clinician (she asks) learns, for each kind of identifier, *how many* of hers the therapist
//! also has; not which ones, and nothing about the rest of the therapist's list beyond one of four sizes. The therapist
//! (she answers) learns that a check was asked, for which kinds, and one of four sizes; nothing about who was asked
//! for, nor what the count was. Whoever carries the messages learns less still, since they travel sealed.
//!
//! **What it does not do.** The count is private only while the asking client is honest. A modified one can find out
//! *which* of its at most 512 identifiers matched, for instance by asking for one real name among random points. So
//! every check should be thought of as up to 512 guesses, and is limited: by credentials, by a monthly cap, by the
//! therapist's consent. That is also why those on the *never-answer list* (above all a therapist's own clients) are
//! left out before anything is computed, and why nothing is answered from a list of fewer than 50 people. A modified
//! answering client can always answer falsely.
//!
//! **How.** Each identifier is hashed to a point `H(x)` of ristretto255. The asker multiplies hers by a secret scalar,
//! `a·H(x)`, adds random points up to a fixed number and sends them sorted. The answerer multiplies what she got by a
//! secret scalar of her own, and sends `b·a·H(x)`, sorted, with short hashes (tags) of `b·H(y)` for hers, filled up
//! with random tags. The asker takes `a` off and counts the tags that agree. Sorting by the points' random-looking
//! encodings is what shuffles both messages: it leaves no trace of the order they were made in, and makes a repeated
//! point visible. Scalars are fresh for every check and kind, so two checks cannot be compared.
//!
//! ```
//! use crypto::conflict_check::{Identifier, Kind, OpenQuestion, Person, Question};
//! # use rand_core::SeedableRng as _;
//! # let rng = &mut rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let person = |email: &str| Person(vec![Identifier { kind: Kind::Email, text: email.into() }]);
//! let hers = vec![person("cleo@example.org"), person("dara@example.org")];
//! let mut theirs: Vec<_> = (0..60).map(|n| person(&format!("{n}@example.org"))).collect();
//! theirs.push(person("dara@example.org"));
//!
//! let (question, open) = OpenQuestion::make(&hers, rng)?;
//! let answer = Question::decode(&question)?.answer(&theirs, &[], rng)?;
//! assert_eq!(open.count(&answer)?.people_found(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod count;
mod question;

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

pub use answer::Refusal;
pub use count::{Band, CountError, Counts};
pub use question::{AskError, OpenQuestion, Question, QuestionError, StoredQuestionError};
use sha2::{Digest as _, Sha512};

use crate::hazmat::group::{Encoding, GroupHash, Tag};

/// The most points one check asks about, padding included.
pub const MOST_POINTS: usize = 512;
/// Lists of fewer people than this are not answered from: a count would say too much about each.
pub const FEWEST_PEOPLE: usize = 50;
/// The most identifiers of one kind a list is answered from.
pub const MOST_TAGS: usize = 2_048;

/// The format version of questions, answers and open questions.
const VERSION: u8 = 1;
/// A question's batch has one of these sizes.
const POINT_SIZES: [usize; 4] = [64, 128, 256, MOST_POINTS];
/// An answer's batch has one of these sizes.
const TAG_SIZES: [usize; 4] = [256, 512, 1_024, MOST_TAGS];

/// What an identifier is. Each kind is asked about apart, so that a name never meets a workplace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// An e-mail address.
    Email = 1,
    /// A telephone number in E.164 form.
    Phone = 2,
    /// A US National Provider Identifier.
    Npi = 3,
    /// A licence: jurisdiction, kind and number.
    Licence = 4,
    /// A place someone works at.
    Workplace = 5,
    /// A folded name: says little, since many people share one.
    Name = 6,
}

impl Kind {
    /// All kinds, in the order in which batches travel.
    pub const ALL: [Self; 6] =
        [Self::Email, Self::Phone, Self::Npi, Self::Licence, Self::Workplace, Self::Name];

    /// Whether the same identifier means the same person.
    #[must_use]
    pub const fn is_strong(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Npi | Self::Licence)
    }

    fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == byte)
    }

    fn group_hash(self) -> GroupHash {
        const EMAIL: Tag = Tag::new(b"held-v1-email-ristretto255_XMD:SHA-512");
        const PHONE: Tag = Tag::new(b"held-v1-phone-ristretto255_XMD:SHA-512");
        const NPI: Tag = Tag::new(b"held-v1-npi-ristretto255_XMD:SHA-512");
        const LICENCE: Tag = Tag::new(b"held-v1-licence-ristretto255_XMD:SHA-512");
        const WORKPLACE: Tag = Tag::new(b"held-v1-workplace-ristretto255_XMD:SHA-512");
        const NAME: Tag = Tag::new(b"held-v1-name-ristretto255_XMD:SHA-512");
        GroupHash::new(match self {
            Self::Email => &EMAIL,
            Self::Phone => &PHONE,
            Self::Npi => &NPI,
            Self::Licence => &LICENCE,
            Self::Workplace => &WORKPLACE,
            Self::Name => &NAME,
        })
    }
}

/// One thing by which a person or place is known. Both sides must have normalised the text in the same way.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    /// What it is.
    pub kind: Kind,
    /// Its normal form.
    pub text: String,
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identifier({:?}, hidden)", self.kind)
    }
}

/// Someone (or some place) on a list, with all that is known of her.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person(pub Vec<Identifier>);

/// The distinct texts of each kind.
fn by_kind<'a>(people: impl IntoIterator<Item = &'a Person>) -> BTreeMap<Kind, BTreeSet<&'a str>> {
    let mut texts: BTreeMap<Kind, BTreeSet<&str>> = BTreeMap::new();
    for identifier in people.into_iter().flat_map(|person| &person.0) {
        texts.entry(identifier.kind).or_default().insert(&identifier.text);
    }
    texts
}

/// The smallest of `sizes` that holds `count`.
fn padded(count: usize, sizes: &[usize; 4]) -> Option<usize> {
    sizes.iter().copied().find(|&size| count <= size)
}

/// A short hash of a point: two different points share one with a chance of 2⁻⁶⁴.
type ShortTag = [u8; 8];

fn short_tag(kind: Kind, encoding: &Encoding) -> ShortTag {
    let hash = Sha512::new_with_prefix(b"held/conflict-check/tag/v1\0")
        .chain_update([kind as u8])
        .chain_update(encoding)
        .finalize();
    let mut tag = ShortTag::default();
    tag.copy_from_slice(&hash[..size_of::<ShortTag>()]);
    tag
}

/// Whether each item is greater than the one before it, which also means that none is repeated.
fn rises<T: PartialOrd>(items: &[T]) -> bool {
    items.is_sorted_by(|before, after| before < after)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{frozen, seeded};

    fn id(kind: Kind, text: impl Into<String>) -> Identifier {
        Identifier { kind, text: text.into() }
    }

    fn by_email(name: &str) -> Person {
        Person(vec![id(Kind::Email, format!("{name}@example.org"))])
    }

    /// A therapist's list of `count` people nobody asks about, and `others`.
    fn list_of_bea(count: usize, others: &[Person]) -> Vec<Person> {
        (0..count).map(|n| by_email(&format!("someone-{n}"))).chain(others.iter().cloned()).collect()
    }

    /// The whole exchange, with what the asker keeps going through storage.
    fn check(hers: &[Person], theirs: &[Person], never: &[Identifier]) -> Result<Counts, Refusal> {
        let (question, open) = OpenQuestion::make(hers, &mut seeded(1)).unwrap();
        let open = OpenQuestion::decode(&open.encode()).unwrap();
        let answer = Question::decode(&question).unwrap().answer(theirs, never, &mut seeded(2))?;
        Ok(open.count(&answer).unwrap())
    }

    #[test]
    fn a_shared_colleague_is_counted_once_however_well_she_is_known() {
        let cleo = Person(vec![
            id(Kind::Email, "cleo@example.org"),
            id(Kind::Phone, "+12025550123"),
            id(Kind::Name, "cleo marsh"),
            id(Kind::Workplace, "river clinic"),
        ]);
        let hers = [cleo.clone(), by_email("dara"), Person::default()];
        let counts = check(&hers, &list_of_bea(60, &[cleo]), &[]).unwrap();
        expect![[r#"
            Counts {
                people_asked: 2,
                found: {
                    Email: 1,
                    Phone: 1,
                    Workplace: 1,
                    Name: 1,
                },
            }
        "#]]
        .assert_debug_eq(&counts);
        assert_eq!((counts.people_found(), counts.people_band()), (1, Band::OneOrTwo));
        assert_eq!((counts.places_found(), counts.names_found()), (1, 1));
    }

    #[test]
    fn the_same_text_of_another_kind_is_not_found() {
        let hers = [Person(vec![id(Kind::Name, "river")])];
        let theirs = list_of_bea(60, &[Person(vec![id(Kind::Workplace, "river")])]);
        assert_eq!(check(&hers, &theirs, &[]).unwrap().names_found(), 0);
    }

    #[test]
    fn who_is_on_the_never_answer_list_is_not_known_by_any_identifier() {
        let cleo = Person(vec![id(Kind::Email, "cleo@example.org"), id(Kind::Phone, "+12025550123")]);
        let hers = [Person(vec![id(Kind::Phone, "+12025550123")])];
        let theirs = list_of_bea(60, &[cleo]);
        assert_eq!(check(&hers, &theirs, &[]).unwrap().people_found(), 1);
        let never = [id(Kind::Email, "cleo@example.org")];
        assert_eq!(check(&hers, &theirs, &never).unwrap().people_found(), 0);
    }

    #[test]
    fn a_workplace_on_the_never_answer_list_hides_the_place_and_not_the_people() {
        let cleo = Person(vec![id(Kind::Email, "cleo@example.org"), id(Kind::Workplace, "river clinic")]);
        let counts = check(
            std::slice::from_ref(&cleo),
            &list_of_bea(60, std::slice::from_ref(&cleo)),
            &[id(Kind::Workplace, "river clinic")],
        )
        .unwrap();
        assert_eq!((counts.people_found(), counts.places_found()), (1, 0));
    }

    #[test]
    fn a_short_list_is_not_answered_from() {
        let hers = [by_email("cleo")];
        assert_eq!(check(&hers, &list_of_bea(49, &[]), &[]), Err(Refusal::TooFewPeople));
        assert_eq!(
            check(&hers, &list_of_bea(60, &vec![Person::default(); 9])[20..], &[]),
            Err(Refusal::TooFewPeople)
        );
        let never = [id(Kind::Email, "someone-7@example.org")];
        assert_eq!(check(&hers, &list_of_bea(50, &[]), &never), Err(Refusal::TooFewPeople));
        assert!(check(&hers, &list_of_bea(50, &[]), &[]).is_ok());
        assert_eq!(check(&hers, &list_of_bea(2_049, &[]), &[]), Err(Refusal::TooMany(Kind::Email)));
    }

    #[test]
    fn too_many_or_no_people_are_not_asked_about() {
        assert_eq!(OpenQuestion::make(&[], &mut seeded(1)).unwrap_err(), AskError::Nobody);
        let many = list_of_bea(513, &[]);
        assert_eq!(OpenQuestion::make(&many, &mut seeded(1)).unwrap_err(), AskError::TooMany { points: 513 });
        let mixed = list_of_bea(257, &[Person(vec![id(Kind::Phone, "+12025550123")])]);
        assert_eq!(OpenQuestion::points_needed(&mixed), 512 + 64);
        assert!(OpenQuestion::make(&mixed, &mut seeded(1)).is_err());
        assert!(OpenQuestion::make(&many[..512], &mut seeded(1)).is_ok());
    }

    #[test]
    fn sizes_say_little_and_the_largest_answer_fits_in_a_note() {
        let question = |count| OpenQuestion::make(&list_of_bea(count, &[]), &mut seeded(1)).unwrap().0;
        assert_eq!(question(1).len(), question(64).len());
        assert_eq!(question(512).len(), 2 + 3 + 512 * 32);

        let person = |n: usize| Person(Kind::ALL.map(|kind| id(kind, n.to_string())).to_vec());
        let everything: Vec<Person> = (0..2_048).map(person).collect();
        let hers: Vec<Person> = (0..64).map(person).collect();
        let (question, _) = OpenQuestion::make(&hers, &mut seeded(1)).unwrap();
        let answer = Question::decode(&question).unwrap().answer(&everything, &[], &mut seeded(2)).unwrap();
        assert!(answer.len() < 120 * 1024 - 128 * 32, "{}", answer.len());
    }

    #[test]
    fn order_says_nothing() {
        let hers = list_of_bea(40, &[]);
        let mut turned = hers.clone();
        turned.reverse();
        let ask = |people: &[Person]| OpenQuestion::make(people, &mut seeded(1)).unwrap().0;
        assert_eq!(ask(&hers), ask(&turned));
        let question = Question::decode(&ask(&hers)).unwrap();
        let theirs = list_of_bea(60, &hers);
        let mut theirs_turned = theirs.clone();
        theirs_turned.reverse();
        let answer = |people: &[Person]| question.answer(people, &[], &mut seeded(2)).unwrap();
        assert_eq!(answer(&theirs), answer(&theirs_turned));
    }

    #[test]
    fn two_questions_about_the_same_people_have_no_point_in_common() {
        let ask = |seed| OpenQuestion::make(&list_of_bea(40, &[]), &mut seeded(seed)).unwrap().0;
        let (first, second) = (ask(1), ask(2));
        let points =
            |question: &[u8]| -> BTreeSet<Encoding> { question[5..].as_chunks().0.iter().copied().collect() };
        assert!(points(&first).is_disjoint(&points(&second)));
    }

    #[test]
    fn hostile_questions_are_refused() {
        let question = OpenQuestion::make(&[by_email("cleo")], &mut seeded(1)).unwrap().0;
        let refused = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut changed = question.clone();
            change(&mut changed);
            Question::decode(&changed).map(|_| ()).unwrap_err()
        };
        let identity_first = |q: &mut Vec<u8>| q[5..37].fill(0);
        let repeated = |q: &mut Vec<u8>| q.copy_within(5..37, 37);
        let not_canonical = |q: &mut Vec<u8>| q[5 + 63 * 32..].fill(255);
        let unsorted = |q: &mut Vec<u8>| q[5..].rotate_left(32);
        assert_eq!(refused(&identity_first), QuestionError::BadPoint);
        assert_eq!(refused(&repeated), QuestionError::NotRising);
        assert_eq!(refused(&not_canonical), QuestionError::BadPoint);
        assert_eq!(refused(&unsorted), QuestionError::NotRising);
        assert_eq!(refused(&|q| q[0] = 2), QuestionError::Newer(2));
        assert_eq!(refused(&|q| q[1] = 0), QuestionError::Malformed);
        assert_eq!(refused(&|q| q[2] = 9), QuestionError::Malformed);
        assert_eq!(refused(&|q| q[4] = 63), QuestionError::Malformed);
        assert_eq!(refused(&|q| q.push(0)), QuestionError::Malformed);
        assert_eq!(refused(&|q| q.truncate(2_000)), QuestionError::Malformed);
        assert_eq!(refused(&Vec::clear), QuestionError::Malformed);
    }

    #[test]
    fn batches_count_together_and_come_once_in_order() {
        let largest = OpenQuestion::make(&list_of_bea(512, &[]), &mut seeded(1)).unwrap().0;
        let mut second = largest[2..].to_vec();
        second[0] = Kind::Phone as u8;
        let two = [&[VERSION, 2][..], &largest[2..], &second].concat();
        assert_eq!(Question::decode(&two).unwrap_err(), QuestionError::TooMany);

        let small = OpenQuestion::make(&[by_email("cleo")], &mut seeded(1)).unwrap().0;
        let twice = [&[VERSION, 2][..], &small[2..], &small[2..]].concat();
        assert_eq!(Question::decode(&twice).unwrap_err(), QuestionError::Malformed);
    }

    #[test]
    fn answers_that_do_not_fit_are_not_counted() {
        let (question, open) = OpenQuestion::make(&[by_email("cleo")], &mut seeded(1)).unwrap();
        let answer = |people: &[Person]| {
            Question::decode(&question).unwrap().answer(people, &[], &mut seeded(2)).unwrap()
        };
        let good = answer(&list_of_bea(60, &[]));
        let refused = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut changed = good.clone();
            change(&mut changed);
            open.count(&changed).unwrap_err()
        };
        assert_eq!(refused(&|a| a[0] = 9), CountError::Newer(9));
        assert_eq!(refused(&|a| a[2] = Kind::Phone as u8), CountError::DoesNotFit);
        assert_eq!(refused(&|a| a[5..37].fill(0)), CountError::DoesNotFit);
        assert_eq!(refused(&|a| a.copy_within(5..37, 37)), CountError::DoesNotFit);
        assert_eq!(refused(&|a| a.truncate(100)), CountError::DoesNotFit);
        assert_eq!(refused(&|a| a.push(0)), CountError::DoesNotFit);
        assert_eq!(refused(&Vec::clear), CountError::DoesNotFit);

        let other = OpenQuestion::make(&list_of_bea(65, &[]), &mut seeded(3)).unwrap().1;
        assert_eq!(other.count(&good), Err(CountError::DoesNotFit));
    }

    #[test]
    fn an_answer_that_knows_more_than_was_asked_is_not_believed() {
        let hers = list_of_bea(2, &[]);
        let (question, open) = OpenQuestion::make(&hers, &mut seeded(1)).unwrap();
        let answer = Question::decode(&question).unwrap().answer(&list_of_bea(60, &[]), &[], &mut seeded(2));
        let mut kept = open.encode();
        kept[8] = 1;
        let asked_one = OpenQuestion::decode(&kept).unwrap();
        assert_eq!(asked_one.count(&answer.unwrap()), Err(CountError::Impossible));
    }

    #[test]
    fn debug_names_nobody() {
        let hers = [by_email("cleo")];
        let (question, open) = OpenQuestion::make(&hers, &mut seeded(1)).unwrap();
        expect!["[Person([Identifier(Email, hidden)])] OpenQuestion(hidden) [(Email, 64)]"]
            .assert_eq(&format!("{hers:?} {open:?} {:?}", Question::decode(&question).unwrap()));
    }

    #[test]
    fn version_1_stays_readable() {
        let file = include_str!("../tests/vectors/conflict-check-1.txt");
        let hers = [by_email("cleo"), by_email("dara"), Person(vec![id(Kind::Workplace, "river clinic")])];
        let question = Question::decode(&frozen(file, "question")).unwrap();
        assert_eq!(format!("{question:?}"), "[(Email, 64), (Workplace, 64)]");
        let open = OpenQuestion::decode(&frozen(file, "open-question")).unwrap();
        let fresh = question.answer(&list_of_bea(60, &hers[1..]), &[], &mut seeded(9)).unwrap();
        for answer in [frozen(file, "answer"), fresh] {
            let counts = open.count(&answer).unwrap();
            assert_eq!((counts.people_asked, counts.people_found(), counts.places_found()), (3, 1, 1));
        }
    }

    /// Few enough texts that lists overlap, are barred and repeat.
    fn people(most: usize) -> impl Strategy<Value = Vec<Person>> {
        let identifier =
            (prop::sample::select(&Kind::ALL[..]), 0..40_u8).prop_map(|(kind, n)| id(kind, n.to_string()));
        prop::collection::vec(prop::collection::vec(identifier, 0..3).prop_map(Person), 0..most)
    }

    /// What a check must find, computed on the open lists.
    fn plain_count(hers: &[Person], theirs: &[Person], never: &[Identifier]) -> BTreeMap<Kind, usize> {
        let mut known = BTreeSet::new();
        for person in theirs {
            let barred = person.0.iter().any(|it| it.kind != Kind::Workplace && never.contains(it));
            if !barred {
                known.extend(person.0.iter().filter(|it| !never.contains(it)).cloned());
            }
        }
        let asked: BTreeSet<Identifier> = hers.iter().flat_map(|person| person.0.clone()).collect();
        let mut counts = BTreeMap::new();
        for identifier in asked {
            *counts.entry(identifier.kind).or_default() += usize::from(known.contains(&identifier));
        }
        counts
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn the_count_is_that_of_the_plain_sets(hers in people(20), theirs in people(90), never in people(3)) {
            let never: Vec<Identifier> = never.into_iter().flat_map(|person| person.0).collect();
            prop_assume!(hers.iter().any(|person| !person.0.is_empty()));
            let theirs = list_of_bea(50, &theirs);
            let counts = check(&hers, &theirs, &never).unwrap();
            prop_assert_eq!(counts.found, plain_count(&hers, &theirs, &never));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_decoding_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Question::decode(&bytes);
            let _ = OpenQuestion::decode(&bytes);
            let _ = open_question_of_nobody().count(&bytes);
        }
    }

    fn open_question_of_nobody() -> OpenQuestion {
        OpenQuestion { people: 0, batches: vec![] }
    }
}
