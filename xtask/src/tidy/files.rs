//! What every file keeps to: a header, a length, and nothing of the machine it was written on.

use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;

/// Past this a Rust file holds more than one thing.
const MOST_LINES: usize = 600;

/// Folders of one machine. Written in two parts, so that this file is not found by its own check.
const MACHINE_PATHS: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];

pub(super) fn check(project: &Project, files: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for name in files {
        let bytes = fs::read(project.path(name)).with_context(|| format!("cannot read {name}"))?;
        if let Ok(text) = String::from_utf8(bytes) {
            found.extend(look_at(name, &text).into_iter().map(|what| format!("{name}{what}")));
        }
    }
    Ok(found)
}

fn look_at(name: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if name.ends_with(".rs") {
        if !text.starts_with("//! ") {
            found.push(": begins with no //! line saying what it is for".to_owned());
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            found.push(format!(": {lines} lines; ask what else is in there (most is {MOST_LINES})"));
        }
    }
    for (at, line) in text.lines().enumerate() {
        if let Some(path) = MACHINE_PATHS.iter().find(|path| begins_a_path(line, path)) {
            found.push(format!(":{}: names {path}, a folder of one machine", at + 1));
        }
    }
    if name.ends_with("package-lock.json") && text.contains("\"resolved\"") {
        found.push(
            ": names where packages came from; install with omit-lockfile-registry-resolved".to_owned(),
        );
    }
    found
}

/// Whether the line names a path that begins so; `example.org/srv/` and `~/srv/` would be other things.
fn begins_a_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-~/}".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tidy_file_is_silent() {
        assert!(look_at("a.rs", "//! What it is for.\n\nfn a() {}\n").is_empty());
        assert!(look_at("a.md", "see https://example.org/home/plan\n").is_empty());
    }

    #[test]
    fn each_slip_is_named_with_its_line() {
        let path = MACHINE_PATHS[0];
        let found = look_at("a.rs", &format!("fn a() {{}}\n// see {path}x\n"));
        assert_eq!(found[0], ": begins with no //! line saying what it is for");
        assert_eq!(found[1], format!(":2: names {path}, a folder of one machine"));
        assert!(look_at("a.rs", &"//! a\n".repeat(601))[0].starts_with(": 601 lines"));
    }

    #[test]
    fn locks_say_nothing_of_their_registry() {
        let lock = "{ \"packages\": { \"a\": { \"version\": \"1\", \"resolved\": \"x\" } } }";
        assert_eq!(look_at("e2e/package-lock.json", lock).len(), 1);
    }
}
