//! The epoch keys, sealed under the account key. An epoch, once used, stays on the ring as long as a record needs it.

use core::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::key_blob::{self, BlobError, Kind};
use super::slot::UnlockError;
use super::{Epoch, VaultId};
use crate::bytes::{Reader, WrongLength};
use crate::hazmat::key::Key;

/// More epochs than anyone turns devices away, few enough that a head stays small.
const MOST_EPOCHS: usize = 256;
const ENTRY: usize = size_of::<u32>() + Key::LENGTH;

/// How long a sealed keyring may be.
pub(super) const LONGEST: usize = key_blob::sealed_length(MOST_EPOCHS * ENTRY);

/// Never empty, and in order. Two devices may have started the same epoch, each with a key of its own.
pub(super) struct Keyring(Vec<(Epoch, Key)>);

impl Keyring {
    pub(super) fn make(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(vec![(Epoch(1), Key::make(rng))])
    }

    pub(super) fn newest(&self) -> (Epoch, &Key) {
        let (epoch, key) = self.0.last().expect("a keyring is made and opened with at least one key");
        (*epoch, key)
    }

    /// The keys of an epoch: one, as a rule.
    pub(super) fn of(&self, epoch: Epoch) -> impl Iterator<Item = &Key> {
        self.0.iter().filter(move |(known, _)| *known == epoch).map(|(_, key)| key)
    }

    /// Whether it has all keys of the other.
    pub(super) fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|(epoch, key)| self.of(*epoch).any(|own| own.expose() == key.expose()))
    }

    /// Takes over the keys it lacks. False, and nothing changes, if there are more than a ring holds.
    pub(super) fn join(&mut self, other: &Self) -> bool {
        let mut joined = Vec::with_capacity(self.0.len() + other.0.len());
        joined.extend(self.0.iter().cloned());
        let lacks = |(epoch, key): &&(Epoch, Key)| !self.of(*epoch).any(|own| own.expose() == key.expose());
        joined.extend(other.0.iter().filter(lacks).cloned());
        if joined.len() > MOST_EPOCHS {
            return false;
        }
        joined.sort_by(|(a, one), (b, other)| (a, one.expose()).cmp(&(b, other.expose())));
        self.0 = joined;
        true
    }

    /// Whether there is one newest key.
    pub(super) fn is_settled(&self) -> bool {
        self.of(self.newest().0).count() == 1
    }

    /// False, and nothing changes, when the ring is full.
    pub(super) fn start_epoch(&mut self, rng: &mut (impl CryptoRng + ?Sized)) -> bool {
        let Some(next) = self.newest().0.0.checked_add(1).filter(|_| self.0.len() < MOST_EPOCHS) else {
            return false;
        };
        // Into new memory by hand: a list that grows by itself leaves its keys behind, unwiped.
        let mut longer = Vec::with_capacity(self.0.len() + 1);
        longer.extend(self.0.iter().cloned());
        longer.push((Epoch(next), Key::make(rng)));
        self.0 = longer;
        true
    }

    /// Whether there is a key of an epoch before the newest.
    pub(super) const fn has_older(&self) -> bool {
        self.0.len() > 1
    }

    /// Drops every key but the newest.
    pub(super) fn drop_older(&mut self) {
        self.0 = self.0.last().cloned().into_iter().collect();
    }

    pub(super) fn seal(
        &self,
        account_key: &Key,
        vault: VaultId,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Vec<u8> {
        let mut content = Zeroizing::new(Vec::with_capacity(self.0.len() * ENTRY));
        for (epoch, key) in &self.0 {
            content.extend_from_slice(&epoch.0.to_be_bytes());
            content.extend_from_slice(key.expose());
        }
        key_blob::seal(account_key, Kind::Keyring, vault, &content, rng)
    }

    pub(super) fn open(sealed: &[u8], account_key: &Key, vault: VaultId) -> Result<Self, UnlockError> {
        let content =
            key_blob::open(account_key, Kind::Keyring, vault, sealed).map_err(|error| match error {
                // The slot vouched for the account key, so a ring that asks for another one is not this vault's.
                BlobError::WrongKey | BlobError::Damaged => UnlockError::Damaged,
            })?;
        parse(&content).map_err(|WrongLength| UnlockError::Damaged)
    }
}

fn parse(content: &[u8]) -> Result<Keyring, WrongLength> {
    let mut keys: Vec<(Epoch, Key)> = Vec::with_capacity(content.len() / ENTRY);
    for entry in content.chunks(ENTRY) {
        let mut entry = Reader::new(entry);
        let epoch = Epoch(entry.u32()?);
        let key = Key::from_bytes(entry.array()?);
        if keys.last().is_some_and(|(before, last)| (*before, last.expose()) >= (epoch, key.expose())) {
            return Err(WrongLength);
        }
        keys.push((epoch, key));
    }
    if keys.is_empty() || keys.len() > MOST_EPOCHS { Err(WrongLength) } else { Ok(Keyring(keys)) }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring({} hidden)", self.0.len())
    }
}
