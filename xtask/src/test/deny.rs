//! The step `deny`: what we depend on is licensed, wanted and from where we think, and has no known hole.

use crate::{programs, project::Project, shell};
use anyhow::Result;
use std::process::Command;

pub(super) fn run(project: &Project) -> Result<()> {
    let program = programs::need_cargo_deny(project)?;
    let check = |what: &[&str]| {
        let mut deny = Command::new(&program);
        deny.args(["--all-features", "check", "--hide-inclusion-graph"])
            .args(what)
            .current_dir(project.root());
        deny
    };
    shell::run(&mut check(&["licenses", "bans", "sources"]))?;
    // The list of known holes lives in a repository that not every machine can reach.
    let mut fetch = Command::new(&program);
    if let Err(error) = shell::output(fetch.args(["fetch", "db"]).current_dir(project.root())) {
        println!("known holes (advisories) NOT checked: their database cannot be fetched here");
        println!("  {}", error.to_string().lines().last().unwrap_or_default());
        return Ok(());
    }
    shell::run(&mut check(&["advisories"]))
}
