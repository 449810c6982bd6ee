//! Builds what a bench runs in WebAssembly, with the profile of the browser's modules.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::peers;

/// Builds this package, whose library is a `cdylib`, and says where its module is.
pub(crate) fn build(package: &str) -> Result<PathBuf> {
    let target = "wasm32-unknown-unknown";
    let workspace = peers::home().parent().context("benches stands in the workspace")?;
    let folder = workspace.join("target/bench-wasm");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    peers::run(
        Command::new(cargo)
            .args(["build", "--quiet", "--package", package, "--profile", "web", "--target", target])
            .arg("--target-dir")
            .arg(&folder)
            .current_dir(workspace),
    )?;
    let module = format!("{}.wasm", package.replace('-', "_"));
    Ok(folder.join(target).join("web").join(module))
}
