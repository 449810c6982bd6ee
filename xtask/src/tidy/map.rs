//! Compares the table "The map" in `ARCHITECTURE.md` with what the packages really depend on.
//!
//! A row may use only the rows it names, which lie above its own, and nothing that stands under "never", ours or
//! not. Tests follow the same rule; `journeys` exists to use everything. `benches`, `xtask` and `fuzz` are
//! outside the map.

use crate::project::{Package, Project};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const PAGE: &str = "ARCHITECTURE.md";

pub(super) fn check(project: &Project) -> Result<Vec<String>> {
    let page = fs::read_to_string(project.path(PAGE)).with_context(|| format!("cannot read {PAGE}"))?;
    let crates = project.path("crates");
    let packages: Vec<_> =
        project.packages().iter().filter(|package| package.manifest_path.starts_with(&crates)).collect();
    let uses = packages.iter().map(|package| (package.name.clone(), dependencies(package))).collect();
    Ok(compare(&rows(&page), &uses))
}

/// A line of the table.
#[derive(Debug, PartialEq)]
struct Row {
    name: String,
    may_use: BTreeSet<String>,
    may_use_all: bool,
    never: BTreeSet<String>,
}

/// Reads the rows under the heading that ends in "The map": `| name | holds | may use | never |`.
fn rows(page: &str) -> Vec<Row> {
    let after = page.lines().skip_while(|line| !(line.starts_with('#') && line.ends_with("The map")));
    let table =
        after.skip(1).take_while(|line| !line.starts_with('#')).filter(|line| line.starts_with("| `"));
    table.filter_map(row).collect()
}

fn row(line: &str) -> Option<Row> {
    let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
    let [name, _holds, may_use, never] = cells.as_slice() else { return None };
    let list = |cell: &str| cell.split(',').map(|name| name.trim().trim_matches('`').to_owned()).collect();
    let may_use_all = *may_use == "all";
    Some(Row { name: quoted(name)?, may_use: list(may_use), may_use_all, never: list(never) })
}

fn quoted(cell: &str) -> Option<String> {
    Some(cell.strip_prefix('`')?.split_once('`')?.0.to_owned())
}

fn dependencies(package: &Package) -> BTreeSet<String> {
    let named = package.dependencies.iter().map(|dependency| dependency.name.clone());
    named.filter(|name| *name != package.name).collect()
}

fn compare(rows: &[Row], uses: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut found = Vec::new();
    let place = |name: &str| rows.iter().position(|row| row.name == name);
    for name in uses.keys().filter(|name| place(name).is_none()) {
        found.push(format!("{PAGE}: the map has no row for crates/{name}"));
    }
    for (at, row) in rows.iter().enumerate() {
        for below in row.may_use.iter().filter(|name| place(name).is_some_and(|other| other >= at)) {
            found.push(format!("{PAGE}: {} may use only rows above its own, not {below}", row.name));
        }
        let Some(used) = uses.get(&row.name) else {
            found.push(format!("{PAGE}: the map has a row for {}, which is not there", row.name));
            continue;
        };
        for other in used {
            let may = row.may_use_all || row.may_use.contains(other) || !uses.contains_key(other);
            if !may || row.never.contains(other) {
                found.push(format!("crates/{}/Cargo.toml: the map does not let it use {other}", row.name));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Held\n## The map\n| crate | holds | may use | never |\n|---|---|---|---|\n\
        | `protocol` | words | – | I/O |\n| `trust` | keys | `protocol` | I/O |\n| `journeys` | tests | all | – |\n\
        ## Next\n| `x` | y | – | – |\n";

    fn uses(lines: &[(&str, &[&str])]) -> BTreeMap<String, BTreeSet<String>> {
        let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        lines.iter().map(|(name, others)| ((*name).to_owned(), set(others))).collect()
    }

    #[test]
    fn what_the_map_allows_is_silent() {
        let uses = uses(&[("protocol", &[]), ("trust", &["protocol"]), ("journeys", &["trust", "protocol"])]);
        assert_eq!(compare(&rows(PAGE), &uses), Vec::<String>::new());
    }

    #[test]
    fn what_it_does_not_allow_is_named() {
        let uses = uses(&[("protocol", &["trust"]), ("trust", &[]), ("web", &[])]);
        let expected = [
            "ARCHITECTURE.md: the map has no row for crates/web",
            "crates/protocol/Cargo.toml: the map does not let it use trust",
            "ARCHITECTURE.md: the map has a row for journeys, which is not there",
        ];
        assert_eq!(compare(&rows(PAGE), &uses), expected);
    }

    #[test]
    fn a_row_names_only_rows_above_it() {
        let page = "## The map\n| `a` | – | `b` | – |\n| `b` | – | – | – |\n";
        let found = compare(&rows(page), &uses(&[("a", &["b"]), ("b", &[])]));
        assert_eq!(found, ["ARCHITECTURE.md: a may use only rows above its own, not b"]);
    }

    #[test]
    fn what_stands_under_never_is_refused_even_when_it_is_not_ours() {
        let page = "## The map\n| `storage` | – | – | axum, domain |\n";
        let found = compare(&rows(page), &uses(&[("storage", &["axum", "serde"])]));
        assert_eq!(found, ["crates/storage/Cargo.toml: the map does not let it use axum"]);
    }
}
