//! The one thread that writes, with group commit.
//!
//! It takes whatever waits, up to 256 changes, without waiting for more: while one batch is being flushed to disk the
//! next gathers, so the flush itself is the batching window. Each change runs under its own savepoint, so one that is
//! refused takes nothing of its neighbours with it, and every change is answered only after the commit. When 4,096
//! wait, a new one is refused at once rather than kept waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::Refused;
use crate::clock::Clock;
use crate::{Failure, Figures};

const QUEUE: usize = 4_096;
/// The most writes that share a commit.
pub(super) const LARGEST_BATCH: usize = 256;

/// What a change may use while it runs.
pub(super) struct Change<'a> {
    pub(super) connection: &'a Connection,
    pub(super) clock: &'a mut Clock,
    /// Set by a change after which the write-ahead log may hold nothing of what was deleted.
    pub(super) scrub: bool,
}

/// Runs one change; what it gives back is called with the fate of the commit, and answers.
type Job = Box<dyn FnOnce(&mut Change<'_>) -> Ran + Send>;

struct Ran {
    keep: bool,
    scrub: bool,
    answer: Box<dyn FnOnce(Result<(), Failure>)>,
}

enum Message {
    Run(Job),
    Close(oneshot::Sender<()>),
}

#[derive(Debug)]
pub(super) struct Writer {
    queue: SyncSender<Message>,
    counters: Arc<Counters>,
}

#[derive(Debug, Default)]
struct Counters {
    queued: AtomicU64,
    commits: AtomicU64,
    writes: AtomicU64,
    commit_micros: AtomicU64,
    /// The write-ahead log still holds what was deleted, since somebody read at that moment.
    owes_scrub: AtomicBool,
}

impl Writer {
    pub(super) fn start(
        mut connection: Connection,
        clock: Clock,
        batch: usize,
    ) -> Result<Self, super::OpenError> {
        connection.pragma_update(None, "synchronous", "FULL")?;
        // What is deleted is overwritten; and no page goes through a temporary file on its way.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.busy_timeout(Duration::from_millis(100))?;
        connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
        let (queue, waiting) = sync_channel(QUEUE);
        let counters = Arc::new(Counters::default());
        let shared = counters.clone();
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(&mut connection, clock, &waiting, &shared, batch))?;
        Ok(Self { queue, counters })
    }

    /// Runs `change` in the next batch and answers once that is durable.
    pub(super) async fn write<T, E>(
        &self,
        change: impl FnOnce(&mut Change<'_>) -> Result<T, Refused<E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(move |context: &mut Change<'_>| {
            let result = change(context).map_err(|refused| match refused {
                Refused::Rule(error) => error,
                Refused::Engine(error) => Failure::from(error).into(),
            });
            let keep = result.is_ok();
            // A caller that went away does not want the answer: that is no error.
            let answer = move |fate: Result<(), Failure>| drop(reply.send(fate.map_err(E::from).and(result)));
            Ran { keep, scrub: keep && context.scrub, answer: Box::new(answer) }
        });
        self.counters.queued.fetch_add(1, Ordering::Relaxed);
        self.queue.try_send(Message::Run(job)).map_err(|error| {
            self.counters.queued.fetch_sub(1, Ordering::Relaxed);
            match error {
                TrySendError::Full(_) => Failure::Overloaded,
                TrySendError::Disconnected(_) => Failure::Closed,
            }
        })?;
        answer.await.unwrap_or_else(|_| Err(Failure::Closed.into()))
    }

    /// Whether the write-ahead log still holds what was deleted. Every batch tries again.
    pub(super) fn owes_scrub(&self) -> bool {
        self.counters.owes_scrub.load(Ordering::Relaxed)
    }

    pub(super) fn figures(&self) -> Figures {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Figures {
            queued: load(&self.counters.queued),
            commits: load(&self.counters.commits),
            writes: load(&self.counters.writes),
            commit_micros: load(&self.counters.commit_micros),
            bytes: 0,
        }
    }

    /// Runs what waits, moves the log into the file, and ends the thread.
    pub(super) async fn close(&self) {
        let (reply, closed) = oneshot::channel();
        let queue = self.queue.clone();
        // The queue may be full, and sending into it may then block for a moment.
        let sent = tokio::task::spawn_blocking(move || queue.send(Message::Close(reply))).await;
        if matches!(sent, Ok(Ok(()))) {
            let _ = closed.await;
        }
    }
}

fn run(
    connection: &mut Connection,
    mut clock: Clock,
    waiting: &Receiver<Message>,
    counters: &Counters,
    largest: usize,
) {
    while let Ok(first) = waiting.recv() {
        let mut close = None;
        let mut batch = Vec::new();
        for message in std::iter::once(first).chain(waiting.try_iter()) {
            match message {
                Message::Run(job) => batch.push(job),
                Message::Close(reply) => close = Some(reply),
            }
            if close.is_some() || batch.len() == largest {
                break;
            }
        }
        let size = batch.len() as u64;
        counters.queued.fetch_sub(size, Ordering::Relaxed);
        if size > 0 {
            #[expect(
                clippy::disallowed_methods,
                reason = "the time a commit takes is measured, never decided on"
            )]
            let started = Instant::now();
            run_batch(connection, &mut clock, counters, batch);
            let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
            counters.commit_micros.fetch_add(micros, Ordering::Relaxed);
            counters.commits.fetch_add(1, Ordering::Relaxed);
            counters.writes.fetch_add(size, Ordering::Relaxed);
        }
        if let Some(reply) = close {
            // What cannot be moved now stays in the log, and the next start moves it.
            let _ = empty_log(connection);
            let _ = reply.send(());
            return;
        }
    }
}

fn run_batch(connection: &mut Connection, clock: &mut Clock, counters: &Counters, batch: Vec<Job>) {
    let before = *clock;
    let mut answers = Vec::with_capacity(batch.len());
    let fate = commit_batch(connection, clock, batch, &mut answers);
    if fate.is_err() {
        *clock = before;
    }
    if matches!(fate, Ok(true)) || counters.owes_scrub.load(Ordering::Relaxed) {
        // Waits for those who read at this moment, but not for long.
        let owes = !empty_log(connection).unwrap_or(false);
        counters.owes_scrub.store(owes, Ordering::Relaxed);
    }
    let fate = fate.map(|_| ());
    for answer in answers {
        answer(fate.clone());
    }
}

type Answers = Vec<Box<dyn FnOnce(Result<(), Failure>)>>;

fn commit_batch(
    connection: &mut Connection,
    clock: &mut Clock,
    batch: Vec<Job>,
    answers: &mut Answers,
) -> Result<bool, Failure> {
    let mut scrub = false;
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for job in batch {
        let mut savepoint = transaction.savepoint()?;
        let clock_before = *clock;
        let ran = job(&mut Change { connection: &savepoint, clock, scrub: false });
        scrub |= ran.scrub;
        answers.push(ran.answer);
        // On a full disk SQLite may have rolled the whole transaction back by itself: nothing more may run in it.
        if savepoint.is_autocommit() {
            return Err(Failure::Full);
        }
        if ran.keep {
            savepoint.commit()?;
        } else {
            *clock = clock_before;
            savepoint.rollback()?;
            savepoint.commit()?;
        }
    }
    transaction.commit()?;
    Ok(scrub)
}

/// Moves the write-ahead log into the file and cuts it to nothing; whether nobody was in the way.
fn empty_log(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
        .map(|busy| busy == 0)
}
