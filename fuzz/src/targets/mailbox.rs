//! What comes out of a mailbox: the page of envelopes, and the notes inside the seals.

use protocol::mailbox::{decode_page, encode_page};

/// A page: what decodes encodes to the same bytes.
pub(crate) fn page(bytes: &[u8]) {
    if let Ok(envelopes) = decode_page(bytes) {
        assert_eq!(encode_page(&envelopes), bytes);
    }
}

/// A note once opened, read as every kind there is: the other side's client may have written anything.
pub(crate) fn note(bytes: &[u8]) {
    let _ = client::read_as_every_note(bytes);
}
