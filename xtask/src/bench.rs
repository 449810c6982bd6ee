//! `cargo xtask bench`: reruns the measurements behind `docs/performance.md`.
//!
//! Each bench prints `figure NAME VALUE UNIT goal OP GOAL holds|short`; the runner here repeats those lines
//! last and fails when one is short.

use crate::{project::Project, shell};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{ExitCode, Stdio};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// conflict-check, calendar, search, mailbox or first-load; all of them when left out.
    name: Option<String>,
}

pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let mut command = shell::cargo();
    command.args(["--config", ".cargo/release.toml"]);
    command.args(["run", "--release", "--package", "benches", "--"]);
    command.args(&arguments.name).current_dir(project.root()).stdout(Stdio::piped());
    let mut benches = command.spawn().context("cannot start the benches")?;
    let printed = benches.stdout.take().context("the benches print to us")?;
    let mut figures = Vec::new();
    for line in BufReader::new(printed).lines() {
        let line = line?;
        println!("{line}");
        figures.extend(line.starts_with("figure ").then_some(line));
    }
    let status = benches.wait()?;
    if !status.success() && figures.is_empty() {
        bail!("the benches stopped before any figure was measured ({status})");
    }
    println!("\nfigures");
    for figure in &figures {
        println!("{figure}");
    }
    Ok(if status.success() { verdict(&figures) } else { ExitCode::FAILURE })
}

fn verdict(figures: &[String]) -> ExitCode {
    let all_hold = !figures.is_empty() && figures.iter().all(|figure| figure.ends_with(" holds"));
    if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_short_figure_fails_the_run() {
        let holds = "figure search 4.1 ms goal <= 8 holds".to_owned();
        let short = "figure calendar 2.6 s goal < 2 short".to_owned();
        assert_eq!(verdict(std::slice::from_ref(&holds)), ExitCode::SUCCESS);
        assert_eq!(verdict(&[holds, short]), ExitCode::FAILURE);
        assert_eq!(verdict(&[]), ExitCode::FAILURE);
    }
}
