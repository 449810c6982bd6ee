//! What a check asks about, and what a therapist's answer is made from.
//!
//! A question has room for 512 points, and each kind in it is filled up to 64, 128, 256 or 512. If what is ticked does
//! not fit, this says what could be left out, the least telling first; nothing is left out silently.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Group, Identifier, Kind, People, Person};

/// The most points one check asks about, filling included.
pub const MOST_POINTS: usize = 512;

/// What is asked about: one list of identifiers for each person and each place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The people's identifiers, then the places'.
    pub asked: Vec<Vec<Identifier>>,
    /// How many people that is: "none found among the 37 you asked about".
    pub people: usize,
    /// How many of them are known by name only, so that a match may be someone else of that name.
    pub by_name_only: usize,
    /// How many places.
    pub places: usize,
    /// The points it takes.
    pub points: usize,
}

/// More is ticked than one check can ask about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("more is ticked than one check can ask about")]
pub struct TooMany {
    /// The points it would take.
    pub points: usize,
    /// Kinds which, left out, make it fit: as few as possible, the least telling first. Empty if no kinds help.
    pub kinds: Vec<Kind>,
    /// Groups of which any one, left out, makes it fit.
    pub groups: Vec<Group>,
}

/// What an answer is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answerable {
    /// One list for each ticked person or place.
    pub known: Vec<Vec<Identifier>>,
    /// Every identifier of those on the never-answer list. These beat the others.
    pub never: BTreeSet<Identifier>,
}

/// The points it takes to ask about this many of each kind: each filled up to a fixed size. `None` above 512 of a kind.
pub fn points_for(counts: impl IntoIterator<Item = usize>) -> Option<usize> {
    let sizes = [64, 128, 256, MOST_POINTS];
    counts.into_iter().try_fold(0, |sum, count| match count {
        0 => Some(sum),
        count => sizes.into_iter().find(|size| count <= *size).map(|size| sum + size),
    })
}

impl People {
    /// What the ticked people and places make, without the kinds in `leave_out`.
    pub fn question(&self, leave_out: &BTreeSet<Kind>) -> Result<Question, TooMany> {
        let kept = |_: &Person| true;
        let asked = self.asked(leave_out, kept);
        let (points, fits) = measure(&asked.lists);
        if !fits {
            return Err(self.too_many(leave_out, points));
        }
        Ok(Question {
            asked: asked.lists,
            people: asked.people,
            by_name_only: asked.by_name_only,
            places: asked.places,
            points,
        })
    }

    /// What a therapist's answer is made from: the ticked people and places, and whom it must never be about. Someone on
    /// the never-answer list is not known, ticked or not.
    #[must_use]
    pub fn answerable(&self) -> Answerable {
        let never = self.people().filter(|person| person.never).flat_map(Person::identifiers).collect();
        Answerable { known: self.asked(&BTreeSet::new(), |_| true).lists, never }
    }

    fn asked(&self, leave_out: &BTreeSet<Kind>, keeps: impl Fn(&Person) -> bool) -> Asked {
        let mut asked = Asked::default();
        for person in self.people().filter(|person| person.asked && !person.never && keeps(person)) {
            let list: Vec<_> = person.identifiers().filter(|it| !leave_out.contains(&it.kind)).collect();
            if list.is_empty() {
                continue;
            }
            asked.people += 1;
            asked.by_name_only += usize::from(!list.iter().any(|it| it.kind.is_strong()));
            asked.lists.push(list);
        }
        if !leave_out.contains(&Kind::Workplace) {
            for place in self.places().filter(|place| place.asked) {
                asked.places += 1;
                asked.lists.push(vec![Identifier::from(&place.workplace)]);
            }
        }
        asked
    }

    fn too_many(&self, leave_out: &BTreeSet<Kind>, points: usize) -> TooMany {
        let fits = |kinds: &[Kind]| {
            let without = leave_out.iter().chain(kinds).copied().collect();
            measure(&self.asked(&without, |_| true).lists).1
        };
        // From the least telling; leaving out every kind would fit, and ask nothing.
        let weakest: Vec<_> = Kind::ALL.into_iter().rev().filter(|kind| !leave_out.contains(kind)).collect();
        let one = weakest.iter().find(|kind| fits(&[**kind])).map(|kind| vec![*kind]);
        let some =
            || (2..weakest.len()).map(|n| &weakest[..n]).find(|kinds| fits(kinds)).map(<[Kind]>::to_vec);
        let groups = Group::ALL.into_iter().filter(|group| {
            let without = self.asked(leave_out, |person| person.group != Some(*group));
            measure(&without.lists).1 && !without.lists.is_empty()
        });
        TooMany { points, kinds: one.or_else(some).unwrap_or_default(), groups: groups.collect() }
    }
}

#[derive(Default)]
struct Asked {
    lists: Vec<Vec<Identifier>>,
    people: usize,
    by_name_only: usize,
    places: usize,
}

/// The points these lists take, and whether that fits one check. Above 512 of a kind, the bare number counts.
fn measure(lists: &[Vec<Identifier>]) -> (usize, bool) {
    let mut texts: BTreeMap<Kind, BTreeSet<&str>> = BTreeMap::new();
    for identifier in lists.iter().flatten() {
        texts.entry(identifier.kind).or_default().insert(&identifier.text);
    }
    let counts = texts.values().map(BTreeSet::len);
    match points_for(counts.clone()) {
        Some(points) => (points, points <= MOST_POINTS),
        None => (counts.map(|count| points_for([count]).unwrap_or(count)).sum(), false),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{brought, contact, email_of, id};
    use super::super::{FoldedName, Phone, ShownName, Workplace};
    use super::*;
    use crate::people::Contact;

    fn everyone_ticked(contacts: &[Contact]) -> People {
        let mut people = brought(contacts);
        let ids: Vec<_> = people.people().map(|person| person.id).collect();
        for id in ids {
            people.set_asked(id, true);
        }
        people
    }

    /// `n` people with an address and a name each, and a number each where `phones` says so.
    fn crowd(n: usize, phones: bool) -> Vec<Contact> {
        let one = |at: usize| {
            let mut one = contact("Ana Lopez", &format!("p{at}@example.org"));
            one.folded = FoldedName::try_from(format!("ana p{at}")).ok();
            one.phones.extend(phones.then(|| Phone::try_from(format!("+1415555{at:04}")).unwrap()));
            one
        };
        (0..n).map(one).collect()
    }

    fn none() -> BTreeSet<Kind> {
        BTreeSet::new()
    }

    #[test]
    fn each_kind_is_filled_up_to_a_fixed_size() {
        assert_eq!(points_for([0, 1, 64]), Some(128));
        assert_eq!(points_for([65, 129, 257]), Some(128 + 256 + 512));
        assert_eq!(points_for([513]), None);
        assert_eq!(points_for([]), Some(0));
    }

    #[test]
    fn only_what_is_ticked_is_asked_and_the_same_identifier_once() {
        let mut people =
            brought(&[contact("Ana Lopez", "a@example.org"), contact("Bea Okafor", "b@example.org")]);
        people.set_asked(id(2), true);
        let question = people.question(&none()).unwrap();
        assert_eq!((question.people, question.places, question.points), (1, 0, 128));
        assert!(question.asked[0].contains(&Identifier::from(&email_of("b@example.org"))));
        assert!(!question.asked.iter().flatten().any(|it| it.text.starts_with('a')));
    }

    #[test]
    fn places_are_asked_about_only_when_ticked_themselves() {
        let oak = Workplace::try_from("oak clinic".to_owned()).unwrap();
        let mut ana = contact("Ana Lopez", "a@example.org");
        ana.workplaces.insert(oak.clone(), ShownName::new("Oak Clinic").unwrap());
        let mut people = everyone_ticked(&[ana]);
        assert_eq!(people.question(&none()).unwrap().places, 0);
        people.set_place_asked(&oak, true);
        let question = people.question(&none()).unwrap();
        assert_eq!((question.people, question.places, question.points), (1, 1, 192));
    }

    #[test]
    fn a_name_alone_is_said_to_be_one_and_left_out_with_names() {
        let people = everyone_ticked(&[contact("Ana Lopez", ""), contact("Bea Okafor", "b@example.org")]);
        assert_eq!(people.question(&none()).unwrap().by_name_only, 1);
        let without = people.question(&BTreeSet::from([Kind::Name])).unwrap();
        assert_eq!((without.people, without.by_name_only), (1, 0));
    }

    #[test]
    fn too_many_says_which_kinds_would_have_to_stay_out() {
        let people = everyone_ticked(&crowd(130, true));
        let too_many = people.question(&none()).unwrap_err();
        assert_eq!((too_many.points, too_many.kinds), (768, vec![Kind::Name]));
        assert_eq!(people.question(&BTreeSet::from([Kind::Name])).unwrap().points, 512);
    }

    #[test]
    fn too_many_says_which_group_would_have_to_stay_out() {
        let mut people = everyone_ticked(&crowd(300, false));
        for n in 1..=200 {
            people.set_group(id(n), Some(Group::Training));
        }
        let too_many = people.question(&none()).unwrap_err();
        assert_eq!((too_many.points, too_many.kinds), (1024, vec![Kind::Name]));
        assert_eq!(too_many.groups, [Group::Training]);
        assert!(people.question(&BTreeSet::from([Kind::Name])).is_ok());
    }

    #[test]
    fn too_many_addresses_are_helped_by_no_kind_that_leaves_the_addresses() {
        let people = everyone_ticked(&crowd(600, false));
        let too_many = people.question(&none()).unwrap_err();
        assert_eq!(too_many.points, 1_200);
        assert!(too_many.kinds.is_empty() && too_many.groups.is_empty());
    }

    #[test]
    fn someone_on_the_never_answer_list_is_not_known_ticked_or_not() {
        let mut people =
            everyone_ticked(&[contact("Ana Lopez", "a@example.org"), contact("Bea Okafor", "b@example.org")]);
        people.set_never(id(1), true);
        let answerable = people.answerable();
        assert_eq!(answerable.known.len(), 1);
        assert!(answerable.never.contains(&Identifier::from(&email_of("a@example.org"))));
        assert!(!answerable.known.iter().flatten().any(|it| it.text.starts_with('a')));
        assert_eq!(people.question(&none()).unwrap().people, 1);
    }

    proptest! {
        #[test]
        fn a_question_fits_and_what_is_proposed_helps(people in 0..420_usize, phones in any::<bool>()) {
            let people = everyone_ticked(&crowd(people, phones));
            match people.question(&none()) {
                Ok(question) => prop_assert!(question.points <= MOST_POINTS),
                Err(too_many) => {
                    prop_assert!(too_many.points > MOST_POINTS);
                    if !too_many.kinds.is_empty() {
                        let without = people.question(&too_many.kinds.into_iter().collect());
                        prop_assert!(without.is_ok_and(|question| question.people > 0));
                    }
                }
            }
        }
    }
}
