//! From written values to a contact: one place where each is normalised, counted and, where it cannot be used, left out.

use serde::{Deserialize, Serialize};

use super::{Country, Kind, LeftOut, MOST_VALUES};
use crate::people::{Contact, Email, FoldedName, Group, Licence, Npi, Phone, ShownName, Workplace};

/// A contact being read.
pub(super) struct Gather {
    entry: usize,
    home: Country,
    contact: Contact,
    left_out: Vec<LeftOut>,
}

impl Gather {
    pub(super) fn new(entry: usize, home: Country) -> Self {
        Self { entry, home, contact: Contact::unnamed(), left_out: Vec::new() }
    }

    /// The first name that is one stays.
    pub(super) fn name(&mut self, text: &str) {
        if let Some(name) = ShownName::new(text).filter(|_| self.contact.name == ShownName::default()) {
            self.contact.folded = FoldedName::normalise(text);
            self.contact.name = name;
        }
    }

    pub(super) fn is_unnamed(&self) -> bool {
        self.contact.name == ShownName::default()
    }

    pub(super) fn email(&mut self, text: &str) {
        if !text.trim().is_empty() {
            let email = Email::normalise(text).filter(|_| self.contact.emails.len() < MOST_VALUES);
            match email {
                Some(email) => {
                    self.contact.emails.insert(email);
                }
                None => self.leave_out(Kind::Email),
            }
        }
    }

    pub(super) fn phone(&mut self, text: &str) {
        if !text.trim().is_empty() {
            let phone = Phone::normalise(text, self.home).filter(|_| self.contact.phones.len() < MOST_VALUES);
            match phone {
                Some(phone) => {
                    self.contact.phones.insert(phone);
                }
                None => self.leave_out(Kind::Phone),
            }
        }
    }

    /// What names no place ("private practice") is nothing to miss.
    pub(super) fn workplace(&mut self, text: &str) {
        if let (Some(workplace), Some(name)) = (Workplace::normalise(text), ShownName::new(text))
            && self.contact.workplaces.len() < MOST_VALUES
        {
            self.contact.workplaces.entry(workplace).or_insert(name);
        }
    }

    pub(super) fn npi(&mut self, text: &str) {
        if !text.trim().is_empty() {
            match Npi::new(text) {
                Some(npi) => self.contact.npi = Some(npi),
                None => self.leave_out(Kind::Npi),
            }
        }
    }

    pub(super) fn licence(&mut self, text: &str) {
        if !text.trim().is_empty() {
            let licence = Licence::parse(text).filter(|_| self.contact.licences.len() < MOST_VALUES);
            match licence {
                Some(licence) => {
                    self.contact.licences.insert(licence);
                }
                None => self.leave_out(Kind::Licence),
            }
        }
    }

    pub(super) fn label(&mut self, text: &str) {
        self.contact.group = self.contact.group.or_else(|| Group::of_label(text));
    }

    /// An entry that is a place and not a person: its name is the place's, and is no name to ask about.
    pub(super) fn is_a_place(&mut self) {
        let name = self.contact.name.as_str().to_owned();
        self.workplace(&name);
        self.contact.folded = None;
    }

    /// The contact, named by whatever there is, and what was left out of it. `None` if nothing is left of it.
    pub(super) fn done(mut self) -> (Option<Contact>, Vec<LeftOut>) {
        if self.is_unnamed() {
            let contact = &self.contact;
            let stand_in = contact.workplaces.values().next().cloned();
            let stand_in = stand_in.or_else(|| ShownName::new(contact.emails.first()?.as_str()));
            let stand_in = stand_in.or_else(|| ShownName::new(contact.phones.first()?.as_str()));
            self.contact.name = stand_in.unwrap_or_default();
        }
        let contact = (!self.is_unnamed()).then_some(self.contact);
        (contact, self.left_out)
    }

    fn leave_out(&mut self, kind: Kind) {
        if self.left_out.len() < MOST_VALUES {
            self.left_out.push(LeftOut { entry: self.entry, kind });
        }
    }
}

/// Someone she adds by hand, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Typed {
    /// Her name.
    pub name: String,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Places of work.
    pub workplaces: Vec<String>,
    /// Her NPI, or nothing.
    pub npi: String,
    /// Her licence, as `US-CA psychologist 12345`, or nothing.
    pub licence: String,
}

/// The contact that was typed. Fields that cannot be read come back by kind, and then nothing is added yet.
pub fn by_hand(typed: &Typed, home: Country) -> Result<Contact, Vec<Kind>> {
    let mut gather = Gather::new(1, home);
    gather.name(&typed.name);
    typed.emails.iter().for_each(|text| gather.email(text));
    typed.phones.iter().for_each(|text| gather.phone(text));
    typed.workplaces.iter().for_each(|text| gather.workplace(text));
    gather.npi(&typed.npi);
    gather.licence(&typed.licence);
    match gather.done() {
        (Some(contact), left_out) if left_out.is_empty() => Ok(contact),
        (None, left_out) if left_out.is_empty() => Err(vec![Kind::Name]),
        (_, left_out) => Err(left_out.into_iter().map(|left| left.kind).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn someone_typed_by_hand_is_normalised_like_anyone() {
        let typed = Typed {
            name: "Ana López".into(),
            emails: vec!["Ana@Example.org".into(), String::new()],
            phones: vec!["(415) 555-0123".into()],
            licence: "us-ca psy 12345".into(),
            ..Typed::default()
        };
        let ana = by_hand(&typed, Country::US).unwrap();
        assert_eq!(ana.folded.unwrap().as_str(), "ana lopez");
        assert_eq!(ana.emails.first().unwrap().as_str(), "ana@example.org");
        assert_eq!(ana.phones.first().unwrap().as_str(), "+14155550123");
        assert_eq!(ana.licences.first().unwrap().as_str(), "US-CA psychologist 12345");
    }

    #[test]
    fn what_cannot_be_read_is_named_and_nothing_is_half_added() {
        let typed =
            Typed { name: "Ana".into(), phones: vec!["555".into()], npi: "1".into(), ..Typed::default() };
        assert_eq!(by_hand(&typed, Country::US), Err(vec![Kind::Phone, Kind::Npi]));
        assert_eq!(by_hand(&Typed::default(), Country::US), Err(vec![Kind::Name]));
    }
}
