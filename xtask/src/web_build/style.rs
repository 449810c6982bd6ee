//! Joins the style sheets into one.

use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// What everything else builds on.
const FIRST: [&str; 3] = ["tokens.css", "base.css", "layout.css"];

/// Style sheets in the order they are joined: those three, then by name. Between layers `@layer` decides who wins; within
/// one, the later sheet does.
pub(super) fn in_order(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    let place = |path: &PathBuf| FIRST.iter().position(|name| path.ends_with(name)).unwrap_or(FIRST.len());
    paths.sort_by_key(|path| (place(path), path.clone()));
    paths
}

pub(super) fn join(paths: &[PathBuf]) -> Result<String> {
    let mut joined = String::new();
    for path in paths {
        let sheet = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        joined.push_str(&lighten(&sheet));
    }
    Ok(joined)
}

/// Takes out comments, indentation and empty lines. Nothing else: the rest compresses well.
fn lighten(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(start) = rest.find("/*") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |text, line| text + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_rules_stay() {
        let sheet = "/* why */\n@layer base {\n  /* a\n     b */\n  p { margin: 0; } /* c */\n}\n";
        assert_eq!(lighten(sheet), "@layer base {\np { margin: 0; }\n}\n");
    }

    #[test]
    fn what_everything_builds_on_comes_first() {
        let paths = ["a/base.css", "a/buttons.css", "a/layout.css", "a/tokens.css", "a/notes.md"]
            .map(PathBuf::from)
            .to_vec();
        assert_eq!(
            in_order(paths),
            ["a/tokens.css", "a/base.css", "a/layout.css", "a/buttons.css"].map(PathBuf::from)
        );
    }
}
