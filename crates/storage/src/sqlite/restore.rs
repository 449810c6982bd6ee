//! Putting a backup in a store's place.
//!
//! What came after the backup is lost here, and still on the devices: the epoch rises, which tells them to send it again.

use std::fs::File;
use std::path::Path;

use protocol::Timestamp;
use rusqlite::OpenFlags;

use super::{OpenError, Sqlite, connect, foreign, integer, lock, migrations};

impl Sqlite {
    /// Copies a backup to a path where nothing is, and gives the epoch that the store has from now on.
    pub fn restore(backup: &Path, path: &Path, now: Timestamp) -> Result<u64, OpenError> {
        if !backup.try_exists()? {
            return Err(OpenError::NotThere(backup.to_owned()));
        }
        let _lock = lock(path)?;
        if path.try_exists()? {
            return Err(OpenError::AlreadyThere(path.to_owned()));
        }
        let source = connect(backup, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if !migrations::is_ours(&source).map_err(|error| foreign(backup, error))? {
            return Err(OpenError::Foreign(backup.to_owned()));
        }
        // Beside its place first, so that a store that was copied half-way is never opened.
        let beside = path.with_extension("restoring");
        if beside.try_exists()? {
            std::fs::remove_file(&beside)?;
        }
        source.execute("VACUUM INTO ?1", [beside.to_string_lossy()])?;
        let copy = connect(&beside, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let verdict: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(OpenError::Engine(rusqlite::Error::InvalidQuery));
        }
        // By the clock, so that one backup restored twice has two epochs, and above the backup's whatever the clock says.
        let sql = "UPDATE server SET epoch = max(epoch + 1, ?1) RETURNING epoch";
        let epoch: i64 = copy.query_row(sql, [integer(now.0 / 1_000)], |row| row.get(0))?;
        copy.close().map_err(|(_, error)| error)?;
        File::open(&beside)?.sync_all()?;
        std::fs::rename(&beside, path)?;
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(epoch.cast_unsigned())
    }
}
