//! Where things are in this repository, and what cargo knows about its packages.

use crate::shell;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// This checkout.
pub(crate) struct Project {
    root: PathBuf,
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    target_directory: PathBuf,
}

/// One of our own packages.
#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) manifest_path: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

/// A line of a package's `[dependencies]`, `[dev-dependencies]` or `[build-dependencies]`.
#[derive(Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Project {
    /// Asks cargo about the workspace around this package.
    pub(crate) fn find() -> Result<Self> {
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
        let root = Path::new(&xtask).parent().context("xtask/ lies in the repository")?.to_owned();
        let json = shell::output(
            shell::cargo().args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(&root),
        )?;
        let metadata = serde_json::from_str(&json).context("cannot read `cargo metadata`")?;
        Ok(Self { root, metadata })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside the repository.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's target folder; `CARGO_TARGET_DIR` moves it.
    pub(crate) fn target(&self) -> &Path {
        &self.metadata.target_directory
    }

    pub(crate) fn packages(&self) -> &[Package] {
        &self.metadata.packages
    }

    /// The programs a package builds, in order of name.
    pub(crate) fn binaries_of(&self, package: &str) -> Vec<&str> {
        let mut names: Vec<_> = self
            .packages()
            .iter()
            .filter(|candidate| candidate.name == package)
            .flat_map(|package| &package.targets)
            .filter(|target| target.kind.iter().any(|kind| kind == "bin"))
            .map(|target| target.name.as_str())
            .collect();
        names.sort_unstable();
        names
    }
}
