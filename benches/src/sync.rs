//! A new device reads ten thousand records: how long it takes beside opening and writing them, and what goes over the wire.
//!
//! The server is a process of its own with its store on disk, the devices are those of the command line, and everything
//! goes through HTTP over loopback. Opening is what a device does each time its vault is unlocked; writing is one file with
//! all of the sealed records in it, flushed. The three take turns in one run.

mod device;
mod wire;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use cli::folder::Folder;
use client::records::RecordId;
use tokio::runtime::Runtime;

use crate::mailbox::Host;
use crate::rounds::{median, timed};
use crate::{Figure, Goal};
use device::Device;
use wire::Wire;

const RECORDS: usize = 10_000;
const ROUNDS: usize = 9;

/// Measures and compares.
pub fn run() -> Result<Vec<Figure>> {
    let beside = std::env::current_exe()?;
    let folder = tempfile::tempdir_in(beside.parent().context("the bench is in a folder")?)?;
    Runtime::new()?.block_on(measure(folder.path()))
}

#[expect(clippy::print_stdout, reason = "what stands behind the figures")]
async fn measure(folder: &Path) -> Result<Vec<Figure>> {
    let host = Host::empty(&folder.join("server"), None)?;
    let laptop_folder = folder.join("laptop");
    let laptop = Device::start(&laptop_folder, host.address())?;
    let name = laptop.make_account().await?;
    laptop.bring_in(RECORDS).await?;
    laptop.stop().await;
    let sealed = records(&laptop_folder)?;

    // What travels, with the sign-in and all that is said around the records.
    let wire = Wire::to(host.address()).await?;
    let (_, there) = a_new_device(&folder.join("counted"), wire.address(), &name).await?;
    let carried = wire.carried() as f64;
    // What stays on each device has another seal there, or is not there at all.
    let padded: usize =
        there.iter().filter(|(id, bytes)| sealed.get(id) == Some(bytes)).map(|(_, it)| it.len()).sum();
    println!("{} records, {padded} bytes sealed; {carried:.0} bytes on the wire, both ways", there.len());

    let [mut synced, mut opened, mut written] = [const { Vec::new() }; 3];
    for round in 0..=ROUNDS {
        let path = folder.join(format!("phone-{round}"));
        let (took, there) = a_new_device(&path, host.address(), &name).await?;
        ensure!(there.len() >= RECORDS, "only {} records came", there.len());
        let opening = device::opening(&path)?;
        let writing = write(&folder.join("written"), &there)?;
        // The first one warms up.
        if round > 0 {
            synced.push(took.as_secs_f64());
            opened.push(opening.as_secs_f64());
            written.push(writing.as_secs_f64());
        }
    }
    let ratios = synced.iter().zip(&opened).zip(&written).map(|((took, open), write)| took / (open + write));
    let ratio = median(ratios);
    let [synced, opened, written] = [synced, opened, written].map(|times| 1_000.0 * median(times));
    println!(
        "{RECORDS} records: synced in {synced:.0} ms, opened in {opened:.0} ms, written in {written:.0} ms"
    );
    let figure = |name: &str, value, unit, goal| Figure { name: name.to_owned(), value, unit, goal };
    Ok(vec![
        figure("sync-to-opening-and-writing", ratio, "x", Goal::AtMost(3.0)),
        figure("sync-wire-to-sealed", carried / padded as f64, "x", Goal::AtMost(1.25)),
    ])
}

/// Signs in on a new device and waits until everything is there: how long that took once it was signed in, and what it
/// keeps now.
async fn a_new_device(
    path: &Path,
    address: std::net::SocketAddr,
    name: &str,
) -> Result<(Duration, BTreeMap<RecordId, Vec<u8>>)> {
    let device = Device::start(path, address)?;
    device.sign_in(name).await?;
    let took = device.settles().await?;
    // An account has room for so many devices.
    device.sign_out().await?;
    device.stop().await;
    Ok((took, records(path)?))
}

fn records(path: &Path) -> Result<BTreeMap<RecordId, Vec<u8>>> {
    Ok(Folder::open(path)?.records()?.into_iter().collect())
}

/// One file, flushed.
fn write(path: &Path, records: &BTreeMap<RecordId, Vec<u8>>) -> Result<Duration> {
    let bytes = records.values().flatten().copied().collect::<Vec<_>>();
    let (took, written) = timed(|| {
        let mut file = std::fs::File::create(path)?;
        file.write_all(&bytes)?;
        file.sync_all()
    });
    written?;
    std::fs::remove_file(path)?;
    Ok(took)
}
