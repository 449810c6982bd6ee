//! Editions of the directory: the steward signs the root, the root names every shard by its digest.
//!
//! [`DirectoryReader`] is the client's side. It believes one steward's key and never goes back to an older edition, so
//! a server can withhold news for a while but cannot invent, alter or bring back a listing.

use jiff::civil::Date;
use protocol::compact::{Compacts, CompactsError};
use protocol::directory::{
    Countersigned, DirectoryError, Listed, Publication, Root, Shard, ShardEntry, SignedRoot,
};
use protocol::{Digest, PublicKey};

use crate::keys::{Purpose, StewardKey, verify};
use crate::listing::{CountersignError, verify_countersigned};

/// Why an edition is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditionError {
    /// It names another steward's key than the pinned one.
    #[error("the directory is signed by another steward than the one this device knows")]
    AnotherSteward,
    /// The signature does not fit.
    #[error("the directory's signature does not fit")]
    BadSignature,
    /// It is older than one that was seen before.
    #[error("the server shows edition {offered}, older than edition {seen}, which this device has seen")]
    Older {
        /// The number the server shows.
        offered: u64,
        /// The number seen before.
        seen: u64,
    },
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] DirectoryError),
}

/// Why a shard or a file beside the shards is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// Not the bytes the root names.
    #[error("the server sent other bytes than the directory names")]
    OtherBytes,
    /// The right bytes, and about something else than the root says.
    #[error("a part of the directory is not what its root says")]
    OtherContent,
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] DirectoryError),
    /// The data on compacts cannot be read.
    #[error(transparent)]
    Compacts(#[from] CompactsError),
    /// The edition itself is not believed.
    #[error(transparent)]
    Edition(#[from] EditionError),
}

/// Signs an edition.
#[must_use]
pub fn sign_root(key: &StewardKey, root: &Root) -> SignedRoot {
    let body = serde_json::to_string(root).expect("a root holds only what JSON can write");
    let signature = key.sign(Purpose::Root, body.as_bytes());
    SignedRoot { body, key: key.public(), signature }
}

/// Checks that `steward` signed this edition, and reads it.
///
/// # Errors
/// When the key is another, the signature does not fit, or the root cannot be read.
pub fn verify_root(signed: &SignedRoot, steward: &PublicKey) -> Result<Root, EditionError> {
    if signed.key != *steward {
        return Err(EditionError::AnotherSteward);
    }
    verify(steward, Purpose::Root, signed.body.as_bytes(), &signed.signature)
        .map_err(|_| EditionError::BadSignature)?;
    Ok(Root::decode(&signed.body)?)
}

/// Checks a whole edition before it is published: the root's signature, and that exactly the parts it names are there.
///
/// # Errors
/// When anything does not fit.
pub fn verify_publication(
    publication: &Publication,
    steward: &PublicKey,
) -> Result<(Root, Vec<Shard>), PartError> {
    let root = verify_root(&publication.root, steward)?;
    if publication.shards.len() != root.shards.len() {
        return Err(PartError::OtherContent);
    }
    let shards = root.shards.iter().zip(&publication.shards);
    let shards =
        shards.map(|(entry, text)| read_shard(entry, text.as_bytes())).collect::<Result<Vec<_>, _>>()?;
    read_compacts(&root, publication.compacts.as_bytes())?;
    Ok((root, shards))
}

/// A client's view of one steward's directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryReader {
    steward: PublicKey,
    seen: u64,
}

impl DirectoryReader {
    /// Believes `steward` alone, and no edition before number `seen` (0 at first).
    #[must_use]
    pub fn new(steward: PublicKey, seen: u64) -> Self {
        Self { steward, seen }
    }

    /// The steward this reader believes.
    #[must_use]
    pub fn steward(&self) -> &PublicKey {
        &self.steward
    }

    /// The highest number it has accepted; to be kept with the pinned key.
    #[must_use]
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// Checks an edition the server shows, and from then on refuses any older one.
    ///
    /// # Errors
    /// When it is not by this steward, older than what was seen, or cannot be read.
    pub fn accept(&mut self, signed: &SignedRoot) -> Result<Root, EditionError> {
        let root = verify_root(signed, &self.steward)?;
        if root.number < self.seen {
            return Err(EditionError::Older { offered: root.number, seen: self.seen });
        }
        self.seen = root.number;
        Ok(root)
    }

    /// Checks the bytes of a shard that an accepted root names.
    ///
    /// # Errors
    /// When they are not the bytes named, or not what the root says of them.
    pub fn shard(&self, entry: &ShardEntry, bytes: &[u8]) -> Result<Shard, PartError> {
        read_shard(entry, bytes)
    }

    /// Checks the bytes of the data on compacts that an accepted root names.
    ///
    /// # Errors
    /// When they are not the bytes named, or cannot be read.
    pub fn compacts(&self, root: &Root, bytes: &[u8]) -> Result<Compacts, PartError> {
        read_compacts(root, bytes)
    }

    /// Checks one listing of a shard, by both its signatures, as of `today`.
    ///
    /// # Errors
    /// When it is not to be believed, or has ended.
    pub fn listed(&self, countersigned: &Countersigned, today: Date) -> Result<Listed, CountersignError> {
        verify_countersigned(countersigned, &self.steward, today)
    }
}

fn read_shard(entry: &ShardEntry, bytes: &[u8]) -> Result<Shard, PartError> {
    named(&entry.digest, entry.bytes, bytes)?;
    let shard = Shard::decode(bytes)?;
    if shard.jurisdiction != entry.jurisdiction || shard.listings.len() != entry.listings {
        return Err(PartError::OtherContent);
    }
    Ok(shard)
}

fn read_compacts(root: &Root, bytes: &[u8]) -> Result<Compacts, PartError> {
    named(&root.compacts.digest, root.compacts.bytes, bytes)?;
    let text = core::str::from_utf8(bytes).map_err(|error| DirectoryError::Malformed(error.to_string()))?;
    Ok(Compacts::decode(text)?)
}

fn named(digest: &Digest, length: u64, bytes: &[u8]) -> Result<(), PartError> {
    if bytes.len() as u64 != length || Digest::of(bytes) != *digest {
        return Err(PartError::OtherBytes);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use protocol::Timestamp;
    use protocol::directory::{Blob, FORMAT};

    use super::*;
    use crate::keys::ListingKey;
    use crate::listing::tests::countersigned_of;

    fn steward() -> StewardKey {
        StewardKey::from_seed(&[1; 32])
    }

    fn edition(number: u64) -> Publication {
        let listings = vec![countersigned_of(&steward(), &ListingKey::from_seed(&[2; 32]))];
        let shard = Shard { format: FORMAT, jurisdiction: "US-CA".parse().unwrap(), listings };
        let shard_text = serde_json::to_string(&shard).unwrap();
        let compacts = Compacts::BUNDLED.to_owned();
        let entry = ShardEntry {
            jurisdiction: shard.jurisdiction,
            digest: Digest::of(shard_text.as_bytes()),
            bytes: shard_text.len() as u64,
            listings: 1,
        };
        let root = Root {
            format: FORMAT,
            number,
            made_at: Timestamp(1_795_000_000_000),
            shards: vec![entry],
            compacts: Blob { digest: Digest::of(compacts.as_bytes()), bytes: compacts.len() as u64 },
        };
        Publication { root: sign_root(&steward(), &root), shards: vec![shard_text], compacts }
    }

    #[test]
    fn a_reader_goes_from_root_to_listing() {
        let edition = edition(3);
        let mut reader = DirectoryReader::new(steward().public(), 0);
        let root = reader.accept(&edition.root).unwrap();
        let shard = reader.shard(&root.shards[0], edition.shards[0].as_bytes()).unwrap();
        let listed = reader.listed(&shard.listings[0], date(2026, 12, 1)).unwrap();
        assert_eq!(listed.listing.name, "Bea Sample");
        assert!(!reader.compacts(&root, edition.compacts.as_bytes()).unwrap().rows.is_empty());
        assert_eq!(reader.seen(), 3);
    }

    #[test]
    fn an_older_edition_is_refused_and_the_same_one_is_fine() {
        let mut reader = DirectoryReader::new(steward().public(), 3);
        assert_eq!(reader.accept(&edition(2).root), Err(EditionError::Older { offered: 2, seen: 3 }));
        assert!(reader.accept(&edition(3).root).is_ok());
        assert!(reader.accept(&edition(5).root).is_ok());
        assert_eq!(reader.accept(&edition(4).root), Err(EditionError::Older { offered: 4, seen: 5 }));
    }

    #[test]
    fn another_steward_is_not_believed_even_with_a_good_signature() {
        let other = StewardKey::from_seed(&[8; 32]);
        let mut reader = DirectoryReader::new(other.public(), 0);
        assert_eq!(reader.accept(&edition(1).root), Err(EditionError::AnotherSteward));
        let mut swapped = edition(1).root;
        swapped.key = other.public();
        assert_eq!(reader.accept(&swapped), Err(EditionError::BadSignature));
        assert_eq!(reader.seen(), 0);
    }

    #[test]
    fn an_altered_root_or_shard_is_refused() {
        let edition = edition(1);
        let mut reader = DirectoryReader::new(steward().public(), 0);
        let mut altered = edition.root.clone();
        altered.body = altered.body.replace("\"number\":1", "\"number\":9");
        assert_eq!(reader.accept(&altered), Err(EditionError::BadSignature));

        let root = reader.accept(&edition.root).unwrap();
        let shard = edition.shards[0].replace("Bea", "Eve");
        assert_eq!(reader.shard(&root.shards[0], shard.as_bytes()), Err(PartError::OtherBytes));
        assert_eq!(reader.compacts(&root, b"{}"), Err(PartError::OtherBytes));
    }

    #[test]
    fn a_shard_about_another_place_than_the_root_says_is_refused() {
        let edition = edition(1);
        let mut reader = DirectoryReader::new(steward().public(), 0);
        let mut root = reader.accept(&edition.root).unwrap();
        root.shards[0].jurisdiction = "US-NY".parse().unwrap();
        let shard = reader.shard(&root.shards[0], edition.shards[0].as_bytes());
        assert_eq!(shard, Err(PartError::OtherContent));
    }

    #[test]
    fn only_a_whole_edition_is_published() {
        let good = edition(1);
        assert!(verify_publication(&good, &steward().public()).is_ok());
        let missing = Publication { shards: vec![], ..good.clone() };
        assert_eq!(verify_publication(&missing, &steward().public()), Err(PartError::OtherContent));
        let other = Publication { compacts: "{}".into(), ..good };
        assert_eq!(verify_publication(&other, &steward().public()), Err(PartError::OtherBytes));
    }
}
