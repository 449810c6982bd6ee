//! The programs we are compared with, installed once into `benches/peers`, which git ignores.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// This package's folder.
pub(crate) fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn peers() -> PathBuf {
    home().join("peers")
}

/// The Python interpreter of a virtual environment that has exactly this `package==version`.
pub(crate) fn python_with(package: &str) -> Result<PathBuf> {
    let environment = peers().join("python");
    let python = environment.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    }
    run(Command::new(&python).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        package,
    ]))?;
    Ok(python)
}

/// The `node_modules` folder that has exactly this version of the package. Install scripts are not run.
pub(crate) fn node_modules_with(package: &str, version: &str) -> Result<PathBuf> {
    let node_modules = peers().join("node_modules");
    let manifest = std::fs::read_to_string(node_modules.join(package).join("package.json"));
    if manifest.is_ok_and(|manifest| manifest.contains(&format!("\"version\": \"{version}\""))) {
        return Ok(node_modules);
    }
    std::fs::create_dir_all(peers()).context("cannot make the peers' folder")?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--ignore-scripts", "--silent", "--no-audit", "--no-fund", "--prefix"]);
    run(npm.arg(peers()).arg(format!("{package}@{version}")))?;
    Ok(node_modules)
}

/// Runs a command that must succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    ensure!(status.success(), "{command:?} failed ({status})");
    Ok(())
}
