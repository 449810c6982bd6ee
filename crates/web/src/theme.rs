//! How the page looks to her: day or night, and the size of the text.
//!
//! Kept beside the vault, readable without it, since the page needs it before anything is open. `look.js` applies it
//! before the first paint; this file changes it.

use leptos::prelude::*;

/// The keys in local storage, which `look.js` reads, and the attributes they become.
const THEME: &str = "theme";
const TEXT: &str = "text";

/// Day, night, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    System,
    /// Paper.
    Day,
    /// Lamp.
    Night,
}

impl Theme {
    /// In the order they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Day, Self::Night];

    fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Day => Some("day"),
            Self::Night => Some("night"),
        }
    }

    /// What she chose last.
    pub(crate) fn chosen() -> Self {
        match attribute(THEME).as_deref() {
            Some("day") => Self::Day,
            Some("night") => Self::Night,
            _ => Self::System,
        }
    }

    /// Shows the page so, now and next time.
    pub(crate) fn choose(self) {
        set(THEME, self.name());
    }
}

/// Sizes of plain text on offer, in pixels at the browser's own default.
pub(crate) const TEXT_SIZES: [u8; 5] = [16, 18, 20, 22, 24];

/// The size unless she says otherwise.
pub(crate) const USUAL_TEXT_SIZE: u8 = 18;

/// The size she chose last.
pub(crate) fn text_size() -> u8 {
    attribute(TEXT).and_then(|size| size.parse().ok()).unwrap_or(USUAL_TEXT_SIZE)
}

/// Shows text in this size, now and next time.
pub(crate) fn choose_text_size(size: u8) {
    let size = size.to_string();
    set(TEXT, (size != USUAL_TEXT_SIZE.to_string()).then_some(&size));
}

/// Forgets both choices.
pub(crate) fn forget() {
    set(THEME, None);
    set(TEXT, None);
}

fn attribute(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(&format!("data-{name}"))
}

fn set(name: &str, value: Option<&str>) {
    // Without storage the choice lasts as long as the page, which is still what she asked for.
    let storage = window().local_storage().ok().flatten();
    let Some(root) = document().document_element() else { return };
    let attribute = format!("data-{name}");
    let _ = match value {
        Some(value) => root.set_attribute(&attribute, value),
        None => root.remove_attribute(&attribute),
    };
    if let Some(storage) = storage {
        let _ = match value {
            Some(value) => storage.set_item(name, value),
            None => storage.remove_item(name),
        };
    }
}
