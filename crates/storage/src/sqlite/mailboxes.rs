//! Mailboxes and their envelopes, as statements.

use protocol::limits::{MAILBOX_BYTES, MAILBOX_ENVELOPES, PAGE_BYTES, PAGE_ENVELOPES, TOMBSTONE_DAYS};
use protocol::mailbox::{Envelope, Sequence, frame_bytes};
use protocol::{Capability, CapabilityHash, Digest, EnvelopeId, MailboxId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use super::writer::Change;
use super::{Refused, integer};
use crate::{Append, AppendError, Made, MailboxError, MakeError, NewMailbox, Page};

pub(super) fn make(
    change: &mut Change<'_>,
    new: NewMailbox,
    now: Timestamp,
) -> Result<Made, Refused<MakeError>> {
    let expires = integer(change.clock.stamp(now).plus(new.days.milliseconds()).0);
    let days = new.days.get();
    let sql = "INSERT INTO mailbox (id, write_hash, read_hash, days, expires) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (id) DO NOTHING";
    let values = (new.id.0, new.write.0, new.read.0, days, expires);
    if change.connection.prepare_cached(sql)?.execute(values)? == 1 {
        return Ok(Made::New);
    }
    let sql = "UPDATE mailbox SET days = ?4, expires = max(expires, ?5)
        WHERE id = ?1 AND write_hash = ?2 AND read_hash = ?3";
    match change.connection.prepare_cached(sql)?.execute(values)? {
        0 => Err(Refused::Rule(MakeError::Differs)),
        _ => Ok(Made::Renewed),
    }
}

pub(super) fn append(
    change: &mut Change<'_>,
    append: &Append,
    hash: Digest,
    now: Timestamp,
) -> Result<Sequence, Refused<AppendError>> {
    let connection = change.connection;
    let sql = "SELECT number, write_hash, days, last_sequence, waiting, bytes FROM mailbox WHERE id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row([append.mailbox.0], |row| {
        let hash = CapabilityHash(row.get(1)?);
        Ok((
            row.get::<_, i64>(0)?,
            hash,
            row.get::<_, u16>(2)?,
            row.get::<_, i64>(3)?,
            row.get::<_, i64>(4)?,
            row.get::<_, i64>(5)?,
        ))
    });
    let Some((mailbox, _, days, last, waiting, bytes)) =
        found.optional()?.filter(|(_, write, ..)| write.admits(&append.key))
    else {
        return Err(Refused::Rule(AppendError::NoSuchMailbox));
    };

    let sequence = last + 1;
    let expires = integer(change.clock.stamp(now).plus(u64::from(days) * Timestamp::DAY).0);
    let sql =
        "INSERT INTO envelope (mailbox, sequence, id, hash, expires, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (mailbox, id) DO NOTHING";
    let values = (mailbox, sequence, append.envelope.0, hash.0, expires, &append.body[..]);
    if connection.prepare_cached(sql)?.execute(values)? == 0 {
        return repeated(connection, mailbox, append.envelope, hash);
    }
    let bytes = bytes + integer(append.body.len() as u64);
    if bytes > integer(MAILBOX_BYTES) || waiting >= integer(MAILBOX_ENVELOPES) {
        return Err(Refused::Rule(AppendError::MailboxFull));
    }
    let sql = "UPDATE mailbox SET last_sequence = ?2, waiting = waiting + 1, bytes = ?3 WHERE number = ?1";
    connection.prepare_cached(sql)?.execute((mailbox, sequence, bytes))?;
    Ok(Sequence(sequence.cast_unsigned()))
}

fn repeated(
    connection: &Connection,
    mailbox: i64,
    id: EnvelopeId,
    hash: Digest,
) -> Result<Sequence, Refused<AppendError>> {
    let sql = "SELECT sequence, hash FROM envelope WHERE mailbox = ?1 AND id = ?2";
    let before = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, Digest(row.get(1)?)));
    let (sequence, before) = connection.prepare_cached(sql)?.query_row((mailbox, id.0), before)?;
    if before != hash {
        return Err(Refused::Rule(AppendError::BodyDiffers));
    }
    Ok(Sequence(sequence.cast_unsigned()))
}

/// The page, or `None` where there is no such mailbox for this key.
pub(super) fn read(
    connection: &Connection,
    mailbox: MailboxId,
    key: &Capability,
    after: Sequence,
    limit: usize,
) -> rusqlite::Result<Option<Page>> {
    let Some(mailbox) = readable(connection, mailbox, key)? else { return Ok(None) };
    let sql = "SELECT sequence, id, body FROM envelope
        WHERE mailbox = ?1 AND sequence > ?2 AND body IS NOT NULL ORDER BY sequence LIMIT ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let limit = limit.min(PAGE_ENVELOPES);
    let mut rows = statement.query((mailbox, integer(after.0), integer(limit as u64)))?;
    let mut page = Page::default();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let sequence = Sequence(row.get::<_, i64>(0)?.cast_unsigned());
        let body = row.get_ref(2)?.as_blob()?;
        bytes += frame_bytes(body.len());
        if bytes > PAGE_BYTES && !page.envelopes.is_empty() {
            break;
        }
        page.envelopes.push(Envelope { sequence, id: EnvelopeId(row.get(1)?), body: body.to_vec() });
    }
    Ok(Some(page))
}

pub(super) fn acknowledge(
    change: &mut Change<'_>,
    mailbox: MailboxId,
    key: &Capability,
    up_to: Sequence,
    now: Timestamp,
) -> Result<(), Refused<MailboxError>> {
    let connection = change.connection;
    let mailbox = readable(connection, mailbox, key)?.ok_or(Refused::Rule(MailboxError::NoSuchMailbox))?;
    let sql = "SELECT count(*), coalesce(sum(length(body)), 0) FROM envelope
        WHERE mailbox = ?1 AND sequence <= ?2 AND body IS NOT NULL";
    let read = (mailbox, integer(up_to.0));
    let (count, bytes): (i64, i64) =
        connection.prepare_cached(sql)?.query_row(read, |row| Ok((row.get(0)?, row.get(1)?)))?;
    if count == 0 {
        return Ok(());
    }
    let forgotten = integer(change.clock.stamp(now).plus(TOMBSTONE_DAYS * Timestamp::DAY).0);
    let sql = "UPDATE envelope SET body = NULL, expires = ?3
        WHERE mailbox = ?1 AND sequence <= ?2 AND body IS NOT NULL";
    connection.prepare_cached(sql)?.execute((mailbox, integer(up_to.0), forgotten))?;
    let sql = "UPDATE mailbox SET waiting = waiting - ?2, bytes = bytes - ?3 WHERE number = ?1";
    connection.prepare_cached(sql)?.execute((mailbox, count, bytes))?;
    Ok(())
}

fn readable(connection: &Connection, mailbox: MailboxId, key: &Capability) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT number, read_hash FROM mailbox WHERE id = ?1";
    let found = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, CapabilityHash(row.get(1)?)));
    let found = connection.prepare_cached(sql)?.query_row([mailbox.0], found).optional()?;
    Ok(found.filter(|(_, read)| read.admits(key)).map(|(number, _)| number))
}
