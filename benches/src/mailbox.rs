//! Mailboxes under load, all through HTTP, on a disk that flushes: how many appends a second are durable, how late the
//! slowest are at a steady pace, and what ten thousand waiting clients cost.
//!
//! The disk decides the absolute numbers, so those that are held are ratios between lanes of one run, measured in turns:
//! the same writer called directly, and the same server with one commit for each append. Each server is a process of
//! its own, since its memory is measured, and since its connections and the clients' would not fit into one.

mod clients;
mod host;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::runtime::Runtime;

use crate::rounds::median;
use crate::{Figure, Goal};
use clients::{Direct, Paced, appends_a_second};
pub(crate) use host::Host;
pub use host::serve_if_asked;

const ROUNDS: usize = 8;
const ROUND: Duration = Duration::from_millis(1_500);
const CLIENTS: usize = 64;
const PACE: u32 = 2_000;
const PACED_FOR: Duration = Duration::from_secs(15);
const WAITING: usize = 10_000;

/// Measures and compares.
pub fn run() -> Result<Vec<Figure>> {
    let limit = host::raise_open_files();
    let beside = std::env::current_exe()?;
    let beside = beside.parent().unwrap_or(Path::new("."));
    let folder = tempfile::tempdir_in(beside).context("there is no room beside the bench")?;
    let runtime = Runtime::new()?;
    runtime.block_on(measure(folder.path(), limit))
}

#[expect(clippy::print_stdout, reason = "absolute numbers are worth seeing, though nothing is held to them")]
async fn measure(folder: &Path, open_files: usize) -> Result<Vec<Figure>> {
    let grouped = Host::start(&folder.join("grouped"), None).await?;
    let single = Host::start(&folder.join("single"), Some(1)).await?;
    let crowded = Host::start(&folder.join("crowded"), None).await?;
    let direct = Direct::open(&folder.join("direct")).await?;

    let paced = Paced::run(grouped.address(), CLIENTS, PACE, PACED_FOR).await?;

    let waiting = WAITING.min(open_files.saturating_sub(500));
    let before = crowded.memory_kib()?;
    let waiters = clients::wait(crowded.address(), waiting).await?;
    let each = (crowded.memory_kib()? - before) as f64 / waiting as f64;

    let [mut http, mut alone, mut ungrouped, mut beside_waiting] = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        http.push(appends_a_second(grouped.address(), CLIENTS, ROUND).await?);
        alone.push(direct.appends_a_second(CLIENTS, ROUND).await?);
        ungrouped.push(appends_a_second(single.address(), CLIENTS, ROUND).await?);
        beside_waiting.push(appends_a_second(crowded.address(), CLIENTS, ROUND).await?);
    }
    drop(waiters);

    let [http, alone, ungrouped, beside_waiting] = [http, alone, ungrouped, beside_waiting].map(median);
    println!("durable appends/s at {CLIENTS} clients: {http:.0} through HTTP, {alone:.0} without it,");
    println!("  {ungrouped:.0} with a commit each, {beside_waiting:.0} beside {waiting} waiting clients");
    println!(
        "at {PACE}/s: p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms",
        paced.p50, paced.p99, paced.longest
    );
    // The disk's own pace: what one append costs when it has a commit for itself.
    let one_commit = 1_000.0 / ungrouped;
    let figure = |name: &str, value, unit, goal| Figure { name: name.to_owned(), value, unit, goal };
    Ok(vec![
        figure("mailbox-http-to-direct", http / alone, "x", Goal::AtLeast(0.5)),
        figure("mailbox-grouped-to-single", http / ungrouped, "x", Goal::AtLeast(2.5)),
        figure("mailbox-p99-at-2000", paced.p99 / one_commit, "commits", Goal::AtMost(25.0)),
        figure("mailbox-waiting-clients", waiting as f64, "clients", Goal::AtLeast(WAITING as f64)),
        figure("mailbox-waiting-memory", each, "KiB", Goal::AtMost(25.0)),
        figure("mailbox-waiting-appends", beside_waiting / http, "x", Goal::AtLeast(0.8)),
    ])
}
