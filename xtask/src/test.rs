//! `cargo xtask test`: every check, in steps. This is what CI runs.
//!
//! A step passes or fails; none is skipped. One that cannot run here fails and says what to install.

mod browser;
mod deny;

use crate::stopwatch::{Shown, Stopwatch};
use crate::{contrast, programs, project::Project, shell, size, tidy};
use anyhow::{Result, ensure};
use std::process::ExitCode;
use std::time::Duration;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run only this step; may be given more than once.
    #[arg(long, value_name = "STEP", value_parser = clap::builder::PossibleValuesParser::new(STEPS.map(|step| step.name)))]
    only: Vec<String>,
    /// Name the steps and stop.
    #[arg(long)]
    list: bool,
}

struct Step {
    name: &'static str,
    checks: &'static str,
    run: fn(&Project) -> Result<()>,
}

/// In this order: quick ones first, and what the later ones build upon.
const STEPS: [Step; 11] = [
    Step { name: "tidy", checks: "the map, file headers, machine paths, decisions", run: tidy::run },
    Step { name: "contrast", checks: "every pair of colours can be read", run: contrast::run },
    Step { name: "style", checks: "cargo fmt", run: style },
    Step { name: "clippy", checks: "clippy on everything, warnings are errors", run: clippy },
    Step { name: "docs", checks: "rustdoc on our crates, warnings are errors", run: docs },
    Step { name: "deny", checks: "licences, bans and sources of what we depend on", run: deny::run },
    Step { name: "wasm", checks: "the crates that browsers run compile for them", run: wasm },
    Step { name: "tests", checks: "unit tests, properties, storage, server, journeys", run: tests },
    Step { name: "fuzz", checks: "every fuzz target on its corpus", run: fuzz },
    Step { name: "browser", checks: "the whole path in Chromium", run: browser::run },
    Step { name: "size", checks: "what a first visit loads", run: size::run },
];

pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    if arguments.list {
        for step in &STEPS {
            println!("{:<9} {}", step.name, step.checks);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let wanted =
        |step: &&Step| arguments.only.is_empty() || arguments.only.iter().any(|name| name == step.name);
    let mut done = Vec::new();
    for step in STEPS.iter().filter(wanted) {
        println!("\n=== {}: {}", step.name, step.checks);
        let watch = Stopwatch::start();
        let result = (step.run)(project);
        let taken = watch.elapsed();
        match &result {
            Ok(()) => println!("=== {} passed in {}", step.name, Shown(taken)),
            Err(error) => println!("=== {} failed in {}\n{}", step.name, Shown(taken), crate::told(error)),
        }
        done.push(Done { name: step.name, taken, passed: result.is_ok() });
    }
    print!("{}", summary(&done));
    Ok(if done.iter().all(|step| step.passed) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Done {
    name: &'static str,
    taken: Duration,
    passed: bool,
}

/// What ran, how long it took, and last the count.
fn summary(done: &[Done]) -> String {
    let mut text = String::from("\nwhat ran\n");
    for step in done {
        let verdict = if step.passed { "passed" } else { "FAILED" };
        text += &format!("  {:<9} {verdict} in {}\n", step.name, Shown(step.taken));
    }
    let total = done.iter().map(|step| step.taken).sum();
    let passed = done.iter().filter(|step| step.passed).count();
    text + &format!("in {}\n\n{passed} passed, {} failed\n", Shown(total), done.len() - passed)
}

fn cargo(project: &Project, arguments: &[&str]) -> Result<()> {
    shell::run(shell::cargo().args(arguments).current_dir(project.root()))
}

fn style(project: &Project) -> Result<()> {
    cargo(project, &["fmt", "--all", "--check"])
}

fn clippy(project: &Project) -> Result<()> {
    cargo(project, &["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"])
}

fn docs(project: &Project) -> Result<()> {
    let mut doc = shell::cargo();
    doc.args(["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"]);
    shell::run(doc.env("RUSTDOCFLAGS", "--deny warnings").current_dir(project.root()))
}

fn wasm(project: &Project) -> Result<()> {
    programs::need_wasm_target()?;
    let mut check = vec!["check", "--locked", "--target", programs::WASM];
    for package in tidy::PORTABLE {
        check.extend(["--package", package]);
    }
    cargo(project, &check)
}

fn tests(project: &Project) -> Result<()> {
    cargo(project, &["test", "--workspace", "--locked"])
}

fn fuzz(project: &Project) -> Result<()> {
    let manifest = project.path("fuzz/Cargo.toml");
    ensure!(manifest.exists(), "fuzz/ is missing: every decoder of outside bytes has a target there");
    let mut test = shell::cargo();
    test.args(["test", "--locked", "--manifest-path"]).arg(manifest);
    shell::run(test.arg("--target-dir").arg(project.target()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_ends_with_the_count() {
        let done = [
            Done { name: "style", taken: Duration::from_millis(1200), passed: true },
            Done { name: "tests", taken: Duration::from_secs(95), passed: false },
        ];
        let text = summary(&done);
        assert!(text.contains("  tests     FAILED in 1 min 35 s\n"), "{text}");
        assert!(text.ends_with("\n1 passed, 1 failed\n"), "{text}");
    }
}
