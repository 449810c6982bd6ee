//! Several people, one server, one process, over a network that drops, repeats, reorders and cuts.
//!
//! `person` is a client on a device that keeps what it is told to keep; `network` carries calls to a real server's
//! router and misbehaves by a seed; `world` steps them until nothing is left to happen. Every device is restarted from
//! what it kept again and again, so that nothing may rest on memory alone. A failing seed is printed: run it again
//! with `SEED=n cargo test -p journeys`.

mod account;
mod conflict_check;
mod copies;
mod find_unseen;
mod hello;
mod network;
mod no_leak;
mod person;
mod sample_collective;
mod sync;
mod world;

/// Runs a journey for a few seeds, or for the one in `SEED`. The seed stands in the panic of a journey that fails.
fn for_seeds(journey: impl Fn(u64)) {
    let seeds = match std::env::var("SEED") {
        Ok(seed) => vec![seed.parse().expect("SEED is a number")],
        Err(_) => (1..=6).collect(),
    };
    for seed in seeds {
        #[expect(clippy::print_stdout, reason = "shown only by a journey that fails")]
        {
            println!("seed {seed}");
        }
        journey(seed);
    }
}
