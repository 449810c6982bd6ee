//! Whether this browser has kept what it was given: a mark outside the database, which says that there was a vault. A
//! vault that is gone although nobody erased it is then told from a first visit.

use leptos::prelude::*;
use web_sys::Storage;

const MARK: &str = "held-vault";

/// There is a vault here.
pub(crate) fn mark() {
    // Without storage there is no mark, and a vault that goes is not noticed; nothing else depends on it.
    let _ = storage().map(|storage| storage.set_item(MARK, "here"));
}

/// There is none, and that is known.
pub(crate) fn unmark() {
    let _ = storage().map(|storage| storage.remove_item(MARK));
}

/// Whether there was a vault here when this browser was last used.
pub(crate) fn is_marked() -> bool {
    storage().and_then(|storage| storage.get_item(MARK).ok().flatten()).is_some()
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
