//! Numbered steps from an empty file to today's schema.
//!
//! Each runs once, in a transaction of its own, and its checksum is kept: a store made by a later version, or by
//! steps that were edited after their release, is refused rather than guessed at. To change the schema, add a step.

use std::path::Path;

use protocol::{Digest, Timestamp};
use rusqlite::{Connection, TransactionBehavior};

use super::{OpenError, integer};

const STEPS: &[&str] =
    &[include_str!("migrations/0001-first.sql"), include_str!("migrations/0002-accounts.sql")];

/// "Held", in the header that SQLite leaves for an application's mark.
const APPLICATION: i32 = i32::from_be_bytes(*b"Held");

/// Marks a new file as ours.
pub(super) fn start(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.execute_batch(
        "CREATE TABLE migration (number INTEGER PRIMARY KEY, checksum BLOB NOT NULL, applied INTEGER NOT NULL) STRICT",
    )
}

pub(super) fn is_ours(connection: &Connection) -> rusqlite::Result<bool> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(application == APPLICATION)
}

/// Brings the schema up to date and gives its number.
pub(super) fn migrate(connection: &mut Connection, path: &Path, now: Timestamp) -> Result<u32, OpenError> {
    migrate_by(STEPS, connection, path, now)
}

fn migrate_by(
    steps: &[&str],
    connection: &mut Connection,
    path: &Path,
    now: Timestamp,
) -> Result<u32, OpenError> {
    let applied = applied(connection)?;
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    if let Some(&(found, _)) = applied.last().filter(|(number, _)| *number > known) {
        return Err(OpenError::TooNew { found, known });
    }
    for ((number, checksum), step) in applied.iter().zip(steps) {
        if *checksum != Digest::of(step.as_bytes()) {
            return Err(OpenError::Altered(*number));
        }
    }
    let done = applied.len();
    if done > 0 && done < steps.len() {
        let copy = path.with_extension(format!("before-{}.db", done + 1));
        connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
    }
    for (number, step) in (1_u32..).zip(steps).skip(done) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        transaction.execute_batch(step)?;
        let row = (number, Digest::of(step.as_bytes()).0, integer(now.0));
        transaction.execute("INSERT INTO migration (number, checksum, applied) VALUES (?1, ?2, ?3)", row)?;
        transaction.commit()?;
    }
    Ok(known)
}

fn applied(connection: &Connection) -> rusqlite::Result<Vec<(u32, Digest)>> {
    let mut statement = connection.prepare("SELECT number, checksum FROM migration ORDER BY number")?;
    statement.query_map([], |row| Ok((row.get(0)?, Digest(row.get(1)?))))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1);

    fn migrated(path: &Path, steps: &[&str]) -> Result<u32, OpenError> {
        migrate_by(steps, &mut Connection::open(path)?, path, NOW)
    }

    #[test]
    fn steps_run_once_in_order_and_a_copy_is_kept_before_new_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("held.db");
        start(&Connection::open(&path).unwrap()).unwrap();
        let first = "CREATE TABLE diary (words TEXT) STRICT";
        let second = "INSERT INTO diary VALUES ('kept')";
        assert_eq!(migrated(&path, &[first]).unwrap(), 1);
        assert_eq!(migrated(&path, &[first, second]).unwrap(), 2);
        assert_eq!(migrated(&path, &[first, second]).unwrap(), 2);
        let rows = |path: &Path| -> i64 {
            let connection = Connection::open(path).unwrap();
            connection.query_row("SELECT count(*) FROM diary", [], |row| row.get(0)).unwrap()
        };
        assert_eq!((rows(&path), rows(&path.with_extension("before-2.db"))), (1, 0));
        assert!(matches!(migrated(&path, &[first]), Err(OpenError::TooNew { found: 2, known: 1 })));
        assert!(matches!(migrated(&path, &[first, "SELECT 1"]), Err(OpenError::Altered(2))));
    }

    #[test]
    fn a_step_that_fails_leaves_the_store_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("held.db");
        start(&Connection::open(&path).unwrap()).unwrap();
        let broken = "CREATE TABLE half (n INTEGER) STRICT; nonsense";
        assert!(migrated(&path, &[broken]).is_err());
        assert_eq!(migrated(&path, &["CREATE TABLE half (n INTEGER) STRICT"]).unwrap(), 1);
    }
}
