//! A release of the web app: which files it is made of, signed by a key that is on no server.

use protocol::{PublicKey, Signature};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::keys::{Purpose, ReleaseKey, verify};

/// The most bytes a release's list takes: a thousand files.
pub const RELEASE_LIMIT: usize = 128 * 1024;

/// The list of a release. It travels as JSON; what is signed is those exact bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// How the list is written: 1.
    pub format: u32,
    /// Which one of two is newer: major, minor, patch.
    pub version: [u32; 3],
    /// SHA-256 of each file in hexadecimal, by its address on the server.
    pub files: BTreeMap<String, String>,
}

/// Why a release is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// Signed by another key, or not these bytes.
    #[error("the release is not signed by the key that signs Held's releases")]
    NotSigned,
    /// Signed, but not a list that this version reads.
    #[error("the release is written in a way this version does not read")]
    Unreadable,
}

/// Signs a release's list.
#[must_use]
pub fn sign_release(key: &ReleaseKey, list: &[u8]) -> Signature {
    key.sign(Purpose::Release, list)
}

/// Reads a release's list if `key` has signed it.
///
/// # Errors
/// When it has not, or the list cannot be read.
pub fn verify_release(key: &PublicKey, list: &[u8], signature: &Signature) -> Result<Release, ReleaseError> {
    if list.len() > RELEASE_LIMIT {
        return Err(ReleaseError::Unreadable);
    }
    verify(key, Purpose::Release, list, signature).map_err(|_| ReleaseError::NotSigned)?;
    let release: Release = serde_json::from_slice(list).map_err(|_| ReleaseError::Unreadable)?;
    if release.format != 1 {
        return Err(ReleaseError::Unreadable);
    }
    Ok(release)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &[u8] = br#"{"format":1,"version":[0,1,0],"files":{"/index.html":"00"}}"#;

    fn key() -> ReleaseKey {
        ReleaseKey::from_seed(&[5; 32])
    }

    #[test]
    fn a_list_is_read_only_with_its_signature() {
        let signature = sign_release(&key(), LIST);
        let release = verify_release(&key().public(), LIST, &signature).unwrap();
        assert_eq!(release.version, [0, 1, 0]);
        assert_eq!(release.files["/index.html"], "00");

        let other = ReleaseKey::from_seed(&[6; 32]).public();
        assert_eq!(verify_release(&other, LIST, &signature), Err(ReleaseError::NotSigned));
        let changed = String::from_utf8_lossy(LIST).replace("00", "01");
        let refused = verify_release(&key().public(), changed.as_bytes(), &signature);
        assert_eq!(refused, Err(ReleaseError::NotSigned));
    }

    #[test]
    fn a_signed_list_of_another_format_is_not_guessed_at() {
        for list in
            [&br#"{"format":2,"version":[0,1,0],"files":{}}"#[..], b"{}", b"", &vec![b' '; RELEASE_LIMIT + 1]]
        {
            let signature = sign_release(&key(), list);
            assert_eq!(verify_release(&key().public(), list, &signature), Err(ReleaseError::Unreadable));
        }
    }
}
