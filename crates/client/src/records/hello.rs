//! A hello as its writer keeps it, and as its reader does.

use domain::hello::{AnswerLetter, HelloLetter};
use jiff::civil::Date;
use protocol::{EnvelopeId, ListingId, PublicKey, Timestamp};
use serde::{Deserialize, Serialize};

use super::Stored;
use crate::exchange::{Exchange, Outgoing, ReplyTo};

/// A hello she wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HelloRecord {
    pub(crate) listing: ListingId,
    pub(crate) name: String,
    pub(crate) signing_key: PublicKey,
    pub(crate) letter: HelloLetter,
    pub(crate) written: Timestamp,
    pub(crate) answer_by: Date,
    pub(crate) exchange: Exchange,
    /// The door took nothing.
    pub(crate) refused: bool,
    /// She has read what there is to read, or let it go.
    pub(crate) closed: bool,
    pub(crate) answers: Vec<ReceivedAnswer>,
}

/// An answer that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReceivedAnswer {
    pub(crate) at: Timestamp,
    pub(crate) letter: AnswerLetter,
}

impl Stored for HelloRecord {
    const KIND: &'static str = "hello";
}

/// A hello that came to a therapist's door.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReceivedHelloRecord {
    pub(crate) hello: EnvelopeId,
    pub(crate) at: Timestamp,
    pub(crate) letter: HelloLetter,
    pub(crate) answer_by: Date,
    pub(crate) reply: ReplyTo,
    pub(crate) read: bool,
    pub(crate) answer: Option<GivenAnswer>,
}

/// What she answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GivenAnswer {
    pub(crate) letter: AnswerLetter,
    pub(crate) note: Outgoing,
    pub(crate) posted: bool,
}

impl Stored for ReceivedHelloRecord {
    const KIND: &'static str = "received-hello";
}

impl core::fmt::Debug for ReceivedHelloRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ReceivedHelloRecord").field("at", &self.at).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    const KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    const ID: &str = "BwcHBwcHBwcHBwcHBwcHBw";

    #[test]
    fn version_1_stays_readable() {
        let answer = r#"{"kind":"welcome","words":"come","opening":"2026-12-01","fee":"120","evening":true}"#;
        let letter = r#"{"beginning":"not-myself","asks":["opening"],"words":"w","if_you_worry":""}"#;
        check_frozen::<HelloRecord>(&format!(
            r#"{{"kind":"hello","version":1,"body":{{"listing":"{ID}","name":"Bea","signing_key":"{KEY}","letter":{letter},"written":1,"answer_by":"2026-11-26","exchange":{{"note":null,"envelope":"{ID}","mailbox":"{ID}","read":"{KEY}","write":"{KEY}","secret":"{KEY}","mailbox_made":true,"posted":5,"read_up_to":1}},"refused":false,"closed":false,"answers":[{{"at":9,"letter":{answer}}}]}}}}"#
        ));
        check_frozen::<ReceivedHelloRecord>(&format!(
            r#"{{"kind":"received-hello","version":1,"body":{{"hello":"{ID}","at":1,"letter":{letter},"answer_by":"2026-11-26","reply":{{"mailbox":"{ID}","write":"{KEY}","key":"{KEY}"}},"read":true,"answer":{{"letter":{answer},"note":{{"mailbox":"{ID}","write":"{KEY}","envelope":"{ID}","sealed":"AQI"}},"posted":false}}}}}}"#
        ));
    }
}
