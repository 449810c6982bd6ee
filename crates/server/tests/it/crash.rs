//! `held-server` killed without warning while clients append: whatever it answered is there afterwards, once each.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use protocol::mailbox::{Appended, Days, MakeMailbox, decode_page};
use protocol::{Capability, EnvelopeId, MailboxId};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::service::steward;

const WRITERS: u8 = 16;
const KILLS: usize = 3;
/// How many answers are awaited before each kill.
const ANSWERS: usize = 150;

fn program(data: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_held-server"));
    program.arg("--data").arg(data);
    program
}

fn start(data: &Path) -> (Child, SocketAddr) {
    let mut command = program(data);
    command.args(["--listen", "127.0.0.1:0", "--steward-key", &steward().public().to_string()]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").expect("it says where it listens").parse();
    (child, address.unwrap())
}

struct Connection(BufStream<TcpStream>);

impl Connection {
    async fn open(address: SocketAddr) -> std::io::Result<Self> {
        Ok(Self(BufStream::new(TcpStream::connect(address).await?)))
    }

    async fn ask(
        &mut self,
        method: &str,
        path: &str,
        key: u8,
        kind: &str,
        body: &[u8],
    ) -> std::io::Result<(u16, Vec<u8>)> {
        let key = Capability([key; 32]).expose();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: held\r\nAuthorization: Bearer {key}\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        self.0.write_all(head.as_bytes()).await?;
        self.0.write_all(body).await?;
        self.0.flush().await?;
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest[..3].parse().unwrap();
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.parse().unwrap();
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await?;
        Ok((status, body))
    }
}

fn mailbox(writer: u8) -> String {
    format!("/api/v1/mailboxes/{}", MailboxId([writer; 16]))
}

fn envelope(writer: u8, n: u32) -> EnvelopeId {
    let mut id = [writer; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    EnvelopeId(id)
}

/// Every answered append: by writer and number, the place it got.
type Answered = Arc<Mutex<BTreeMap<(u8, u32), u64>>>;

/// Appends until the server is gone, repeating the one that was not answered first.
async fn write(address: SocketAddr, writer: u8, answered: Answered) -> std::io::Result<()> {
    let mut connection = Connection::open(address).await?;
    let mut n = answered.lock().unwrap().keys().filter(|(by, _)| *by == writer).count() as u32;
    loop {
        let path = format!("{}/envelopes/{}", mailbox(writer), envelope(writer, n));
        let body = format!("sealed {writer} {n}").repeat(40);
        let (status, body) =
            connection.ask("PUT", &path, 1, "application/octet-stream", body.as_bytes()).await?;
        // A busy writer meets its mailbox's rate: that is an answer too, and stores nothing.
        if status == 200 {
            let appended: Appended = serde_json::from_slice(&body).unwrap();
            let place = answered.lock().unwrap().insert((writer, n), appended.sequence.0);
            assert_eq!(place, None);
            n += 1;
        } else {
            assert_eq!(status, 429);
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn nothing_that_was_answered_is_lost_when_the_server_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let init = Command::new(env!("CARGO_BIN_EXE_held-server")).arg("init").arg("--data").arg(&data).status();
    assert!(init.unwrap().success());

    let answered = Answered::default();
    for round in 0..KILLS {
        let (mut child, address) = start(&data);
        let make = MakeMailbox {
            write: Capability([1; 32]).hash(),
            read: Capability([2; 32]).hash(),
            days: Days::LONGEST,
        };
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let make = serde_json::to_vec(&make).unwrap();
            let mut connection = Connection::open(address).await.unwrap();
            connection.ask("PUT", &mailbox(writer), 1, "application/json", &make).await.unwrap();
            writers.spawn(write(address, writer, answered.clone()));
        }
        let enough = (round + 1) * ANSWERS;
        while answered.lock().unwrap().len() < enough {
            tokio::task::yield_now().await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        while let Some(writer) = writers.join_next().await {
            assert!(writer.unwrap().is_err(), "it ends only because the server is gone");
        }
    }

    let (mut child, address) = start(&data);
    let answered = answered.lock().unwrap().clone();
    println!("{} appends were answered", answered.len());
    for writer in 0..WRITERS {
        let mut connection = Connection::open(address).await.unwrap();
        let path = format!("{}/envelopes", mailbox(writer));
        let (status, page) = connection.ask("GET", &path, 2, "", b"").await.unwrap();
        assert_eq!(status, 200);
        let found = decode_page(&page).unwrap();
        let places: Vec<_> = found.iter().map(|envelope| envelope.sequence.0).collect();
        assert_eq!(places, (1..=found.len() as u64).collect::<Vec<_>>(), "no hole and nothing twice");
        for ((_, n), place) in answered.iter().filter(|((by, _), _)| *by == writer) {
            let kept = found.iter().find(|kept| kept.id == envelope(writer, *n));
            assert_eq!(kept.map(|kept| kept.sequence.0), Some(*place), "envelope {n} of writer {writer}");
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_server_without_a_store_says_what_to_type() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&folder.path().join("mistyped"));
    command.args(["--steward-key", &steward().public().to_string()]);
    let refused = command.output().unwrap();
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("held-server init --data") && said.contains("there is no store at"), "{said}");
    assert!(!folder.path().join("mistyped").exists());
}
