//! Work already done, found again by the hash of what it was made from.

use crate::project::Project;
use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;

/// A folder of results under cargo's target folder; deleting it only costs time.
pub(super) struct Cache(PathBuf);

impl Cache {
    pub(super) fn open(project: &Project) -> Result<Self> {
        let folder = project.target().join("web-build");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder))
    }

    /// The stored result for this kind of work on this input, or a new one.
    pub(super) fn get_or_make(
        &self,
        kind: &str,
        input: &[u8],
        make: impl FnOnce() -> Result<Vec<u8>>,
    ) -> Result<Vec<u8>> {
        self.get_or_make_all([kind], input, || Ok([make()?])).map(|[result]| result)
    }

    /// The same for work with several results.
    pub(super) fn get_or_make_all<const N: usize>(
        &self,
        kinds: [&str; N],
        input: &[u8],
        make: impl FnOnce() -> Result<[Vec<u8>; N]>,
    ) -> Result<[Vec<u8>; N]> {
        let hash = hash(input);
        let path = |kind: &str| self.0.join(format!("{hash}.{kind}"));
        let stored: Vec<_> = kinds.iter().filter_map(|kind| fs::read(path(kind)).ok()).collect();
        if let Ok(results) = stored.try_into() {
            return Ok(results);
        }
        let results = make()?;
        for (kind, result) in kinds.iter().zip(&results) {
            // Renamed into place, so that a build cut short leaves no half result behind.
            let unfinished = path(&format!("{kind}.{}", std::process::id()));
            fs::write(&unfinished, result)?;
            fs::rename(&unfinished, path(kind))?;
        }
        Ok(results)
    }
}

/// SHA-256 in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}
