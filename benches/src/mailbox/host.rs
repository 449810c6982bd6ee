//! The servers that are measured, each in a process of its own: this program started again with another argument.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use protocol::{PublicKey, Timestamp};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use server::{App, Assets, Config, Rates};
use storage::{Backend, Sqlite};
use tokio::net::TcpListener;

const ASKED: &str = "--host-mailboxes";

/// A server in another process, ended when dropped.
pub(crate) struct Host {
    process: Child,
    address: SocketAddr,
}

impl Host {
    /// Starts one with every mailbox of a run, and at most `batch` writes in a commit, or as many as usual.
    pub(super) async fn start(folder: &Path, batch: Option<usize>) -> Result<Self> {
        let host = Self::empty(folder, batch)?;
        super::clients::make_mailboxes(host.address).await?;
        Ok(host)
    }

    /// The same with nothing in its store.
    pub(crate) fn empty(folder: &Path, batch: Option<usize>) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(ASKED).arg(folder).args(batch.map(|batch| batch.to_string()));
        let mut process =
            command.stdout(Stdio::piped()).spawn().context("cannot start a server to measure")?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("it prints to us")?).read_line(&mut line)?;
        Ok(Self { process, address: line.trim().parse().context("it says where it listens")? })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Memory it holds, in KiB.
    pub(super) fn memory_kib(&self) -> Result<i64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse()?)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where this process was started by `Host::start`: serves until it is killed.
pub fn serve_if_asked() -> Result<bool> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_none_or(|first| first != ASKED) {
        return Ok(false);
    }
    let folder = arguments.next().context("a folder is needed")?;
    let batch = arguments.next().and_then(|batch| batch.to_str()?.parse().ok());
    raise_open_files();
    tokio::runtime::Runtime::new()?.block_on(serve(Path::new(&folder), batch))?;
    Ok(true)
}

#[expect(clippy::print_stdout, reason = "whoever started this reads where it listens")]
async fn serve(folder: &Path, batch: Option<usize>) -> Result<()> {
    let store = make_store(folder, batch)?;
    let mut config = Config::new(PublicKey([0; 32]));
    config.rates = Rates::unlimited();
    let app = App::start(Backend::Sqlite(store), config, Assets::default(), Arc::new(now)).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    server::serve(app, listener, None, std::future::pending()).await?;
    Ok(())
}

pub(super) fn make_store(folder: &Path, batch: Option<usize>) -> Result<Sqlite> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join("held.db");
    Ok(match batch {
        Some(batch) => Sqlite::init_with_batch(&path, now(), batch)?,
        None => Sqlite::init(&path, now())?,
    })
}

#[expect(clippy::disallowed_methods, reason = "a bench is a program: the machine's clock comes in here")]
pub(super) fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Lets this process open as many files as the system allows it, and says how many.
pub(super) fn raise_open_files() -> usize {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    let current = getrlimit(Resource::Nofile).current;
    current.map_or(usize::MAX, |current| usize::try_from(current).unwrap_or(usize::MAX))
}
