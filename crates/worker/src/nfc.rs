//! Unicode's composed form, with the browser's own tables: ours are large.

use js_sys::JsString;
use zeroize::Zeroizing;

/// The text with its letters composed.
pub fn nfc(text: &str) -> Zeroizing<String> {
    Zeroizing::new(JsString::from(text).normalize("NFC").into())
}
