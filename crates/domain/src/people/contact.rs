//! A contact as it comes in: normalised, and already without what is nobody's business here.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Email, FoldedName, Group, Licence, Npi, Phone, ShownName, Workplace};

/// One contact: a name and what she is recognised by. Notes, birthdays, addresses and pictures have no place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The name to show.
    pub name: ShownName,
    /// The name to compare, if it is one: a first name alone is not.
    pub folded: Option<FoldedName>,
    /// E-mail addresses.
    pub emails: BTreeSet<Email>,
    /// Telephone numbers.
    pub phones: BTreeSet<Phone>,
    /// Where she works, each with the name to show.
    #[serde(with = "as_pairs")]
    pub workplaces: BTreeMap<Workplace, ShownName>,
    /// Her NPI.
    pub npi: Option<Npi>,
    /// Her licences.
    pub licences: BTreeSet<Licence>,
    /// The group her labels propose.
    pub group: Option<Group>,
}

impl Contact {
    /// A contact without a name or anything to know her by yet.
    #[must_use]
    pub fn unnamed() -> Self {
        Self {
            name: ShownName::default(),
            folded: None,
            emails: BTreeSet::new(),
            phones: BTreeSet::new(),
            workplaces: BTreeMap::new(),
            npi: None,
            licences: BTreeSet::new(),
            group: None,
        }
    }

    /// Whether there is anything to recognise her by. A workplace alone makes a place, not a person.
    #[must_use]
    pub fn is_a_person(&self) -> bool {
        self.folded.is_some()
            || !self.emails.is_empty()
            || !self.phones.is_empty()
            || self.npi.is_some()
            || !self.licences.is_empty()
    }
}

/// A map whose keys are not plain strings to every format, as a list of pairs.
mod as_pairs {
    use serde::{Deserializer, Serializer};

    use super::{BTreeMap, Deserialize, ShownName, Workplace};

    pub(super) fn serialize<S: Serializer>(
        map: &BTreeMap<Workplace, ShownName>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(map)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<Workplace, ShownName>, D::Error> {
        Vec::<(Workplace, ShownName)>::deserialize(from).map(|pairs| pairs.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workplace_alone_is_a_place_and_not_a_person() {
        let oak = Workplace::try_from("oak clinic".to_owned()).unwrap();
        let mut contact = Contact::unnamed();
        contact.workplaces.insert(oak, ShownName::new("Oak Clinic").unwrap());
        assert!(!contact.is_a_person());
        contact.npi = Some(Npi::new("1234567893").unwrap());
        assert!(contact.is_a_person());
        let json = serde_json::to_string(&contact).unwrap();
        assert_eq!(serde_json::from_str::<Contact>(&json).unwrap(), contact);
    }
}
