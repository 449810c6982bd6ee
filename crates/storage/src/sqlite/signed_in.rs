//! What a device that is signed in may do with its account: look, replace the head, turn devices away, delete it.

use bytes::Bytes;
use protocol::account::{
    AccountHead, AccountName, AccountState, HeldHead, SeenDevice, SignInKey, VaultCheck,
};
use protocol::mailbox::Sequence;
use protocol::{Capability, DeviceId, Digest, KeyHandle, PublicKey, Timestamp, VaultId};
use rusqlite::{Connection, OptionalExtension as _};

use super::writer::Change;
use super::{Refused, accounts, integer};
use crate::accounts::{date, day};
use crate::{AccountError, Devices, NewHead, PutHeadError};

/// Who is signed in with a session.
#[derive(Clone, Copy)]
pub(super) struct Session {
    pub(super) account: i64,
    device: i64,
    last_seen: i64,
}

impl Session {
    /// Whether the day it was last seen on is over.
    pub(super) fn is_of_an_earlier_day(&self, now: Timestamp) -> bool {
        self.last_seen < integer(day(now))
    }
}

pub(super) fn session(connection: &Connection, session: &Capability) -> rusqlite::Result<Option<Session>> {
    let sql = "SELECT account, number, last_seen FROM device WHERE session_hash = ?1";
    let found = |row: &rusqlite::Row<'_>| {
        Ok(Session { account: row.get(0)?, device: row.get(1)?, last_seen: row.get(2)? })
    };
    connection.prepare_cached(sql)?.query_row([session.hash().0], found).optional()
}

pub(super) fn name(connection: &Connection, session: &Capability) -> rusqlite::Result<Option<AccountName>> {
    let sql = "SELECT name FROM device JOIN account ON account.number = account WHERE session_hash = ?1";
    let name = |row: &rusqlite::Row<'_>| row.get::<_, Option<String>>(0);
    let name = connection.prepare_cached(sql)?.query_row([session.hash().0], name).optional()?.flatten();
    Ok(name.and_then(|name| name.parse().ok()))
}

/// The session, in a change, with the day noted.
pub(super) fn admitted(
    change: &Change<'_>,
    key: &Capability,
    now: Timestamp,
) -> rusqlite::Result<Option<Session>> {
    let found = session(change.connection, key)?;
    if let Some(session) = found.filter(|session| session.is_of_an_earlier_day(now)) {
        let sql = "UPDATE device SET last_seen = ?2 WHERE number = ?1";
        change.connection.prepare_cached(sql)?.execute((session.device, integer(day(now))))?;
    }
    Ok(found)
}

pub(super) fn state(
    connection: &Connection,
    account: i64,
    now: Timestamp,
    epoch: u64,
) -> rusqlite::Result<AccountState> {
    let sql = "SELECT id, last_seen FROM device WHERE account = ?1 ORDER BY number";
    let mut devices = connection.prepare_cached(sql)?;
    let devices = devices.query_map([account], |row| {
        let last_seen = date(row.get::<_, i64>(1)?.max(0).cast_unsigned());
        Ok(SeenDevice { id: DeviceId(row.get(0)?), last_seen })
    })?;
    let devices = devices.collect::<rusqlite::Result<_>>()?;
    let sql = "SELECT vault, vault_check, head_version, last_sequence, bytes FROM account WHERE number = ?1";
    connection.prepare_cached(sql)?.query_row([account], |row| {
        let number = |at| row.get::<_, i64>(at).map(i64::cast_unsigned);
        let vault = VaultCheck { vault: VaultId(row.get(0)?), check: Digest(row.get(1)?) };
        let (head, last, bytes) = (number(2)?, Sequence(number(3)?), number(4)?);
        Ok(AccountState { vault, now, epoch, head, last, bytes, devices })
    })
}

pub(super) fn head(connection: &Connection, account: i64) -> rusqlite::Result<HeldHead> {
    let sql = "SELECT head_version, head FROM account WHERE number = ?1";
    connection.prepare_cached(sql)?.query_row([account], |row| {
        Ok(HeldHead { version: row.get::<_, i64>(0)?.cast_unsigned(), head: AccountHead(row.get(1)?) })
    })
}

pub(super) fn put_head(
    change: &mut Change<'_>,
    key: &Capability,
    new: &NewHead,
    now: Timestamp,
) -> Result<(), Refused<PutHeadError>> {
    let session = admitted(change, key, now)?.ok_or(Refused::Rule(PutHeadError::SignedOut))?;
    let (connection, account) = (change.connection, session.account);
    let held = head(connection, account)?;
    if held.version == new.replaces.saturating_add(1) && is_done(connection, account, &held, new)? {
        return Ok(());
    }
    if held.version != new.replaces {
        return Err(Refused::Rule(PutHeadError::Moved));
    }
    let sql = "UPDATE account SET head_version = head_version + 1, head = ?2 WHERE number = ?1";
    connection.prepare_cached(sql)?.execute((account, &new.head[..]))?;
    accounts::put_keys(connection, account, &new.keys)?;
    if let Some(record) = &new.registration {
        let sql = "UPDATE registration SET record = ?2 WHERE account = ?1";
        connection.prepare_cached(sql)?.execute((account, &record[..]))?;
    }
    Ok(())
}

/// Whether the account is already as `new` would leave it.
fn is_done(connection: &Connection, account: i64, held: &HeldHead, new: &NewHead) -> rusqlite::Result<bool> {
    let sql = "SELECT handle, key FROM sign_in_key WHERE account = ?1 ORDER BY handle";
    let mut statement = connection.prepare_cached(sql)?;
    let keys = statement.query_map([account], |row| {
        Ok(SignInKey { handle: KeyHandle(row.get(0)?), key: PublicKey(row.get(1)?) })
    })?;
    let keys = keys.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut expected = new.keys.clone();
    expected.sort_by_key(|key| key.handle);
    let sql = "SELECT record FROM registration WHERE account = ?1";
    let record = |row: &rusqlite::Row<'_>| row.get::<_, Vec<u8>>(0).map(Bytes::from);
    let record = connection.prepare_cached(sql)?.query_row([account], record)?;
    let same_record = new.registration.as_ref().is_none_or(|new| *new == record);
    Ok(held.head.0 == new.head && keys == expected && same_record)
}

pub(super) fn turn_away(
    change: &mut Change<'_>,
    key: &Capability,
    devices: Devices,
    now: Timestamp,
) -> Result<(), Refused<AccountError>> {
    let session = admitted(change, key, now)?.ok_or(Refused::Rule(AccountError::SignedOut))?;
    match devices {
        Devices::One(id) => {
            let sql = "DELETE FROM device WHERE account = ?1 AND id = ?2";
            change.connection.prepare_cached(sql)?.execute((session.account, id.0))?;
        }
        Devices::Others => {
            let sql = "DELETE FROM device WHERE account = ?1 AND number <> ?2";
            change.connection.prepare_cached(sql)?.execute((session.account, session.device))?;
        }
    }
    Ok(())
}
