//! Deleting an account: first every way into it, at once; then what it kept, a little at a time, so that other writes
//! are not kept waiting; and last what the write-ahead log still holds of it.
//!
//! With `secure_delete` what is deleted is overwritten in the file's pages, free ones too. A crash on the way leaves an
//! account without a name, and expiry goes on with it.

use protocol::Capability;
use rusqlite::{Connection, OptionalExtension as _};

use super::writer::Change;
use super::{Refused, signed_in};
use crate::AccountError;

/// How many records one step deletes: each may have a megabyte.
const RECORDS: i64 = 16;
/// How many entries one step deletes.
const ENTRIES: i64 = 4_096;

/// Closes every way into the account of a session, and says which account that was.
pub(super) fn begin(change: &mut Change<'_>, key: &Capability) -> Result<i64, Refused<AccountError>> {
    let connection = change.connection;
    let session = signed_in::session(connection, key)?.ok_or(Refused::Rule(AccountError::SignedOut))?;
    let account = session.account;
    for sql in [
        "DELETE FROM device WHERE account = ?1",
        "DELETE FROM sign_in_key WHERE account = ?1",
        "DELETE FROM registration WHERE account = ?1",
        "UPDATE account SET name = NULL, made_with = x'', vault = x'', vault_check = x'', head = x'', log_seal = x''
            WHERE number = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([account])?;
    }
    Ok(account)
}

/// Deletes some of what is left of it; whether all is gone now.
pub(super) fn step(change: &mut Change<'_>, account: i64) -> rusqlite::Result<bool> {
    let connection = change.connection;
    let sql =
        "DELETE FROM log_record WHERE number IN (SELECT number FROM log_record WHERE account = ?1 LIMIT ?2)";
    let records = connection.prepare_cached(sql)?.execute((account, RECORDS))?;
    let sql = "DELETE FROM log_entry WHERE account = ?1 AND sequence IN
        (SELECT sequence FROM log_entry WHERE account = ?1 LIMIT ?2)";
    let entries = connection.prepare_cached(sql)?.execute((account, ENTRIES))?;
    if records > 0 || entries > 0 {
        return Ok(false);
    }
    connection
        .prepare_cached("DELETE FROM account WHERE number = ?1 AND name IS NULL")?
        .execute([account])?;
    change.scrub = true;
    Ok(true)
}

/// An account whose deletion was cut short.
pub(super) fn begun(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT number FROM account WHERE name IS NULL LIMIT 1";
    connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()
}
