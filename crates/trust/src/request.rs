//! The steward asking the server for what is hers alone, without an account: a purpose and a moment, signed.
//!
//! A request taken from the wire can be shown again for a few minutes. What is asked this way must therefore be safe to
//! ask twice, and is only ever sent over TLS.

use protocol::directory::StewardRequest;
use protocol::{PublicKey, Timestamp};

use crate::keys::{Purpose, StewardKey, verify};

/// How far the steward's clock and the server's may be apart.
const APART: u64 = 5 * Timestamp::MINUTE;

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Not signed by the steward, or for something else.
    #[error("the request is not signed by this server's steward for this purpose")]
    NotBySteward,
    /// Signed too long ago, or ahead of time.
    #[error("the request was signed more than five minutes ago, or the two clocks differ; try again")]
    NotNow,
}

/// Signs a request.
#[must_use]
pub fn sign_request(key: &StewardKey, purpose: &str, at: Timestamp) -> StewardRequest {
    let signature = key.sign(Purpose::Request, &message(purpose, at));
    StewardRequest { purpose: purpose.to_owned(), at, signature }
}

/// Checks that the steward asks for `purpose`, now.
///
/// # Errors
/// When she does not.
pub fn verify_request(
    request: &StewardRequest,
    purpose: &str,
    steward: &PublicKey,
    now: Timestamp,
) -> Result<(), RequestError> {
    if request.purpose != purpose {
        return Err(RequestError::NotBySteward);
    }
    verify(steward, Purpose::Request, &message(purpose, request.at), &request.signature)
        .map_err(|_| RequestError::NotBySteward)?;
    if now.since(request.at) > APART || request.at.since(now) > APART {
        return Err(RequestError::NotNow);
    }
    Ok(())
}

fn message(purpose: &str, at: Timestamp) -> Vec<u8> {
    [&at.0.to_be_bytes()[..], purpose.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_for_one_purpose_and_a_few_minutes() {
        let (steward, other) = (StewardKey::from_seed(&[1; 32]), StewardKey::from_seed(&[2; 32]));
        let now = Timestamp(1_800_000_000_000);
        let request = sign_request(&steward, "pending", now);
        let check = |purpose, key: &StewardKey, at| verify_request(&request, purpose, &key.public(), at);
        assert_eq!(check("pending", &steward, now), Ok(()));
        assert_eq!(check("pending", &steward, now.plus(APART)), Ok(()));
        assert_eq!(check("pending", &steward, now.plus(APART + 1)), Err(RequestError::NotNow));
        assert_eq!(check("pending", &steward, Timestamp(now.0 - APART - 1)), Err(RequestError::NotNow));
        assert_eq!(check("delete", &steward, now), Err(RequestError::NotBySteward));
        assert_eq!(check("pending", &other, now), Err(RequestError::NotBySteward));
    }
}
