//! Search over 100,000 listings in WebAssembly, a keystroke at a time, and whether a plain scan finds the very same.
//!
//! What is typed and ticked is in the package `bench-search`, built with the profile the browser's modules ship in.
//! There is no peer to race: the goal is a time in which a screen still feels at hand.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::{Figure, Goal, peers, wasm_module};

const LISTINGS: u32 = 100_000;
const ROUNDS: u32 = 8;
/// Every how manieth keystroke is compared with the plain scan, which takes a second for each. Prime, so that each set
/// of ticked wishes is met at another place of what is typed.
const COMPARED: u32 = 61;

#[derive(Debug, Deserialize)]
struct Measured {
    keystrokes: u32,
    median: f64,
    p99: f64,
    slowest: f64,
    p99_of_all: f64,
    preparing: f64,
    megabytes: f64,
    compared: u32,
    differing: Vec<u32>,
}

/// Types every keystroke in eight rounds; its time is their median, and the figure is the p99 of all keystrokes.
#[expect(clippy::print_stdout, reason = "what stands behind the figures")]
pub fn run() -> Result<Vec<Figure>> {
    let module = wasm_module::build("bench-search")?;
    let printed = Command::new("node")
        .arg(peers::home().join("search/search.mjs"))
        .arg(&module)
        .args([LISTINGS, ROUNDS, COMPARED].map(|number| number.to_string()))
        .output()
        .context("cannot start node")?;
    ensure!(printed.status.success(), "node: {}", String::from_utf8_lossy(&printed.stderr));
    let Measured { keystrokes, median, p99, slowest, p99_of_all, preparing, megabytes, compared, differing } =
        serde_json::from_slice(&printed.stdout)?;
    println!(
        "wasm {LISTINGS} listings: {keystrokes} keystrokes, median {median:.2} ms, p99 {p99:.2} ms, slowest \
         {slowest:.2} ms (p99 of all rounds, interruptions included, {p99_of_all:.2} ms); made and indexed in {:.1} s, {megabytes:.0} MB; of {compared} compared with a plain scan, \
         these differ: {differing:?}",
        preparing / 1_000.0,
    );
    let same = f64::from(compared) - differing.len() as f64;
    Ok(vec![
        Figure { name: "search-p99".into(), value: p99, unit: "ms", goal: Goal::AtMost(8.0) },
        Figure {
            name: "search-same-ids".into(),
            value: 100.0 * same / f64::from(compared),
            unit: "%",
            goal: Goal::AtLeast(100.0),
        },
    ])
}
