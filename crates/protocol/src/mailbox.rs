//! Mailboxes: the server holds sealed envelopes for someone, in order, until they are acknowledged.
//!
//! A mailbox is a random id with two capabilities: one to write, given to whoever may write, and one to read, kept by
//! its owner. The server learns neither who that is nor what an envelope holds. Requests and answers are JSON, except
//! a page of envelopes, which is bytes: see [`encode_page`].

use serde::{Deserialize, Serialize};

use crate::limits::{ENVELOPE_BYTES, MAILBOX_DAYS, PAGE_ENVELOPES};
use crate::{CapabilityHash, EnvelopeId};

/// An envelope's place in its mailbox: 1, 2, 3 … without holes, in the order in which they became readable.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sequence(pub u64);

/// Makes a mailbox, or renews one with the same keys: `PUT /api/v1/mailboxes/{mailbox}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeMailbox {
    /// The hash of the capability that appends.
    pub write: CapabilityHash,
    /// The hash of the capability that reads, acknowledges and waits.
    pub read: CapabilityHash,
    /// How long the mailbox is kept from now, and an envelope from its arrival.
    pub days: Days,
}

/// A mailbox's keeping time: 1 to 90 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Days(u16);

/// The number of days was not between 1 and 90.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a mailbox is kept between 1 and {MAILBOX_DAYS} days")]
pub struct BadDays;

impl Days {
    /// The longest keeping time.
    pub const LONGEST: Self = Self(MAILBOX_DAYS);

    /// The number of days.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The same in milliseconds.
    #[must_use]
    pub const fn milliseconds(self) -> u64 {
        self.0 as u64 * crate::Timestamp::DAY
    }
}

impl TryFrom<u16> for Days {
    type Error = BadDays;
    fn try_from(days: u16) -> Result<Self, BadDays> {
        if (1..=MAILBOX_DAYS).contains(&days) { Ok(Self(days)) } else { Err(BadDays) }
    }
}

impl From<Days> for u16 {
    fn from(days: Days) -> Self {
        days.0
    }
}

/// The answer to an append, and to every repeat of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appended {
    /// The envelope's place, the same for every repeat.
    pub sequence: Sequence,
}

/// Lets go of what was read: `POST /api/v1/mailboxes/{mailbox}/acknowledge`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledge {
    /// The last envelope that is safely kept elsewhere; bodies up to here are deleted.
    pub up_to: Sequence,
}

/// One sealed envelope, as the server holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its place in the mailbox.
    pub sequence: Sequence,
    /// The id its sender gave it.
    pub id: EnvelopeId,
    /// What was sealed.
    pub body: Vec<u8>,
}

impl core::fmt::Debug for Envelope {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Envelope({}, {:?}, {} bytes)", self.sequence.0, self.id, self.body.len())
    }
}

/// The bytes were not a page of envelopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPage {
    /// It is of another version than this code reads.
    #[error("the page is of version {0}, which this version does not read")]
    Version(u8),
    /// It ends in the middle of an envelope.
    #[error("the page ends in the middle of an envelope")]
    Cut,
    /// It holds more envelopes, or a larger one, than a page may.
    #[error("the page holds more than a page may")]
    TooLarge,
    /// Its envelopes are not in rising order.
    #[error("the page's envelopes are not in order")]
    Order,
}

const PAGE_VERSION: u8 = 1;
const FRAME_HEAD: usize = 8 + EnvelopeId::LENGTH + 4;

/// How many bytes an envelope with a body of `body` bytes takes in a page.
#[must_use]
pub const fn frame_bytes(body: usize) -> usize {
    FRAME_HEAD + body
}

/// Writes a page: a version byte, then for each envelope its sequence (u64), id (16 bytes), length (u32) and body,
/// numbers in big-endian order.
#[must_use]
pub fn encode_page(envelopes: &[Envelope]) -> Vec<u8> {
    let size = 1 + envelopes.iter().map(|envelope| frame_bytes(envelope.body.len())).sum::<usize>();
    let mut page = Vec::with_capacity(size);
    page.push(PAGE_VERSION);
    for Envelope { sequence, id, body } in envelopes {
        debug_assert!(body.len() <= ENVELOPE_BYTES, "the server never stores a larger one");
        let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        page.extend_from_slice(&sequence.0.to_be_bytes());
        page.extend_from_slice(&id.0);
        page.extend_from_slice(&length.to_be_bytes());
        page.extend_from_slice(body);
    }
    page
}

/// Reads a page that came from outside: at most [`PAGE_ENVELOPES`] of at most [`ENVELOPE_BYTES`], in rising order.
pub fn decode_page(bytes: &[u8]) -> Result<Vec<Envelope>, BadPage> {
    let (&version, mut rest) = bytes.split_first().ok_or(BadPage::Cut)?;
    if version != PAGE_VERSION {
        return Err(BadPage::Version(version));
    }
    let mut envelopes: Vec<Envelope> = Vec::new();
    while !rest.is_empty() {
        if envelopes.len() == PAGE_ENVELOPES {
            return Err(BadPage::TooLarge);
        }
        let sequence = Sequence(u64::from_be_bytes(take(&mut rest)?));
        let id = EnvelopeId(take(&mut rest)?);
        let length = usize::try_from(u32::from_be_bytes(take(&mut rest)?)).map_err(|_| BadPage::TooLarge)?;
        if length > ENVELOPE_BYTES {
            return Err(BadPage::TooLarge);
        }
        let (body, after) = rest.split_at_checked(length).ok_or(BadPage::Cut)?;
        rest = after;
        if envelopes.last().is_some_and(|before| before.sequence >= sequence) {
            return Err(BadPage::Order);
        }
        envelopes.push(Envelope { sequence, id, body: body.to_vec() });
    }
    Ok(envelopes)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], BadPage> {
    let (head, after) = rest.split_first_chunk::<N>().ok_or(BadPage::Cut)?;
    *rest = after;
    Ok(*head)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VERSION_1: &[u8] = include_bytes!("../tests/vectors/mailbox-page-1.bin");

    fn two_hellos() -> Vec<Envelope> {
        vec![
            Envelope { sequence: Sequence(3), id: EnvelopeId([0xA1; 16]), body: b"from Ana".to_vec() },
            Envelope { sequence: Sequence(4), id: EnvelopeId([0xB2; 16]), body: Vec::new() },
        ]
    }

    #[test]
    fn version_1_stays_readable() {
        assert_eq!(decode_page(VERSION_1), Ok(two_hellos()));
        assert_eq!(encode_page(&two_hellos()), VERSION_1);
    }

    #[test]
    fn what_is_not_a_page_is_refused() {
        let page = encode_page(&two_hellos());
        for cut in 0..page.len() {
            // A page cut exactly between two envelopes is a shorter page: the server's length header catches that.
            let whole = cut == 1 || cut == 1 + frame_bytes(8);
            assert_eq!(decode_page(&page[..cut]).is_ok(), whole, "cut at {cut}");
        }
        assert_eq!(decode_page(&[2]), Err(BadPage::Version(2)));
        let swapped: Vec<_> = two_hellos().into_iter().rev().collect();
        assert_eq!(decode_page(&encode_page(&swapped)), Err(BadPage::Order));
        let mut huge = page[..1 + 24].to_vec();
        huge.extend_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(decode_page(&huge), Err(BadPage::TooLarge));
        let envelope = |n| Envelope { sequence: Sequence(n), id: EnvelopeId([0; 16]), body: Vec::new() };
        let many: Vec<_> = (1..=PAGE_ENVELOPES as u64 + 1).map(envelope).collect();
        assert_eq!(decode_page(&encode_page(&many)), Err(BadPage::TooLarge));
    }

    #[test]
    fn a_mailbox_is_kept_for_1_to_90_days() {
        let made = |days: &str| {
            let hash = CapabilityHash([1; 32]);
            let text =
                format!(r#"{{"write":{0},"read":{0},"days":{days}}}"#, serde_json::to_string(&hash).unwrap());
            serde_json::from_str::<MakeMailbox>(&text).map(|make| make.days.get()).ok()
        };
        assert_eq!(
            ["0", "1", "90", "91", "-1", "1.5"].map(made),
            [None, Some(1), Some(90), None, None, None]
        );
    }

    proptest! {
        #[test]
        fn a_page_survives_its_bytes(bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..64), 0..9)) {
            let envelopes: Vec<_> = (5..).zip(bodies).map(|(n, body)| {
                Envelope { sequence: Sequence(n), id: EnvelopeId([n as u8; 16]), body }
            }).collect();
            prop_assert_eq!(decode_page(&encode_page(&envelopes)), Ok(envelopes));
        }

        #[test]
        fn decoding_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode_page(&bytes);
        }
    }
}
