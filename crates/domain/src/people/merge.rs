//! Bringing contacts in: who is new, who is known already. Bringing the same file in twice changes nothing the second
//! time, and nothing is ever ticked by it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Contact, Identifier, Kind, People, Person, PersonId, Place};

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BroughtIn {
    /// People who were not known.
    pub added: usize,
    /// Contacts that told something new about a person known already.
    pub joined: usize,
    /// Contacts that told nothing new.
    pub unchanged: usize,
    /// Places that were not known.
    pub places: usize,
    /// Contacts with nothing to recognise anyone by, such as a first name alone.
    pub nameless: usize,
    /// Contacts beyond [`People::LIMIT`], not taken.
    pub over_limit: usize,
}

impl People {
    /// Brings contacts in, giving each new person an id from `make_id`.
    ///
    /// A contact is someone known if they share an NPI or a licence, or if they share an e-mail address or a number
    /// *and* one's name may be the other's: two colleagues with one switchboard stay two people.
    pub fn bring_in(
        &mut self,
        contacts: impl IntoIterator<Item = Contact>,
        mut make_id: impl FnMut() -> PersonId,
    ) -> BroughtIn {
        let mut known: BTreeMap<Identifier, Vec<PersonId>> = BTreeMap::new();
        for person in self.people.values() {
            index(&mut known, person);
        }
        let mut done = BroughtIn::default();
        for contact in contacts {
            for (workplace, name) in &contact.workplaces {
                self.places.entry(workplace.clone()).or_insert_with(|| {
                    done.places += 1;
                    Place { workplace: workplace.clone(), name: name.clone(), asked: false }
                });
            }
            if !contact.is_a_person() {
                done.nameless += usize::from(contact.workplaces.is_empty());
                continue;
            }
            match self.find(&contact, &known) {
                Some(id) => {
                    let Some(person) = self.people.get_mut(&id) else { continue };
                    let before = person.clone();
                    person.learn(&contact);
                    if *person == before {
                        done.unchanged += 1;
                    } else {
                        done.joined += 1;
                        index(&mut known, person);
                    }
                }
                None if self.people.len() >= Self::LIMIT => done.over_limit += 1,
                None => {
                    let person = Person::from_contact(make_id(), &contact);
                    index(&mut known, &person);
                    self.people.insert(person.id, person);
                    done.added += 1;
                }
            }
        }
        done
    }

    /// The person this contact is, if she is known. One who has all of it already goes before one who only shares
    /// something, or else a second import could join what the first kept apart.
    fn find(&self, contact: &Contact, known: &BTreeMap<Identifier, Vec<PersonId>>) -> Option<PersonId> {
        let as_person = Person::from_contact(PersonId([0; 16]), contact);
        let mut candidates: Vec<(&Person, Kind)> = Vec::new();
        for identifier in as_person.identifiers() {
            let ids = known.get(&identifier).map(Vec::as_slice).unwrap_or_default();
            candidates.extend(ids.iter().filter_map(|id| Some((self.people.get(id)?, identifier.kind))));
        }
        let has_all = candidates.iter().find(|(person, _)| {
            let mut changed = (*person).clone();
            changed.learn(contact);
            changed == **person
        });
        let shares = || {
            candidates.iter().find(|(person, kind)| match kind {
                Kind::Npi | Kind::Licence => true,
                Kind::Email | Kind::Phone => person.may_be_called(contact),
                Kind::Workplace | Kind::Name => false,
            })
        };
        has_all.or_else(shares).map(|(person, _)| person.id)
    }
}

impl Person {
    fn from_contact(id: PersonId, contact: &Contact) -> Self {
        Self {
            id,
            name: contact.name.clone(),
            group: contact.group,
            asked: false,
            never: false,
            names: contact.folded.iter().cloned().collect(),
            emails: contact.emails.clone(),
            phones: contact.phones.clone(),
            npi: contact.npi.clone(),
            licences: contact.licences.clone(),
            workplaces: contact.workplaces.keys().cloned().collect(),
        }
    }

    fn learn(&mut self, contact: &Contact) {
        if self.names.is_empty() && contact.folded.is_some() {
            self.name = contact.name.clone();
        }
        self.names.extend(contact.folded.iter().cloned());
        self.emails.extend(contact.emails.iter().cloned());
        self.phones.extend(contact.phones.iter().cloned());
        self.licences.extend(contact.licences.iter().cloned());
        self.workplaces.extend(contact.workplaces.keys().cloned());
        self.npi = self.npi.take().or_else(|| contact.npi.clone());
        self.group = self.group.or(contact.group);
    }

    fn may_be_called(&self, contact: &Contact) -> bool {
        let Some(name) = &contact.folded else { return true };
        self.names.is_empty() || self.names.iter().any(|known| known.fits(name))
    }
}

fn index(known: &mut BTreeMap<Identifier, Vec<PersonId>>, person: &Person) {
    for identifier in person.identifiers() {
        let ids = known.entry(identifier).or_default();
        if !ids.contains(&person.id) {
            ids.push(person.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{brought, contact, email_of, id};
    use super::super::{FoldedName, Group, Npi, Phone, ShownName, Workplace};
    use super::*;

    fn with_phone(name: &str, phone: &str) -> Contact {
        let phones = [Phone::try_from(phone.to_owned()).unwrap()].into_iter().collect();
        Contact { phones, ..contact(name, "") }
    }

    #[test]
    fn the_same_address_under_a_fuller_name_is_the_same_person() {
        let people = brought(&[
            contact("Lopez", "ana@example.org"),
            contact("Ana Lopez", "ana@example.org"),
            contact("Ana Maria Lopez", "ana@example.org"),
        ]);
        let all: Vec<_> = people.people().collect();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].name.as_str(), "Ana Lopez");
    }

    #[test]
    fn two_people_on_one_switchboard_stay_two() {
        let shared = "+14155550100";
        let people = brought(&[with_phone("Ana Lopez", shared), with_phone("Bea Okafor", shared)]);
        assert_eq!(people.people().count(), 2);
    }

    #[test]
    fn the_same_npi_is_the_same_person_whatever_the_name() {
        let npi = |name| Contact { npi: Npi::new("1234567893"), ..contact(name, "") };
        assert_eq!(brought(&[npi("Ana Lopez"), npi("Ana Ruiz")]).people().count(), 1);
    }

    #[test]
    fn the_same_name_alone_is_not_the_same_person_but_adds_nobody() {
        let people = brought(&[
            contact("Ana Lopez", "ana@example.org"),
            contact("Ana Lopez", "other@example.org"),
            contact("Ana Lopez", ""),
        ]);
        assert_eq!(people.people().count(), 2);
    }

    #[test]
    fn what_she_has_ticked_and_grouped_survives_another_import() {
        let file = [contact("Ana Lopez", "ana@example.org")];
        let mut people = brought(&file);
        people.set_asked(id(1), true);
        people.set_never(id(1), true);
        people.set_group(id(1), Some(Group::Family));
        let again = Contact {
            group: Some(Group::Training),
            emails: ["ana@example.org", "lopez@example.org"].map(email_of).into_iter().collect(),
            ..file[0].clone()
        };
        let done = people.bring_in([again], || id(9));
        assert_eq!(done, BroughtIn { joined: 1, ..BroughtIn::default() });
        let ana = people.person(id(1)).unwrap();
        assert!(ana.asked && ana.never && ana.emails.len() == 2);
        assert_eq!(ana.group, Some(Group::Family));
    }

    #[test]
    fn a_first_name_alone_is_nobody_and_a_clinic_is_a_place() {
        let mut clinic = Contact::unnamed();
        let oak = Workplace::try_from("oak clinic".to_owned()).unwrap();
        clinic.workplaces.insert(oak, ShownName::new("Oak Clinic").unwrap());
        let mut people = People::default();
        let done = people.bring_in([contact("Mum", ""), clinic], || id(1));
        assert_eq!(done, BroughtIn { places: 1, nameless: 1, ..BroughtIn::default() });
        assert_eq!((people.people().count(), people.places().count()), (0, 1));
    }

    fn any_contact() -> impl Strategy<Value = Contact> {
        let names =
            prop::sample::select(vec!["Ana Lopez", "Ana", "Ana Maria Lopez", "Bea Okafor", "Cleo Ng"]);
        let emails = prop::collection::btree_set(0..6_u8, 0..3);
        let phones = prop::collection::btree_set(0..4_u8, 0..2);
        (names, emails, phones, any::<bool>()).prop_map(|(name, emails, phones, npi)| Contact {
            emails: emails.iter().map(|n| email_of(&format!("{n}@example.org"))).collect(),
            phones: phones.iter().map(|n| Phone::try_from(format!("+1415555010{n}")).unwrap()).collect(),
            npi: npi.then(|| Npi::new("1234567893")).flatten().filter(|_| name == "Cleo Ng"),
            folded: FoldedName::try_from(name.to_lowercase()).ok(),
            ..contact(name, "")
        })
    }

    proptest! {
        #[test]
        fn bringing_the_same_file_in_again_changes_nothing(file in prop::collection::vec(any_contact(), 0..24)) {
            let mut people = brought(&file);
            let before = people.clone();
            let again = people.bring_in(file, || unreachable!("nobody is new"));
            prop_assert_eq!((again.added, again.joined, again.places), (0, 0, 0));
            prop_assert_eq!(people, before);
        }

        #[test]
        fn every_identifier_that_came_in_is_there(file in prop::collection::vec(any_contact(), 0..24)) {
            let people = brought(&file);
            for contact in &file {
                for email in &contact.emails {
                    prop_assert!(people.people().any(|person| person.emails.contains(email)));
                }
                prop_assert!(contact.folded.iter().all(|name| people.people().any(|p| p.names.contains(name))));
            }
        }
    }
}
