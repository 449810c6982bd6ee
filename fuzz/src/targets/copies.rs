//! A file that a clinician chose as a copy: hers, somebody else's, or something else altogether.

use client::copies::{VaultCopy, files, page, table};

/// What decodes says the same once written and read again, and can be made into every kind of file.
pub(crate) fn copy(bytes: &[u8]) {
    let Ok(copy) = VaultCopy::decode(bytes) else { return };
    let written = copy.encode();
    let again = VaultCopy::decode(written.as_str().as_bytes()).expect("what was written is read");
    assert_eq!(again.encode(), written);
    assert_eq!((again.contents(), again.unreadable()), (copy.contents(), copy.unreadable()));
    let html = page::page(&copy, &str::to_owned);
    assert!(!html.contains("<script"));
    for table in table::tables(&copy) {
        for line in table.csv().split("\r\n") {
            assert!(!line.starts_with(['=', '+', '-', '@', '\t']), "a spreadsheet would run {line}");
        }
    }
}

/// Sealed with four quiet kettles, at next to no cost. A file that asks for more work than is paid is refused, so that
/// changed costs do not make this slow.
pub(crate) fn sealed_copy(bytes: &[u8]) {
    if let Ok((opened, document)) = files::open(bytes, "four quiet kettles", client::nfc) {
        let again = VaultCopy::decode(document.as_str().as_bytes()).expect("what was opened is a copy");
        assert_eq!(again.made_on, opened.made_on);
    }
}
