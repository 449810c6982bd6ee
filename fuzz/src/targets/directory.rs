//! Decoders of `protocol` and checks of `trust`: listings and the directory, which any server can send.

use jiff::civil::date;
use protocol::PublicKey;
use protocol::compact::Compacts;
use protocol::directory::{Root, Shard, Vouching};
use protocol::listing::Listing;
use trust::{ReleaseKey, sign_release, verify_release};

/// A listing's text. What is read fits its limits, and is read the same once written again.
pub(crate) fn listing(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    if let Ok(listing) = Listing::decode(text) {
        assert_eq!(listing.validate(), Ok(()));
        assert_eq!(Listing::decode(&listing.encode()), Ok(listing));
    }
}

/// A directory's root.
pub(crate) fn directory_root(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    let _ = Root::decode(text);
}

/// A shard, and every listing in it checked as a client does. No seed's changes make a signature that fits the key of
/// another steward.
pub(crate) fn directory_shard(bytes: &[u8]) {
    let Ok(shard) = Shard::decode(bytes) else { return };
    for countersigned in shard.listings {
        let _ = Vouching::decode(&countersigned.vouching);
        let _ = trust::verify_listing(&countersigned.listing);
        let stranger = PublicKey([0x11; 32]);
        assert!(trust::verify_countersigned(&countersigned, &stranger, date(2026, 11, 23)).is_err());
    }
}

/// The data on compacts.
pub(crate) fn compacts(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    let _ = Compacts::decode(text);
}

/// A release's list, signed whatever it says: what is read is read the same once written again.
pub(crate) fn release(bytes: &[u8]) {
    let key = ReleaseKey::from_seed(&[7; 32]);
    let read = |list: &[u8]| verify_release(&key.public(), list, &sign_release(&key, list));
    if let Ok(release) = read(bytes) {
        let again = serde_json::to_vec(&release).expect("a list is plain data");
        assert_eq!(read(&again), Ok(release));
    }
}
