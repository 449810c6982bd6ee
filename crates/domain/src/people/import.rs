//! Reading an address book: vCard as phones and mail programs write it, and the tables Google and Outlook export.
//!
//! A file is read as a whole or refused as a whole; entries that cannot be read are named by number, and nothing is
//! saved here. Notes, birthdays, addresses and pictures are dropped before anything else looks at them.

mod card;
mod columns;
mod gather;
mod table;
mod text;
mod vcard;

use serde::{Deserialize, Serialize};

pub use gather::{Typed, by_hand};

use super::Contact;
use super::identifier::{Country, Kind};

/// The largest file read, in bytes.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;
/// The most entries read.
pub const MOST_ENTRIES: usize = 20_000;
/// The most addresses, numbers or places taken from one entry.
pub const MOST_VALUES: usize = 32;

/// What the file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// vCard 2.1, 3.0 or 4.0, also mixed.
    VCard,
    /// Google's table.
    GoogleTable,
    /// Outlook's table.
    OutlookTable,
    /// Another table with columns that were recognised.
    OtherTable,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What the file was.
    pub format: Format,
    /// How many entries it had, readable or not.
    pub entries: usize,
    /// The contacts, in the order of the file.
    pub contacts: Vec<Contact>,
    /// Entries that could not be read.
    pub broken: Vec<Broken>,
    /// Single values that were left out of a contact that was otherwise read.
    pub left_out: Vec<LeftOut>,
    /// Columns of a table that were not recognised, as they are headed.
    pub unknown_columns: Vec<String>,
}

/// An entry that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// Which entry, counted from one.
    pub entry: usize,
    /// The line it begins on, counted from one.
    pub line: usize,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A card begins and does not end.
    NotEnded,
    /// Nothing in it can be read.
    Unreadable,
    /// A row has more cells than the table has columns.
    TooManyCells,
    /// A quotation mark is opened and not closed.
    QuoteNotClosed,
}

/// A value left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Of which entry, counted from one.
    pub entry: usize,
    /// What it was meant to be.
    pub kind: Kind,
}

/// Why a file was refused. Nothing was read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadError {
    /// It is empty.
    #[error("the file is empty")]
    Empty,
    /// It is larger than [`MOST_BYTES`].
    #[error("the file is larger than 32 MB")]
    TooLarge,
    /// It has more than [`MOST_ENTRIES`] entries.
    #[error("the file has more than 20,000 contacts")]
    TooManyEntries,
    /// It is a calendar.
    #[error("this is a calendar, not an address book")]
    Calendar,
    /// It is neither vCard nor a table with a column that is known.
    #[error("this is not an address book that can be read: export it as vCard (.vcf) or CSV")]
    NotContacts,
}

/// Reads an address book. Numbers without a calling code are read as dialled in `home`.
pub fn read(bytes: &[u8], home: Country) -> Result<Reading, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::TooLarge);
    }
    let text = text::decode(bytes);
    let text = text.trim_start();
    if text.is_empty() {
        return Err(ReadError::Empty);
    }
    let first_line = text.lines().next().unwrap_or_default().trim_end();
    if first_line.eq_ignore_ascii_case("BEGIN:VCALENDAR") {
        return Err(ReadError::Calendar);
    }
    if vcard::begins_a_card(first_line) || text::has_line(text, "BEGIN:VCARD") {
        return vcard::read(text, home);
    }
    table::read(text, home)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_an_address_book_is_refused_and_says_why() {
        let read = |bytes: &[u8]| read(bytes, Country::US).unwrap_err();
        assert_eq!(read(b""), ReadError::Empty);
        assert_eq!(read(b"\xef\xbb\xbf \r\n"), ReadError::Empty);
        assert_eq!(read(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), ReadError::Calendar);
        assert_eq!(read(b"PK\x03\x04\x00\x00"), ReadError::NotContacts);
        assert_eq!(read(b"{\"name\": \"Ana\"}"), ReadError::NotContacts);
        assert_eq!(read(b"Date,Amount\n2026-03-02,12\n"), ReadError::NotContacts);
        assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), ReadError::TooLarge);
    }

    #[test]
    fn more_entries_than_the_limit_are_refused_as_a_whole() {
        let cards = "BEGIN:VCARD\nFN:A B\nEND:VCARD\n".repeat(MOST_ENTRIES + 1);
        assert_eq!(read(cards.as_bytes(), Country::US), Err(ReadError::TooManyEntries));
        let rows = format!(
            "First Name,Last Name,E-mail Address\n{}",
            "A,B,a@example.org\n".repeat(MOST_ENTRIES + 1)
        );
        assert_eq!(read(rows.as_bytes(), Country::US), Err(ReadError::TooManyEntries));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, Country::US);
        }

        #[test]
        fn torn_cards_are_read_without_harm(
            lines in prop::collection::vec(prop::sample::select(vec![
                "BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "FN:Ana Lopez", "N:Lopez;Ana;;;", " folded", "AGENT:",
                "TEL;TYPE=cell:415 555 0123", "EMAIL;QUOTED-PRINTABLE:a=40b.example=", "PHOTO;BASE64:", "AAAA", "",
                "item1.EMAIL:ana@example.org", ";:;:", "ORG:Oak Clinic;;", "X:\"",
            ]), 0..40)
        ) {
            let text = lines.join("\r\n");
            if let Ok(reading) = read(text.as_bytes(), Country::US) {
                prop_assert!(reading.contacts.len() + reading.broken.len() <= reading.entries);
            }
        }

        #[test]
        fn torn_tables_are_read_without_harm(body in "[a-z@.,\"\n:; +0-9]{0,200}") {
            let text = format!("First Name,Last Name,E-mail 1 - Value,Phone 1 - Value\n{body}");
            let reading = read(text.as_bytes(), Country::US).unwrap();
            prop_assert!(reading.contacts.len() + reading.broken.len() <= reading.entries);
        }
    }
}
