//! Signing keys in files that only their owner can read.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroizing;

/// The seed of a key that is in a file.
///
/// # Errors
/// When there is none, or it is not a key.
pub fn read(file: &Path) -> Result<Zeroizing<[u8; 32]>> {
    let text = fs::read_to_string(file).map(Zeroizing::new);
    let text = text.with_context(|| format!("cannot read the key in {}", file.display()))?;
    let seed = BASE64URL_NOPAD.decode(text.trim().as_bytes()).ok().map(Zeroizing::new);
    let seed: Option<[u8; 32]> = seed.as_ref().and_then(|seed| seed[..].try_into().ok());
    seed.map(Zeroizing::new).with_context(|| format!("{} does not hold a key", file.display()))
}

/// The same, making the file with a new seed if there is none.
///
/// # Errors
/// When the file cannot be made or read.
pub fn read_or_make(file: &Path, make: impl FnOnce() -> Zeroizing<[u8; 32]>) -> Result<Zeroizing<[u8; 32]>> {
    if !file.exists() {
        let text = Zeroizing::new(BASE64URL_NOPAD.encode(&make()[..]));
        write_private(file, text.as_bytes())
            .with_context(|| format!("cannot make a key in {}", file.display()))?;
    }
    read(file)
}

fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(bytes)?;
    file.sync_all()
}
