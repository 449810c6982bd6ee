//! Releases of the web app: signing the list of its files, and holding a server to it.

use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use client::post::Request;
use data_encoding::HEXLOWER_PERMISSIVE;
use protocol::{PublicKey, Signature};
use sha2::{Digest as _, Sha256};
use trust::{Release, ReleaseKey, sign_release, verify_release};

use crate::network::{Network, Response};

/// Where a built web app has its list, and that list's signature.
const LIST: &str = "release.json";
const SIGNATURE: &str = "release.sig";

/// A key in hexadecimal, as `held release key` prints it.
///
/// # Errors
/// When it is not one.
pub fn read_key(text: &str) -> Result<PublicKey> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).context("a release key is hexadecimal")?;
    Ok(PublicKey(bytes.try_into().ok().context("a release key has 32 bytes")?))
}

/// Signs what is in a built folder, after checking that it is what its list says.
///
/// # Errors
/// When a file is missing or different, or the signature cannot be written.
pub fn sign(dist: &Path, key: &ReleaseKey) -> Result<Release> {
    let read = |name: &str| {
        let path = dist.join(name.trim_start_matches('/'));
        std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let list = read(LIST)?;
    let signature = sign_release(key, &list);
    let release = verify_release(&key.public(), &list, &signature)?;
    for (address, hash) in &release.files {
        ensure!(
            sha256(&read(address)?) == *hash,
            "{address} is not what the list says; build again before signing"
        );
    }
    let path = dist.join(SIGNATURE);
    std::fs::write(&path, data_encoding::HEXLOWER.encode(&signature.0))
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(release)
}

/// What a server hands out, compared with a signed list.
pub struct Verified {
    /// The list.
    pub release: Release,
    /// SHA-256 of the list, as *Yours* shows its beginning.
    pub hash: String,
    /// What is not as the list says, one line each. Empty is good.
    pub differs: Vec<String>,
}

/// Fetches everything a browser would run from a server and compares it with the list that `key` has signed.
///
/// This says what the server hands to whoever asks like this, now; it cannot say what it hands to somebody else.
///
/// # Errors
/// When the server cannot be asked, or the list is not signed by `key`.
pub async fn verify_site(server: &impl Network, key: &PublicKey) -> Result<Verified> {
    let list = fetch(server, &format!("/{LIST}")).await?;
    let signature = fetch(server, &format!("/{SIGNATURE}")).await?;
    let signature =
        HEXLOWER_PERMISSIVE.decode(signature.trim_ascii()).ok().and_then(|bytes| bytes.try_into().ok());
    let signature = Signature(signature.context("the list of files comes without a signature")?);
    let release = verify_release(key, &list, &signature)?;
    let mut differs = Vec::new();
    for (address, hash) in &release.files {
        match fetch(server, address).await {
            Ok(bytes) if sha256(&bytes) == *hash => {}
            Ok(_) => differs.push(format!("{address} is another file")),
            Err(error) => differs.push(format!("{address}: {error}")),
        }
    }
    // The page that is opened first goes by another name.
    if release.files.get("/index.html") != Some(&sha256(&fetch(server, "/").await?)) {
        differs.push("/ is another page than /index.html in the list".to_owned());
    }
    Ok(Verified { hash: sha256(&list), release, differs })
}

async fn fetch(server: &impl Network, path: &str) -> Result<Vec<u8>> {
    let request = Request { method: "GET", path: path.to_owned(), bearer: None, body: None };
    match server.ask(request).await? {
        Response { status: 200, body } => Ok(body),
        Response { status, .. } => bail!("the server answers {status}"),
    }
}

fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}
