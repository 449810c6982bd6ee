//! Joins the style sheets into one.

use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// Style sheets in the order they are joined: tokens, then by name. `@layer` decides who wins, not this.
pub(super) fn in_order(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    paths.sort_by_key(|path| (!path.ends_with("tokens.css"), path.clone()));
    paths
}

pub(super) fn join(paths: &[PathBuf]) -> Result<String> {
    let mut joined = String::new();
    for path in paths {
        let sheet = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        joined.push_str(&ask_for_fonts(&lighten(&sheet)));
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

/// `url("/fonts/NAME")` becomes a placeholder for the address that the font will have.
fn ask_for_fonts(sheet: &str) -> String {
    let mut parts = sheet.split("url(\"/fonts/");
    let mut asking = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('"').unwrap_or((part, ""));
        asking.push_str(&format!("url(\"{{{{url {name}}}}}\"{rest}"));
    }
    asking
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
    fn fonts_are_asked_for_by_name() {
        let sheet = "src: url(\"/fonts/serif.woff2\") format(\"woff2\");";
        assert_eq!(ask_for_fonts(sheet), "src: url(\"{{url serif.woff2}}\") format(\"woff2\");");
    }

    #[test]
    fn tokens_come_first() {
        let paths = ["a/base.css", "a/tokens.css", "a/page.css", "a/notes.md"].map(PathBuf::from).to_vec();
        assert_eq!(in_order(paths), ["a/tokens.css", "a/base.css", "a/page.css"].map(PathBuf::from));
    }
}
