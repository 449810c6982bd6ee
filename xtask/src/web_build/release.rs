//! The list of everything in `dist/`, and its signature: what the service worker and `held verify-site` hold a server to.

use super::cache::hash;
use super::site::Site;
use anyhow::{Context, Result};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use protocol::PublicKey;
use std::collections::BTreeMap;
use trust::{Release, ReleaseKey, sign_release};

/// The key a build believes, and whether anyone can sign with it.
pub(super) enum Key {
    /// Everyone has it: for trying things, and for builds that are compared byte by byte.
    Development(Box<ReleaseKey>),
    /// Whoever releases has the other half, somewhere else.
    Release(PublicKey),
}

impl Key {
    /// From the public half in hexadecimal; without one, the development key.
    pub(super) fn read(given: Option<&str>) -> Result<Self> {
        let Some(given) = given else {
            // No secret, on purpose: it signs what is marked as signed by nobody.
            return Ok(Self::Development(Box::new(ReleaseKey::from_seed(
                b"anyone can sign with this key :)",
            ))));
        };
        let bytes = HEXLOWER_PERMISSIVE.decode(given.as_bytes()).context("a release key is hexadecimal")?;
        let bytes = bytes.try_into().ok().context("a release key has 32 bytes")?;
        Ok(Self::Release(PublicKey(bytes)))
    }

    pub(super) fn is_development(&self) -> bool {
        matches!(self, Self::Development(_))
    }

    pub(super) fn public(&self) -> String {
        let public = match self {
            Self::Development(key) => key.public(),
            Self::Release(public) => *public,
        };
        HEXLOWER.encode(&public.0)
    }
}

/// Adds the list of all other files, and its signature if the key is at hand.
pub(super) fn add(site: &mut Site, key: &Key) -> Result<()> {
    let files: BTreeMap<_, _> = site.files().map(|(_, file)| (file.url.clone(), hash(&file.bytes))).collect();
    let list = serde_json::to_string_pretty(&Release { format: 1, version: version()?, files })?;
    if let Key::Development(key) = key {
        let signature = sign_release(key, list.as_bytes());
        site.add_text("release.sig", &HEXLOWER.encode(&signature.0))?;
    }
    site.add_text("release.json", &list)
}

fn version() -> Result<[u32; 3]> {
    let numbers = env!("CARGO_PKG_VERSION").split('.').map(str::parse).collect::<Result<Vec<_>, _>>()?;
    numbers.try_into().ok().context("a version has three numbers")
}
