//! One edition of the directory in the making: what was listed before, what is taken in, what is renewed.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::directory::{
    Blob, Check, Countersigned, FORMAT, LISTED_DAYS, Publication, Root, Shard, ShardEntry, SignedListing,
};
use protocol::listing::{Jurisdiction, Listing};
use protocol::{Digest, ListingId, Timestamp};
use trust::{SignedListingError, StewardKey};

/// With so many days left, a listing is worth countersigning again.
pub const LISTED_AGAIN_DAYS: i64 = 60;

/// The edition a server shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its number.
    pub number: u64,
    /// Every listing in it.
    pub listings: Vec<Countersigned>,
}

/// The next edition.
#[derive(Debug)]
pub struct Edition {
    after: u64,
    listings: BTreeMap<ListingId, Entry>,
    changed: bool,
}

#[derive(Debug)]
struct Entry {
    listing: Listing,
    countersigned: Countersigned,
    checks: Vec<Check>,
    until: Date,
}

impl Edition {
    /// Begins with what was published, without what has ended by `today` or cannot be believed.
    #[must_use]
    pub(super) fn after(published: Option<Published>, key: &StewardKey, today: Date) -> Self {
        let Published { number, listings } =
            published.unwrap_or(Published { number: 0, listings: Vec::new() });
        let before = listings.len();
        let believed = listings.into_iter().filter_map(|countersigned| {
            let listed = trust::verify_countersigned(&countersigned, &key.public(), today).ok()?;
            let (checks, until) = (listed.checks, listed.listed_until);
            Some((listed.listing.id, Entry { listing: listed.listing, countersigned, checks, until }))
        });
        let listings: BTreeMap<_, _> = believed.collect();
        Self { after: number, changed: listings.len() != before, listings }
    }

    /// Vouches for a listing until [`LISTED_DAYS`] from `today`, in place of an older revision of it. `checks` says
    /// what was checked, once it is known that the listing is its therapist's own.
    ///
    /// # Errors
    /// When the therapist's signature does not hold.
    pub(super) fn take_in(
        &mut self,
        key: &StewardKey,
        signed: &SignedListing,
        checks: impl FnOnce(&Listing) -> Vec<Check>,
        today: Date,
    ) -> Result<(), SignedListingError> {
        let listing = trust::verify_listing(signed)?;
        if self.listings.get(&listing.id).is_some_and(|known| known.listing.revision >= listing.revision) {
            return Ok(());
        }
        let checks = checks(&listing);
        self.vouch(key, listing, signed, checks, today)
    }

    /// Vouches again, by the same checks, for everyone who has fewer than [`LISTED_AGAIN_DAYS`] left.
    ///
    /// # Errors
    /// Never, unless a listing changed while it was held here.
    pub(super) fn renew(&mut self, key: &StewardKey, today: Date) -> Result<(), SignedListingError> {
        let soon = today.saturating_add(LISTED_AGAIN_DAYS.days());
        let ending = self.listings.extract_if(.., |_, entry| entry.until < soon).collect::<Vec<_>>();
        for (_, entry) in ending {
            self.vouch(key, entry.listing, &entry.countersigned.listing, entry.checks, today)?;
        }
        Ok(())
    }

    /// Whether it differs from the one before.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.changed
    }

    /// How many are listed.
    #[must_use]
    pub fn listed(&self) -> usize {
        self.listings.len()
    }

    /// Whether a listing is in it.
    #[must_use]
    pub fn lists(&self, listing: ListingId) -> bool {
        self.listings.contains_key(&listing)
    }

    fn vouch(
        &mut self,
        key: &StewardKey,
        listing: Listing,
        signed: &SignedListing,
        checks: Vec<Check>,
        today: Date,
    ) -> Result<(), SignedListingError> {
        let until = today.saturating_add(i64::from(LISTED_DAYS).days());
        let countersigned = trust::countersign(key, signed, checks.clone(), until)?;
        self.listings.insert(listing.id, Entry { listing, countersigned, checks, until });
        self.changed = true;
        Ok(())
    }

    /// Signs the edition. Its number rises even above editions that a server has lost: it is at least the second it
    /// was made in.
    pub(super) fn sign(
        &self,
        key: &StewardKey,
        compacts: &str,
        now: Timestamp,
    ) -> serde_json::Result<Publication> {
        let mut shards: BTreeMap<Jurisdiction, Vec<Countersigned>> = BTreeMap::new();
        for entry in self.listings.values() {
            shards.entry(entry.listing.jurisdiction).or_default().push(entry.countersigned.clone());
        }
        let mut texts = Vec::new();
        let mut entries = Vec::new();
        for (jurisdiction, listings) in shards {
            let count = listings.len();
            let text = serde_json::to_string(&Shard { format: FORMAT, jurisdiction, listings })?;
            let (digest, bytes) = (Digest::of(text.as_bytes()), text.len() as u64);
            entries.push(ShardEntry { jurisdiction, digest, bytes, listings: count });
            texts.push(text);
        }
        let root = Root {
            format: FORMAT,
            number: (self.after + 1).max(now.0 / 1_000),
            made_at: now,
            shards: entries,
            compacts: Blob { digest: Digest::of(compacts.as_bytes()), bytes: compacts.len() as u64 },
        };
        Ok(Publication { root: trust::sign_root(key, &root), shards: texts, compacts: compacts.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use protocol::compact::Compacts;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;
    use trust::ListingKey;

    use super::*;
    use crate::sample::listings::make_sample_listings;

    const TODAY: Date = date(2026, 11, 23);
    const NOW: Timestamp = Timestamp(1_795_478_400_000);

    fn steward() -> StewardKey {
        StewardKey::from_seed(&[1; 32])
    }

    fn signed(number: u8, revision: u64) -> SignedListing {
        let key = ListingKey::from_seed(&[number; 32]);
        let mut samples = make_sample_listings(TODAY, &mut ChaCha20Rng::from_seed([1; 32]));
        let mut listing = samples.remove(usize::from(number)).listing;
        listing.signing_key = key.public();
        listing.id = ListingId::derive(&key.public());
        listing.revision = revision;
        trust::sign_listing(&key, &listing).unwrap()
    }

    fn take_in(edition: &mut Edition, signed: &SignedListing) {
        edition.take_in(&steward(), signed, |_| Vec::new(), TODAY).unwrap();
    }

    /// What a client would read of it.
    fn read(publication: &Publication) -> Published {
        let (root, shards) = trust::verify_publication(publication, &steward().public()).unwrap();
        let listings = shards.into_iter().flat_map(|shard| shard.listings).collect();
        Published { number: root.number, listings }
    }

    #[test]
    fn an_edition_holds_what_was_taken_in_and_the_next_goes_on_from_it() {
        let mut first = Edition::after(None, &steward(), TODAY);
        assert!(!first.has_changed());
        take_in(&mut first, &signed(1, 1));
        take_in(&mut first, &signed(2, 1));
        let publication = first.sign(&steward(), Compacts::BUNDLED, NOW).unwrap();
        let before = read(&publication);
        assert_eq!((before.number, before.listings.len()), (NOW.0 / 1_000, 2));

        let mut second = Edition::after(Some(before.clone()), &steward(), TODAY);
        assert!(!second.has_changed(), "nothing is new");
        take_in(&mut second, &signed(1, 1));
        assert!(!second.has_changed(), "the same revision again");
        take_in(&mut second, &signed(1, 2));
        assert_eq!((second.listed(), second.has_changed()), (2, true));
        let next = second.sign(&steward(), Compacts::BUNDLED, NOW).unwrap();
        assert!(read(&next).number > before.number, "even within one second");
    }

    #[test]
    fn what_has_ended_is_left_out_and_what_would_end_soon_is_renewed() {
        let mut first = Edition::after(None, &steward(), TODAY);
        take_in(&mut first, &signed(1, 1));
        let published = read(&first.sign(&steward(), Compacts::BUNDLED, NOW).unwrap());
        let later = |days: i64| TODAY.saturating_add(days.days());

        let mut soon = Edition::after(Some(published.clone()), &steward(), later(20));
        soon.renew(&steward(), later(20)).unwrap();
        assert!(!soon.has_changed(), "seventy days are left");
        let mut late = Edition::after(Some(published.clone()), &steward(), later(40));
        late.renew(&steward(), later(40)).unwrap();
        assert_eq!((late.listed(), late.has_changed()), (1, true));
        let ended = Edition::after(Some(published), &steward(), later(100));
        assert_eq!((ended.listed(), ended.has_changed()), (0, true));
    }

    #[test]
    fn a_listing_that_is_not_its_therapists_own_is_refused() {
        let mut edition = Edition::after(None, &steward(), TODAY);
        let mut forged = signed(1, 1);
        forged.body = forged.body.replace("(sample)", "(simple)");
        assert!(edition.take_in(&steward(), &forged, |_| Vec::new(), TODAY).is_err());
        assert!(!edition.has_changed());
    }
}
