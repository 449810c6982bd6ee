//! Which directory she believes, and its pieces, kept so that finding works without a network.

use protocol::directory::SignedRoot;
use protocol::{Digest, PublicKey, Timestamp};
use serde::{Deserialize, Serialize};

use super::Stored;

/// The steward she believes, and the newest edition seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DirectoryRecord {
    /// Pinned when the directory was first read.
    pub(crate) steward: PublicKey,
    /// No edition before this one is believed.
    pub(crate) seen: u64,
    /// Decides between equals, the same from day to day.
    pub(crate) seed: u64,
    /// The edition whose pieces are kept.
    pub(crate) root: Option<SignedRoot>,
    /// When it was read.
    pub(crate) read_at: Timestamp,
}

impl Stored for DirectoryRecord {
    const KIND: &'static str = "directory";
}

/// One piece of the directory, as the root names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DirectoryPartRecord {
    pub(crate) digest: Digest,
    pub(crate) text: String,
}

impl Stored for DirectoryPartRecord {
    const KIND: &'static str = "directory-part";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    #[test]
    fn version_1_stays_readable() {
        let key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
        check_frozen::<DirectoryRecord>(&format!(
            r#"{{"kind":"directory","version":1,"body":{{"steward":"{key}","seen":3,"seed":7,"root":null,"read_at":1}}}}"#
        ));
        check_frozen::<DirectoryPartRecord>(&format!(
            r#"{{"kind":"directory-part","version":1,"body":{{"digest":"{key}","text":"{{}}"}}}}"#
        ));
    }
}
