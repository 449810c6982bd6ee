//! The log in which a native vault lies. Its decoder is one file of `cli`, taken in by its path: all of `cli` would
//! bring an HTTP client and TLS into every fuzzing build.

#[path = "../../../crates/cli/src/folder/log.rs"]
#[expect(dead_code, reason = "what writes is for `cli`")]
mod log;

/// A log. Whatever is kept lies inside it, and behind its last whole save nothing does.
pub(crate) fn folder_log(bytes: &[u8]) {
    if let Ok(scan) = log::scan(bytes) {
        assert!(scan.whole <= bytes.len());
        for place in scan.live.values() {
            assert!(place.start <= place.end && place.end <= scan.whole);
        }
    }
}
