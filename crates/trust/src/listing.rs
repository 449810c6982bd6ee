//! A therapist signs her listing, and the steward vouches for exactly that text.

use jiff::civil::Date;
use protocol::directory::{Check, Countersigned, DirectoryError, FORMAT, Listed, SignedListing, Vouching};
use protocol::listing::{Listing, ListingError};
use protocol::{Digest, PublicKey};

use crate::keys::{ListingKey, Purpose, StewardKey, verify};

/// Why a signed listing is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignedListingError {
    /// Its text cannot be used.
    #[error(transparent)]
    Listing(#[from] ListingError),
    /// It is not signed by the key it names.
    #[error("the listing is not signed by its own key")]
    NotByItsKey,
}

/// Why a countersigned listing is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountersignError {
    /// The therapist's half does not hold.
    #[error(transparent)]
    Listing(#[from] SignedListingError),
    /// The steward's half cannot be read.
    #[error(transparent)]
    Vouching(#[from] DirectoryError),
    /// The steward's half is not signed by the steward.
    #[error("the listing is not vouched for by this steward")]
    NotBySteward,
    /// The steward vouched for another text.
    #[error("the steward vouched for another version of this listing")]
    AnotherListing,
    /// It was listed until a day that has passed.
    #[error("the listing ended on {0} and was not renewed")]
    Ended(Date),
}

/// Signs a listing as it stands.
///
/// # Errors
/// When a field does not fit, or the listing names another key.
pub fn sign_listing(key: &ListingKey, listing: &Listing) -> Result<SignedListing, SignedListingError> {
    listing.validate()?;
    if listing.signing_key != key.public() {
        return Err(SignedListingError::NotByItsKey);
    }
    let body = listing.encode();
    let signature = key.sign(Purpose::Listing, body.as_bytes());
    Ok(SignedListing { body, signature })
}

/// Reads a listing and checks that its own key signed it. Whether that key is the one known for a listing needs no
/// memory: the listing's id is derived from the key.
///
/// # Errors
/// When the text cannot be used, or the signature does not fit.
pub fn verify_listing(signed: &SignedListing) -> Result<Listing, SignedListingError> {
    let listing = Listing::decode(&signed.body)?;
    verify(&listing.signing_key, Purpose::Listing, signed.body.as_bytes(), &signed.signature)
        .map_err(|_| SignedListingError::NotByItsKey)?;
    Ok(listing)
}

/// Vouches for a listing: this text, these checks, until that day.
///
/// # Errors
/// When the listing is not properly signed by its therapist.
pub fn countersign(
    key: &StewardKey,
    listing: &SignedListing,
    checks: Vec<Check>,
    listed_until: Date,
) -> Result<Countersigned, SignedListingError> {
    verify_listing(listing)?;
    let digest = Digest::of(listing.body.as_bytes());
    let vouching = Vouching { format: FORMAT, listing: digest, checks, listed_until };
    let vouching = serde_json::to_string(&vouching).expect("a vouching holds only what JSON can write");
    let signature = key.sign(Purpose::Vouching, vouching.as_bytes());
    Ok(Countersigned { listing: listing.clone(), vouching, signature })
}

/// Reads a countersigned listing and checks both signatures, that they are about the same text, and the day.
///
/// # Errors
/// When any of these does not hold.
pub fn verify_countersigned(
    countersigned: &Countersigned,
    steward: &PublicKey,
    today: Date,
) -> Result<Listed, CountersignError> {
    verify(steward, Purpose::Vouching, countersigned.vouching.as_bytes(), &countersigned.signature)
        .map_err(|_| CountersignError::NotBySteward)?;
    let vouching = Vouching::decode(&countersigned.vouching)?;
    if vouching.listing != Digest::of(countersigned.listing.body.as_bytes()) {
        return Err(CountersignError::AnotherListing);
    }
    if vouching.listed_until < today {
        return Err(CountersignError::Ended(vouching.listed_until));
    }
    let listing = verify_listing(&countersigned.listing)?;
    Ok(Listed { listing, checks: vouching.checks, listed_until: vouching.listed_until })
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;
    use protocol::ListingId;
    use protocol::directory::{CheckMethod, CheckedPart};

    use super::*;

    /// Bea's listing from protocol's frozen vector, under the key made from `seed`.
    pub(crate) fn listing_of(key: &ListingKey) -> Listing {
        let mut listing =
            Listing::decode(include_str!("../../protocol/tests/vectors/listing-1.json")).unwrap();
        listing.signing_key = key.public();
        listing.id = ListingId::derive(&listing.signing_key);
        listing
    }

    pub(crate) fn countersigned_of(steward: &StewardKey, key: &ListingKey) -> Countersigned {
        let signed = sign_listing(key, &listing_of(key)).unwrap();
        let check = Check {
            of: CheckedPart::Licence,
            index: 0,
            on: date(2026, 11, 21),
            how: CheckMethod::PublicRegister,
        };
        countersign(steward, &signed, vec![check], date(2027, 2, 19)).unwrap()
    }

    fn keys() -> (StewardKey, ListingKey) {
        (StewardKey::from_seed(&[1; 32]), ListingKey::from_seed(&[2; 32]))
    }

    #[test]
    fn a_listing_is_believed_until_its_last_day() {
        let (steward, bea) = keys();
        let countersigned = countersigned_of(&steward, &bea);
        let check = |day| verify_countersigned(&countersigned, &steward.public(), day);
        let listed = check(date(2027, 2, 19)).unwrap();
        assert_eq!(listed.listing, listing_of(&bea));
        assert_eq!(listed.licence_check(0).unwrap().on, date(2026, 11, 21));
        assert_eq!(listed.authority_check(0), None);
        assert_eq!(check(date(2027, 2, 20)), Err(CountersignError::Ended(date(2027, 2, 19))));
    }

    #[test]
    fn any_changed_byte_is_noticed() {
        let (steward, bea) = keys();
        let good = countersigned_of(&steward, &bea);
        let check =
            |changed: &Countersigned| verify_countersigned(changed, &steward.public(), date(2026, 12, 1));
        assert!(check(&good).is_ok());

        let mut changed = good.clone();
        changed.listing.body = changed.listing.body.replace("\"revision\":2", "\"revision\":3");
        assert_eq!(check(&changed), Err(CountersignError::AnotherListing));

        let mut changed = good.clone();
        changed.vouching = changed.vouching.replace("2027-02-19", "2037-02-19");
        assert_eq!(check(&changed), Err(CountersignError::NotBySteward));

        let mut changed = good;
        changed.listing.signature.0[5] ^= 1;
        assert_eq!(check(&changed), Err(CountersignError::Listing(SignedListingError::NotByItsKey)));
    }

    #[test]
    fn a_steward_cannot_write_a_listing_for_a_therapist() {
        let (steward, bea) = keys();
        let carla = ListingKey::from_seed(&[3; 32]);
        // Bea's id under a key of the steward's choosing does not even parse,
        let mut forged = listing_of(&bea);
        forged.signing_key = carla.public();
        assert!(matches!(sign_listing(&carla, &forged), Err(SignedListingError::Listing(_))));
        // and Bea's key without Bea's signature is not vouched for.
        let body = listing_of(&bea).encode();
        let signature = carla.sign(Purpose::Listing, body.as_bytes());
        let signed = SignedListing { body, signature };
        let result = countersign(&steward, &signed, vec![], date(2027, 2, 19));
        assert_eq!(result, Err(SignedListingError::NotByItsKey));
    }

    #[test]
    fn a_text_with_odd_spacing_is_checked_as_it_was_signed() {
        let (_, bea) = keys();
        let body = format!(" {} ", listing_of(&bea).encode());
        let signature = bea.sign(Purpose::Listing, body.as_bytes());
        assert!(verify_listing(&SignedListing { body, signature }).is_ok());
    }
}
