//! Signing in: whether the time of an answer says that a name exists, and what a sign-in costs beyond its arithmetic.
//!
//! The server is the real one with its store on disk, asked without a socket: from the request's JSON to the answer's, the
//! look-up in the table included.

mod alone;
mod service;
mod welch;

use std::time::Duration;

use anyhow::{Context as _, Result};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

use crate::rounds::{median, timed};
use crate::{Figure, Goal};
use service::Service;

/// Sign-ins begun for each of the two tests.
const STARTS: usize = 10_000;
const WARM_UP: usize = 1_000;
/// How many names exist, and how many others are asked for.
const NAMES: u16 = 500;
const ROUNDS: usize = 24;
/// Sign-ins begun in a round: stretching is slow beside them.
const IN_A_ROUND: usize = 40;

/// Measures and compares.
#[expect(clippy::print_stdout, reason = "what stands behind the figures")]
pub fn run() -> Result<Vec<Figure>> {
    let beside = std::env::current_exe()?;
    let folder = tempfile::tempdir_in(beside.parent().context("the bench is in a folder")?)?;
    let service = Service::start(folder.path(), NAMES)?;

    let [known, unknown] = starts_of_both(&service)?;
    let (t, of) = welch::largest_t(&known, &unknown);
    let micros = |times: &[f64]| 1e6 * median(times.iter().copied());
    println!(
        "starting a sign-in: {:.1} µs for a name that exists, {:.1} µs for one that does not; largest |t| {t:.2}, of {of}",
        micros(&known),
        micros(&unknown)
    );
    // The same test on two samples that do differ, so that a blunt one would be noticed.
    let slower: Vec<_> = unknown.iter().map(|time| time + 5e-6).collect();
    let (control, _) = welch::largest_t(&known, &slower);

    let [mut starts, mut server, mut whole, mut limit] = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        for n in 0..IN_A_ROUND {
            starts.push(service.start_sign_in(true, n as u16)?.as_secs_f64());
            server.push(alone::group(&alone::SERVER).as_secs_f64());
        }
        let arithmetic = alone::group(&alone::SERVER) + alone::group(&alone::CLIENT);
        limit.push((arithmetic + alone::stretching()?).as_secs_f64());
        let (took, signed_in) = timed(|| service.sign_in());
        signed_in?;
        whole.push(took.as_secs_f64());
    }
    let [starts, server, whole, limit] = [starts, server, whole, limit].map(median);
    println!(
        "a second on one core: {:.0} starts, of {:.0} that the group operations alone would allow;",
        1.0 / starts,
        1.0 / server
    );
    println!("  {:.2} whole sign-ins, both ends, of {:.2} with stretching", 1.0 / whole, 1.0 / limit);
    let figure = |name: &str, value, unit, goal| Figure { name: name.to_owned(), value, unit, goal };
    Ok(vec![
        figure("login-unknown-name-t", t, "standard errors", Goal::AtMost(4.5)),
        figure("login-t-sees-5-microseconds", control, "standard errors", Goal::AtLeast(4.5)),
        figure("login-start-to-group", server / starts, "x", Goal::AtLeast(0.4)),
        figure("login-whole-to-limit", limit / whole, "x", Goal::AtLeast(0.8)),
    ])
}

/// Times of sign-ins begun under names that exist and names that do not, drawn in turns by chance.
fn starts_of_both(service: &Service) -> Result<[Vec<f64>; 2]> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut times = [Vec::new(), Vec::new()];
    for at in 0..WARM_UP + STARTS {
        let (known, name) = (rng.next_u32() % 2 == 0, (rng.next_u32() % u32::from(NAMES)) as u16);
        let took: Duration = service.start_sign_in(known, name)?;
        if at >= WARM_UP {
            times[usize::from(!known)].push(took.as_secs_f64());
        }
    }
    Ok(times)
}
