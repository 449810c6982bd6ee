//! What this device remembers of the account's record log. It is about this device, so it stays here.

use protocol::mailbox::Sequence;
use protocol::{Digest, RecordId};
use serde::{Deserialize, Serialize};

use super::Stored;
use crate::stamps::{Stamp, Tag};

/// Which device this is among hers, and how far it is with the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LedgerRecord {
    /// What its stamps are marked with.
    #[serde(with = "tag")]
    pub(crate) tag: Tag,
    /// How far it is with the log.
    pub(crate) log: LogMark,
}

/// How far a device is with the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LogMark {
    /// How often the log was taken as it is.
    pub(crate) round: u32,
    /// The last place it has read or written.
    pub(crate) seen: Sequence,
    /// Over everything up to there.
    pub(crate) chain: Digest,
    /// The newest epoch in which the log was sealed.
    pub(crate) sealed_in: u32,
    /// The server's epoch, which rises when it is restored from a backup.
    pub(crate) server: u64,
    /// The newest stamp in the log.
    pub(crate) newest: Stamp,
    /// The newest of this device's own stamps in the log.
    pub(crate) logged: Stamp,
    /// The newest of this device's own stamps that may be in the log: it was on its way there.
    pub(crate) issued: Stamp,
    /// Records are sent in the order of this device's newest stamp in each, then of their ids. Up to here they are sent;
    /// nothing is, when all are to be sent once more.
    pub(crate) sent: Option<(Stamp, RecordId)>,
    /// The log is being taken as it is, although it is not the one this device knew: she agreed.
    #[serde(default)]
    pub(crate) anew: bool,
}

impl Stored for LedgerRecord {
    const KIND: &'static str = "ledger";
}

mod tag {
    use super::super::bytes;
    use super::Tag;
    use serde::{Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(tag: &Tag, to: S) -> Result<S::Ok, S::Error> {
        bytes::serialize(&tag.0, to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Tag, D::Error> {
        bytes::deserialize(from)?.try_into().map(Tag).map_err(|_| D::Error::custom("expected 8 bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    #[test]
    fn version_1_stays_readable() {
        let stamp = "AAABogq-QAAAAAAHAQEBAQEBAQE";
        let chain = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
        check_frozen::<LedgerRecord>(&format!(
            r#"{{"kind":"ledger","version":1,"body":{{"tag":"AQEBAQEBAQE","log":{{"round":1,"seen":7,"chain":"{chain}","sealed_in":1,"server":1,"newest":"{stamp}","logged":"{stamp}","issued":"{stamp}","sent":["{stamp}","AQEBAQEBAQEBAQEBAQEBAQ"],"anew":true}}}}}}"#
        ));
    }
}
