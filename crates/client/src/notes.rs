//! What travels inside the seals: the hello, its answer, and the two messages of a conflict check.
//!
//! Who may be reading is the other side's client, of this version or another: fields may be added, and what a version
//! cannot read it refuses. Everything here has a frozen vector, and decoders take hostile bytes.

use domain::hello::{AnswerLetter, HelloLetter};
use jiff::civil::Date;
use protocol::{EnvelopeId, PublicKey, Signature};
use serde::{Deserialize, Serialize};
use trust::ListingKey;

use crate::exchange::ReplyTo;
use crate::records::bytes;

const FORMAT: u16 = 1;

/// The note was not what it was sealed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoteError {
    /// It cannot be read.
    #[error("this note cannot be read")]
    Malformed,
    /// A newer Held wrote it.
    #[error("this note comes from a newer version of Held")]
    Newer,
    /// It is not signed by the therapist it should be from.
    #[error("this note is not from the therapist it was expected from")]
    NotHers,
}

/// A hello, as the therapist's client reads it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HelloNote {
    format: u16,
    pub(crate) letter: HelloLetter,
    /// The day by which the writer was told to expect an answer.
    pub(crate) answer_by: Date,
    pub(crate) reply: ReplyTo,
}

impl HelloNote {
    pub(crate) fn new(letter: HelloLetter, answer_by: Date, reply: ReplyTo) -> Self {
        Self { format: FORMAT, letter, answer_by, reply }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, NoteError> {
        let note: Self = serde_json::from_slice(bytes).map_err(|_| NoteError::Malformed)?;
        if note.format == FORMAT { Ok(note) } else { Err(NoteError::Newer) }
    }
}

/// The question of a conflict check.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct QuestionNote {
    format: u16,
    #[serde(with = "bytes")]
    pub(crate) question: Vec<u8>,
    pub(crate) answer_by: Date,
    pub(crate) reply: ReplyTo,
}

impl QuestionNote {
    pub(crate) fn new(question: Vec<u8>, answer_by: Date, reply: ReplyTo) -> Self {
        Self { format: FORMAT, question, answer_by, reply }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, NoteError> {
        let note: Self = serde_json::from_slice(bytes).map_err(|_| NoteError::Malformed)?;
        if note.format == FORMAT { Ok(note) } else { Err(NoteError::Newer) }
    }
}

/// The bytes of a note written here.
pub(crate) fn encode(note: &impl Serialize) -> Vec<u8> {
    // Plain data with string keys, which serde_json always writes.
    serde_json::to_vec(note).unwrap_or_default()
}

/// The answer to a hello: the letter as written, and the therapist's signature over exactly that text.
#[derive(Serialize, Deserialize)]
struct AnswerNote {
    format: u16,
    letter: String,
    signature: Signature,
}

/// Signs an answer as the answer to one hello.
pub(crate) fn make_answer(key: &ListingKey, hello: EnvelopeId, letter: &AnswerLetter) -> Vec<u8> {
    let letter = String::from_utf8(encode(letter)).unwrap_or_default();
    let signature = trust::sign_answer(key, hello, letter.as_bytes());
    encode(&AnswerNote { format: FORMAT, letter, signature })
}

/// Reads an answer to `hello`, and believes it only from the therapist with `signing_key`.
pub(crate) fn read_answer(
    bytes: &[u8],
    signing_key: &PublicKey,
    hello: EnvelopeId,
) -> Result<AnswerLetter, NoteError> {
    let note: AnswerNote = serde_json::from_slice(bytes).map_err(|_| NoteError::Malformed)?;
    if note.format != FORMAT {
        return Err(NoteError::Newer);
    }
    trust::verify_answer(signing_key, hello, note.letter.as_bytes(), &note.signature)
        .map_err(|_| NoteError::NotHers)?;
    serde_json::from_str(&note.letter).map_err(|_| NoteError::Malformed)
}

/// What a therapist's client says to a conflict check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CheckAnswer {
    /// The blinded answer, to be counted.
    Counted(Vec<u8>),
    /// Too few people on her list to answer without saying too much about each.
    TooFewPeople,
    /// She would rather not.
    Declined,
}

const COUNTED: u8 = 0;
const TOO_FEW_PEOPLE: u8 = 1;
const DECLINED: u8 = 2;
const CHECK_HEAD: usize = 1 + Signature::LENGTH;

/// Signs what is said to a check: `version 1 · signature 64 · (outcome 1 · answer)`, signed over the bracket. Bytes
/// rather than text, since an answer may fill most of an envelope.
pub(crate) fn make_check_answer(key: &ListingKey, question: EnvelopeId, answer: &CheckAnswer) -> Vec<u8> {
    let said = match answer {
        CheckAnswer::Counted(answer) => [&[COUNTED][..], answer].concat(),
        CheckAnswer::TooFewPeople => vec![TOO_FEW_PEOPLE],
        CheckAnswer::Declined => vec![DECLINED],
    };
    let signature = trust::sign_answer(key, question, &said);
    [&[1][..], &signature.0, &said].concat()
}

/// Reads what was said to a check, and believes it only from the therapist with `signing_key`.
pub(crate) fn read_check_answer(
    bytes: &[u8],
    signing_key: &PublicKey,
    question: EnvelopeId,
) -> Result<CheckAnswer, NoteError> {
    let (head, said) = bytes.split_at_checked(CHECK_HEAD).ok_or(NoteError::Malformed)?;
    let (version, signature) = head.split_first().ok_or(NoteError::Malformed)?;
    if *version != 1 {
        return Err(NoteError::Newer);
    }
    let signature = Signature(signature.try_into().map_err(|_| NoteError::Malformed)?);
    trust::verify_answer(signing_key, question, said, &signature).map_err(|_| NoteError::NotHers)?;
    match said.split_first() {
        Some((&COUNTED, answer)) => Ok(CheckAnswer::Counted(answer.to_vec())),
        Some((&TOO_FEW_PEOPLE, _)) => Ok(CheckAnswer::TooFewPeople),
        Some((&DECLINED, _)) => Ok(CheckAnswer::Declined),
        Some(_) => Err(NoteError::Newer),
        None => Err(NoteError::Malformed),
    }
}

/// Reads bytes as every kind of note, and says how many they could be. For the fuzz target: whatever came out of a
/// seal, reading it returns.
#[must_use]
pub fn read_as_every_note(bytes: &[u8]) -> usize {
    let (key, note) = (PublicKey([0; 32]), EnvelopeId([0; 16]));
    usize::from(HelloNote::decode(bytes).is_ok())
        + usize::from(QuestionNote::decode(bytes).is_ok())
        + usize::from(read_answer(bytes, &key, note).is_ok())
        + usize::from(read_check_answer(bytes, &key, note).is_ok())
}

#[cfg(test)]
mod tests {
    use domain::check_in::Words;
    use domain::hello::AnswerKind;

    use super::*;

    const HELLO: EnvelopeId = EnvelopeId([4; 16]);

    fn bea() -> ListingKey {
        ListingKey::from_seed(&[3; 32])
    }

    #[test]
    fn hellos_and_questions_of_format_1_stay_readable() {
        let key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
        let reply = format!(r#"{{"mailbox":"BwcHBwcHBwcHBwcHBwcHBw","write":"{key}","key":"{key}"}}"#);
        let hello = format!(
            r#"{{"format":1,"letter":{{"beginning":"where-to-start","asks":["fee"],"words":"w","if_you_worry":""}},"answer_by":"2026-11-26","reply":{reply}}}"#
        );
        let note = HelloNote::decode(hello.as_bytes()).unwrap();
        assert_eq!(note.letter.words.as_str(), "w");
        assert_eq!(String::from_utf8(encode(&note)).unwrap(), hello);
        let question = format!(r#"{{"format":1,"question":"AQI","answer_by":"2026-11-26","reply":{reply}}}"#);
        assert_eq!(QuestionNote::decode(question.as_bytes()).unwrap().question, [1, 2]);
        let newer = hello.replace(r#""format":1"#, r#""format":2"#);
        assert_eq!(HelloNote::decode(newer.as_bytes()).err(), Some(NoteError::Newer));
        assert_eq!(HelloNote::decode(b"{}").err(), Some(NoteError::Malformed));
    }

    #[test]
    fn an_answer_is_believed_from_her_and_to_this_hello_only() {
        let letter = AnswerLetter {
            kind: AnswerKind::Welcome,
            words: Words::new("come as you are"),
            opening: None,
            fee: Words::default(),
            evening: Some(true),
        };
        let note = make_answer(&bea(), HELLO, &letter);
        assert_eq!(read_answer(&note, &bea().public(), HELLO), Ok(letter.clone()));
        let another = ListingKey::from_seed(&[9; 32]).public();
        assert_eq!(read_answer(&note, &another, HELLO), Err(NoteError::NotHers));
        assert_eq!(read_answer(&note, &bea().public(), EnvelopeId([5; 16])), Err(NoteError::NotHers));
    }

    #[test]
    fn what_is_said_to_a_check_is_signed_too() {
        for said in [CheckAnswer::Counted(vec![1, 2, 3]), CheckAnswer::TooFewPeople, CheckAnswer::Declined] {
            let note = make_check_answer(&bea(), HELLO, &said);
            assert_eq!(read_check_answer(&note, &bea().public(), HELLO), Ok(said));
            let mut changed = note.clone();
            *changed.last_mut().unwrap() ^= 1;
            assert_eq!(read_check_answer(&changed, &bea().public(), HELLO), Err(NoteError::NotHers));
        }
        for bytes in [&[][..], &[1; 10], &[7; 70]] {
            assert!(read_check_answer(bytes, &bea().public(), HELLO).is_err());
        }
    }
}
