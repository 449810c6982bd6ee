//! `cargo xtask tidy`: what no compiler checks.
//!
//! Each check is one file below and returns what it found, a line each, naming where to look.

mod decisions;
mod files;
mod map;

use crate::project::Project;
use crate::shell;
use anyhow::{Result, bail};
use std::process::Command;

/// The crates that also run in browsers, without I/O, clock or randomness of their own.
pub(crate) const PORTABLE: [&str; 6] = ["protocol", "trust", "login", "domain", "crypto", "client"];

pub(crate) fn run(project: &Project) -> Result<()> {
    let files = tracked_files(project)?;
    let mut found = map::check(project)?;
    found.extend(files::check(project, &files)?);
    found.extend(decisions::check(project, &files)?);
    if !found.is_empty() {
        bail!("not tidy:\n{}", found.join("\n"));
    }
    println!("{} files are tidy", files.len());
    Ok(())
}

/// Every file of the repository that git keeps or would keep, by its path from the root.
fn tracked_files(project: &Project) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(project.root());
    let listed = shell::output(&mut git)?;
    let files = listed.split('\0').filter(|path| !path.is_empty() && project.path(path).is_file());
    Ok(files.map(str::to_owned).collect())
}
