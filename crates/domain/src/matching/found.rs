//! What a search answers with.

use protocol::ListingId;
use serde::{Deserialize, Serialize};

use super::reason::Reason;
use super::wishes::Filter;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// How many fit, shown or not.
    pub total: usize,
    /// The first of them, in order.
    pub first: Vec<Match>,
    /// Where nobody fits: which wish stands in the way most, first.
    pub loosen: Vec<Hint>,
}

/// One listing that fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// Which one.
    pub listing: ListingId,
    /// Why it fits, and why it stands where it stands.
    pub reasons: Vec<Reason>,
}

/// What one wish excludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Which wish.
    pub wish: Filter,
    /// How many would fit without it.
    pub would_fit: usize,
    /// How many it excludes, whatever the others do.
    pub excludes: usize,
}

impl Found {
    /// The hints in the order they are shown: what helps most, first.
    pub(super) fn order(mut hints: Vec<Hint>) -> Vec<Hint> {
        hints.sort_by_key(|hint| (core::cmp::Reverse((hint.would_fit, hint.excludes)), hint.wish));
        hints
    }
}

/// A listing's place among equals: by chance, but the same chance for one person from day to day, so that not everyone
/// finds the same therapist first.
pub(super) fn spread(seed: u64, listing: ListingId) -> u64 {
    let [low, high] = halves(listing);
    mix(mix(seed ^ low) ^ high)
}

fn halves(listing: ListingId) -> [u64; 2] {
    let id = u128::from_le_bytes(listing.0);
    [id as u64, (id >> 64) as u64]
}

/// The finishing step of splitmix64: spreads any input over all values. Nothing here needs to be secret.
fn mix(input: u64) -> u64 {
    let mut value = input.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
