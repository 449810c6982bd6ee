//! An account's record log: what any client can send to a server, and any server to a client.

use protocol::record_log::{LogAppend, LogPage};

/// Either of the two: what decodes encodes to the same bytes.
pub(crate) fn record_log(bytes: &[u8]) {
    if let Ok(append) = LogAppend::decode(bytes) {
        assert_eq!(append.encode(), bytes);
    }
    if let Ok(page) = LogPage::decode(bytes) {
        assert_eq!(page.encode(), bytes);
    }
}
