//! The bytes of a folder's log: one frame for each save, appended.
//!
//! A file begins with `held` and a version byte. A frame is `length 4 · check of the body 8 · check of these twelve 4 ·
//! body`, numbers in big-endian order; its body is a list of entries: `0 name` removes a blob, `1 name length 4 bytes`
//! keeps one; a name is `0` for the head and `1 id 16` for a record. Whatever is kept is sealed already, so the checks
//! are against a power cut and a tired disk and not against a person.

use std::collections::BTreeMap;
use std::ops::Range;

use client::records::RecordId;
use client::{BlobName, Write};
use protocol::Digest;

/// How every log begins: its name and its version.
pub const BEGINNING: &[u8] = b"held\x01";

const HEAD: usize = 16;
const RECORD_ID: usize = size_of::<RecordId>();

/// What a log holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Where in the bytes each blob lies that is still kept.
    pub live: BTreeMap<BlobName, Range<usize>>,
    /// Where the last whole save ends; what follows was being written when the power went, and was never said to be
    /// durable.
    pub whole: usize,
}

/// The bytes are not a log this version can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLog {
    /// Not a log at all.
    #[error("the file is not one that Held wrote")]
    NotALog,
    /// Written by a newer version.
    #[error("the file was written by a newer version of Held ({0})")]
    Newer(u8),
    /// Changed after it was written, in a way that makes the rest of it uncertain.
    #[error("the file was damaged at byte {at}; nothing in it was changed")]
    Damaged {
        /// Where.
        at: usize,
    },
}

/// Reads a log. Bytes inside a blob that were changed are left for its seal to notice; a change to what says where
/// blobs begin and end is an error, and an unfinished last frame is not.
///
/// # Errors
/// When the bytes are no log, a newer one, or damaged.
pub fn scan(bytes: &[u8]) -> Result<Scan, BadLog> {
    if bytes.len() < BEGINNING.len() && BEGINNING.starts_with(bytes) {
        return Ok(Scan::default());
    }
    match bytes.split_first_chunk::<5>() {
        Some((beginning, _)) if beginning == BEGINNING => {}
        Some(([b'h', b'e', b'l', b'd', version], _)) => return Err(BadLog::Newer(*version)),
        _ => return Err(BadLog::NotALog),
    }
    let mut scan = Scan { live: BTreeMap::new(), whole: BEGINNING.len() };
    while let Some(frame) = next_frame(bytes, scan.whole)? {
        let entries = entries(bytes, frame.body.clone());
        let intact = check(&bytes[frame.body.clone()]) == frame.check;
        let is_last = frame.body.end == bytes.len();
        match entries {
            Some(entries) if intact || !is_last => {
                for (name, place) in entries {
                    match place {
                        Some(place) => scan.live.insert(name, place),
                        None => scan.live.remove(&name),
                    };
                }
            }
            _ if is_last && !intact => break,
            _ => return Err(BadLog::Damaged { at: scan.whole }),
        }
        scan.whole = frame.body.end;
    }
    Ok(scan)
}

/// One save, as it is appended.
#[derive(Debug)]
pub struct Frame {
    /// What is written.
    pub bytes: Vec<u8>,
    /// Each change, and where in `bytes` what is kept of it lies.
    pub entries: Vec<Entry>,
}

/// A change: the blob's place, or nothing where it was deleted.
pub type Entry = (BlobName, Option<Range<usize>>);

/// One save as a frame.
#[must_use]
pub fn frame(writes: &[Write]) -> Frame {
    let mut bytes = vec![0; HEAD];
    let mut entries = Vec::new();
    for write in writes {
        let (kind, name) = match write {
            Write::Delete(name) => (0, *name),
            Write::Put(name, _) => (1, *name),
        };
        bytes.push(kind);
        match name {
            BlobName::Head => bytes.push(0),
            BlobName::Record(id) => {
                bytes.push(1);
                bytes.extend_from_slice(&id.0);
            }
        }
        let mut place = None;
        if let Write::Put(_, blob) = write {
            bytes.extend_from_slice(&length(blob.len()));
            place = Some(bytes.len()..bytes.len() + blob.len());
            bytes.extend_from_slice(blob);
        }
        entries.push((name, place));
    }
    let body = bytes.len() - HEAD;
    let body_check = check(&bytes[HEAD..]);
    bytes[..4].copy_from_slice(&length(body));
    bytes[4..12].copy_from_slice(&body_check);
    let head_check = check(&bytes[..12]);
    bytes[12..HEAD].copy_from_slice(&head_check[..4]);
    Frame { bytes, entries }
}

/// How many bytes a blob of `bytes` takes in a log of its own.
pub(super) const fn frame_bytes(bytes: usize) -> usize {
    HEAD + 2 + RECORD_ID + 4 + bytes
}

struct Found {
    body: Range<usize>,
    check: [u8; 8],
}

/// The frame at `at`; `None` at the end, or where the last one was cut off.
fn next_frame(bytes: &[u8], at: usize) -> Result<Option<Found>, BadLog> {
    let rest = &bytes[at..];
    let Some((head, after)) = rest.split_first_chunk::<HEAD>() else { return Ok(None) };
    if check(&head[..12])[..4] != head[12..] {
        // Some file systems leave zeros where a write never arrived.
        let never_arrived = rest.iter().all(|byte| *byte == 0);
        return if never_arrived { Ok(None) } else { Err(BadLog::Damaged { at }) };
    }
    let (length, body_check) = head[..12].split_at(4);
    let length = length.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
    if length > after.len() {
        return Ok(None);
    }
    let start = at + HEAD;
    let check = body_check.try_into().map_err(|_| BadLog::Damaged { at })?;
    Ok(Some(Found { body: start..start + length, check }))
}

/// The entries of a frame's body; `None` if it does not hold together.
fn entries(bytes: &[u8], body: Range<usize>) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let (mut at, end) = (body.start, body.end);
    let mut take = |count: usize| {
        let from = at;
        at = at.checked_add(count).filter(|to| *to <= end)?;
        Some(from..at)
    };
    while let Some(kind) = take(1) {
        let name = match bytes[take(1)?.start] {
            0 => BlobName::Head,
            1 => BlobName::Record(RecordId(bytes[take(RECORD_ID)?].try_into().ok()?)),
            _ => return None,
        };
        let place = match bytes[kind.start] {
            0 => None,
            1 => {
                let length = bytes[take(4)?].iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte));
                Some(take(length)?)
            }
            _ => return None,
        };
        entries.push((name, place));
    }
    Some(entries)
}

fn check(bytes: &[u8]) -> [u8; 8] {
    let mut check = [0; 8];
    check.copy_from_slice(&Digest::of(bytes).0[..8]);
    check
}

/// A save of 4 GiB has failed long before it gets here; written wrong, its frame would be refused when read.
fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record(id: u8) -> BlobName {
        BlobName::Record(RecordId([id; 16]))
    }

    fn log(saves: &[Vec<Write>]) -> Vec<u8> {
        let frames = saves.iter().map(|writes| frame(writes).bytes);
        [BEGINNING.to_vec()].into_iter().chain(frames).collect::<Vec<_>>().concat()
    }

    fn two_saves() -> Vec<Vec<Write>> {
        vec![
            vec![Write::Put(BlobName::Head, b"head".to_vec()), Write::Put(record(1), b"one".to_vec())],
            vec![Write::Put(record(2), b"two".to_vec()), Write::Delete(record(1))],
        ]
    }

    fn kept(bytes: &[u8]) -> BTreeMap<BlobName, Vec<u8>> {
        let scan = scan(bytes).unwrap();
        scan.live.into_iter().map(|(name, place)| (name, bytes[place].to_vec())).collect()
    }

    #[test]
    fn version_1_stays_readable() {
        let frozen = include_bytes!("../../tests/vectors/folder-log-1.bin");
        assert_eq!(log(&two_saves()), frozen);
        assert_eq!(
            kept(frozen),
            BTreeMap::from([(BlobName::Head, b"head".to_vec()), (record(2), b"two".to_vec())])
        );
    }

    #[test]
    fn wherever_the_last_save_was_cut_off_the_one_before_is_whole() {
        let whole = log(&two_saves());
        let first = log(&two_saves()[..1]);
        for cut in first.len()..whole.len() {
            assert_eq!(scan(&whole[..cut]).unwrap().whole, first.len(), "cut at {cut}");
            assert_eq!(kept(&whole[..cut]), kept(&first), "cut at {cut}");
            let zeros = [&first[..], &vec![0; whole.len() - cut]].concat();
            assert_eq!(kept(&zeros), kept(&first));
        }
        for cut in 0..BEGINNING.len() {
            assert_eq!(scan(&BEGINNING[..cut]), Ok(Scan::default()));
        }
    }

    #[test]
    fn a_last_save_whose_bytes_did_not_all_arrive_counts_as_cut_off() {
        let mut bytes = log(&two_saves());
        *bytes.last_mut().unwrap() ^= 1;
        assert_eq!(kept(&bytes), kept(&log(&two_saves()[..1])));
    }

    #[test]
    fn a_changed_blob_is_left_to_its_seal_and_a_changed_frame_is_an_error() {
        let bytes = log(&two_saves());
        let second = scan(&log(&two_saves()[..1])).unwrap().whole;
        let mut blob = bytes.clone();
        blob[second - 1] ^= 1;
        assert_eq!(kept(&blob).len(), 2, "the head and record 2 are still there");
        let mut frame = bytes.clone();
        frame[BEGINNING.len()] ^= 0x40;
        assert_eq!(scan(&frame), Err(BadLog::Damaged { at: BEGINNING.len() }));
    }

    #[test]
    fn what_is_no_log_is_said_to_be_none() {
        assert_eq!(scan(b"something else"), Err(BadLog::NotALog));
        assert_eq!(scan(b"held\x02..."), Err(BadLog::Newer(2)));
    }

    proptest! {
        #[test]
        fn reading_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), begins in any::<bool>()) {
            let bytes = if begins { [BEGINNING, &bytes].concat() } else { bytes };
            let _ = scan(&bytes);
        }

        #[test]
        fn a_log_holds_what_was_last_written(saves in prop::collection::vec(prop::collection::vec(
            (0_u8..4, prop::option::of(prop::collection::vec(any::<u8>(), 0..9))), 1..5), 0..6)) {
            let mut expected = BTreeMap::new();
            let saves: Vec<Vec<Write>> = saves.into_iter().map(|save| save.into_iter().map(|(id, bytes)| {
                match bytes {
                    Some(bytes) => {
                        expected.insert(record(id), bytes.clone());
                        Write::Put(record(id), bytes)
                    }
                    None => {
                        expected.remove(&record(id));
                        Write::Delete(record(id))
                    }
                }
            }).collect()).collect();
            prop_assert_eq!(kept(&log(&saves)), expected);
        }
    }
}
