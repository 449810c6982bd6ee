//! `held`: Held on a command line.
#![expect(clippy::print_stdout, reason = "a command line answers on standard output")]

mod export;
mod open;
mod passphrase;
mod release;
mod restore;
mod sample;
mod steward;
mod verify;

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use cli::network::{Address, Server};

/// Held on a command line: copies of a vault, a sample collective to try it with, and what a steward signs on her own
/// computer.
#[derive(Debug, Parser)]
#[command(name = "held", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs a collective of fictional therapists to try Held with, until ctrl-c.
    Sample(sample::Arguments),
    /// What only a steward does, with a key that stays on this computer.
    #[command(subcommand)]
    Steward(steward::Command),
    /// What only whoever releases Held does, with a key that stays on this computer.
    #[command(subcommand)]
    Release(release::Command),
    /// Compares every file of the web app that a server hands out with the signed list.
    VerifySite(release::VerifySite),
    /// Opens a folder with this computer's key and says in a few lines what is in it.
    Open(open::Arguments),
    /// Makes a copy of everything in a folder: sealed, or plain files that anything can read.
    Export(export::Arguments),
    /// Opens a copy, reads it to its end and says what is in it. Nothing is changed anywhere.
    Verify(verify::Arguments),
    /// Restores a copy into an empty folder.
    Restore(restore::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Sample(arguments) => sample::run(arguments).await,
        Command::Steward(command) => steward::run(command).await,
        Command::Release(command) => release::run(&command),
        Command::VerifySite(arguments) => release::verify(arguments).await,
        Command::Open(arguments) => open::run(&arguments).await,
        Command::Export(arguments) => export::run(&arguments).await,
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Restore(arguments) => restore::run(&arguments).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("held: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn server_at(address: Address) -> Result<Server> {
    Server::new(address).context("a connection to the server cannot be prepared")
}
