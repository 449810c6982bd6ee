//! The steward's queue of signed listings, as statements.

use bytes::Bytes;
use protocol::ListingId;
use protocol::limits::PENDING_LISTINGS;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::writer::Change;
use super::{Refused, integer, moment};
use crate::{ListingError, PendingListing};

pub(super) fn put(change: &mut Change<'_>, new: &PendingListing) -> Result<(), Refused<ListingError>> {
    let connection = change.connection;
    let sql = "SELECT listing, revision, body, arrived FROM pending_listing WHERE listing = ?1";
    let waiting = connection.prepare_cached(sql)?.query_row([new.listing.0], listing).optional()?;
    match waiting {
        Some(waiting) if waiting.revision == new.revision && waiting.body == new.body => return Ok(()),
        Some(waiting) if waiting.revision >= new.revision => {
            return Err(Refused::Rule(ListingError::Outdated));
        }
        Some(_) => {}
        None => {
            let sql = "SELECT count(*) FROM pending_listing";
            let count: i64 = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
            if count >= integer(PENDING_LISTINGS as u64) {
                return Err(Refused::Rule(ListingError::QueueFull));
            }
        }
    }
    let sql = "INSERT OR REPLACE INTO pending_listing (listing, revision, body, arrived)
        VALUES (?1, ?2, ?3, ?4)";
    let values = (new.listing.0, integer(new.revision), &new.body[..], integer(new.arrived.0));
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

pub(super) fn pending(connection: &Connection, limit: usize) -> rusqlite::Result<Vec<PendingListing>> {
    let sql =
        "SELECT listing, revision, body, arrived FROM pending_listing ORDER BY arrived, listing LIMIT ?1";
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_map([integer(limit as u64)], listing)?.collect()
}

fn listing(row: &Row<'_>) -> rusqlite::Result<PendingListing> {
    Ok(PendingListing {
        listing: ListingId(row.get(0)?),
        revision: row.get::<_, i64>(1)?.cast_unsigned(),
        body: Bytes::from(row.get::<_, Vec<u8>>(2)?),
        arrived: moment(row.get(3)?),
    })
}
