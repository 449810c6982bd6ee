//! Deleting what is due, by trusted time and a little at a time.

use protocol::Timestamp;
use rusqlite::Connection;

use super::writer::Change;
use super::{Refused, integer, leaving, store_clock};
use crate::{Expired, Failure};

pub(super) fn expire(
    change: &mut Change<'_>,
    now: Timestamp,
    limit: usize,
) -> Result<Expired, Refused<Failure>> {
    change.clock.observe(now);
    let connection = change.connection;
    store_clock(connection, *change.clock)?;
    let due = integer(change.clock.trusted.0);
    let mut expired = Expired::default();
    let by_age = "SELECT number, mailbox, length(body) FROM envelope WHERE expires <= ?1 LIMIT ?2";
    let by_mailbox = "SELECT envelope.number, mailbox, length(body) FROM envelope
        JOIN mailbox ON mailbox.number = mailbox WHERE mailbox.expires <= ?1 LIMIT ?2";
    for which in [by_age, by_mailbox] {
        let room = limit - expired.envelopes - expired.tombstones;
        delete_envelopes(connection, which, due, room, &mut expired)?;
    }
    let sql = "DELETE FROM mailbox WHERE number IN (
        SELECT number FROM mailbox WHERE expires <= ?1
        AND NOT EXISTS (SELECT 1 FROM envelope WHERE mailbox = mailbox.number) LIMIT ?2)";
    expired.mailboxes = connection.prepare_cached(sql)?.execute((due, integer(limit as u64)))?;
    let sql = "DELETE FROM name_reservation WHERE name IN (
        SELECT name FROM name_reservation WHERE expires <= ?1 LIMIT ?2)";
    expired.names = connection.prepare_cached(sql)?.execute((due, integer(limit as u64)))?;
    if let Some(account) = leaving::begun(connection)? {
        leaving::step(change, account)?;
    }
    Ok(expired)
}

fn delete_envelopes(
    connection: &Connection,
    which: &str,
    due: i64,
    room: usize,
    expired: &mut Expired,
) -> rusqlite::Result<()> {
    let mut select = connection.prepare_cached(which)?;
    let rows = select.query_map((due, integer(room as u64)), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<i64>>(2)?))
    })?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut delete = connection.prepare_cached("DELETE FROM envelope WHERE number = ?1")?;
    let sql = "UPDATE mailbox SET waiting = waiting - 1, bytes = bytes - ?2 WHERE number = ?1";
    let mut release = connection.prepare_cached(sql)?;
    for (number, mailbox, body) in rows {
        delete.execute([number])?;
        match body {
            Some(bytes) => {
                release.execute((mailbox, bytes))?;
                expired.envelopes += 1;
            }
            None => expired.tombstones += 1,
        }
    }
    Ok(())
}
