//! Ten megabytes of calendar read, expanded over two years and counted: ours in WebAssembly under node, against
//! `recurring-ical-events` in Python, on the same file and with the same count.
//!
//! Every round starts fresh processes, as a person brings a calendar in once: our code is timed before it is warm.

mod file;

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::rounds::median;
use crate::{Figure, Goal, peers, wasm_module};

/// How many rounds are run, ours and the peer's in turn.
const ROUNDS: usize = 9;

const PEER: &str = "recurring-ical-events==3.8.2";

/// One import: milliseconds, sessions found and, of ours, bytes of memory beyond the text.
struct Run {
    milliseconds: f64,
    sessions: f64,
    bytes: f64,
}

/// Runs the race.
#[expect(clippy::print_stdout, reason = "the times behind the figures")]
pub fn run() -> Result<Vec<Figure>> {
    let module = wasm_module::build("bench-calendar")?;
    let folder = peers::home().join("calendar");
    let python = peers::python_with(PEER)?;
    let text = file::make();
    let path = peers::home().join("peers/calendar.ics");
    std::fs::write(&path, &text).context("cannot write the calendar")?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let our = once(Path::new("node"), &[&folder.join("import.cjs"), &module, &path])?;
        let peer = once(&python, &[&folder.join("recurring.py"), &path])?;
        ensure!(our.sessions == peer.sessions, "we count {}, the peer {}", our.sessions, peer.sessions);
        ours.push(our);
        theirs.push(peer);
    }
    let milliseconds = median(ours.iter().map(|run| run.milliseconds));
    println!(
        "wasm: {milliseconds:.0} ms for {} sessions in {} bytes; {PEER} {:.0} ms",
        ours[0].sessions,
        text.len(),
        median(theirs.iter().map(|run| run.milliseconds)),
    );
    let figure = |name: &str, value, unit, goal| Figure { name: name.into(), value, unit, goal };
    let times = median(ours.iter().zip(&theirs).map(|(our, peer)| peer.milliseconds / our.milliseconds));
    let memory = median(ours.iter().map(|run| run.bytes)) / text.len() as f64;
    Ok(vec![
        figure("calendar-wasm", milliseconds / 1_000.0, "s", Goal::AtMost(2.0)),
        figure("calendar-memory", memory, "x-file-size", Goal::AtMost(4.0)),
        figure("calendar-against-python", times, "x", Goal::AtLeast(10.0)),
    ])
}

fn once(program: &Path, arguments: &[&Path]) -> Result<Run> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .with_context(|| format!("cannot start {program:?}"))?;
    ensure!(output.status.success(), "{program:?}: {}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = printed.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let number = |at: usize| numbers.get(at).copied().unwrap_or(0.0);
    Ok(Run { milliseconds: number(0), sessions: number(1), bytes: number(2) })
}
