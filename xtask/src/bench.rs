//! `cargo xtask bench`: reruns the measurements behind `docs/performance.md`.
//!
//! Each bench prints `figure NAME VALUE UNIT goal OP GOAL holds|short`; the runner here repeats those lines
//! last and fails when one is short.

use crate::{playwright, project::Project, shell};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// conflict-check, calendar, login, looking-back, mailbox, search, sync, first-load or unlock; all of them when left
    /// out.
    name: Option<String>,
}

/// Those that are measured in a browser, and so live beside the specs.
const IN_A_BROWSER: [&str; 2] = ["first-load", "unlock"];

pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let name = arguments.name.as_deref();
    let mut figures = Vec::new();
    if name.is_none_or(|name| !IN_A_BROWSER.contains(&name)) {
        let mut benches = shell::cargo();
        benches.args(["--config", ".cargo/release.toml"]);
        benches.args(["run", "--release", "--package", "benches", "--"]);
        benches.args(name).current_dir(project.root());
        figures.extend(measured(benches)?);
    }
    if name.is_none_or(|name| IN_A_BROWSER.contains(&name)) {
        let mut browser = playwright::prepare(project)?;
        browser.args(["--config", "bench.config.ts"]).args(name);
        figures.extend(measured(browser)?);
    }
    println!("\nfigures");
    for figure in &figures {
        println!("{figure}");
    }
    Ok(verdict(&figures))
}

/// Runs one program that measures, shows what it prints, and keeps its figures. One that is short ends it with an
/// error, which the figure itself tells better.
fn measured(mut program: Command) -> Result<Vec<String>> {
    let mut running = program.stdout(Stdio::piped()).spawn().context("cannot start the benches")?;
    let printed = running.stdout.take().context("the benches print to us")?;
    let mut figures = Vec::new();
    for line in BufReader::new(printed).lines() {
        let line = line?;
        println!("{line}");
        figures.extend(line.starts_with("figure ").then_some(line));
    }
    let status = running.wait()?;
    let stopped_early = !status.success() && figures.iter().all(|figure| figure.ends_with(" holds"));
    if stopped_early {
        bail!("the benches stopped before every figure was measured ({status})");
    }
    Ok(figures)
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
