//! Every decision is reachable, and every link between our pages leads somewhere.

use crate::project::Project;
use anyhow::Result;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

pub(super) fn check(project: &Project, files: &[String]) -> Result<Vec<String>> {
    let known: BTreeSet<PathBuf> = files
        .iter()
        .flat_map(|file| Path::new(file).ancestors().map(Path::to_owned).collect::<Vec<_>>())
        .collect();
    let (mut found, mut reached) = (Vec::new(), BTreeSet::new());
    for page in files.iter().filter(|file| file.ends_with(".md")) {
        let text = fs::read_to_string(project.path(page))?;
        for link in links(&text) {
            let target = resolve(page, link);
            if known.contains(&target) {
                reached.insert(target);
            } else {
                found.push(format!("{page}: the link to {link} leads nowhere"));
            }
        }
    }
    let decisions = files.iter().filter(|file| file.starts_with("docs/decisions/") && file.ends_with(".md"));
    for decision in decisions.filter(|file| !file.ends_with("/README.md")) {
        if !reached.contains(Path::new(decision)) {
            found.push(format!("{decision}: no page links to it (docs/decisions/README.md lists them)"));
        }
    }
    Ok(found)
}

/// The targets of `](target)` that lie in this repository, without `#parts`.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let outside = |target: &&str| !target.contains(':') && !target.starts_with('#');
    targets.filter(outside).map(|target| target.split('#').next().unwrap_or(target))
}

fn resolve(page: &str, link: &str) -> PathBuf {
    let mut path = Path::new(page).parent().unwrap_or(Path::new("")).to_owned();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_and_followed() {
        let page = "See [a](../voice.md#short), [b](https://example.org) and [c](#here).";
        assert_eq!(links(page).collect::<Vec<_>>(), ["../voice.md"]);
        assert_eq!(resolve("docs/decisions/x.md", "../voice.md"), Path::new("docs/voice.md"));
    }
}
