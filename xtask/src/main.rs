//! `cargo xtask`: everything one does to this repository, by name.
//!
//! Each command is one file beside this one. Nothing here ends up in what people run.
#![expect(clippy::print_stdout, reason = "telling a person what happens is what these commands are for")]

mod bench;
mod children;
mod contrast;
mod playwright;
mod programs;
mod project;
mod reproduce;
mod serve;
mod shell;
mod simulate;
mod size;
mod stopwatch;
mod test;
mod tidy;
mod web_build;

use anyhow::Result;
use clap::{Parser, Subcommand};
use project::Project;
use std::process::ExitCode;

/// Builds, serves and checks Held.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve it with the sample collective, until ctrl-c.
    Serve(serve::Arguments),
    /// Run every check that CI runs, or some of them.
    Test(test::Arguments),
    /// Rerun the benches and compare their figures with their goals.
    Bench(bench::Arguments),
    /// Let several devices of several people write, fail and come back, over many seeds.
    Simulate(simulate::Arguments),
    /// Build the web app into dist/.
    Build(Build),
    /// Build the web app twice, in two folders, and compare every byte.
    Reproduce,
    /// Check what no compiler checks: the map, file headers, words, machine paths.
    Tidy,
    /// Compute the contrast of every pair of colours that screens use, in both themes.
    Contrast,
    /// Print what a first visit loads and hold it to its limit (builds the web app).
    Size,
}

#[derive(clap::Args)]
struct Build {
    /// The public half of the key that will sign this release, as `held release key` prints it. Without it the build
    /// is for development: it is signed at once, with a key that everyone has.
    #[arg(long)]
    release_key: Option<String>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\n{}", told(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error as a person reads it: what went wrong, then why.
fn told(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).collect::<Vec<_>>().join("\n  because ")
}

fn run(command: &Command) -> Result<ExitCode> {
    let project = Project::find()?;
    match command {
        Command::Serve(arguments) => serve::run(&project, arguments)?,
        Command::Test(arguments) => return test::run(&project, arguments),
        Command::Bench(arguments) => return bench::run(&project, arguments),
        Command::Simulate(arguments) => return simulate::run(&project, arguments),
        Command::Build(Build { release_key }) => {
            web_build::build(&project, release_key.as_deref())?;
        }
        Command::Reproduce => reproduce::run(&project)?,
        Command::Tidy => tidy::run(&project)?,
        Command::Contrast => contrast::run(&project)?,
        Command::Size => {
            web_build::build(&project, None)?;
            size::run(&project)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
