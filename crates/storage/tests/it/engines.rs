//! The engines the suite runs on, and short ways to say what a case does.

use std::path::PathBuf;

use protocol::mailbox::{Days, Sequence};
use protocol::{Capability, EnvelopeId, MailboxId, Timestamp};
use storage::{
    Append, AppendError, Backend, Made, MailboxError, MakeError, Memory, NewMailbox, Sqlite, Store as _,
};
use tempfile::TempDir;

pub(crate) const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// One engine, on a folder that goes away with it.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    pub(crate) store: Backend,
    folder: TempDir,
}

impl Engine {
    pub(crate) fn all() -> Vec<Self> {
        let memory = Backend::Memory(Memory::new(NOW));
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let sqlite = Backend::Sqlite(Sqlite::init(&two.path().join("held.db"), NOW).unwrap());
        vec![
            Self { name: "memory", store: memory, folder: one },
            Self { name: "sqlite", store: sqlite, folder: two },
        ]
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("held.db")
    }

    /// Closes and opens it again, where there is something to open.
    pub(crate) async fn restart(&mut self, now: Timestamp) {
        if let Backend::Sqlite(_) = self.store {
            self.store.close().await;
            // The last clone lets go of the file.
            self.store = Backend::Memory(Memory::new(now));
            self.store = Backend::Sqlite(Sqlite::open(&self.path(), now).unwrap());
        }
    }
}

/// Runs `case` on every engine.
pub(crate) async fn on_each(case: impl AsyncFn(&mut Engine)) {
    for mut engine in Engine::all() {
        println!("on {}", engine.name);
        case(&mut engine).await;
    }
}

pub(crate) fn writer() -> Capability {
    Capability([1; 32])
}

pub(crate) fn reader() -> Capability {
    Capability([2; 32])
}

pub(crate) fn mailbox(of: u8) -> MailboxId {
    MailboxId([of; 16])
}

pub(crate) const ANA: u8 = 0xA0;
pub(crate) const BEA: u8 = 0xB0;

pub(crate) async fn make(store: &Backend, of: u8, days: u16) -> Result<Made, MakeError> {
    make_at(store, of, days, NOW).await
}

pub(crate) async fn make_at(store: &Backend, of: u8, days: u16, now: Timestamp) -> Result<Made, MakeError> {
    let days = Days::try_from(days).unwrap();
    let new = NewMailbox { id: mailbox(of), write: writer().hash(), read: reader().hash(), days };
    store.make_mailbox(new, now).await
}

pub(crate) async fn append(store: &Backend, to: u8, id: u8, body: &str) -> Result<u64, AppendError> {
    append_at(store, to, id, body.as_bytes().to_vec(), NOW).await
}

pub(crate) async fn append_at(
    store: &Backend,
    to: u8,
    id: u8,
    body: Vec<u8>,
    now: Timestamp,
) -> Result<u64, AppendError> {
    let envelope = EnvelopeId([id; 16]);
    let append = Append { mailbox: mailbox(to), key: writer(), envelope, body: body.into() };
    store.append(append, now).await.map(|sequence| sequence.0)
}

/// What waits in a mailbox, as `1:words 2:words`.
pub(crate) async fn waiting(store: &Backend, of: u8) -> String {
    let page = store.read(mailbox(of), reader(), Sequence(0), 100).await.unwrap();
    let word = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let words =
        page.envelopes.iter().map(|envelope| format!("{}:{}", envelope.sequence.0, word(&envelope.body)));
    words.collect::<Vec<_>>().join(" ")
}

pub(crate) async fn acknowledge(store: &Backend, of: u8, up_to: u64) -> Result<(), MailboxError> {
    store.acknowledge(mailbox(of), reader(), Sequence(up_to), NOW).await
}
