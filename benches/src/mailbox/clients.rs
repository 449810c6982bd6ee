//! Clients as plain as they can be, since they share two cores with what they measure: they write bytes into a
//! connection and look for the end of the answer.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use bytes::Bytes;
use protocol::mailbox::{Days, MakeMailbox};
use protocol::{Capability, EnvelopeId, MailboxId};
use storage::{Append, NewMailbox, Sqlite, Store as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::host::{make_store, now};

/// Mailboxes that are appended to, and those that are only waited for: five devices wait for each.
const BUSY: u32 = 1_000;
const IDLE: u32 = 2_000;
const BODY: [u8; 1_024] = [0x5E; 1_024];

fn mailbox(n: u32) -> MailboxId {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&n.swap_bytes().to_le_bytes());
    id[15] = u8::try_from(n % 251).unwrap_or(0);
    MailboxId(id)
}

/// No two appends of one run share an id.
fn next_envelope() -> (u64, EnvelopeId) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    // Ids are random in life: consecutive ones would be kinder to the index than what it really meets.
    let mut id = [0; 16];
    id[..8].copy_from_slice(&n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    id[8..].copy_from_slice(&n.to_be_bytes());
    (n, EnvelopeId(id))
}

fn target(n: u64) -> MailboxId {
    mailbox(u32::try_from(n % u64::from(BUSY)).unwrap_or(0))
}

fn writer() -> Capability {
    Capability([1; 32])
}

fn reader() -> Capability {
    Capability([2; 32])
}

/// One kept-alive connection.
struct Client(TcpStream);

impl Client {
    async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self(stream))
    }

    async fn ask(
        &mut self,
        method: &str,
        path: &str,
        key: &Capability,
        kind: &str,
        body: &[u8],
    ) -> Result<()> {
        let mut request = format!(
            "{method} /api/v1/mailboxes/{path} HTTP/1.1\r\nHost: held\r\nAuthorization: Bearer {}\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            key.expose(),
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.0.write_all(&request).await?;
        self.read_answer().await
    }

    async fn read_answer(&mut self) -> Result<()> {
        let mut answer = [0; 4_096];
        let mut length = 0;
        loop {
            let read = self.0.read(&mut answer[length..]).await?;
            ensure!(read > 0, "the server closed the connection");
            length += read;
            let text = String::from_utf8_lossy(&answer[..length]);
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            ensure!(head.starts_with("HTTP/1.1 20"), "the server answered {head}\n{body}");
            let expected = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= expected.map_or(Ok(0), str::parse)? {
                return Ok(());
            }
        }
    }

    async fn append(&mut self) -> Result<()> {
        let (n, envelope) = next_envelope();
        let path = format!("{}/envelopes/{envelope}", target(n));
        self.ask("PUT", &path, &writer(), "application/octet-stream", &BODY).await
    }
}

/// Makes every mailbox of a run.
pub(super) async fn make_mailboxes(address: SocketAddr) -> Result<()> {
    let make = MakeMailbox { write: writer().hash(), read: reader().hash(), days: Days::LONGEST };
    let make = Arc::new(serde_json::to_vec(&make)?);
    let mut makers = JoinSet::new();
    for part in 0..16 {
        let make = make.clone();
        makers.spawn(async move {
            let mut client = Client::open(address).await?;
            for n in (part..BUSY + IDLE).step_by(16) {
                client.ask("PUT", &mailbox(n).to_string(), &writer(), "application/json", &make).await?;
            }
            anyhow::Ok(())
        });
    }
    finished(makers).await
}

/// Connects clients for one measurement: between two, the server would close them as idle.
async fn connect(address: SocketAddr, clients: usize) -> Result<Vec<Client>> {
    let mut connected = Vec::new();
    for _ in 0..clients {
        connected.push(Client::open(address).await?);
    }
    Ok(connected)
}

/// How many appends through HTTP are answered in a second when every client sends the next as soon as one is answered.
pub(super) async fn appends_a_second(address: SocketAddr, clients: usize, during: Duration) -> Result<f64> {
    let clients = connect(address, clients).await?;
    let answered = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let mut work = JoinSet::new();
    for mut client in clients {
        let answered = answered.clone();
        work.spawn(async move {
            while started.elapsed() < during {
                client.append().await?;
                answered.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        });
    }
    finished(work).await?;
    Ok(answered.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64())
}

/// How late answers were, in milliseconds, when requests came at a steady pace whatever the answers did.
pub(super) struct Paced {
    pub(super) p50: f64,
    pub(super) p99: f64,
    pub(super) longest: f64,
}

impl Paced {
    /// Each request has a moment at which it is due, and its time counts from there: a request that had to wait for
    /// a free client was late too.
    pub(super) async fn run(
        address: SocketAddr,
        clients: usize,
        a_second: u32,
        during: Duration,
    ) -> Result<Self> {
        let clients = connect(address, clients).await?;
        let between = Duration::from_secs(1) / a_second;
        let all = u64::from(a_second) * during.as_secs();
        let next = Arc::new(AtomicU64::new(0));
        let started = Instant::now() + Duration::from_millis(50);
        let mut work = JoinSet::new();
        for mut client in clients {
            let next = next.clone();
            work.spawn(async move {
                let mut late = Vec::new();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= all {
                        return anyhow::Ok(late);
                    }
                    let due = started + between * u32::try_from(n)?;
                    tokio::time::sleep_until(due).await;
                    client.append().await?;
                    late.push(due.elapsed().as_secs_f64() * 1_000.0);
                }
            });
        }
        let mut late = Vec::new();
        while let Some(done) = work.join_next().await {
            late.extend(done??);
        }
        late.sort_by(f64::total_cmp);
        let at = |part: usize| late.get(late.len() * part / 100).or(late.last()).copied().unwrap_or(0.0);
        Ok(Self { p50: at(50), p99: at(99), longest: at(100) })
    }
}

/// Opens that many streams of wake-ups, each past its first event, and keeps them open.
pub(super) async fn wait(address: SocketAddr, waiting: usize) -> Result<Vec<TcpStream>> {
    let mut streams = Vec::with_capacity(waiting);
    for n in 0..waiting {
        let mailbox = mailbox(BUSY + u32::try_from(n)? % IDLE);
        let mut stream = TcpStream::connect(address).await?;
        let request = format!(
            "GET /api/v1/mailboxes/{mailbox}/wake HTTP/1.1\r\nHost: held\r\nAuthorization: Bearer {}\r\n\r\n",
            reader().expose()
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        while !answer.windows(11).any(|part| part == b"event: wake") {
            ensure!(stream.read_buf(&mut answer).await? > 0, "the server closed a stream");
        }
        streams.push(stream);
    }
    Ok(streams)
}

/// Appends to the same kind of store without HTTP.
pub(super) struct Direct(Arc<Sqlite>);

impl Direct {
    pub(super) async fn open(folder: &Path) -> Result<Self> {
        let store = Arc::new(make_store(folder, None)?);
        let mut makers = JoinSet::new();
        for n in 0..BUSY {
            let store = store.clone();
            makers.spawn(async move {
                let (write, read) = (writer().hash(), reader().hash());
                let new = NewMailbox { id: mailbox(n), write, read, days: Days::LONGEST };
                store.make_mailbox(new, now()).await?;
                anyhow::Ok(())
            });
        }
        finished(makers).await?;
        Ok(Self(store))
    }

    pub(super) async fn appends_a_second(&self, clients: usize, during: Duration) -> Result<f64> {
        let answered = Arc::new(AtomicU64::new(0));
        let started = Instant::now();
        let mut work = JoinSet::new();
        for _ in 0..clients {
            let (store, answered) = (self.0.clone(), answered.clone());
            work.spawn(async move {
                while started.elapsed() < during {
                    let (n, envelope) = next_envelope();
                    let (key, body) = (writer(), Bytes::from_static(&BODY));
                    store.append(Append { mailbox: target(n), key, envelope, body }, now()).await?;
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                anyhow::Ok(())
            });
        }
        finished(work).await?;
        Ok(answered.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64())
    }
}

async fn finished(mut work: JoinSet<Result<()>>) -> Result<()> {
    while let Some(done) = work.join_next().await {
        done??;
    }
    Ok(())
}
