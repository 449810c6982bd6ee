//! `cargo xtask simulate`: many seeds of the client's simulation of several devices, or one seed once more.
//!
//! The simulation is a test of `client` (`crates/client/src/simulation.rs`), and a few seeds of it run with every other
//! test. Here it is built as it is released, so that thousands take minutes.

use crate::{project::Project, shell, stopwatch::Stopwatch};
use anyhow::{Context, Result, ensure};
use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};

const TEST: &str = "simulation::all_devices_end_the_same_and_nothing_typed_is_missing";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many seeds are tried, from 0 on; it stops at the first that fails.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    seeds: u64,
    /// Only this seed.
    #[arg(long, value_name = "S", conflicts_with = "seeds")]
    seed: Option<u64>,
}

pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let test = ["test", "--release", "--locked", "--package", "client", "--lib"];
    shell::run(shell::cargo().args(test).arg("--no-run").current_dir(project.root()))?;

    let (name, value) = setting(arguments);
    let mut simulation = shell::cargo();
    simulation.args(test).args(["--", "--exact", TEST]).env(name, value.to_string());
    println!("{name}={value} {}", shell::shown(&simulation));
    let watch = Stopwatch::start();
    let (passed, printed) = watched(simulation.current_dir(project.root()))?;
    ensure!(printed.iter().any(|line| line.starts_with("running 1 test")), "there is no test {TEST}");
    if passed {
        println!("\n{} in {watch}: nothing was lost", tried(arguments));
        return Ok(ExitCode::SUCCESS);
    }
    let failed = arguments.seed.or_else(|| printed.iter().find_map(|line| seed_in(line)));
    match failed {
        Some(seed) => println!(
            "\nseed {seed} fails, found in {watch}; once more with\n  cargo xtask simulate --seed {seed}"
        ),
        None => println!("\nit failed in {watch} without naming a seed"),
    }
    Ok(ExitCode::FAILURE)
}

/// What the simulation is told, by which variable.
fn setting(arguments: &Arguments) -> (&'static str, u64) {
    match arguments.seed {
        Some(seed) => ("HELD_SEED", seed),
        None => ("HELD_SEEDS", arguments.seeds),
    }
}

fn tried(arguments: &Arguments) -> String {
    match arguments.seed {
        Some(seed) => format!("seed {seed}"),
        None => format!("{} seeds", arguments.seeds),
    }
}

/// Runs it and shows what it prints; whether it passed, and its lines.
fn watched(program: &mut Command) -> Result<(bool, Vec<String>)> {
    let mut running = program.stdout(Stdio::piped()).spawn().context("cannot start the simulation")?;
    let printed = running.stdout.take().context("the simulation prints to us")?;
    let mut lines = Vec::new();
    for line in BufReader::new(printed).lines() {
        let line = line?;
        println!("{line}");
        lines.push(line);
    }
    Ok((running.wait()?.success(), lines))
}

/// The seed that the simulation names when one fails.
fn seed_in(line: &str) -> Option<u64> {
    let (_, rest) = line.split_once("HELD_SEED=")?;
    let digits = rest.find(|letter: char| !letter.is_ascii_digit()).map_or(rest, |end| &rest[..end]);
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_that_failed_is_found_in_what_was_printed() {
        let line = "assertion `left == right` failed: replay it with HELD_SEED=4711";
        assert_eq!(seed_in(line), Some(4711));
        assert_eq!(seed_in("HELD_SEED=7: again"), Some(7));
        assert_eq!(seed_in("test result: FAILED. 0 passed; 1 failed"), None);
    }
}
