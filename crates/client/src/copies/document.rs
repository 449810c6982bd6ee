//! A copy as it stands in a file: every record she keeps, opened, as one JSON document.
//!
//! `docs/copy.schema.json` describes it. It holds her words and the keys that are hers (what opens answers to her
//! hellos, what signs her listing), so that restoring it loses nothing; whoever can read it can read all of that. The
//! sealed copy is this document in an `age` file, the plain one is this document as it is.

use core::fmt;
use std::collections::BTreeSet;

use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::records::{Opened, RecordError, RecordId, settled};

const FORMAT: &str = "held-copy";
const VERSION: u16 = 1;
/// No copy is larger, once opened.
pub const MOST_BYTES: usize = 128 << 20;
/// No copy holds more.
const MOST_RECORDS: usize = 200_000;
/// No record is larger: the vault seals no more.
const MOST_IN_A_RECORD: usize = 900 * 1024;
const LONGEST_KIND: usize = 64;

/// A copy's text on its way from one place to another. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Document(String);

impl Document {
    /// Takes the text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} bytes)", self.0.len())
    }
}

/// Everything she keeps, on one day.
#[derive(Clone)]
pub struct VaultCopy {
    /// The day it was made.
    pub made_on: Date,
    pub(crate) records: Vec<CopiedRecord>,
}

/// One record, opened.
#[derive(Clone)]
pub(crate) struct CopiedRecord {
    pub(crate) id: RecordId,
    pub(crate) opened: Opened,
}

/// Why a file is no copy that can be used. Nothing was changed by looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CopyError {
    /// Something else altogether.
    #[error("this is not a copy of Held's")]
    NotACopy,
    /// It ends early, or was changed.
    #[error("this copy was cut short or changed")]
    Damaged,
    /// Made by a newer Held.
    #[error("this copy comes from a newer version of Held")]
    Newer,
    /// More than any copy holds.
    #[error("this file is larger than any copy of Held's")]
    TooLarge,
}

#[derive(Deserialize)]
struct Beginning {
    format: String,
    version: u16,
}

#[derive(Deserialize)]
struct Whole {
    made_on: Date,
    records: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    id: String,
    kind: String,
    version: u16,
    body: Box<RawValue>,
}

impl VaultCopy {
    /// The document: one record a line, so that it can be read and compared with simple tools.
    #[must_use]
    pub fn encode(&self) -> Document {
        // Room from the start, so that growing leaves no piece of it behind.
        let bytes: usize = self.records.iter().map(|record| record.opened.body.get().len() + 256).sum();
        let mut text = String::with_capacity(bytes + 128);
        text.push_str(&format!(
            "{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"made_on\":\"{}\",\"records\":[",
            self.made_on
        ));
        for (index, record) in self.records.iter().enumerate() {
            let row = Row {
                id: BASE64URL_NOPAD.encode(&record.id.0),
                kind: record.opened.kind.clone(),
                version: record.opened.version,
                body: record.opened.body.clone(),
            };
            text.push_str(if index == 0 { "\n" } else { ",\n" });
            // Plain data with string keys, which serde_json always writes.
            text.push_str(&serde_json::to_string(&row).unwrap_or_default());
        }
        text.push_str("\n]}\n");
        Document(text)
    }

    /// Reads a document.
    ///
    /// # Errors
    /// When it is none, or none that this version can read whole.
    pub fn decode(bytes: &[u8]) -> Result<Self, CopyError> {
        if bytes.len() > MOST_BYTES {
            return Err(CopyError::TooLarge);
        }
        let text = core::str::from_utf8(bytes).map_err(|_| CopyError::NotACopy)?;
        let text = text.trim_start_matches('\u{feff}');
        let damaged = if looks_like_one(text) { CopyError::Damaged } else { CopyError::NotACopy };
        let beginning: Beginning = serde_json::from_str(text).map_err(|_| damaged)?;
        if beginning.format != FORMAT {
            return Err(CopyError::NotACopy);
        }
        if beginning.version > VERSION {
            return Err(CopyError::Newer);
        }
        let whole: Whole = serde_json::from_str(text).map_err(|_| CopyError::Damaged)?;
        if whole.records.len() > MOST_RECORDS {
            return Err(CopyError::TooLarge);
        }
        let mut seen = BTreeSet::new();
        let records = whole.records.into_iter().map(|row| {
            let record = row.read()?;
            // Two of one name would be one once restored.
            if seen.insert(record.id) { Ok(record) } else { Err(CopyError::Damaged) }
        });
        Ok(Self { made_on: whole.made_on, records: records.collect::<Result<_, _>>()? })
    }

    /// How many records of each kind there are.
    #[must_use]
    pub fn contents(&self) -> Vec<(String, usize)> {
        count(self.records.iter().map(|record| record.opened.kind.as_str()))
    }

    /// How many records this version of Held cannot read as what they say they are.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.records.iter().filter(|record| record.check().is_err()).count()
    }
}

/// How many there are of each, by name.
pub(crate) fn count<'a>(kinds: impl Iterator<Item = &'a str>) -> Vec<(String, usize)> {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for kind in kinds {
        *counts.entry(kind.to_owned()).or_default() += 1;
    }
    counts.into_iter().collect()
}

impl CopiedRecord {
    /// What it says, in one form whatever wrote it.
    pub(crate) fn check(&self) -> Result<Vec<u8>, RecordError> {
        settled(&self.opened)
    }
}

impl Row {
    fn read(self) -> Result<CopiedRecord, CopyError> {
        let id = BASE64URL_NOPAD.decode(self.id.as_bytes()).ok().and_then(|id| id.try_into().ok());
        let fits = self.body.get().len() <= MOST_IN_A_RECORD && self.kind.len() <= LONGEST_KIND;
        match id {
            Some(id) if fits => Ok(CopiedRecord {
                id: RecordId(id),
                opened: Opened { kind: self.kind, version: self.version, stamps: None, body: self.body },
            }),
            _ => Err(CopyError::Damaged),
        }
    }
}

/// Whether a text that is not whole began as a copy.
fn looks_like_one(text: &str) -> bool {
    text.get(..64).unwrap_or(text).contains(FORMAT)
}

impl fmt::Debug for VaultCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultCopy").field("made_on", &self.made_on).field("holds", &self.contents()).finish()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    /// As version 1 was written on the day it came to be.
    const FROZEN: &str = r#"{"format":"held-copy","version":1,"made_on":"2026-11-23","records":[
{"id":"AQEBAQEBAQEBAQEBAQEBAQ","kind":"check-in","version":1,"body":{"at":1795478400000,"day":"2026-11-23","carrying":{"given":"cant_tell"},"came_home":{"given":[{"sign":"numb"},{"own":"the phone"}]},"body":{"given":{"jaw":"clear"}},"set_down":"skipped"}},
{"id":"AgICAgICAgICAgICAgICAg","kind":"chips","version":1,"body":{"put_away":["dread"],"own":["the phone"]}}
]}
"#;

    #[test]
    fn version_1_stays_readable_and_is_written_as_it_was() {
        let copy = VaultCopy::decode(FROZEN.as_bytes()).expect("a copy");
        assert_eq!(copy.encode().as_str(), FROZEN);
        assert_eq!(copy.unreadable(), 0);
        expect![[r#"VaultCopy { made_on: 2026-11-23, holds: [("check-in", 1), ("chips", 1)] }"#]]
            .assert_eq(&format!("{copy:?}"));
    }

    #[test]
    fn every_cut_is_noticed() {
        for end in 0..FROZEN.len() - 1 {
            let cut = VaultCopy::decode(&FROZEN.as_bytes()[..end]).map(|copy| copy.records.len());
            assert!(matches!(cut, Err(CopyError::Damaged | CopyError::NotACopy)), "{end}: {cut:?}");
        }
        let end = FROZEN.len() - 20;
        assert_eq!(VaultCopy::decode(&FROZEN.as_bytes()[..end]).unwrap_err(), CopyError::Damaged);
    }

    #[test]
    fn what_is_no_copy_is_told_from_what_is_newer_or_was_changed() {
        let of = |text: &str| VaultCopy::decode(text.as_bytes()).unwrap_err();
        assert_eq!(of(""), CopyError::NotACopy);
        assert_eq!(of("{}"), CopyError::NotACopy);
        assert_eq!(of(r#"{"format":"something","version":1}"#), CopyError::NotACopy);
        assert_eq!(
            of(&FROZEN.replace("\"version\":1,\"made_on\"", "\"version\":2,\"made_on\"")),
            CopyError::Newer
        );
        assert_eq!(
            of(&FROZEN.replace("AgICAgICAgICAgICAgICAg", "AQEBAQEBAQEBAQEBAQEBAQ")),
            CopyError::Damaged
        );
        assert_eq!(of(&FROZEN.replace("AgICAgICAgICAgICAgICAg", "AgIC")), CopyError::Damaged);
        assert_eq!(VaultCopy::decode(b"\xff\xfe").unwrap_err(), CopyError::NotACopy);
    }

    #[test]
    fn debug_never_shows_what_is_in_it() {
        let document = Document::new("canary".to_owned());
        expect!["Document(6 bytes)"].assert_eq(&format!("{document:?}"));
    }
}
