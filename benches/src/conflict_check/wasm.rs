//! In WebAssembly under node, on one thread, against the npm package `@openmined/psi.js`.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::{ROUNDS, Sizes};
use crate::rounds::median;
use crate::{Figure, Goal, peers, wasm_module};

const PEER: &str = "@openmined/psi.js";
const PEER_VERSION: &str = "2.0.6";

#[expect(clippy::print_stdout, reason = "the times behind the figures")]
pub(super) fn run() -> Result<Vec<Figure>> {
    let module = wasm_module::build("bench-conflict-check")?;
    let node_modules = peers::node_modules_with(PEER, PEER_VERSION)?;
    let mut figures = Vec::new();
    for sizes in [Sizes::LARGE, Sizes::SMALL] {
        let printed = Command::new("node")
            .arg(peers::home().join("src/conflict_check/race.cjs"))
            .args([&node_modules, &module])
            .args([sizes.asked, sizes.known, sizes.shared(), ROUNDS].map(|number| number.to_string()))
            .output()
            .context("cannot start node")?;
        ensure!(printed.status.success(), "node: {}", String::from_utf8_lossy(&printed.stderr));
        let rounds = parse(&String::from_utf8(printed.stdout)?)?;
        println!(
            "wasm {}: {PEER} {PEER_VERSION} {:.0} ms, ours {:.0} ms",
            sizes.name(),
            median(rounds.iter().map(|(peer, _)| *peer)),
            median(rounds.iter().map(|(_, ours)| *ours)),
        );
        figures.push(Figure {
            name: format!("conflict-check-wasm-{}", sizes.name()),
            value: median(rounds.iter().map(|(peer, ours)| peer / ours)),
            unit: "x",
            goal: Goal::AtLeast(4.5),
        });
    }
    Ok(figures)
}

/// A line a round: the peer's milliseconds and ours. The first round warms up and is left out.
fn parse(printed: &str) -> Result<Vec<(f64, f64)>> {
    let round = |line: &str| {
        let (peer, ours) = line.split_once(' ').context("two numbers a line")?;
        Ok((peer.parse()?, ours.parse()?))
    };
    printed.lines().skip(1).map(round).collect()
}
