//! The address book that a clinician brings in, as vCard or as a table.

use domain::people::identifier::Country;
use domain::people::import::{MOST_VALUES, read};
use domain::people::{BroughtIn, People, PersonId};

/// No more comes out than went in, and bringing the same file in twice adds nothing the second time.
pub(crate) fn contacts(bytes: &[u8]) {
    let Ok(reading) = read(bytes, Country::US) else { return };
    assert!(reading.contacts.len() + reading.broken.len() <= reading.entries);
    for contact in &reading.contacts {
        assert!(contact.emails.len() <= MOST_VALUES && contact.phones.len() <= MOST_VALUES);
    }
    let mut people = People::default();
    let mut next = 0_u128;
    let mut bring_in = |contacts| {
        people.bring_in(contacts, || {
            next += 1;
            PersonId(next.to_be_bytes())
        })
    };
    let first = bring_in(reading.contacts.clone());
    let second = bring_in(reading.contacts);
    let unchanged = first.added + first.joined + first.unchanged;
    assert_eq!(second, BroughtIn { unchanged, nameless: first.nameless, ..BroughtIn::default() });
}
