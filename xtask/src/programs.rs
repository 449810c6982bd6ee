//! What these commands need on the computer, installed where we may, named where we may not.

use crate::{project::Project, shell};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target that browsers run.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that Rust can compile for browsers.
pub(crate) fn need_wasm_target() -> Result<()> {
    let libraries = shell::output(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if libraries.is_ok_and(|folder| Path::new(folder.trim()).exists()) {
        return Ok(());
    }
    println!("adding Rust's {WASM} target");
    shell::run(Command::new("rustup").args(["target", "add", WASM]))
        .with_context(|| format!("Rust cannot compile for browsers yet. Run: rustup target add {WASM}"))
}

/// The system's Chromium, installed from Debian's packages if it is missing and we may.
pub(crate) fn need_chromium() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Ok(chosen.into());
    }
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    let advice = "the browser tests drive the system's Chromium. Run: apt-get install -y chromium \
                  (or set CHROMIUM to where it is)";
    if !rustix::process::geteuid().is_root() || !shell::exists("apt-get") {
        bail!("{advice}");
    }
    println!("installing Debian's Chromium");
    let apt = || {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet=2");
        apt
    };
    shell::run(apt().arg("update")).context(advice)?;
    shell::run(apt().args(["install", "--yes", "--no-install-recommends", "chromium"])).context(advice)?;
    find_chromium().context(advice)
}

fn find_chromium() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let mut candidates =
        std::env::split_paths(&folders).flat_map(|folder| names.map(|name| folder.join(name)));
    candidates.find(|path| path.is_file())
}

/// Installs what a folder's `package-lock.json` says, unless that has been done.
pub(crate) fn need_npm_packages(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json")).context("npm packages are locked")?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if !shell::exists("npm") {
        bail!("the browser tests need Node.js 20 or later with npm. Run: apt-get install -y nodejs npm");
    }
    println!("installing npm packages in {}", folder.display());
    shell::run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
    fs::write(stamp, lock).context("cannot note that npm packages are installed")
}

/// `cargo-deny`: the one on the path, else one built once under cargo's target folder.
pub(crate) fn need_cargo_deny(project: &Project) -> Result<PathBuf> {
    if shell::exists("cargo-deny") {
        return Ok("cargo-deny".into());
    }
    let tools = project.target().join("tools");
    let program = tools.join("bin/cargo-deny");
    if program.exists() {
        return Ok(program);
    }
    println!("building cargo-deny once, into {}", tools.display());
    // It runs for a second, so it is built for a short build rather than for speed.
    let mut install = shell::cargo();
    install.args([
        "install",
        "--quiet",
        "cargo-deny",
        "--version",
        "0.20.2",
        "--locked",
        "--debug",
        "--root",
    ]);
    install.arg(&tools).env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_TARGET_DIR", tools.join("build"));
    shell::run(&mut install)?;
    let _ = fs::remove_dir_all(tools.join("build"));
    Ok(program)
}
