//! The directory: listings in shards, and one signed root that names every shard by its digest.
//!
//! Whatever is signed travels as the exact text that was signed, as a string inside JSON, and is never written anew to
//! be checked. Nothing here checks a signature; that is `trust`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{Digest, ListingId, PublicKey, Signature};
use crate::listing::{Jurisdiction, Listing, terms};
use crate::time::Timestamp;

/// The format this version writes, of shards, roots and countersignatures alike.
pub const FORMAT: u16 = 1;

/// Days a countersignature holds.
pub const LISTED_DAYS: u16 = 90;

/// The most of each thing a client accepts and a server takes.
pub struct Limits;

impl Limits {
    /// Shards in a root.
    pub const SHARDS: usize = 512;
    /// Bytes of a root's text.
    pub const ROOT_BYTES: usize = 256 * 1024;
    /// Bytes of one shard.
    pub const SHARD_BYTES: usize = 8 * 1024 * 1024;
    /// Bytes of all shards together.
    pub const TOTAL_BYTES: u64 = 64 * 1024 * 1024;
    /// Listings in one shard.
    pub const SHARD_LISTINGS: usize = 4_096;
    /// Checks in one countersignature.
    pub const CHECKS: usize = 32;
}

/// A listing under its therapist's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedListing {
    /// The exact text that was signed.
    pub body: String,
    /// By the key the listing names.
    pub signature: Signature,
}

/// A signed listing that the steward vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Countersigned {
    /// As the therapist signed it.
    pub listing: SignedListing,
    /// The exact text of a [`Vouching`], which the steward signed.
    pub vouching: String,
    /// By the steward.
    pub signature: Signature,
}

/// What the steward says about one listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vouching {
    /// Always [`FORMAT`] when this version writes it.
    pub format: u16,
    /// The digest of the listing's exact text.
    pub listing: Digest,
    /// What was checked, when and how.
    pub checks: Vec<Check>,
    /// The last day this holds.
    pub listed_until: Date,
}

/// One thing the steward checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// A licence or an authority under a compact.
    pub of: CheckedPart,
    /// Which one: its place in the listing, from 0.
    pub index: usize,
    /// The day it was checked.
    pub on: Date,
    /// How.
    pub how: CheckMethod,
}

terms! {
    /// What a check is about.
    CheckedPart {
        /// One of the listing's licences.
        Licence = "licence",
        /// One of its authorities under a compact.
        Authority = "authority",
    }
}

terms! {
    /// How a check was made.
    CheckMethod {
        /// Looked up on the board's or register's own site.
        PublicRegister = "public-register",
        /// Looked up on the compact commission's own site.
        CompactRegister = "compact-register",
        /// The board or register answered when asked.
        Asked = "asked",
        /// A certificate was shown.
        DocumentSeen = "document-seen",
        /// Nothing was checked in the world: a listing made for trying things out.
        SampleOnly = "sample",
    }
}

/// A listing with what the steward says about it, both read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// What the therapist says.
    pub listing: Listing,
    /// What was checked.
    pub checks: Vec<Check>,
    /// The last day it is listed.
    pub listed_until: Date,
}

impl Listed {
    /// The latest check of the licence at `index`, if there was one.
    #[must_use]
    pub fn licence_check(&self, index: usize) -> Option<&Check> {
        self.check(&CheckedPart::Licence, index)
    }

    /// The latest check of the authority at `index`, if there was one.
    #[must_use]
    pub fn authority_check(&self, index: usize) -> Option<&Check> {
        self.check(&CheckedPart::Authority, index)
    }

    fn check(&self, part: &CheckedPart, index: usize) -> Option<&Check> {
        self.checks
            .iter()
            .filter(|check| check.of == *part && check.index == index)
            .max_by_key(|check| check.on)
    }
}

/// The listings of the therapists who sit in one jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Always [`FORMAT`] when this version writes it.
    pub format: u16,
    /// Where they sit.
    pub jurisdiction: Jurisdiction,
    /// Their listings.
    pub listings: Vec<Countersigned>,
}

/// One edition of the directory: what there is and by which digest to ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Always [`FORMAT`] when this version writes it.
    pub format: u16,
    /// Rises with each edition; a client refuses to go back.
    pub number: u64,
    /// When the steward made it.
    pub made_at: Timestamp,
    /// Every shard.
    pub shards: Vec<ShardEntry>,
    /// The data on compacts.
    pub compacts: Blob,
}

/// Where one shard is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardEntry {
    /// Where its therapists sit.
    pub jurisdiction: Jurisdiction,
    /// The digest of its exact bytes.
    pub digest: Digest,
    /// How many bytes, uncompressed.
    pub bytes: u64,
    /// How many listings.
    pub listings: usize,
}

/// Where a file beside the shards is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blob {
    /// The digest of its exact bytes.
    pub digest: Digest,
    /// How many bytes, uncompressed.
    pub bytes: u64,
}

/// A root under the steward's signature: the answer to `GET /directory`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedRoot {
    /// The exact text that was signed.
    pub body: String,
    /// The steward's key. A client believes only the one it pinned.
    pub key: PublicKey,
    /// By that key.
    pub signature: Signature,
}

/// A whole edition, as a steward publishes it: the body of `PUT /directory`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The signed root.
    pub root: SignedRoot,
    /// The exact text of every shard the root names.
    pub shards: Vec<String>,
    /// The exact text of the data on compacts.
    pub compacts: String,
}

/// The key a first client pins: the answer to `GET /steward`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steward {
    /// The key that signs the directory.
    pub key: PublicKey,
}

/// The steward asking for something that is hers alone, signed: the body of `POST /steward/…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StewardRequest {
    /// What she asks for.
    pub purpose: String,
    /// When; the server takes only what is a few minutes old.
    pub at: Timestamp,
    /// By the steward's key.
    pub signature: Signature,
}

/// Listings that wait for the steward: the answer to `POST /steward/pending`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Oldest first, as their therapists signed them.
    pub listings: Vec<PendingListing>,
}

/// One listing that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingListing {
    /// Which one.
    pub id: ListingId,
    /// When it arrived.
    pub since: Timestamp,
    /// As its therapist signed it.
    pub listing: SignedListing,
}

/// Why a part of the directory cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryError {
    /// Larger than a client accepts.
    #[error("{what}: {amount}, more than the {most} that fit")]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How much.
        amount: u64,
        /// How much fits.
        most: u64,
    },
    /// Written by a newer version of Held.
    #[error("the directory is in format {0}, newer than this version of Held can read")]
    Newer(u16),
    /// Not what it should be.
    #[error("this part of the directory cannot be read: {0}")]
    Malformed(String),
}

impl Root {
    /// Reads a root from its text.
    ///
    /// # Errors
    /// When it is too large, too new, malformed, or names more than a client would fetch.
    pub fn decode(text: &str) -> Result<Self, DirectoryError> {
        let root: Self = decode(text, "bytes in the root", Limits::ROOT_BYTES)?;
        at_most("shards", root.shards.len() as u64, Limits::SHARDS as u64)?;
        at_most("bytes of compact data", root.compacts.bytes, crate::compact::Compacts::MOST_BYTES as u64)?;
        let mut total = 0_u64;
        for shard in &root.shards {
            at_most("bytes in a shard", shard.bytes, Limits::SHARD_BYTES as u64)?;
            at_most("listings in a shard", shard.listings as u64, Limits::SHARD_LISTINGS as u64)?;
            total += shard.bytes;
        }
        at_most("bytes in all shards", total, Limits::TOTAL_BYTES)?;
        Ok(root)
    }
}

impl Shard {
    /// Reads a shard from its bytes.
    ///
    /// # Errors
    /// When it is too large, too new or malformed.
    pub fn decode(bytes: &[u8]) -> Result<Self, DirectoryError> {
        at_most("bytes in a shard", bytes.len() as u64, Limits::SHARD_BYTES as u64)?;
        let text =
            core::str::from_utf8(bytes).map_err(|error| DirectoryError::Malformed(error.to_string()))?;
        let shard: Self = decode(text, "bytes in a shard", Limits::SHARD_BYTES)?;
        at_most("listings in a shard", shard.listings.len() as u64, Limits::SHARD_LISTINGS as u64)?;
        Ok(shard)
    }
}

impl Vouching {
    /// Reads a vouching from its text.
    ///
    /// # Errors
    /// When it is too large, too new or malformed.
    pub fn decode(text: &str) -> Result<Self, DirectoryError> {
        let vouching: Self = decode(text, "bytes in a countersignature", 16 * 1024)?;
        at_most("checks", vouching.checks.len() as u64, Limits::CHECKS as u64)?;
        Ok(vouching)
    }
}

fn decode<T: serde::de::DeserializeOwned>(
    text: &str,
    what: &'static str,
    most: usize,
) -> Result<T, DirectoryError> {
    at_most(what, text.len() as u64, most as u64)?;
    let format = format_of(text).map_err(DirectoryError::Malformed)?;
    if format > FORMAT {
        return Err(DirectoryError::Newer(format));
    }
    serde_json::from_str(text).map_err(|error| DirectoryError::Malformed(error.to_string()))
}

fn at_most(what: &'static str, amount: u64, most: u64) -> Result<(), DirectoryError> {
    if amount > most { Err(DirectoryError::TooMuch { what, amount, most }) } else { Ok(()) }
}

/// The format a text says it is in, read before anything else so that a newer one is called newer and not broken.
pub(crate) fn format_of(text: &str) -> Result<u16, String> {
    #[derive(Deserialize)]
    struct Format {
        format: u16,
    }
    serde_json::from_str(text).map(|Format { format }| format).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(shards: Vec<ShardEntry>) -> String {
        let compacts = Blob { digest: Digest([1; 32]), bytes: 2 };
        let root = Root { format: FORMAT, number: 1, made_at: Timestamp(5), shards, compacts };
        serde_json::to_string(&root).unwrap()
    }

    fn entry(bytes: u64) -> ShardEntry {
        ShardEntry { jurisdiction: "US-CA".parse().unwrap(), digest: Digest([2; 32]), bytes, listings: 3 }
    }

    #[test]
    fn the_first_version_of_each_part_stays_readable() {
        let root = Root::decode(include_str!("../tests/vectors/root-1.json")).unwrap();
        assert_eq!((root.number, root.shards[0].jurisdiction.as_str()), (3, "US-CA"));
        let shard = Shard::decode(include_bytes!("../tests/vectors/shard-1.json")).unwrap();
        assert_eq!(Digest::of(include_bytes!("../tests/vectors/shard-1.json")), root.shards[0].digest);
        let vouching = Vouching::decode(&shard.listings[0].vouching).unwrap();
        assert_eq!(vouching.checks[0].how, CheckMethod::PublicRegister);
        assert_eq!(Listing::decode(&shard.listings[0].listing.body).unwrap().name, "Bea Sample");
    }

    #[test]
    fn a_root_that_would_have_a_client_fetch_too_much_is_refused() {
        assert!(Root::decode(&root(vec![entry(100)])).is_ok());
        let huge = Root::decode(&root(vec![entry(u64::MAX)])).unwrap_err();
        assert_eq!(
            huge.to_string(),
            "bytes in a shard: 18446744073709551615, more than the 8388608 that fit"
        );
        assert!(Root::decode(&root(vec![entry(8 * 1024 * 1024); 9])).is_err());
        assert!(Root::decode(&root(vec![entry(1); Limits::SHARDS + 1])).is_err());
    }

    #[test]
    fn newer_and_broken_are_told_apart() {
        assert_eq!(Root::decode(r#"{"format":2,"shards":"other"}"#), Err(DirectoryError::Newer(2)));
        assert!(matches!(Root::decode("<html>"), Err(DirectoryError::Malformed(_))));
        assert!(matches!(Shard::decode(&[0xff, 0xfe]), Err(DirectoryError::Malformed(_))));
    }

    #[test]
    fn a_check_of_a_kind_from_a_newer_version_is_kept_and_harms_nothing() {
        let text = r#"{"format":1,"listing":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","listed_until":"2027-02-19",
            "checks":[{"of":"insurance","index":7,"on":"2026-11-01","how":"telephone"}]}"#;
        let vouching = Vouching::decode(text).unwrap();
        assert_eq!(vouching.checks[0].of, CheckedPart::Other("insurance".into()));
    }
}
