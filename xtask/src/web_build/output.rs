//! Writes `dist/`, compressed ahead of time, and reads its list back.

use super::cache::Cache;
use super::site::{Site, SiteFile};
use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// One line of `dist/files.json`.
#[derive(Serialize, Deserialize)]
pub(crate) struct BuiltFile {
    pub(crate) name: String,
    pub(crate) url: String,
    /// Size as it is.
    pub(crate) bytes: usize,
    /// Size on the wire.
    pub(crate) sent: usize,
}

/// Writes everything beside the old folder, then swaps the two.
pub(super) fn write(site: &Site, dist: &Path, cache: &Cache) -> Result<String> {
    let unfinished = dist.with_extension("unfinished");
    remove(&unfinished)?;
    let mut built = Vec::new();
    for (name, file) in site.files() {
        let path = unfinished.join(file.url.trim_start_matches('/'));
        fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
        fs::write(&path, &file.bytes)?;
        let mut sent = file.bytes.len();
        if !stays_as_it_is(name) {
            let small = cache.get_or_make("br", &file.bytes, || compress(&file.bytes))?;
            sent = small.len();
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            fs::write(path.with_extension(format!("{extension}.br")), small)?;
        }
        built.push(describe(name, file, sent));
    }
    fs::write(unfinished.join("files.json"), serde_json::to_string_pretty(&built)?)?;
    remove(dist)?;
    fs::rename(&unfinished, dist).context("cannot put dist/ in place")?;
    let sent: usize = built.iter().map(|file| file.sent).sum();
    Ok(format!("{} files, {} kB compressed", built.len(), sent / 1000))
}

/// The list that the last build wrote.
pub(crate) fn built_files(dist: &Path) -> Result<Vec<BuiltFile>> {
    let path = dist.join("files.json");
    let json = fs::read(&path).with_context(|| format!("no {}: run `cargo xtask build`", path.display()))?;
    serde_json::from_slice(&json).with_context(|| format!("cannot read {}", path.display()))
}

fn describe(name: &str, file: &SiteFile, sent: usize) -> BuiltFile {
    BuiltFile { name: name.to_owned(), url: file.url.clone(), bytes: file.bytes.len(), sent }
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Compressed already; or a signature, which is made again after this.
fn stays_as_it_is(name: &str) -> bool {
    [".woff2", ".png", ".webp", ".sig"].iter().any(|extension| name.ends_with(extension))
}

fn compress(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut small = Vec::new();
    let size_hint = bytes.len();
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters)?;
    Ok(small)
}
