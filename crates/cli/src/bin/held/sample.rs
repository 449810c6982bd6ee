//! `held sample`: a collective of fictional therapists.

use std::path::PathBuf;

use anyhow::{Result, bail};
use cli::network::Address;
use cli::sample::acquaintances::shared_with;
use cli::sample::manner::Pace;
use cli::sample::{self, Collective, Options};
use cli::system;

/// Runs a collective of fictional therapists to try Held with, until ctrl-c. They read and answer like anyone, most
/// within seconds.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The server they live on, like http://localhost:4433.
    #[arg(long, required_unless_present_any = ["print_steward_key", "who"])]
    server: Option<Address>,
    /// Where their keys and vaults are kept.
    #[arg(long)]
    data: PathBuf,
    /// Decides who they are and what they answer.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Answer at once.
    #[arg(long)]
    quick: bool,
    /// At most so many therapists.
    #[arg(long, default_value_t = usize::MAX, hide_default_value = true)]
    most: usize,
    /// Print the steward's public key, making the key if there is none, and end.
    #[arg(long)]
    print_steward_key: bool,
    /// Print who there is and how each of them answers, and end.
    #[arg(long)]
    who: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let Arguments { server, data, seed, quick, most, print_steward_key, who } = arguments;
    if print_steward_key {
        println!("{}", sample::steward(&data)?.public());
        return Ok(());
    }
    if who {
        for (at, person) in sample::people(seed, most, system::now().today()).into_iter().enumerate() {
            let shared = shared_with(at);
            println!("{:<36} {:?}, knows {shared} in the address book", person.listing.name, person.manner);
        }
        return Ok(());
    }
    let Some(address) = server else { bail!("say where the server is with --server") };
    let server = crate::server_at(address)?;
    let pace = if quick { Pace::AtOnce } else { Pace::Lifelike };
    let options = Options { data, seed, pace, most };
    let collective = tokio::select! {
        opened = Collective::open(&options, &server) => opened?,
        ended = stop_asked_for() => return ended,
    };
    println!("The sample collective is open: {} listings", collective.listed());
    stop_asked_for().await?;
    collective.stop().await;
    Ok(())
}

/// Until ctrl-c, or until whoever started this program ends it.
async fn stop_asked_for() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted?,
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}
