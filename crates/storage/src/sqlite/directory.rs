//! The steward's directory, as statements. It is replaced in one step, so no reader sees half of it.

use bytes::Bytes;
use protocol::Digest;
use rusqlite::{Connection, OptionalExtension as _};

use super::writer::Change;
use super::{Refused, integer};
use crate::{Directory, DirectoryError, NewDirectory};

pub(super) fn put(change: &mut Change<'_>, new: &NewDirectory) -> Result<(), Refused<DirectoryError>> {
    let connection = change.connection;
    let before = root(connection)?;
    match &before {
        Some(before) if before.number == new.number && before.root == new.root => return Ok(()),
        Some(before) if before.number >= new.number => return Err(Refused::Rule(DirectoryError::Outdated)),
        _ => {}
    }
    let number = integer(new.number);
    let sql = "INSERT INTO directory_file (digest, last_number, content) VALUES (?1, ?2, ?3)
        ON CONFLICT (digest) DO NOTHING";
    for (digest, content) in &new.files {
        connection.prepare_cached(sql)?.execute((digest.0, number, &content[..]))?;
    }
    let sql = "UPDATE directory_file SET last_number = ?2 WHERE digest = ?1";
    for digest in &new.refers_to {
        if connection.prepare_cached(sql)?.execute((digest.0, number))? == 0 {
            return Err(Refused::Rule(DirectoryError::FileMissing(*digest)));
        }
    }
    // Those of the directory before stay: a client may be half-way through fetching them.
    let kept_from = integer(before.map_or(0, |before| before.number));
    connection.execute("DELETE FROM directory_file WHERE last_number < ?1", [kept_from])?;
    let sql = "DELETE FROM pending_listing WHERE listing = ?1 AND revision <= ?2";
    for (listing, revision) in &new.settled {
        connection.prepare_cached(sql)?.execute((listing.0, integer(*revision)))?;
    }
    let sql = "INSERT OR REPLACE INTO directory (id, number, root) VALUES (1, ?1, ?2)";
    connection.prepare_cached(sql)?.execute((number, &new.root[..]))?;
    Ok(())
}

pub(super) fn root(connection: &Connection) -> rusqlite::Result<Option<Directory>> {
    let mut statement = connection.prepare_cached("SELECT number, root FROM directory")?;
    let found = statement.query_row([], |row| {
        let root = Bytes::from(row.get::<_, Vec<u8>>(1)?);
        Ok(Directory { number: row.get::<_, i64>(0)?.cast_unsigned(), root })
    });
    found.optional()
}

pub(super) fn file(connection: &Connection, digest: Digest) -> rusqlite::Result<Option<Bytes>> {
    let mut statement = connection.prepare_cached("SELECT content FROM directory_file WHERE digest = ?1")?;
    statement.query_row([digest.0], |row| row.get::<_, Vec<u8>>(0).map(Bytes::from)).optional()
}
