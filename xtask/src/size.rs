//! `cargo xtask size`: what a first visit loads, held to the limit in `crates/web/size.json`.

use crate::{project::Project, web_build};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::fs;

/// `crates/web/size.json`.
#[derive(Deserialize)]
struct Limit {
    /// The most bytes on the wire until the first question can be answered, fonts included.
    first_question: usize,
    /// Files that are asked for only later.
    later: Vec<String>,
}

pub(crate) fn run(project: &Project) -> Result<()> {
    let path = project.path("crates/web/size.json");
    let limit = fs::read(&path).with_context(|| format!("no limit in {}", path.display()))?;
    let limit: Limit = serde_json::from_slice(&limit).context("cannot read crates/web/size.json")?;
    let mut files = web_build::built_files(&project.path("dist"))?;
    for name in &limit.later {
        ensure!(files.iter().any(|file| file.name == *name), "size.json names {name}, which is not built");
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.sent));
    let is_later = |name: &String| limit.later.contains(name);
    for file in &files {
        let when = if is_later(&file.name) { "later" } else { "first" };
        println!("{when} {:>8} of {:>8} {}", file.sent, file.bytes, file.name);
    }
    let total: usize = files.iter().filter(|file| !is_later(&file.name)).map(|file| file.sent).sum();
    println!("{total} bytes until the first question; the limit is {}", limit.first_question);
    ensure!(
        total <= limit.first_question,
        "the first visit is {} bytes too heavy",
        total - limit.first_question
    );
    Ok(())
}
