//! The stored forms: what a sealed record holds once opened.
//!
//! Each kind is a file here with a version and a frozen vector. Inside its seal a record is
//! `{"kind": …, "version": …, "stamps": …, "body": …}`; a body may gain fields with defaults, and a change that older
//! code would misread gets a new version, with the older ones still readable. The stamps say when each field was said
//! (`ledger.rs`); a record that was kept before there were any has none.

pub(crate) mod account;
pub(crate) mod caseload;
pub(crate) mod check_in;
pub(crate) mod conflict_check;
pub(crate) mod copies;
pub(crate) mod directory;
pub(crate) mod door;
pub(crate) mod hello;
pub(crate) mod ledger;
pub(crate) mod people;
pub(crate) mod ways_in;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::stamps::Stamps;

pub use crypto::vault::RecordId;

/// Bytes as base64url text.
pub(crate) mod bytes {
    use data_encoding::BASE64URL_NOPAD;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64URL_NOPAD.encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        BASE64URL_NOPAD.decode(String::deserialize(from)?.as_bytes()).map_err(D::Error::custom)
    }

    /// The same for a record's name, if there is one.
    pub(crate) mod name {
        use serde::{Deserializer, Serialize as _, Serializer, de::Error as _};

        use super::super::RecordId;

        pub(crate) fn serialize<S: Serializer>(name: &Option<RecordId>, to: S) -> Result<S::Ok, S::Error> {
            name.map(|name| super::BASE64URL_NOPAD.encode(&name.0)).serialize(to)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<RecordId>, D::Error> {
            let Some(text) = <Option<String> as serde::Deserialize>::deserialize(from)? else {
                return Ok(None);
            };
            let bytes = super::BASE64URL_NOPAD.decode(text.as_bytes()).map_err(D::Error::custom)?;
            let id = bytes.try_into().map_err(|_| D::Error::custom("expected 16 bytes"))?;
            Ok(Some(RecordId(id)))
        }
    }

    /// The same for a fixed number of bytes.
    pub(crate) mod array {
        use serde::{Deserializer, Serializer, de::Error as _};

        pub(crate) fn serialize<S: Serializer>(bytes: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
            super::serialize(bytes, to)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
            super::deserialize(from)?.try_into().map_err(|_| D::Error::custom("expected 32 bytes"))
        }
    }
}

/// A kind of record.
pub(crate) trait Stored: Serialize + DeserializeOwned {
    /// Its name inside the seal.
    const KIND: &'static str;
    /// The version written now.
    const VERSION: u16 = 1;
}

/// Why an opened record could not be understood. It is left where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Not a record at all.
    #[error("this is not a record")]
    Malformed,
    /// A kind or version from a newer Held.
    #[error("this record comes from a newer version of Held")]
    Newer,
}

/// An opened record whose kind is known and whose body is not yet read.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Opened {
    pub(crate) kind: String,
    pub(crate) version: u16,
    #[serde(default)]
    pub(crate) stamps: Option<Stamps>,
    pub(crate) body: Box<RawValue>,
}

/// The body of a record, as JSON.
pub(crate) fn body<T: Stored>(record: &T) -> Box<RawValue> {
    // Records are plain data with string keys, which serde_json always writes.
    to_raw_value(record).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

impl Opened {
    /// A record as it is written today, without stamps.
    pub(crate) fn new<T: Stored>(record: &T) -> Self {
        Self { kind: T::KIND.to_owned(), version: T::VERSION, stamps: None, body: body(record) }
    }

    /// Reads the frame of opened bytes.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        serde_json::from_slice(bytes).map_err(|_| RecordError::Malformed)
    }

    /// The bytes to seal, as they are.
    pub(crate) fn encode(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct AsIs<'a> {
            kind: &'a str,
            version: u16,
            #[serde(skip_serializing_if = "Option::is_none")]
            stamps: Option<&'a Stamps>,
            body: &'a RawValue,
        }
        let Self { kind, version, stamps, body } = self;
        let frame = AsIs { kind, version: *version, stamps: stamps.as_ref(), body };
        serde_json::to_vec(&frame).unwrap_or_default()
    }

    /// Reads the body as the kind it is said to be.
    pub(crate) fn body<T: Stored>(&self) -> Result<T, RecordError> {
        if self.kind != T::KIND || self.version > T::VERSION {
            return Err(RecordError::Newer);
        }
        serde_json::from_str(self.body.get()).map_err(|_| RecordError::Malformed)
    }
}

/// What a record says, in the one form that is written today, so that two of them can be compared. A kind or version
/// that is not known here is an error of its own: it may be fine, and nothing can be said of it.
pub(crate) fn settled(opened: &Opened) -> Result<Vec<u8>, RecordError> {
    macro_rules! as_kind {
        ($($record:ty),+ $(,)?) => {
            match opened.kind.as_str() {
                $(<$record>::KIND => Ok(Opened::new(&opened.body::<$record>()?).encode()),)+
                _ => Err(RecordError::Newer),
            }
        };
    }
    as_kind!(
        account::AccountRecord,
        account::DeviceRecord,
        caseload::CalendarRecord,
        caseload::SessionKeyRecord,
        caseload::WeekRecord,
        check_in::CheckInRecord,
        check_in::ChipsRecord,
        conflict_check::CheckRecord,
        conflict_check::ReceivedCheckRecord,
        copies::CopiesRecord,
        copies::SetAsideRecord,
        directory::DirectoryPartRecord,
        directory::DirectoryRecord,
        door::DoorRecord,
        door::ListingDraftRecord,
        hello::HelloRecord,
        hello::ReceivedHelloRecord,
        ledger::LedgerRecord,
        people::ClientsSaidRecord,
        people::PersonRecord,
        people::PlaceRecord,
        ways_in::WaysInRecord,
    )
}

#[cfg(test)]
pub(crate) mod testing {
    use super::{Opened, Stored};

    /// Frozen bytes still open, and what is written today opens as the same.
    pub(crate) fn check_frozen<T: Stored + PartialEq + core::fmt::Debug>(frozen: &str) {
        let record: T = Opened::decode(frozen.as_bytes()).expect("a frame").body().expect("a body");
        let again: T =
            Opened::decode(&Opened::new(&record).encode()).expect("a frame").body().expect("a body");
        assert_eq!(record, again);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_record_are_refused_and_newer_ones_left_alone() {
        for bytes in [&b""[..], b"{}", b"\xff\xfe", b"[1,2]", br#"{"kind":1,"version":1,"body":{}}"#] {
            assert_eq!(Opened::decode(bytes).unwrap_err(), RecordError::Malformed);
        }
        let newer = Opened::decode(br#"{"kind":"check-in","version":9,"body":{}}"#).unwrap();
        assert_eq!(newer.body::<check_in::CheckInRecord>().unwrap_err(), RecordError::Newer);
    }
}
