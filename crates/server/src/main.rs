//! `held-server`: makes a store, serves it, copies it, and puts a copy back.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};
use protocol::{PublicKey, Timestamp};
use server::{App, Assets, Config};
use storage::{Backend, Sqlite};
use tokio::net::TcpListener;

/// Runs a Held server: it stores sealed bytes that it cannot read, and hands out the steward's signed directory.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Option<Serve>,
}

#[derive(Subcommand)]
enum Command {
    /// Make an empty store. It is never made by itself, so a mistyped path cannot become an empty server.
    Init {
        /// The folder to keep everything in.
        #[arg(long)]
        data: PathBuf,
    },
    /// Serve (the same as giving no command).
    Serve(Serve),
    /// Copy the whole store, as it is at one moment, into a new file. The server must be stopped.
    BackUp {
        /// The folder everything is kept in.
        #[arg(long)]
        data: PathBuf,
        /// The file to write; it must not exist.
        #[arg(long)]
        to: PathBuf,
    },
    /// Put a backup where no store is. What came after it is sent again by the devices that have it.
    Restore {
        /// The folder to keep everything in.
        #[arg(long)]
        data: PathBuf,
        /// The backup; it is left as it is.
        #[arg(long)]
        from: PathBuf,
    },
}

#[derive(Args)]
struct Serve {
    /// The folder everything is kept in, made with `held-server init`.
    #[arg(long)]
    data: PathBuf,
    /// The folder with the web app's files; without it only the interface and the public pages are served.
    #[arg(long)]
    assets: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:4433")]
    listen: SocketAddr,
    /// The steward's public key, which signs the directory. Its text may begin with a hyphen.
    #[arg(long, allow_hyphen_values = true)]
    steward_key: PublicKey,
    /// Where to serve metrics. Keep it on an address that only you can reach.
    #[arg(long)]
    metrics: Option<SocketAddr>,
    /// A proxy of ours adds the client's address at the end of `X-Forwarded-For`.
    #[arg(long)]
    behind_proxy: bool,
    /// Log every request's route and status, still without ids or addresses.
    #[arg(long, short)]
    verbose: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Runtime::new().context("the system gave no threads")?;
    runtime.block_on(async {
        match (arguments.command, arguments.serve) {
            (Some(Command::Init { data }), _) => init(&data).await,
            (Some(Command::BackUp { data, to }), _) => back_up(&data, to).await,
            (Some(Command::Restore { data, from }), _) => restore(&data, &from),
            (Some(Command::Serve(serve)), _) | (None, Some(serve)) => run(serve).await,
            (None, None) => anyhow::bail!("nothing to do: see `held-server --help`"),
        }
    })
}

async fn init(data: &Path) -> Result<()> {
    fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
    let store = Sqlite::init(&database(data), now())?;
    storage::Store::close(&store).await;
    Ok(())
}

async fn back_up(data: &Path, to: PathBuf) -> Result<()> {
    let store = Sqlite::open(&database(data), now())?;
    store.back_up(to).await.context("the copy was not made; the store itself is as it was")?;
    storage::Store::close(&store).await;
    Ok(())
}

fn restore(data: &Path, from: &Path) -> Result<()> {
    fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
    Sqlite::restore(from, &database(data), now()).context("nothing was restored")?;
    Ok(())
}

async fn run(arguments: Serve) -> Result<()> {
    server::logs::start(arguments.verbose);
    let assets = match &arguments.assets {
        Some(folder) => Assets::read(folder).with_context(|| format!("cannot read {}", folder.display()))?,
        None => Assets::default(),
    };
    let store = Sqlite::open(&database(&arguments.data), now()).with_context(|| {
        format!("to make a new store, type: held-server init --data {}", arguments.data.display())
    })?;
    let mut config = Config::new(arguments.steward_key);
    config.behind_proxy = arguments.behind_proxy;
    let app = App::start(Backend::Sqlite(store), config, assets, Arc::new(now)).await?;
    let listener = TcpListener::bind(arguments.listen).await;
    let listener = listener.with_context(|| format!("cannot listen on {}", arguments.listen))?;
    announce(listener.local_addr()?);
    if let Some(address) = arguments.metrics {
        let listener =
            TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        tokio::spawn(server::serve_metrics(app.clone(), listener));
    }
    server::serve(app, listener, Some(arguments.data), asked_to_stop()?).await?;
    Ok(())
}

/// The one line on standard output: whoever started this waits for it.
#[expect(clippy::print_stdout, reason = "the line that says where the server listens is its output")]
fn announce(address: SocketAddr) {
    println!("listening on http://{address}");
}

/// Ends at ctrl-c, or when the system asks.
fn asked_to_stop() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn database(data: &Path) -> PathBuf {
    data.join("held.db")
}

#[expect(clippy::disallowed_methods, reason = "the program is where the machine's clock comes in")]
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
