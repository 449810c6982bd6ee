//! What she writes. It is hers alone, so `Debug` never shows it and its memory is wiped when it goes.

use core::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A short free text of hers.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// The most that is kept, in characters: a few pages, far above what a tired evening needs.
    pub const LIMIT: usize = 4_000;

    /// Her text as she wrote it, cut at [`Words::LIMIT`] characters.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let end = text.char_indices().nth(Self::LIMIT).map_or(text.len(), |(at, _)| at);
        Self(text[..end].to_owned())
    }

    /// Whether there is nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_as_written_up_to_the_limit() {
        assert_eq!(Words::new(" so  tired\n").as_str(), " so  tired\n");
        assert_eq!(Words::new(&"é".repeat(Words::LIMIT + 9)).as_str().chars().count(), Words::LIMIT);
        assert!(Words::new(" \n\t").is_blank());
        assert_eq!(format!("{:?}", Words::new("canary")), "Words(hidden)");
    }
}
