//! The record log of an account: sealed records in the order in which the server took them, each with a place.
//!
//! Several devices of one clinician write to it. An append says after which place it belongs and is refused if another
//! device was faster, so whoever writes has seen all that came before. With it comes a *seal on the log*, made by the
//! client over everything up to there: the server keeps the last one and can neither make nor change one.
//!
//! A record that was written again later needs its bytes no more. The server then keeps the digest in their place, so
//! that the seal can still be checked; whoever reads finds the record itself further on. Both directions are bytes.
//!
//! ```text
//! append: version 1 · after 8 · seal: length 2, bytes · entries: record 16 · length 4 · sealed bytes
//! page:   version 1 · last 8 · epoch 8 · now 8 · seal: length 2, bytes · entries:
//!         record 16 · 1 · length 4 · sealed bytes, or record 16 · 2 · digest 32
//! ```
//!
//! Numbers are big-endian. The entries of a page follow the place that was asked for, without holes.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::{LOG_BATCH_BYTES, LOG_PAGE_ENTRIES, LOG_SEAL_BYTES, SEALED_RECORD_BYTES};
use crate::mailbox::Sequence;
use crate::{Digest, RecordId, Timestamp};

const VERSION: u8 = 1;
const WHOLE: u8 = 1;
const REPLACED: u8 = 2;

/// One sealed record on its way into the log.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which record of the vault.
    pub record: RecordId,
    /// What was sealed.
    pub sealed: Vec<u8>,
}

/// What a client writes: `POST /api/v1/account/log`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogAppend {
    /// The last place it has seen: refused with [`crate::problem::ProblemKind::LogMoved`] if there is more.
    pub after: Sequence,
    /// The seal on the log as it is once these are in it.
    pub seal: Vec<u8>,
    /// At most [`LOG_PAGE_ENTRIES`]; none, if only the seal is to be made anew.
    pub entries: Vec<Entry>,
}

/// The answer to an append: JSON, unlike the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appended {
    /// The last place in the log now.
    pub last: Sequence,
}

/// What a client reads: `GET /api/v1/account/log?after={place}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// The last place in the log; there is more to read if this page ends before it.
    pub last: Sequence,
    /// Rises when the server is restored from a backup.
    pub epoch: u64,
    /// The server's time.
    pub now: Timestamp,
    /// The seal that came with the last append; empty before the first.
    pub seal: Vec<u8>,
    /// What follows the place asked for.
    pub entries: Vec<PageEntry>,
}

/// One entry of the log, as the server still has it.
#[derive(Clone, PartialEq, Eq)]
pub struct PageEntry {
    /// Which record of the vault.
    pub record: RecordId,
    /// What is left of it.
    pub content: Content,
}

/// What is left of an entry.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// The sealed record.
    Whole(Vec<u8>),
    /// The digest of what was there: the record was written again later.
    Replaced(Digest),
}

/// These bytes are neither an append nor a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLog {
    /// Of another version than this code reads.
    #[error("the log is of version {0}, which this version does not read")]
    Version(u8),
    /// They end in the middle of something.
    #[error("the bytes end in the middle of an entry")]
    Cut,
    /// More, or larger, than may travel at once.
    #[error("there is more here than may travel at once")]
    TooLarge,
    /// An entry of no known form.
    #[error("an entry has no known form")]
    Form,
}

impl PageEntry {
    /// The digest that the seal on the log covers.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match &self.content {
            Content::Whole(sealed) => Digest::of(sealed),
            Content::Replaced(digest) => *digest,
        }
    }
}

/// How many bytes an entry of `sealed` bytes takes in an append.
#[must_use]
pub const fn entry_bytes(sealed: usize) -> usize {
    RecordId::LENGTH + 4 + sealed
}

impl LogAppend {
    /// The bytes that travel.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.after.0.to_be_bytes());
        push_seal(&mut bytes, &self.seal);
        for Entry { record, sealed } in &self.entries {
            bytes.extend_from_slice(&record.0);
            push_sealed(&mut bytes, sealed);
        }
        bytes
    }

    /// Reads an append that came from outside.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadLog> {
        if bytes.len() > LOG_BATCH_BYTES {
            return Err(BadLog::TooLarge);
        }
        let mut rest = versioned(bytes)?;
        let after = Sequence(u64::from_be_bytes(take(&mut rest)?));
        let seal = take_seal(&mut rest)?;
        let mut entries = Vec::new();
        while !rest.is_empty() {
            if entries.len() == LOG_PAGE_ENTRIES {
                return Err(BadLog::TooLarge);
            }
            let record = RecordId(take(&mut rest)?);
            entries.push(Entry { record, sealed: take_sealed(&mut rest)? });
        }
        Ok(Self { after, seal, entries })
    }
}

impl LogPage {
    /// The bytes that travel.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for number in [self.last.0, self.epoch, self.now.0] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        push_seal(&mut bytes, &self.seal);
        for PageEntry { record, content } in &self.entries {
            bytes.extend_from_slice(&record.0);
            match content {
                Content::Whole(sealed) => {
                    bytes.push(WHOLE);
                    push_sealed(&mut bytes, sealed);
                }
                Content::Replaced(digest) => {
                    bytes.push(REPLACED);
                    bytes.extend_from_slice(&digest.0);
                }
            }
        }
        bytes
    }

    /// Reads a page that came from outside.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadLog> {
        let mut rest = versioned(bytes)?;
        let [last, epoch, now] =
            [take(&mut rest)?, take(&mut rest)?, take(&mut rest)?].map(u64::from_be_bytes);
        let seal = take_seal(&mut rest)?;
        let mut entries = Vec::new();
        while !rest.is_empty() {
            if entries.len() == LOG_PAGE_ENTRIES {
                return Err(BadLog::TooLarge);
            }
            let record = RecordId(take(&mut rest)?);
            let content = match take::<1>(&mut rest)? {
                [WHOLE] => Content::Whole(take_sealed(&mut rest)?),
                [REPLACED] => Content::Replaced(Digest(take(&mut rest)?)),
                _ => return Err(BadLog::Form),
            };
            entries.push(PageEntry { record, content });
        }
        Ok(Self { last: Sequence(last), epoch, now: Timestamp(now), seal, entries })
    }
}

fn push_seal(bytes: &mut Vec<u8>, seal: &[u8]) {
    debug_assert!(seal.len() <= LOG_SEAL_BYTES, "a seal on the log has one length, below the limit");
    bytes.extend_from_slice(&u16::try_from(seal.len()).unwrap_or(u16::MAX).to_be_bytes());
    bytes.extend_from_slice(seal);
}

fn push_sealed(bytes: &mut Vec<u8>, sealed: &[u8]) {
    debug_assert!(sealed.len() <= SEALED_RECORD_BYTES, "no sealed record is longer");
    bytes.extend_from_slice(&u32::try_from(sealed.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend_from_slice(sealed);
}

fn versioned(bytes: &[u8]) -> Result<&[u8], BadLog> {
    match bytes.split_first() {
        Some((&VERSION, rest)) => Ok(rest),
        Some((&version, _)) => Err(BadLog::Version(version)),
        None => Err(BadLog::Cut),
    }
}

fn take_seal(rest: &mut &[u8]) -> Result<Vec<u8>, BadLog> {
    let length = usize::from(u16::from_be_bytes(take(rest)?));
    if length > LOG_SEAL_BYTES { Err(BadLog::TooLarge) } else { take_bytes(rest, length) }
}

fn take_sealed(rest: &mut &[u8]) -> Result<Vec<u8>, BadLog> {
    let length = usize::try_from(u32::from_be_bytes(take(rest)?)).map_err(|_| BadLog::TooLarge)?;
    if length > SEALED_RECORD_BYTES { Err(BadLog::TooLarge) } else { take_bytes(rest, length) }
}

fn take_bytes(rest: &mut &[u8], length: usize) -> Result<Vec<u8>, BadLog> {
    let (bytes, after) = rest.split_at_checked(length).ok_or(BadLog::Cut)?;
    *rest = after;
    Ok(bytes.to_vec())
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], BadLog> {
    let (head, after) = rest.split_first_chunk::<N>().ok_or(BadLog::Cut)?;
    *rest = after;
    Ok(*head)
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({}, {} bytes)", self.record, self.sealed.len())
    }
}

impl fmt::Debug for PageEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Whole(sealed) => write!(f, "PageEntry({}, {} bytes)", self.record, sealed.len()),
            Content::Replaced(_) => write!(f, "PageEntry({}, replaced)", self.record),
        }
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    use super::*;

    fn append() -> LogAppend {
        let entry = |n: u8, sealed: &[u8]| Entry { record: RecordId([n; 16]), sealed: sealed.to_vec() };
        LogAppend { after: Sequence(7), seal: vec![9; 3], entries: vec![entry(1, b"sealed"), entry(2, b"")] }
    }

    fn page() -> LogPage {
        let entry = |n: u8, content| PageEntry { record: RecordId([n; 16]), content };
        LogPage {
            last: Sequence(9),
            epoch: 2,
            now: Timestamp(1_000),
            seal: vec![9; 3],
            entries: vec![
                entry(1, Content::Replaced(Digest([5; 32]))),
                entry(1, Content::Whole(b"sealed".to_vec())),
            ],
        }
    }

    const APPEND_1: &str = "01000000000000000700030909090101010101010101010101010101010100000006\
        7365616c65640202020202020202020202020202020200000000";
    const PAGE_1: &str = "010000000000000009000000000000000200000000000003e800030909090101010101010101\
        0101010101010101020505050505050505050505050505050505050505050505050505050505050505\
        0101010101010101010101010101010101000000067365616c6564";

    #[test]
    fn version_1_stays_readable() {
        let frozen = |hex: &str| HEXLOWER.decode(hex.as_bytes()).unwrap();
        assert_eq!(HEXLOWER.encode(&append().encode()), APPEND_1);
        assert_eq!(LogAppend::decode(&frozen(APPEND_1)), Ok(append()));
        assert_eq!(HEXLOWER.encode(&page().encode()), PAGE_1);
        assert_eq!(LogPage::decode(&frozen(PAGE_1)), Ok(page()));
    }

    #[test]
    fn what_is_neither_is_refused() {
        let empty = LogAppend { entries: Vec::new(), ..append() };
        let (append, page) = (append().encode(), page().encode());
        assert_eq!(LogAppend::decode(&[]), Err(BadLog::Cut));
        assert_eq!(LogPage::decode(&[2]), Err(BadLog::Version(2)));
        assert_eq!(LogAppend::decode(&append[..append.len() - 1]), Err(BadLog::Cut));
        assert_eq!(LogPage::decode(&page[..page.len() - 1]), Err(BadLog::Cut));
        assert_eq!(LogAppend::decode(&vec![VERSION; LOG_BATCH_BYTES + 1]), Err(BadLog::TooLarge));
        let huge = [&append[..14 + 16], &u32::MAX.to_be_bytes()].concat();
        assert_eq!(LogAppend::decode(&huge), Err(BadLog::TooLarge));
        let mut odd = page.clone();
        odd[30 + 16] = 7;
        assert_eq!(LogPage::decode(&odd), Err(BadLog::Form));
        let entry = Entry { record: RecordId([0; 16]), sealed: Vec::new() };
        let many = LogAppend { entries: vec![entry; LOG_PAGE_ENTRIES + 1], ..empty };
        assert_eq!(LogAppend::decode(&many.encode()), Err(BadLog::TooLarge));
    }

    proptest! {
        #[test]
        fn decoding_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let bytes = [&[VERSION][..], &bytes].concat();
            let _ = (LogAppend::decode(&bytes), LogPage::decode(&bytes));
        }
    }
}
