//! Looking back: how often it cries wolf and how soon it notices, on made-up diaries, beside plain XmR limits and
//! menelaus' CUSUM on the same weeks; and how long it takes in WebAssembly.

mod diaries;
mod xmr;

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use domain::looking_back::made_up::Noise;
use domain::looking_back::{Family, Signal, Watched, changes, weeks};
use jiff::ToSpan as _;

use self::diaries::{KINDS, Kind, Shift, days, first_day};
use crate::rounds::median;
use crate::{Figure, Goal, peers, wasm_module};

const PEER: &str = "menelaus==0.2.0";
/// Diaries of each kind, each with every default signal.
const DIARIES: usize = 200;
/// Weeks of a diary in which nothing changes.
const QUIET_WEEKS: usize = 104;
/// A lasting shift comes after half a year and may take up to a year to be noticed.
const SHIFT_AFTER: usize = 26;
const SHIFTED_WEEKS: usize = SHIFT_AFTER + 52;
/// Kinds in which nothing lasting happens to the days, so that every alarm is false.
const STEADY: usize = 4;
const ROUNDS: usize = 9;

/// After which weeks ours alarmed, and the weekly values for the others.
struct Alarms {
    ours: Vec<usize>,
    weekly: Vec<f64>,
}

fn look(
    kind: Kind,
    signal: &Signal,
    count: usize,
    shift: Shift,
    noise: &mut Noise,
    family: Family,
) -> Alarms {
    let days = days(kind, signal, count, shift, noise);
    let weeks = weeks(&days);
    let scale = signal.scale();
    let running = first_day() + (7 * count as i64).days();
    let watched = Watched { scale, days: &days, weeks: &weeks, chapters: &[] };
    let enough: Vec<_> = weeks.iter().filter(|week| week.is_enough(scale)).collect();
    let at = |monday| enough.partition_point(|week| week.monday < monday);
    Alarms {
        ours: changes(watched, running, family).iter().map(|change| at(change.noticed)).collect(),
        weekly: enough.iter().map(|week| week.value).collect(),
    }
}

/// Ours, XmR and CUSUM over the same series; for each series the weeks of its alarms.
fn all_three(series: &[Alarms], python: &Path, script: &Path) -> Result<[Vec<Vec<usize>>; 3]> {
    let lines: String = series
        .iter()
        .map(|it| it.weekly.iter().map(|value| format!("{value:.6} ")).collect::<String>() + "\n")
        .collect();
    let file = peers::home().join("peers/looking-back.txt");
    std::fs::write(&file, lines).context("cannot write the weeks")?;
    let output = Command::new(python).args([script, &file]).output().context("cannot start the peer")?;
    ensure!(output.status.success(), "the peer: {}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout)?;
    let cusum: Vec<Vec<usize>> = printed
        .lines()
        .map(|line| line.split_whitespace().map(str::parse).collect::<Result<_, _>>())
        .collect::<Result<_, _>>()?;
    ensure!(cusum.len() == series.len(), "the peer answered {} of {}", cusum.len(), series.len());
    let ours = series.iter().map(|it| it.ours.clone()).collect();
    Ok([ours, series.iter().map(|it| xmr::alarms(&it.weekly)).collect(), cusum])
}

/// Alarms a year over all default signals together.
fn a_year(alarms: &[Vec<usize>]) -> f64 {
    let years = DIARIES as f64 * QUIET_WEEKS as f64 / 52.0;
    alarms.iter().map(Vec::len).sum::<usize>() as f64 / years
}

/// Weeks until the first alarm after the shift, at the median; a year where there was none.
fn weeks_to_notice(alarms: &[Vec<usize>], series: &[Alarms]) -> f64 {
    let waited = alarms.iter().zip(series).map(|(alarms, it)| {
        // Weeks left out of a sparse diary pass as well: the share of weeks that are there is what makes them count less.
        let there = it.weekly.len() as f64 / SHIFTED_WEEKS as f64;
        let shift = SHIFT_AFTER as f64 * there;
        let first = alarms.iter().find(|at| **at as f64 >= shift);
        first.map_or(52.0, |at| ((*at as f64 + 1.0 - shift) / there).ceil())
    });
    median(waited)
}

/// Simulates, compares, and times.
#[expect(clippy::print_stdout, reason = "the table behind the figures")]
pub fn run() -> Result<Vec<Figure>> {
    let python = peers::python_with(PEER)?;
    let script = peers::home().join("looking-back/cusum.py");
    let signals = Signal::defaults();
    let family = Family::of(signals.iter().map(Signal::scale));
    let mut dependent = None;
    println!(
        "diary: alarms a year over {} signals (ours, XmR, CUSUM); weeks to notice (the same)",
        signals.len()
    );
    for (number, kind) in KINDS.into_iter().enumerate() {
        let mut noise = Noise::new(number as u64 + 1);
        let mut quiet = Vec::new();
        let mut shifted = Vec::new();
        for _ in 0..DIARIES {
            for signal in &signals {
                quiet.push(look(kind, signal, QUIET_WEEKS, None, &mut noise, family));
            }
            let shift = Some((SHIFT_AFTER, 1.0));
            shifted.push(look(kind, &Signal::Carrying, SHIFTED_WEEKS, shift, &mut noise, family));
        }
        let false_alarms = all_three(&quiet, &python, &script)?.map(|it| a_year(&it));
        let noticed = all_three(&shifted, &python, &script)?.map(|it| weeks_to_notice(&it, &shifted));
        let note = if number < STEADY { "" } else { " (something does change)" };
        println!("{:<12} {false_alarms:.2?} {noticed:?}{note}", kind.name);
        if kind.name == "lag-1 0.5" {
            dependent = Some((false_alarms, noticed));
        }
    }
    each_signal(&signals, family);
    let (false_alarms, noticed) = dependent.context("daily diaries with lag-1 correlation 0.5")?;
    let mut figures = vec![
        figure("looking-back-false-a-year", false_alarms[0], "changes", Goal::AtMost(1.0)),
        figure("looking-back-noticed", noticed[0], "weeks", Goal::AtMost(6.0)),
        figure("looking-back-false-against-xmr", false_alarms[0] / false_alarms[1], "x", Goal::AtMost(0.5)),
        figure("looking-back-false-against-cusum", false_alarms[0] / false_alarms[2], "x", Goal::AtMost(0.5)),
    ];
    figures.extend(times()?);
    Ok(figures)
}

/// Prints how soon a shift of each signal's own standard deviation is noticed in daily diaries with lag-1 correlation 0.5.
#[expect(clippy::print_stdout, reason = "the table behind the figures")]
fn each_signal(signals: &[Signal], family: Family) {
    let mut noise = Noise::new(99);
    for signal in signals {
        let shifted: Vec<Alarms> = (0..DIARIES)
            .map(|_| look(KINDS[1], signal, SHIFTED_WEEKS, Some((SHIFT_AFTER, 1.0)), &mut noise, family))
            .collect();
        let ours: Vec<Vec<usize>> = shifted.iter().map(|it| it.ours.clone()).collect();
        println!("{signal:?}: {} weeks", weeks_to_notice(&ours, &shifted));
    }
}

fn times() -> Result<Vec<Figure>> {
    let module = wasm_module::build("bench-looking-back")?;
    let script = peers::home().join("looking-back/look.cjs");
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let output = Command::new("node").args([&script, &module]).output().context("cannot start node")?;
        ensure!(output.status.success(), "node: {}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout)?;
        let numbers: Vec<f64> = printed.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        ensure!(numbers.len() == 2, "node printed {printed}");
        rounds.push((numbers[0], numbers[1]));
    }
    Ok(vec![
        figure("looking-back-ten-years", median(rounds.iter().map(|it| it.0)), "ms", Goal::AtMost(30.0)),
        figure("looking-back-one-more", median(rounds.iter().map(|it| it.1)), "ms", Goal::AtMost(4.0)),
    ])
}

fn figure(name: &str, value: f64, unit: &'static str, goal: Goal) -> Figure {
    Figure { name: name.into(), value, unit, goal }
}
