//! Names, accounts, and the ways into them, as statements.

use bytes::Bytes;
use protocol::account::{AccountName, SignInKey};
use protocol::limits::ACCOUNT_DEVICES;
use protocol::{Capability, CapabilityHash, DeviceId, Digest, KeyHandle, PublicKey, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use super::writer::Change;
use super::{Refused, integer};
use crate::accounts::{ACCOUNTS_PER_HANDLE, RESERVED_FOR, RESERVED_NAMES, day};
use crate::{
    AccountNumber, Failure, FoundKey, MakeAccountError, NameError, NewAccount, NewDevice, NewSignIn, Proof,
    Registration, SignInError,
};

pub(super) fn login_secret(change: &mut Change<'_>, made: &Bytes) -> Result<Bytes, Refused<Failure>> {
    let sql = "INSERT INTO login_secret (id, secret) VALUES (1, ?1) ON CONFLICT (id) DO NOTHING";
    change.connection.prepare_cached(sql)?.execute([&made[..]])?;
    let kept = |row: &rusqlite::Row<'_>| row.get::<_, Vec<u8>>(0);
    Ok(change.connection.query_row("SELECT secret FROM login_secret", [], kept)?.into())
}

pub(super) fn reserve(
    change: &mut Change<'_>,
    name: &AccountName,
    hash: CapabilityHash,
    now: Timestamp,
) -> Result<(), Refused<NameError>> {
    let connection = change.connection;
    let count = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
    let reserved =
        connection.prepare_cached("SELECT count(*) FROM name_reservation")?.query_row([], count)?;
    if reserved >= integer(RESERVED_NAMES as u64) {
        return Err(Refused::Rule(NameError::TooMany));
    }
    let sql = "INSERT INTO name_reservation (name, hash, expires) SELECT ?1, ?2, ?3
        WHERE NOT EXISTS (SELECT 1 FROM account WHERE name = ?1) ON CONFLICT (name) DO NOTHING";
    let expires = integer(change.clock.stamp(now).plus(RESERVED_FOR).0);
    match connection.prepare_cached(sql)?.execute((name.as_str(), hash.0, expires))? {
        0 => Err(Refused::Rule(NameError::Taken)),
        _ => Ok(()),
    }
}

pub(super) fn make(
    change: &mut Change<'_>,
    new: &NewAccount,
    now: Timestamp,
) -> Result<(), Refused<MakeAccountError>> {
    let connection = change.connection;
    let now = change.clock.stamp(now);
    let sql = "SELECT hash FROM name_reservation WHERE name = ?1 AND expires > ?2";
    let reserved = connection
        .prepare_cached(sql)?
        .query_row((new.name.as_str(), integer(now.0)), |row| Ok(CapabilityHash(row.get(0)?)));
    let Some(reserved) = reserved.optional()?.filter(|hash| hash.admits(&new.reservation)) else {
        return repeated(connection, new, now);
    };
    connection
        .prepare_cached("DELETE FROM name_reservation WHERE name = ?1")?
        .execute([new.name.as_str()])?;
    let sql = "INSERT INTO account (name, made_with, vault, vault_check, head_version, head)
        VALUES (?1, ?2, ?3, ?4, 1, ?5)";
    let (vault, head) = (new.vault, &new.head[..]);
    let row = (new.name.as_str(), reserved.0, vault.vault.0, vault.check.0, head);
    connection.prepare_cached(sql)?.execute(row)?;
    let account = connection.last_insert_rowid();
    let sql = "INSERT INTO registration (account, record) VALUES (?1, ?2)";
    connection.prepare_cached(sql)?.execute((account, &new.registration[..]))?;
    put_keys(connection, account, &new.keys)?;
    Ok(put_device(connection, account, &new.device, now)?)
}

/// Somebody whose answer was lost asks again: the same account is not made twice, nor refused to whoever made it.
fn repeated(
    connection: &Connection,
    new: &NewAccount,
    now: Timestamp,
) -> Result<(), Refused<MakeAccountError>> {
    let sql = "SELECT number, made_with FROM account
        JOIN registration ON account = number AND record = ?2
        WHERE name = ?1 AND head_version = 1 AND head = ?3";
    let row = (new.name.as_str(), &new.registration[..], &new.head[..]);
    let found = connection
        .prepare_cached(sql)?
        .query_row(row, |row| Ok((row.get::<_, i64>(0)?, CapabilityHash(row.get(1)?))));
    match found.optional()?.filter(|(_, made_with)| made_with.admits(&new.reservation)) {
        Some((account, _)) => Ok(put_device(connection, account, &new.device, now)?),
        None => Err(Refused::Rule(MakeAccountError::NameGone)),
    }
}

pub(super) fn put_keys(connection: &Connection, account: i64, keys: &[SignInKey]) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM sign_in_key WHERE account = ?1")?.execute([account])?;
    let sql = "INSERT INTO sign_in_key (handle, account, key) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(sql)?;
    for SignInKey { handle, key } in keys {
        insert.execute((handle.0, account, key.0))?;
    }
    Ok(())
}

fn put_device(
    connection: &Connection,
    account: i64,
    device: &NewDevice,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO device (account, id, session_hash, known_hash, last_seen) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (account, id) DO UPDATE
        SET session_hash = ?3, known_hash = ?4, last_seen = max(last_seen, ?5)";
    let row = (account, device.id.0, device.session.0, device.known.0, integer(day(now)));
    connection.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// Where nobody has the name, somebody else's row is read and let go of, picked by the name: one that is read now and then
/// like any other, so that neither the statements nor a warm cache tell which names exist.
pub(super) fn registration(
    connection: &Connection,
    name: &AccountName,
) -> rusqlite::Result<Option<Registration>> {
    let connection = connection.unchecked_transaction()?;
    let number = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
    let sql = "SELECT number FROM account WHERE name = ?1";
    let found = connection.prepare_cached(sql)?.query_row([name.as_str()], number).optional()?;
    let sql = "SELECT max(account) FROM registration";
    let rows = connection.prepare_cached(sql)?.query_row([], number)?.cast_unsigned() + 1;
    let picked =
        Digest::of(name.as_str().as_bytes()).0.first_chunk().map_or(0, |head| u64::from_be_bytes(*head));
    let sql = "SELECT record FROM registration WHERE account >= ?1 ORDER BY account LIMIT 1";
    let record = connection
        .prepare_cached(sql)?
        .query_row([found.unwrap_or(integer(picked % rows))], |row| row.get::<_, Vec<u8>>(0))?;
    Ok(found.map(|account| Registration {
        account: AccountNumber(account.cast_unsigned()),
        record: record.into(),
    }))
}

pub(super) fn keys(connection: &Connection, handle: KeyHandle) -> rusqlite::Result<Vec<FoundKey>> {
    let sql = "SELECT account, key FROM sign_in_key WHERE handle = ?1 ORDER BY account DESC LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map((handle.0, integer(ACCOUNTS_PER_HANDLE as u64)), |row| {
        let account = AccountNumber(row.get::<_, i64>(0)?.cast_unsigned());
        Ok(FoundKey { account, key: PublicKey(row.get(1)?) })
    })?;
    rows.collect()
}

/// Found by the hash of what it shows, so that a wrong guess takes as long for a name that nobody has.
pub(super) fn knows(
    connection: &Connection,
    name: &AccountName,
    device: DeviceId,
    known: &Capability,
) -> rusqlite::Result<bool> {
    let sql = "SELECT name, id FROM device JOIN account ON account.number = account WHERE known_hash = ?1";
    let found = connection
        .prepare_cached(sql)?
        .query_row([known.hash().0], |row| Ok((row.get::<_, Option<String>>(0)?, DeviceId(row.get(1)?))));
    Ok(found.optional()? == Some((Some(name.as_str().to_owned()), device)))
}

pub(super) fn sign_in(
    change: &mut Change<'_>,
    new: &NewSignIn,
    now: Timestamp,
) -> Result<AccountName, Refused<SignInError>> {
    let connection = change.connection;
    let account = integer(new.account.0);
    if !still_counts(connection, account, &new.by)? {
        return Err(Refused::Rule(SignInError::Refused));
    }
    let name = |row: &rusqlite::Row<'_>| row.get::<_, Option<String>>(0);
    let name =
        connection.prepare_cached("SELECT name FROM account WHERE number = ?1")?.query_row([account], name);
    let name = name.optional()?.flatten().and_then(|name| name.parse().ok());
    let name = name.ok_or(Refused::Rule(SignInError::Refused))?;
    let sql = "SELECT count(*) FROM device WHERE account = ?1 AND id <> ?2";
    let others: i64 =
        connection.prepare_cached(sql)?.query_row((account, new.device.id.0), |row| row.get(0))?;
    if others >= integer(ACCOUNT_DEVICES as u64) {
        return Err(Refused::Rule(SignInError::TooManyDevices));
    }
    put_device(connection, account, &new.device, change.clock.stamp(now))?;
    Ok(name)
}

fn still_counts(connection: &Connection, account: i64, by: &Proof) -> rusqlite::Result<bool> {
    match by {
        Proof::Passphrase(digest) => {
            let sql = "SELECT record FROM registration WHERE account = ?1";
            let record = |row: &rusqlite::Row<'_>| row.get::<_, Vec<u8>>(0);
            let record = connection.prepare_cached(sql)?.query_row([account], record).optional()?;
            Ok(record.is_some_and(|record| Digest::of(&record) == *digest))
        }
        Proof::Key(SignInKey { handle, key }) => {
            let sql = "SELECT 1 FROM sign_in_key WHERE handle = ?1 AND account = ?2 AND key = ?3";
            connection.prepare_cached(sql)?.exists((handle.0, account, key.0))
        }
    }
}
