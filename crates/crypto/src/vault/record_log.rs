//! The chain over an account's record log, and the seal on it: `version 1 · epoch 4 · round 4 · last 8 ·
//! chain 32 · tag 32`.
//!
//! **Who learns what.** The server keeps the log and the last seal, and can neither make a seal nor move one: the tag is
//! made with a key of the vault's epoch. A device that remembers a place in the log and finds a seal over what follows
//! knows that nothing was dropped, swapped, repeated or put in between. It cannot know of what came after the seal that
//! it is shown, until it or another device has written there.
//!
//! When a log has to be taken as it is, after the server lost some of it, a new *round* begins: the chain is made anew over
//! what is there, from another start. So every device finds that its own does not fit, and sends what it has again.
//!
//! All devices of one clinician hold the same keys, so one tag serves where each device might have signed for itself.

use protocol::mailbox::Sequence;
use protocol::{Digest, RecordId, VaultId};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::Epoch;
use super::keyring::Keyring;
use crate::bytes::{Reader, WrongLength};
use crate::hazmat::kdf::{self, Label};
use crate::hazmat::key::Key;

const VERSION: u8 = 1;
const CHAIN: &[u8] = b"held/vault/record-log/chain/v1\0";
const SEAL: Label = Label::new(b"held/vault/record-log/seal/v1\0");
const TAG: usize = 32;

/// Everything in a log up to one place, as one digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogChain {
    /// How often the log was taken as it is.
    pub round: u32,
    /// The last place it covers.
    pub last: Sequence,
    /// Over all entries up to there, in their order.
    pub digest: Digest,
}

/// A seal that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogSealError {
    /// It was not made by this vault, or was changed.
    #[error("the seal on the log does not hold")]
    Broken,
    /// It was made with a key that this vault does not have (any more, or yet).
    #[error("the seal on the log was made with a key this vault does not have ({0:?})")]
    UnknownEpoch(Epoch),
    /// A newer program made it.
    #[error("the seal on the log was made by a newer version (format {0})")]
    Newer(u8),
}

impl From<WrongLength> for LogSealError {
    fn from(_: WrongLength) -> Self {
        Self::Broken
    }
}

impl LogChain {
    /// Over nothing, in the log of this vault.
    #[must_use]
    pub fn start(vault: VaultId, round: u32) -> Self {
        let start = Sha256::new().chain_update(CHAIN).chain_update(vault.0).chain_update(round.to_be_bytes());
        Self { round, last: Sequence(0), digest: Digest(start.finalize().into()) }
    }

    /// Takes in the entry that comes next.
    pub fn extend(&mut self, record: RecordId, sealed: Digest) {
        let next = Sha256::new().chain_update(self.digest.0).chain_update(record.0).chain_update(sealed.0);
        self.last.0 += 1;
        self.digest = Digest(next.finalize().into());
    }
}

pub(super) fn seal(epoch: Epoch, key: &Key, vault: VaultId, chain: &LogChain) -> Vec<u8> {
    let mut seal = vec![VERSION];
    seal.extend_from_slice(&epoch.0.to_be_bytes());
    seal.extend_from_slice(&chain.round.to_be_bytes());
    seal.extend_from_slice(&chain.last.0.to_be_bytes());
    seal.extend_from_slice(&chain.digest.0);
    let tag = tag(key, vault, &seal);
    seal.extend_from_slice(&tag);
    seal
}

pub(super) fn check(
    keyring: &Keyring,
    vault: VaultId,
    seal: &[u8],
) -> Result<(LogChain, Epoch), LogSealError> {
    let (said, made) = seal.split_last_chunk::<TAG>().ok_or(LogSealError::Broken)?;
    let mut reader = Reader::new(said);
    match reader.u8()? {
        0 => return Err(LogSealError::Broken),
        VERSION => {}
        newer => return Err(LogSealError::Newer(newer)),
    }
    let epoch = Epoch(reader.u32()?);
    let chain = LogChain {
        round: reader.u32()?,
        last: Sequence(u64::from_be_bytes(reader.array()?)),
        digest: Digest(reader.array()?),
    };
    reader.end()?;
    let mut keys = keyring.of(epoch).peekable();
    if keys.peek().is_none() {
        return Err(LogSealError::UnknownEpoch(epoch));
    }
    let holds = keys.any(|key| bool::from(tag(key, vault, said).ct_eq(made)));
    if holds { Ok((chain, epoch)) } else { Err(LogSealError::Broken) }
}

fn tag(epoch_key: &Key, vault: VaultId, said: &[u8]) -> [u8; TAG] {
    let key = kdf::derive(epoch_key, &SEAL, &[&vault.0]);
    kdf::hmac_sha256(key.expose(), said)
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use expect_test::expect;
    use proptest::prelude::*;

    use super::super::Vault;
    use super::*;
    use crate::testing::seeded;

    fn chain_of(vault: &Vault, entries: &[(u8, &[u8])]) -> LogChain {
        let mut chain = LogChain::start(vault.id(), 0);
        for (record, sealed) in entries {
            chain.extend(RecordId([*record; 16]), Digest::of(sealed));
        }
        chain
    }

    #[test]
    fn a_seal_holds_for_its_vault_and_its_log_only() {
        let (ana, bea) = (Vault::make(&mut seeded(1)), Vault::make(&mut seeded(2)));
        let chain = chain_of(&ana, &[(1, b"monday"), (2, b"tuesday")]);
        let seal = ana.seal_log(&chain);
        assert_eq!(ana.check_log_seal(&seal), Ok((chain, Epoch(1))));
        assert_eq!(bea.check_log_seal(&seal), Err(LogSealError::Broken));
        for at in 0..seal.len() {
            let mut changed = seal.clone();
            changed[at] ^= 1;
            assert!(ana.check_log_seal(&changed).is_err(), "byte {at}");
            assert!(ana.check_log_seal(&seal[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn what_is_dropped_swapped_repeated_or_put_in_shows() {
        let ana = Vault::make(&mut seeded(1));
        let chain = chain_of(&ana, &[(1, b"a"), (2, b"b")]);
        let others: [&[(u8, &[u8])]; 5] = [
            &[(1, b"a")],
            &[(2, b"b"), (1, b"a")],
            &[(1, b"a"), (1, b"a"), (2, b"b")],
            &[(1, b"a"), (2, b"c")],
            &[(2, b"a"), (1, b"b")],
        ];
        for other in others {
            assert_ne!(chain_of(&ana, other).digest, chain.digest);
        }
    }

    #[test]
    fn a_new_round_fits_no_chain_of_the_one_before() {
        let ana = Vault::make(&mut seeded(1));
        let [before, after] = [0, 1].map(|round| LogChain::start(ana.id(), round));
        assert_ne!(before.digest, after.digest);
        assert_eq!(ana.check_log_seal(&ana.seal_log(&after)), Ok((after, Epoch(1))));
    }

    #[test]
    fn a_device_that_was_turned_away_cannot_seal_for_the_new_epoch() {
        let rng = &mut seeded(3);
        let mut ana = Vault::make(rng);
        let chain = chain_of(&ana, &[]);
        let before = ana.seal_log(&chain);
        assert!(ana.start_epoch(rng));
        assert_eq!(ana.check_log_seal(&before), Ok((chain, Epoch(1))));
        ana.drop_older_epochs(rng);
        assert_eq!(ana.check_log_seal(&before), Err(LogSealError::UnknownEpoch(Epoch(1))));
    }

    #[test]
    fn version_1_stays_readable() {
        let ana = Vault::make(&mut seeded(1));
        let seal = ana.seal_log(&chain_of(&ana, &[(1, b"monday")]));
        expect!["0100000001000000000000000000000001f08680c43893171362867c6e483c1f7184b88afb1a53f0f913c340f28b0cdccfc228b2602dfe3683cdd3b71d24670ce9217104ca27299cc139b97ece05797e87"].assert_eq(&HEXLOWER.encode(&seal));
    }

    proptest! {
        #[test]
        fn no_bytes_make_checking_panic(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            prop_assert!(Vault::make(&mut seeded(0)).check_log_seal(&bytes).is_err());
        }
    }
}
