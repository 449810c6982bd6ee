//! Runs the benches named on the command line, or all, and prints a line for each figure.

use std::process::ExitCode;

use anyhow::{Result, bail};
use benches::{Figure, calendar, conflict_check, login, looking_back, mailbox, search, sync};

type Bench = fn() -> Result<Vec<Figure>>;

const BENCHES: &[(&str, Bench)] = &[
    ("calendar", calendar::run),
    ("conflict-check", conflict_check::run),
    ("login", login::run),
    ("looking-back", looking_back::run),
    ("mailbox", mailbox::run),
    ("search", search::run),
    ("sync", sync::run),
];

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn main() -> Result<ExitCode> {
    if mailbox::serve_if_asked()? {
        return Ok(ExitCode::SUCCESS);
    }
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let known = |name: &String| BENCHES.iter().any(|(known, _)| known == name);
    if let Some(unknown) = wanted.iter().find(|name| !known(name)) {
        let names: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
        bail!("there is no bench named {unknown}; there are {}", names.join(", "));
    }
    let mut all_hold = true;
    for (name, bench) in BENCHES {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            for figure in bench()? {
                all_hold &= figure.holds();
                println!("{figure}");
            }
        }
    }
    Ok(if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
