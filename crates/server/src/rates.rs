//! Named buckets: how often each kind of request may come, and what happens when the limiter itself is full.
//!
//! A mailbox's buckets are keyed by the mailbox, since colleagues share a clinic's address, and an account's by its name or
//! device; the others by the block an address lies in. Keys are salted hashes that live in memory only, and are never logged.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use protocol::Timestamp;

/// The kinds of request that are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// Making and renewing mailboxes, by address.
    MakeMailbox,
    /// Appending, by mailbox.
    Append,
    /// Reading, acknowledging and waiting, by mailbox.
    Read,
    /// Dealing names, by address.
    DealName,
    /// Making accounts, by address.
    MakeAccount,
    /// Beginning to sign in or to register from a device that is not known, by the account's name.
    SignIn,
    /// The same, and signing in with keys, by address.
    SignInFrom,
    /// Beginning to sign in from a device that was signed in before: a stranger who knows the name cannot use it up.
    KnownDevice,
    /// What a device does that is signed in, by its session.
    Account,
    /// Putting a listing, by address.
    PutListing,
    /// What only the steward does, by address.
    Steward,
    /// Pages, assets and the directory, by address.
    Public,
}

impl Bucket {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::MakeMailbox,
        Self::Append,
        Self::Read,
        Self::DealName,
        Self::MakeAccount,
        Self::SignIn,
        Self::SignInFrom,
        Self::KnownDevice,
        Self::Account,
        Self::PutListing,
        Self::Steward,
        Self::Public,
    ];
}

/// What a bucket does with a new key when it can hold no more of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// Lets the request through: refusing mail would be worse than taking too much.
    Open,
    /// Refuses it: letting strangers make things without limit would be worse.
    Closed,
}

/// So many at once, and then one each so many milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many may come at once.
    pub burst: u32,
    /// After how many milliseconds one more may come.
    pub every: u64,
    /// What happens when the limiter can hold no more keys.
    pub when_full: WhenFull,
}

/// A rate for each bucket; one that is missing is not limited.
#[derive(Debug, Clone)]
pub struct Rates(pub BTreeMap<Bucket, Rate>);

impl Default for Rates {
    fn default() -> Self {
        let rate = |burst, every, when_full| Rate { burst, every, when_full };
        Self(BTreeMap::from([
            (Bucket::MakeMailbox, rate(200, 2_000, WhenFull::Closed)),
            (Bucket::Append, rate(120, 500, WhenFull::Open)),
            (Bucket::Read, rate(120, 100, WhenFull::Open)),
            (Bucket::DealName, rate(20, 30_000, WhenFull::Closed)),
            (Bucket::MakeAccount, rate(20, 30_000, WhenFull::Closed)),
            (Bucket::SignIn, rate(5, 60_000, WhenFull::Closed)),
            (Bucket::SignInFrom, rate(60, 5_000, WhenFull::Closed)),
            (Bucket::KnownDevice, rate(10, 10_000, WhenFull::Closed)),
            (Bucket::Account, rate(240, 100, WhenFull::Open)),
            (Bucket::PutListing, rate(60, 10_000, WhenFull::Closed)),
            (Bucket::Steward, rate(30, 1_000, WhenFull::Closed)),
            (Bucket::Public, rate(600, 20, WhenFull::Open)),
        ]))
    }
}

impl Rates {
    /// No limits: for benches and journeys, which come from one address as fast as they can.
    #[must_use]
    pub fn unlimited() -> Self {
        Self(BTreeMap::new())
    }
}

/// The most keys a bucket holds. Those that have recovered their burst are dropped first.
const KEYS: usize = 50_000;

/// What is known of who came how often.
#[derive(Debug)]
pub(crate) struct Limiter {
    salt: RandomState,
    buckets: BTreeMap<Bucket, (Rate, Mutex<BTreeMap<u64, Timestamp>>)>,
}

impl Limiter {
    pub(crate) fn new(rates: Rates) -> Self {
        let buckets = rates.0.into_iter().map(|(bucket, rate)| (bucket, (rate, Mutex::default()))).collect();
        Self { salt: RandomState::new(), buckets }
    }

    /// Takes one from `key`'s bucket, or says after how many milliseconds there is one to take.
    pub(crate) fn take(&self, bucket: Bucket, key: impl Hash, now: Timestamp) -> Result<(), u64> {
        let Some((rate, keys)) = self.buckets.get(&bucket) else { return Ok(()) };
        let key = self.salt.hash_one(key);
        let mut keys = keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= KEYS && !keys.contains_key(&key) {
            keys.retain(|_, recovered| *recovered > now);
            if keys.len() >= KEYS {
                return match rate.when_full {
                    WhenFull::Open => Ok(()),
                    WhenFull::Closed => Err(rate.every),
                };
            }
        }
        // Each key holds the moment at which its bucket is full again; a request moves it on by one step.
        let recovered = keys.get(&key).map_or(now, |recovered| (*recovered).max(now)).plus(rate.every);
        let ahead = recovered.since(now);
        let burst = rate.every.saturating_mul(u64::from(rate.burst));
        if ahead > burst {
            return Err(ahead - burst);
        }
        keys.insert(key, recovered);
        Ok(())
    }
}

/// The block an address lies in: what one household, clinic or provider's customer usually has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct AddressBlock([u8; 6]);

impl AddressBlock {
    pub(crate) fn of(address: Option<IpAddr>) -> Self {
        let mut block = [0; 6];
        match address.map(|address| address.to_canonical()) {
            Some(IpAddr::V4(address)) => block[..3].copy_from_slice(&address.octets()[..3]),
            Some(IpAddr::V6(address)) => block.copy_from_slice(&address.octets()[..6]),
            None => {}
        }
        Self(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn limiter(when_full: WhenFull) -> Limiter {
        let rate = Rate { burst: 3, every: 1_000, when_full };
        Limiter::new(Rates(BTreeMap::from([(Bucket::Append, rate)])))
    }

    #[test]
    fn a_burst_and_then_one_at_a_time() {
        let limiter = limiter(WhenFull::Open);
        let take = |at: u64| limiter.take(Bucket::Append, "Ana", NOW.plus(at));
        assert_eq!([take(0), take(0), take(0), take(0)], [Ok(()), Ok(()), Ok(()), Err(1_000)]);
        assert_eq!([take(400), take(1_000), take(1_000)], [Err(600), Ok(()), Err(1_000)]);
        assert_eq!(limiter.take(Bucket::Append, "Bea", NOW), Ok(()), "each key for itself");
        assert_eq!(limiter.take(Bucket::Read, "Ana", NOW), Ok(()), "a bucket without a rate is not limited");
    }

    #[test]
    fn a_full_limiter_does_what_its_bucket_says_and_recovers() {
        for (when_full, expected) in [(WhenFull::Open, Ok(())), (WhenFull::Closed, Err(1_000))] {
            let limiter = limiter(when_full);
            for key in 0..KEYS {
                limiter.take(Bucket::Append, key, NOW).unwrap();
            }
            assert_eq!(limiter.take(Bucket::Append, "one more", NOW), expected);
            assert_eq!(limiter.take(Bucket::Append, "one more", NOW.plus(1_000)), Ok(()));
        }
    }

    #[test]
    fn neighbours_share_a_block() {
        let of = |text: &str| AddressBlock::of(Some(text.parse().unwrap()));
        assert_eq!(of("192.0.2.1"), of("192.0.2.250"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.9"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:ffff::1"));
        assert_ne!(of("2001:db8:1::1"), of("2001:db8:2::1"));
    }
}
