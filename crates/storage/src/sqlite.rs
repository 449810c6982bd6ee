//! The engine for one machine: a single SQLite file, written by one thread and read by a few connections.
//!
//! It is opened only where it was made with [`Sqlite::init`]: a mistyped path is an error, not an empty server. WAL
//! with `synchronous=FULL` means that an answered write survives a power cut. One process at a time holds the file.

mod accounts;
mod directory;
mod expiry;
mod leaving;
mod listings;
mod mailboxes;
mod migrations;
mod readers;
mod record_log;
mod restore;
mod signed_in;
mod writer;

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use protocol::account::{AccountName, AccountState, HeldHead};
use protocol::mailbox::Sequence;
use protocol::record_log::{LogAppend, LogPage};
use protocol::{Capability, CapabilityHash, DeviceId, Digest, KeyHandle, MailboxId, Timestamp};
use rusqlite::{Connection, OpenFlags};

use crate::clock::{Clock, Doubt};
use crate::{
    AccountError, Append, AppendError, AppendLogError, ClockState, Devices, Directory, DirectoryError,
    Expired, Failure, Figures, FoundKey, ListingError, Made, MailboxError, MakeAccountError, MakeError,
    NameError, NewAccount, NewDirectory, NewHead, NewMailbox, NewSignIn, Page, PendingListing, PutHeadError,
    Registration, SignInError, Store,
};
use readers::Readers;
use writer::Writer;

/// How often emptying the write-ahead log is tried before a deletion is answered: a copy that is being made may be in the
/// way for longer, and then a later write does it.
const SCRUBS: usize = 4;

/// A store in one file. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Sqlite {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    writer: Writer,
    readers: Readers,
    schema_version: u32,
    epoch: u64,
    /// Held for as long as the store is open; the system lets go of it if the process dies.
    _lock: File,
}

/// Why a store was not made or opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no store here; it is never made silently.
    #[error("there is no store at {0}; make one first")]
    NotThere(PathBuf),
    /// A store, or some other file, is here already.
    #[error("there is a file at {0} already")]
    AlreadyThere(PathBuf),
    /// Another process has it open.
    #[error("another process has {0} open")]
    InUse(PathBuf),
    /// The file is something else.
    #[error("{0} is not a store of this program")]
    Foreign(PathBuf),
    /// It was written by a later version.
    #[error(
        "the store has schema {found}, and this version knows schemas up to {known}: use a newer version"
    )]
    TooNew {
        /// The schema in the file.
        found: u32,
        /// The newest schema this version knows.
        known: u32,
    },
    /// A migration that was applied is not the one that this version has under its number.
    #[error("migration {0} in the store is not the one this version has")]
    Altered(u32),
    /// The system refused.
    #[error("the store could not be opened")]
    System(#[from] io::Error),
    /// SQLite refused.
    #[error("the store could not be opened")]
    Engine(#[from] rusqlite::Error),
}

impl Sqlite {
    /// Makes an empty store in a new file and opens it.
    pub fn init(path: &Path, now: Timestamp) -> Result<Self, OpenError> {
        Self::init_with_batch(path, now, writer::LARGEST_BATCH)
    }

    /// The same, with at most `batch` writes in a commit: for measuring what sharing one is worth.
    pub fn init_with_batch(path: &Path, now: Timestamp, batch: usize) -> Result<Self, OpenError> {
        let lock = lock(path)?;
        if path.try_exists()? {
            return Err(OpenError::AlreadyThere(path.to_owned()));
        }
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        migrations::start(&connection)?;
        Self::started(path, connection, lock, now, batch)
    }

    /// Opens the store in a file, and brings its schema up to date, keeping a copy of the file as it was.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, OpenError> {
        if !path.try_exists()? {
            return Err(OpenError::NotThere(path.to_owned()));
        }
        let lock = lock(path)?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if !migrations::is_ours(&connection).map_err(|error| foreign(path, error))? {
            return Err(OpenError::Foreign(path.to_owned()));
        }
        Self::started(path, connection, lock, now, writer::LARGEST_BATCH)
    }

    fn started(
        path: &Path,
        mut connection: Connection,
        lock: File,
        now: Timestamp,
        batch: usize,
    ) -> Result<Self, OpenError> {
        // A copy that was put in a store's place is of another mode.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        let schema_version = migrations::migrate(&mut connection, path, now)?;
        let epoch: i64 = connection.query_row("SELECT epoch FROM server", [], |row| row.get(0))?;
        let clock = load_clock(&connection)?.unwrap_or(Clock::starting(now));
        store_clock(&connection, clock)?;
        let readers = Readers::open(path)?;
        let writer = Writer::start(connection, clock, batch)?;
        let epoch = epoch.cast_unsigned();
        let shared = Shared { path: path.to_owned(), writer, readers, schema_version, epoch, _lock: lock };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Copies the whole store, as it is at one moment, into a new file that can be opened in its place.
    pub async fn back_up(&self, to: PathBuf) -> Result<(), Failure> {
        let copy = move |connection: &Connection| {
            connection.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
            let copy = Connection::open_with_flags(&to, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let verdict: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
            if verdict != "ok" {
                return Err(rusqlite::Error::InvalidQuery);
            }
            File::open(&to).and_then(|file| file.sync_all()).map_err(|_| rusqlite::Error::InvalidPath(to))
        };
        self.shared.readers.read(copy).await
    }
}

impl Sqlite {
    /// Reads for the account of a session, as it is at one moment, and notes the day if it is a new one.
    async fn read_account<T: Send + 'static>(
        &self,
        session: Capability,
        now: Timestamp,
        query: impl FnOnce(&Connection, i64) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, AccountError> {
        let key = session.clone();
        let read = move |connection: &Connection| {
            let moment = connection.unchecked_transaction()?;
            let Some(found) = signed_in::session(&moment, &key)? else { return Ok(None) };
            Ok(Some((query(&moment, found.account)?, found.is_of_an_earlier_day(now))))
        };
        let (answer, new_day) = self.shared.readers.read(read).await?.ok_or(AccountError::SignedOut)?;
        if new_day {
            let note = move |change: &mut writer::Change<'_>| {
                Ok::<_, Refused<AccountError>>(signed_in::admitted(change, &session, now)?)
            };
            self.shared.writer.write(note).await?;
        }
        Ok(answer)
    }
}

impl Store for Sqlite {
    async fn make_mailbox(&self, mailbox: NewMailbox, now: Timestamp) -> Result<Made, MakeError> {
        self.shared.writer.write(move |change| mailboxes::make(change, mailbox, now)).await
    }

    async fn append(&self, append: Append, now: Timestamp) -> Result<Sequence, AppendError> {
        // Hashed here, by the caller's thread: the one writer has better things to do.
        let hash = Digest::of(&append.body);
        self.shared.writer.write(move |change| mailboxes::append(change, &append, hash, now)).await
    }

    async fn read(
        &self,
        mailbox: MailboxId,
        key: Capability,
        after: Sequence,
        limit: usize,
    ) -> Result<Page, MailboxError> {
        let page = move |connection: &Connection| mailboxes::read(connection, mailbox, &key, after, limit);
        self.shared.readers.read(page).await?.ok_or(MailboxError::NoSuchMailbox)
    }

    async fn acknowledge(
        &self,
        mailbox: MailboxId,
        key: Capability,
        up_to: Sequence,
        now: Timestamp,
    ) -> Result<(), MailboxError> {
        self.shared
            .writer
            .write(move |change| mailboxes::acknowledge(change, mailbox, &key, up_to, now))
            .await
    }

    async fn put_listing(&self, listing: PendingListing) -> Result<(), ListingError> {
        self.shared.writer.write(move |change| listings::put(change, &listing)).await
    }

    async fn pending_listings(&self, limit: usize) -> Result<Vec<PendingListing>, Failure> {
        self.shared.readers.read(move |connection| listings::pending(connection, limit)).await
    }

    async fn put_directory(&self, directory: NewDirectory) -> Result<(), DirectoryError> {
        self.shared.writer.write(move |change| directory::put(change, &directory)).await
    }

    async fn directory(&self) -> Result<Option<Directory>, Failure> {
        self.shared.readers.read(directory::root).await
    }

    async fn directory_file(&self, digest: Digest) -> Result<Option<Bytes>, Failure> {
        self.shared.readers.read(move |connection| directory::file(connection, digest)).await
    }

    async fn login_secret(&self, made: Bytes) -> Result<Bytes, Failure> {
        self.shared.writer.write(move |change| accounts::login_secret(change, &made)).await
    }

    async fn reserve_name(
        &self,
        name: AccountName,
        hash: CapabilityHash,
        now: Timestamp,
    ) -> Result<(), NameError> {
        self.shared.writer.write(move |change| accounts::reserve(change, &name, hash, now)).await
    }

    async fn make_account(&self, account: NewAccount, now: Timestamp) -> Result<(), MakeAccountError> {
        self.shared.writer.write(move |change| accounts::make(change, &account, now)).await
    }

    async fn registration(&self, name: AccountName) -> Result<Option<Registration>, Failure> {
        self.shared.readers.read(move |connection| accounts::registration(connection, &name)).await
    }

    async fn sign_in_keys(&self, handle: KeyHandle) -> Result<Vec<FoundKey>, Failure> {
        self.shared.readers.read(move |connection| accounts::keys(connection, handle)).await
    }

    async fn knows_device(
        &self,
        name: AccountName,
        device: DeviceId,
        known: Capability,
    ) -> Result<bool, Failure> {
        let knows = move |connection: &Connection| accounts::knows(connection, &name, device, &known);
        self.shared.readers.read(knows).await
    }

    async fn sign_in(&self, sign_in: NewSignIn, now: Timestamp) -> Result<AccountName, SignInError> {
        self.shared.writer.write(move |change| accounts::sign_in(change, &sign_in, now)).await
    }

    async fn account_name(&self, session: Capability) -> Result<AccountName, AccountError> {
        let name = move |connection: &Connection| signed_in::name(connection, &session);
        self.shared.readers.read(name).await?.ok_or(AccountError::SignedOut)
    }

    async fn account(&self, session: Capability, now: Timestamp) -> Result<AccountState, AccountError> {
        let epoch = self.shared.epoch;
        self.read_account(session, now, move |connection, account| {
            signed_in::state(connection, account, now, epoch)
        })
        .await
    }

    async fn head(&self, session: Capability, now: Timestamp) -> Result<HeldHead, AccountError> {
        self.read_account(session, now, signed_in::head).await
    }

    async fn put_head(&self, session: Capability, head: NewHead, now: Timestamp) -> Result<(), PutHeadError> {
        self.shared.writer.write(move |change| signed_in::put_head(change, &session, &head, now)).await
    }

    async fn turn_away(
        &self,
        session: Capability,
        devices: Devices,
        now: Timestamp,
    ) -> Result<(), AccountError> {
        self.shared.writer.write(move |change| signed_in::turn_away(change, &session, devices, now)).await
    }

    async fn delete_account(&self, session: Capability) -> Result<(), AccountError> {
        let writer = &self.shared.writer;
        let account = writer.write(move |change| leaving::begin(change, &session)).await?;
        let step = move |change: &mut writer::Change<'_>| {
            leaving::step(change, account).map_err(Refused::<AccountError>::Engine)
        };
        while !writer.write(step).await? {}
        for _ in 0..SCRUBS {
            if !writer.owes_scrub() {
                break;
            }
            writer.write(|_| Ok::<_, Refused<AccountError>>(())).await?;
        }
        Ok(())
    }

    async fn read_log(
        &self,
        session: Capability,
        after: Sequence,
        now: Timestamp,
    ) -> Result<LogPage, AccountError> {
        let epoch = self.shared.epoch;
        self.read_account(session, now, move |connection, account| {
            record_log::read(connection, account, after, now, epoch)
        })
        .await
    }

    async fn append_log(
        &self,
        session: Capability,
        append: LogAppend,
        now: Timestamp,
    ) -> Result<Sequence, AppendLogError> {
        let digests: Vec<_> = append.entries.iter().map(|entry| Digest::of(&entry.sealed)).collect();
        let append = move |change: &mut writer::Change<'_>| {
            record_log::append(change, &session, &append, &digests, now)
        };
        self.shared.writer.write(append).await
    }

    async fn expire(&self, now: Timestamp, limit: usize) -> Result<Expired, Failure> {
        self.shared.writer.write(move |change| expiry::expire(change, now, limit)).await
    }

    async fn probe(&self, now: Timestamp) -> Result<ClockState, Failure> {
        let observe = move |change: &mut writer::Change<'_>| {
            let state = change.clock.observe(now);
            store_clock(change.connection, *change.clock)?;
            Ok::<_, Refused<Failure>>(state)
        };
        self.shared.writer.write(observe).await
    }

    fn schema_version(&self) -> u32 {
        self.shared.schema_version
    }

    fn epoch(&self) -> u64 {
        self.shared.epoch
    }

    fn figures(&self) -> Figures {
        let size = |suffix: &str| {
            let mut path = self.shared.path.clone().into_os_string();
            path.push(suffix);
            std::fs::metadata(path).map_or(0, |file| file.len())
        };
        Figures { bytes: size("") + size("-wal"), ..self.shared.writer.figures() }
    }

    async fn close(&self) {
        self.shared.writer.close().await;
    }
}

/// Why a change is taken back: refused by a rule, or failed in the engine.
enum Refused<E> {
    Rule(E),
    Engine(rusqlite::Error),
}

impl<E> From<rusqlite::Error> for Refused<E> {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) {
            return Self::Full;
        }
        Self::Broken(Arc::new(error))
    }
}

fn lock(path: &Path) -> Result<File, OpenError> {
    let beside = path.with_extension("lock");
    let file = File::options().create(true).truncate(false).write(true).open(beside)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

fn foreign(path: &Path, error: rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => OpenError::Foreign(path.to_owned()),
        _ => error.into(),
    }
}

fn load_clock(connection: &Connection) -> rusqlite::Result<Option<Clock>> {
    let mut statement = connection.prepare_cached("SELECT trusted, doubt_since, doubt_last FROM clock")?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let doubt = match (row.get::<_, Option<i64>>(1)?, row.get::<_, Option<i64>>(2)?) {
        (Some(since), Some(last)) => Some(Doubt { since: moment(since), last: moment(last) }),
        _ => None,
    };
    Ok(Some(Clock { trusted: moment(row.get(0)?), doubt }))
}

fn store_clock(connection: &Connection, clock: Clock) -> rusqlite::Result<()> {
    let sql = "INSERT INTO clock (id, trusted, doubt_since, doubt_last) VALUES (1, ?1, ?2, ?3)
        ON CONFLICT (id) DO UPDATE SET trusted = ?1, doubt_since = ?2, doubt_last = ?3";
    let (since, last) =
        (clock.doubt.map(|doubt| integer(doubt.since.0)), clock.doubt.map(|doubt| integer(doubt.last.0)));
    connection.prepare_cached(sql)?.execute((integer(clock.trusted.0), since, last))?;
    Ok(())
}

/// SQLite's integers are signed. Sequences and moments never come near the difference, except from a broken clock.
fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn moment(value: i64) -> Timestamp {
    Timestamp(value.max(0).cast_unsigned())
}
