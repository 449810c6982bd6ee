//! A therapist's answer to one hello, signed by her listing's key: the clinician knows that it is she who answers, and
//! that it answers this hello and no other.

use protocol::{EnvelopeId, PublicKey, Signature};

use crate::keys::{ListingKey, Purpose, verify};

/// The answer is not by this therapist to this hello.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is not signed by this therapist for this hello")]
pub struct AnswerError;

/// Signs `answer` as the answer to the hello that travelled in `hello`.
#[must_use]
pub fn sign_answer(key: &ListingKey, hello: EnvelopeId, answer: &[u8]) -> Signature {
    key.sign(Purpose::Answer, &bound(hello, answer))
}

/// Checks that the therapist with `signing_key` gave `answer` to the hello that travelled in `hello`.
///
/// # Errors
/// When she did not.
pub fn verify_answer(
    signing_key: &PublicKey,
    hello: EnvelopeId,
    answer: &[u8],
    signature: &Signature,
) -> Result<(), AnswerError> {
    verify(signing_key, Purpose::Answer, &bound(hello, answer), signature).map_err(|_| AnswerError)
}

/// The id has a fixed length, so id and answer cannot run into each other.
fn bound(hello: EnvelopeId, answer: &[u8]) -> Vec<u8> {
    [&hello.0[..], answer].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_belongs_to_one_hello_and_one_therapist() {
        let (bea, carla) = (ListingKey::from_seed(&[1; 32]), ListingKey::from_seed(&[2; 32]));
        let (hello, other) = (EnvelopeId([1; 16]), EnvelopeId([2; 16]));
        let signature = sign_answer(&bea, hello, b"come on Thursday");
        assert_eq!(verify_answer(&bea.public(), hello, b"come on Thursday", &signature), Ok(()));
        assert_eq!(verify_answer(&bea.public(), other, b"come on Thursday", &signature), Err(AnswerError));
        assert_eq!(verify_answer(&carla.public(), hello, b"come on Thursday", &signature), Err(AnswerError));
        assert_eq!(verify_answer(&bea.public(), hello, b"come on Friday", &signature), Err(AnswerError));
    }
}
