//! Whom each sample therapist knows: enough invented people that a check can be answered, and for a few of them some of
//! those in the sample address book too.

use domain::people::identifier::Country;
use domain::people::import::{Typed, by_hand};
use domain::people::{Contact, Group};

use super::contacts::{SamplePerson, shared_people};

/// People of her own: more than the fewest a check is answered from.
const OWN: usize = 56;

const FIRST: &[&str] = &["Alma", "Benno", "Carys", "Dov", "Esme", "Fenna", "Gideon", "Hedda"];
const LAST: &[&str] =
    &["Barleymoor", "Cinderhay", "Dapplewood", "Everlock", "Flintmere", "Gladebrook", "Hollowell"];

/// Everyone a therapist knows, by her place on the roster.
#[must_use]
pub fn people_of(at: usize) -> Vec<Contact> {
    let own = (0..OWN).map(|number| own(at, number));
    own.chain(shared_people().take(shared_with(at)).map(shared)).map(|typed| colleague(&typed)).collect()
}

/// How many of those in the sample address book she knows: for most of them none, so that a test knows whom to ask.
#[must_use]
pub const fn shared_with(at: usize) -> usize {
    match at {
        2 | 19 => 1,
        9 => 2,
        13 => 5,
        _ => 0,
    }
}

fn own(at: usize, number: usize) -> Typed {
    let name = format!("{} {}", FIRST[number % FIRST.len()], LAST[number / FIRST.len() % LAST.len()]);
    // The number makes her someone else than another therapist's acquaintance of the same name.
    let email = format!("{}.{at}@example.net", name.to_lowercase().replace(' ', "."));
    Typed { name, emails: vec![email], ..Typed::default() }
}

fn shared(person: &SamplePerson) -> Typed {
    let list = |text: Option<&str>| text.map(str::to_owned).into_iter().collect();
    Typed {
        name: person.name.to_owned(),
        emails: list(person.email),
        phones: list(person.phone),
        workplaces: list(person.workplace),
        ..Typed::default()
    }
}

fn colleague(typed: &Typed) -> Contact {
    let mut contact = by_hand(typed, Country::US).expect("what is written here can be read");
    contact.group = Some(Group::Colleagues);
    contact
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sample::contacts::SAMPLE_PEOPLE;

    #[test]
    fn everyone_knows_enough_people_to_answer_from() {
        for at in 0..42 {
            let people = people_of(at);
            let emails: BTreeSet<_> = people.iter().flat_map(|contact| &contact.emails).collect();
            assert!(emails.len() >= 50, "therapist {at}");
        }
    }

    #[test]
    fn only_those_who_should_share_anyone_do() {
        let address_book: BTreeSet<_> = SAMPLE_PEOPLE.iter().filter_map(|person| person.email).collect();
        let names: BTreeSet<_> = SAMPLE_PEOPLE.iter().map(|person| person.name).collect();
        for at in 0..42 {
            let people = people_of(at);
            let known = people.iter().filter(|contact| names.contains(contact.name.as_str()));
            assert_eq!(known.count(), shared_with(at));
            let emails = people.iter().flat_map(|contact| &contact.emails);
            let known = emails.filter(|email| address_book.contains(email.as_str())).count();
            assert!(known <= shared_with(at));
        }
        let sharing: Vec<_> = (0..42).map(shared_with).filter(|shared| *shared > 0).collect();
        assert_eq!(sharing, [1, 2, 5, 1]);
    }
}
