//! `cargo xtask reproduce`: the committed tree, built twice from nothing in two folders, must give the same bytes. So whoever
//! has the source can tell what a server hands out, and a signature says which source that is.

use crate::{project::Project, shell};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

pub(crate) fn run(project: &Project) -> Result<()> {
    let folder = tempfile::tempdir()?;
    // What is committed while the first is being built is no part of the second.
    let commit = shell::output(Command::new("git").args(["rev-parse", "HEAD"]).current_dir(project.root()))?;
    let mut built = Vec::new();
    // Of different lengths, since a path that slips into a module moves everything behind it.
    for name in ["one", "another-place"] {
        let place = folder.path().join(name);
        println!("building in {}", place.display());
        shell::run(
            Command::new("git").args(["clone", "--quiet", "--no-hardlinks"]).arg(project.root()).arg(&place),
        )?;
        let checkout = ["-c", "advice.detachedHead=false", "checkout", "--quiet", commit.trim()];
        shell::run(Command::new("git").args(checkout).current_dir(&place))?;
        let mut build = shell::cargo();
        build.args(["xtask", "build"]).current_dir(&place).env_remove("CARGO_TARGET_DIR");
        shell::run(&mut build)?;
        built.push(everything_in(&place.join("dist"))?);
        // Two sets of compiled crates are more than some disks have to spare.
        fs::remove_dir_all(place.join("target"))?;
    }
    let (one, another) = (&built[0], &built[1]);
    let differing: Vec<_> =
        one.iter().filter(|&(name, bytes)| another.get(name) != Some(bytes)).map(|(name, _)| name).collect();
    ensure!(differing.is_empty() && one.len() == another.len(), "the two builds differ: {differing:?}");
    println!("{} files, byte for byte the same", one.len());
    Ok(())
}

fn everything_in(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("cannot list {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder)?.display().to_string();
                files.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(files)
}
