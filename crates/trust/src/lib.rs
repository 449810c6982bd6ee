//! What both sides check: signatures on listings, on the directory, and on answers.
//!
//! Four keys sign. A therapist's [`ListingKey`] signs her listing and her answers. A [`StewardKey`] vouches for a
//! listing, signs each edition of the directory, and asks the server for what is the steward's. A client pins one
//! steward's key and believes no other. A [`ReleaseKey`] signs what the web app is made of. Each purpose has a prefix of its
//! own under the signature ([`Purpose`]), so that nothing signed for one can be shown as another; what was signed is
//! checked as the exact bytes that travelled. A fifth kind, derived from a recovery code or a passkey by `crypto`, signs in to
//! an account; here it is only checked.
//!
//! Nothing here does I/O or reads a clock.

mod answer;
mod directory;
mod keys;
mod listing;
mod release;
mod request;
mod sign_in;

pub use answer::{AnswerError, sign_answer, verify_answer};
pub use directory::{DirectoryReader, EditionError, PartError, sign_root, verify_publication, verify_root};
pub use keys::{BadSignature, ListingKey, Purpose, ReleaseKey, StewardKey, verify};
pub use listing::{
    CountersignError, SignedListingError, countersign, sign_listing, verify_countersigned, verify_listing,
};
pub use release::{RELEASE_LIMIT, Release, ReleaseError, sign_release, verify_release};
pub use request::{RequestError, sign_request, verify_request};
pub use sign_in::verify_key_sign_in;
