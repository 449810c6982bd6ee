//! Her people: those, and the places, she would rather not run into; and, for a therapist, those a check is answered from.
//!
//! Nothing is ticked for her. A contact becomes a person here with a name and the identifiers she can be recognised by;
//! notes, birthdays and addresses never arrive. How identifiers are hashed and compared is `crypto`'s affair.

mod contact;
mod group;
pub mod identifier;
#[cfg(feature = "contacts")]
pub mod import;
mod merge;
mod question;

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

pub use contact::Contact;
pub use group::Group;
pub use identifier::{Email, FoldedName, Identifier, Kind, Licence, Npi, Phone, ShownName, Workplace};
pub use merge::BroughtIn;
pub use question::{Answerable, MOST_POINTS, Question, TooMany, points_for};
use serde::{Deserialize, Serialize};

/// Names one of her people. Random, so that it says nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonId(pub [u8; 16]);

impl fmt::Debug for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonId(")?;
        self.0[..4].iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str("…)")
    }
}

/// One of her people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Which one.
    pub id: PersonId,
    /// The name she is shown by.
    pub name: ShownName,
    /// Where she belongs in the clinician's life, once said.
    pub group: Option<Group>,
    /// Ticked: to be asked about, or, for a therapist, to be answered about.
    pub asked: bool,
    /// On the never-answer list, which beats the tick: a therapist's own clients above all.
    pub never: bool,
    /// Her names, folded. More than one where an import knew her by another.
    pub names: BTreeSet<FoldedName>,
    /// Her e-mail addresses.
    pub emails: BTreeSet<Email>,
    /// Her telephone numbers.
    pub phones: BTreeSet<Phone>,
    /// Her NPI.
    pub npi: Option<Npi>,
    /// Her licences.
    pub licences: BTreeSet<Licence>,
    /// Where she works. Asked about as places, never with her.
    pub workplaces: BTreeSet<Workplace>,
}

impl Person {
    /// Everything by which she can be recognised, without her workplaces.
    pub fn identifiers(&self) -> impl Iterator<Item = Identifier> + '_ {
        let emails = self.emails.iter().map(Identifier::from);
        let phones = self.phones.iter().map(Identifier::from);
        let npi = self.npi.iter().map(Identifier::from);
        let licences = self.licences.iter().map(Identifier::from);
        let names = self.names.iter().map(Identifier::from);
        emails.chain(phones).chain(npi).chain(licences).chain(names)
    }

    /// Whether only her name is known: what is found by it may be someone else of that name.
    #[must_use]
    pub fn is_known_by_name_only(&self) -> bool {
        !self.identifiers().any(|identifier| identifier.kind.is_strong())
    }
}

/// A place someone works, or any other she would rather not run into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// What it is recognised by.
    pub workplace: Workplace,
    /// As it was written.
    pub name: ShownName,
    /// Ticked: to be asked about.
    pub asked: bool,
}

/// All her people and places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    people: BTreeMap<PersonId, Person>,
    places: BTreeMap<Workplace, Place>,
}

impl People {
    /// The most people kept: far above a real address book, low enough to stay quick.
    pub const LIMIT: usize = 20_000;

    /// Those kept before.
    #[must_use]
    pub fn restore(
        people: impl IntoIterator<Item = Person>,
        places: impl IntoIterator<Item = Place>,
    ) -> Self {
        Self {
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            places: places.into_iter().map(|place| (place.workplace.clone(), place)).collect(),
        }
    }

    /// Everyone, by id.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// Every place, by folded name.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.values()
    }

    /// One of them.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id)
    }

    /// Everyone in a group.
    pub fn in_group(&self, group: Group) -> impl Iterator<Item = &Person> {
        self.people.values().filter(move |person| person.group == Some(group))
    }

    /// Puts someone into a group, or out of any. Ticks nothing.
    pub fn set_group(&mut self, id: PersonId, group: Option<Group>) {
        if let Some(person) = self.people.get_mut(&id) {
            person.group = group;
        }
    }

    /// Ticks someone, or takes the tick off.
    pub fn set_asked(&mut self, id: PersonId, asked: bool) {
        if let Some(person) = self.people.get_mut(&id) {
            person.asked = asked;
        }
    }

    /// Ticks everyone now in a group, or takes their ticks off. Who joins it later is not ticked.
    pub fn set_group_asked(&mut self, group: Group, asked: bool) {
        for person in self.people.values_mut().filter(|person| person.group == Some(group)) {
            person.asked = asked;
        }
    }

    /// Puts someone on the never-answer list, or takes her off it.
    pub fn set_never(&mut self, id: PersonId, never: bool) {
        if let Some(person) = self.people.get_mut(&id) {
            person.never = never;
        }
    }

    /// Ticks a place, or takes the tick off.
    pub fn set_place_asked(&mut self, workplace: &Workplace, asked: bool) {
        if let Some(place) = self.places.get_mut(workplace) {
            place.asked = asked;
        }
    }

    /// Adds a place by hand, unticked; one she has already stays as it is.
    pub fn add_place(&mut self, workplace: Workplace, name: ShownName) {
        let place = Place { workplace: workplace.clone(), name, asked: false };
        self.places.entry(workplace).or_insert(place);
    }

    /// Takes someone off, handing her back so that it can be undone.
    pub fn remove(&mut self, id: PersonId) -> Option<Person> {
        self.people.remove(&id)
    }

    /// Takes a place off, handing it back so that it can be undone.
    pub fn remove_place(&mut self, workplace: &Workplace) -> Option<Place> {
        self.places.remove(workplace)
    }

    /// Puts someone back as she was.
    pub fn put_back(&mut self, person: Person) {
        self.people.insert(person.id, person);
    }

    /// Puts a place back as it was.
    pub fn put_place_back(&mut self, place: Place) {
        self.places.insert(place.workplace.clone(), place);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn id(n: u32) -> PersonId {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&n.to_be_bytes());
        PersonId(bytes)
    }

    /// A contact with a name of two words and one address, as short as the tests need it.
    pub(crate) fn contact(name: &str, email: &str) -> Contact {
        Contact {
            name: ShownName::new(name).unwrap(),
            folded: FoldedName::try_from(name.to_lowercase()).ok().filter(|_| name.contains(' ')),
            emails: [email].iter().filter(|e| !e.is_empty()).map(|e| email_of(e)).collect(),
            ..Contact::unnamed()
        }
    }

    pub(crate) fn email_of(text: &str) -> Email {
        Email::try_from(text.to_owned()).unwrap()
    }

    pub(crate) fn brought(contacts: &[Contact]) -> People {
        let mut people = People::default();
        let mut next = 0;
        people.bring_in(contacts.to_vec(), || {
            next += 1;
            id(next)
        });
        people
    }

    #[test]
    fn nothing_is_ticked_when_people_come_in() {
        let people = brought(&[contact("Ana Lopez", "ana@example.org"), contact("Bea Okafor", "")]);
        assert!(people.people().all(|person| !person.asked && !person.never));
        assert_eq!(people.question(&BTreeSet::new()).unwrap().people, 0);
    }

    #[test]
    fn a_group_is_ticked_as_it_is_now() {
        let mut people = brought(&[contact("Ana Lopez", "ana@example.org"), contact("Bea Okafor", "")]);
        people.set_group(id(1), Some(Group::Colleagues));
        people.set_group_asked(Group::Colleagues, true);
        people.set_group(id(2), Some(Group::Colleagues));
        let asked: Vec<_> = people.in_group(Group::Colleagues).map(|person| person.asked).collect();
        assert_eq!(asked, [true, false]);
    }

    #[test]
    fn someone_removed_can_be_put_back_as_she_was() {
        let mut people = brought(&[contact("Ana Lopez", "ana@example.org")]);
        people.set_asked(id(1), true);
        let before = people.clone();
        let ana = people.remove(id(1)).unwrap();
        assert_eq!(people.people().count(), 0);
        people.put_back(ana);
        assert_eq!(people, before);
    }

    #[test]
    fn debug_names_nobody() {
        let people = brought(&[contact("Canary Lopez", "canary@example.org")]);
        assert!(!format!("{people:?}").to_lowercase().contains("canary"));
    }
}
