//! Accounts' record logs: every place with its digest, and apart from it the newest bytes of each record.

use protocol::limits::{ACCOUNT_BYTES, ACCOUNT_ENTRIES, LOG_PAGE_BYTES, LOG_PAGE_ENTRIES};
use protocol::mailbox::Sequence;
use protocol::record_log::{Content, LogAppend, LogPage, PageEntry};
use protocol::{Capability, Digest, RecordId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use super::signed_in::admitted;
use super::writer::Change;
use super::{Refused, integer};
use crate::AppendLogError;
use crate::accounts::page_bytes;

/// `digests` are those of the entries, made by the caller's thread.
pub(super) fn append(
    change: &mut Change<'_>,
    key: &Capability,
    append: &LogAppend,
    digests: &[Digest],
    now: Timestamp,
) -> Result<Sequence, Refused<AppendLogError>> {
    let session = admitted(change, key, now)?.ok_or(Refused::Rule(AppendLogError::SignedOut))?;
    let (connection, account) = (change.connection, session.account);
    let sql = "SELECT last_sequence, bytes FROM account WHERE number = ?1";
    let (mut last, mut bytes): (i64, i64) =
        connection.prepare_cached(sql)?.query_row([account], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if last != integer(append.after.0) {
        return Err(Refused::Rule(AppendLogError::Moved));
    }
    let sql = "INSERT INTO log_entry (account, sequence, record, digest) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = connection.prepare_cached(sql)?;
    let sql = "SELECT length(sealed) FROM log_record WHERE account = ?1 AND record = ?2";
    let mut length = connection.prepare_cached(sql)?;
    let sql = "INSERT INTO log_record (account, record, sequence, sealed) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (account, record) DO UPDATE SET sequence = ?3, sealed = ?4";
    let mut replace = connection.prepare_cached(sql)?;
    for (entry, digest) in append.entries.iter().zip(digests) {
        last += 1;
        insert.execute((account, last, entry.record.0, digest.0))?;
        let before = length.query_row((account, entry.record.0), |row| row.get::<_, i64>(0));
        bytes += integer(entry.sealed.len() as u64) - before.optional()?.unwrap_or(0);
        replace.execute((account, entry.record.0, last, &entry.sealed[..]))?;
    }
    if bytes > integer(ACCOUNT_BYTES) || last > integer(ACCOUNT_ENTRIES) {
        return Err(Refused::Rule(AppendLogError::Full));
    }
    let sql = "UPDATE account SET last_sequence = ?2, bytes = ?3, log_seal = ?4 WHERE number = ?1";
    connection.prepare_cached(sql)?.execute((account, last, bytes, &append.seal[..]))?;
    Ok(Sequence(last.cast_unsigned()))
}

/// What follows `after`, as it is at one moment: the caller reads within a transaction.
pub(super) fn read(
    connection: &Connection,
    account: i64,
    after: Sequence,
    now: Timestamp,
    epoch: u64,
) -> rusqlite::Result<LogPage> {
    let sql = "SELECT last_sequence, log_seal FROM account WHERE number = ?1";
    let (last, seal) = connection
        .prepare_cached(sql)?
        .query_row([account], |row| Ok((Sequence(row.get::<_, i64>(0)?.cast_unsigned()), row.get(1)?)))?;
    let sql = "SELECT log_entry.record, digest, sealed FROM log_entry
        LEFT JOIN log_record ON log_record.account = log_entry.account
            AND log_record.record = log_entry.record AND log_record.sequence = log_entry.sequence
        WHERE log_entry.account = ?1 AND log_entry.sequence > ?2 ORDER BY log_entry.sequence LIMIT ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((account, integer(after.0), integer(LOG_PAGE_ENTRIES as u64)))?;
    let (mut entries, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let content = match row.get::<_, Option<Vec<u8>>>(2)? {
            Some(sealed) => Content::Whole(sealed),
            None => Content::Replaced(Digest(row.get(1)?)),
        };
        bytes += page_bytes(&content);
        if bytes > LOG_PAGE_BYTES && !entries.is_empty() {
            break;
        }
        entries.push(PageEntry { record: RecordId(row.get(0)?), content });
    }
    Ok(LogPage { last, epoch, now, seal, entries })
}
