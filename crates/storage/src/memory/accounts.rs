//! Accounts in maps: the easiest place to read what each rule means.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use protocol::account::{
    AccountHead, AccountName, AccountState, HeldHead, SeenDevice, SignInKey, VaultCheck,
};
use protocol::limits::{ACCOUNT_BYTES, ACCOUNT_DEVICES, ACCOUNT_ENTRIES, LOG_PAGE_BYTES, LOG_PAGE_ENTRIES};
use protocol::mailbox::Sequence;
use protocol::record_log::{Content, LogAppend, LogPage, PageEntry};
use protocol::{Capability, CapabilityHash, DeviceId, Digest, KeyHandle, RecordId, Timestamp};

use crate::accounts::{ACCOUNTS_PER_HANDLE, RESERVED_FOR, RESERVED_NAMES, date, day, page_bytes};
use crate::{
    AccountError, AccountNumber, AppendLogError, Devices, FoundKey, MakeAccountError, NameError, NewAccount,
    NewDevice, NewHead, NewSignIn, Proof, PutHeadError, Registration, SignInError,
};

#[derive(Debug, Default)]
pub(super) struct Accounts {
    secret: Option<Bytes>,
    reserved: BTreeMap<AccountName, (CapabilityHash, Timestamp)>,
    last_number: u64,
    accounts: BTreeMap<AccountNumber, Account>,
}

#[derive(Debug)]
struct Account {
    name: AccountName,
    made_with: CapabilityHash,
    vault: VaultCheck,
    registration: Bytes,
    version: u64,
    head: Bytes,
    keys: Vec<SignInKey>,
    /// In the order in which they came.
    devices: Vec<Device>,
    seal: Vec<u8>,
    log: Vec<(RecordId, Digest)>,
    /// By record: where it was written last, and what.
    records: BTreeMap<RecordId, (u64, Vec<u8>)>,
}

#[derive(Debug)]
struct Device {
    new: NewDevice,
    last_seen: u64,
}

impl Account {
    fn sign_in(&mut self, new: NewDevice, now: Timestamp) {
        let day = day(now);
        match self.devices.iter_mut().find(|device| device.new.id == new.id) {
            Some(device) => *device = Device { new, last_seen: device.last_seen.max(day) },
            None => self.devices.push(Device { new, last_seen: day }),
        }
    }

    fn bytes(&self) -> u64 {
        self.records.values().map(|(_, sealed)| sealed.len() as u64).sum()
    }

    fn last(&self) -> u64 {
        self.log.len() as u64
    }
}

impl Accounts {
    pub(super) fn login_secret(&mut self, made: Bytes) -> Bytes {
        self.secret.get_or_insert(made).clone()
    }

    fn by_name(&self, name: &AccountName) -> Option<(AccountNumber, &Account)> {
        self.accounts
            .iter()
            .find(|(_, account)| account.name == *name)
            .map(|(&number, account)| (number, account))
    }

    /// The account of a session, with the day noted.
    fn of_session(&mut self, session: &Capability, now: Timestamp) -> Option<(AccountNumber, &mut Account)> {
        let hash = session.hash();
        let mut accounts = self.accounts.iter_mut();
        accounts.find_map(|(&number, account)| {
            let device = account.devices.iter_mut().find(|device| device.new.session == hash)?;
            device.last_seen = device.last_seen.max(day(now));
            Some((number, account))
        })
    }

    pub(super) fn reserve(
        &mut self,
        name: AccountName,
        hash: CapabilityHash,
        now: Timestamp,
    ) -> Result<(), NameError> {
        if self.reserved.len() >= RESERVED_NAMES {
            return Err(NameError::TooMany);
        }
        if self.reserved.contains_key(&name) || self.by_name(&name).is_some() {
            return Err(NameError::Taken);
        }
        self.reserved.insert(name, (hash, now.plus(RESERVED_FOR)));
        Ok(())
    }

    pub(super) fn make(&mut self, new: NewAccount, now: Timestamp) -> Result<(), MakeAccountError> {
        let reserved = self.reserved.get(&new.name).filter(|(_, expires)| *expires > now);
        let Some(&(made_with, _)) = reserved.filter(|(hash, _)| hash.admits(&new.reservation)) else {
            return self.repeated(&new, now);
        };
        self.reserved.remove(&new.name);
        self.last_number += 1;
        let mut account = Account {
            name: new.name,
            made_with,
            vault: new.vault,
            registration: new.registration,
            version: 1,
            head: new.head,
            keys: new.keys,
            devices: Vec::new(),
            seal: Vec::new(),
            log: Vec::new(),
            records: BTreeMap::new(),
        };
        account.sign_in(new.device, now);
        self.accounts.insert(AccountNumber(self.last_number), account);
        Ok(())
    }

    /// Somebody whose answer was lost asks again: the same account is not made twice, nor refused to whoever made it.
    fn repeated(&mut self, new: &NewAccount, now: Timestamp) -> Result<(), MakeAccountError> {
        let made = self.accounts.values_mut().find(|account| {
            account.name == new.name
                && account.made_with.admits(&new.reservation)
                && account.version == 1
                && account.head == new.head
                && account.registration == new.registration
        });
        made.ok_or(MakeAccountError::NameGone)?.sign_in(new.device, now);
        Ok(())
    }

    pub(super) fn registration(&self, name: &AccountName) -> Option<Registration> {
        let (account, found) = self.by_name(name)?;
        Some(Registration { account, record: found.registration.clone() })
    }

    pub(super) fn keys(&self, handle: KeyHandle) -> Vec<FoundKey> {
        let newest_first = self.accounts.iter().rev();
        let found = newest_first.filter_map(|(&account, kept)| {
            let key = kept.keys.iter().find(|key| key.handle == handle)?.key;
            Some(FoundKey { account, key })
        });
        found.take(ACCOUNTS_PER_HANDLE).collect()
    }

    pub(super) fn knows(&self, name: &AccountName, device: DeviceId, known: &Capability) -> bool {
        let devices = self.by_name(name).map(|(_, account)| &account.devices);
        devices.into_iter().flatten().any(|kept| kept.new.id == device && kept.new.known.admits(known))
    }

    pub(super) fn sign_in(&mut self, new: &NewSignIn, now: Timestamp) -> Result<AccountName, SignInError> {
        let account = self.accounts.get_mut(&new.account).ok_or(SignInError::Refused)?;
        let counts = match new.by {
            Proof::Passphrase(digest) => Digest::of(&account.registration) == digest,
            Proof::Key(key) => account.keys.contains(&key),
        };
        if !counts {
            return Err(SignInError::Refused);
        }
        let others = account.devices.iter().filter(|device| device.new.id != new.device.id).count();
        if others >= ACCOUNT_DEVICES {
            return Err(SignInError::TooManyDevices);
        }
        account.sign_in(new.device, now);
        Ok(account.name.clone())
    }

    pub(super) fn name(&mut self, session: &Capability) -> Result<AccountName, AccountError> {
        let (_, account) = self.of_session(session, Timestamp(0)).ok_or(AccountError::SignedOut)?;
        Ok(account.name.clone())
    }

    pub(super) fn state(
        &mut self,
        session: &Capability,
        now: Timestamp,
        epoch: u64,
    ) -> Result<AccountState, AccountError> {
        let (_, account) = self.of_session(session, now).ok_or(AccountError::SignedOut)?;
        let seen = |device: &Device| SeenDevice { id: device.new.id, last_seen: date(device.last_seen) };
        Ok(AccountState {
            vault: account.vault,
            now,
            epoch,
            head: account.version,
            last: Sequence(account.last()),
            bytes: account.bytes(),
            devices: account.devices.iter().map(seen).collect(),
        })
    }

    pub(super) fn head(&mut self, session: &Capability, now: Timestamp) -> Result<HeldHead, AccountError> {
        let (_, account) = self.of_session(session, now).ok_or(AccountError::SignedOut)?;
        Ok(HeldHead { version: account.version, head: AccountHead(account.head.to_vec()) })
    }

    pub(super) fn put_head(
        &mut self,
        session: &Capability,
        new: NewHead,
        now: Timestamp,
    ) -> Result<(), PutHeadError> {
        let (_, account) = self.of_session(session, now).ok_or(PutHeadError::SignedOut)?;
        let keys = |keys: &[SignInKey]| keys.iter().map(|key| (key.handle, key.key)).collect::<BTreeSet<_>>();
        let done = account.version == new.replaces.saturating_add(1)
            && account.head == new.head
            && keys(&account.keys) == keys(&new.keys)
            && new.registration.as_ref().is_none_or(|new| *new == account.registration);
        if done {
            return Ok(());
        }
        if account.version != new.replaces {
            return Err(PutHeadError::Moved);
        }
        account.version += 1;
        account.head = new.head;
        account.keys = new.keys;
        account.registration = new.registration.unwrap_or(std::mem::take(&mut account.registration));
        Ok(())
    }

    pub(super) fn turn_away(
        &mut self,
        session: &Capability,
        devices: Devices,
        now: Timestamp,
    ) -> Result<(), AccountError> {
        let (_, account) = self.of_session(session, now).ok_or(AccountError::SignedOut)?;
        let asks = session.hash();
        account.devices.retain(|device| match devices {
            Devices::One(id) => device.new.id != id,
            Devices::Others => device.new.session == asks,
        });
        Ok(())
    }

    pub(super) fn delete(&mut self, session: &Capability) -> Result<(), AccountError> {
        let (number, _) = self.of_session(session, Timestamp(0)).ok_or(AccountError::SignedOut)?;
        self.accounts.remove(&number);
        Ok(())
    }

    pub(super) fn read_log(
        &mut self,
        session: &Capability,
        after: Sequence,
        now: Timestamp,
        epoch: u64,
    ) -> Result<LogPage, AccountError> {
        let (_, account) = self.of_session(session, now).ok_or(AccountError::SignedOut)?;
        let (mut entries, mut bytes) = (Vec::new(), 0);
        let after = usize::try_from(after.0).unwrap_or(usize::MAX);
        for (sequence, &(record, digest)) in (1_u64..).zip(&account.log).skip(after).take(LOG_PAGE_ENTRIES) {
            let content = match account.records.get(&record).filter(|(last, _)| *last == sequence) {
                Some((_, sealed)) => Content::Whole(sealed.clone()),
                None => Content::Replaced(digest),
            };
            bytes += page_bytes(&content);
            if bytes > LOG_PAGE_BYTES && !entries.is_empty() {
                break;
            }
            entries.push(PageEntry { record, content });
        }
        Ok(LogPage { last: Sequence(account.last()), epoch, now, seal: account.seal.clone(), entries })
    }

    pub(super) fn append_log(
        &mut self,
        session: &Capability,
        append: LogAppend,
        now: Timestamp,
    ) -> Result<Sequence, AppendLogError> {
        let (_, account) = self.of_session(session, now).ok_or(AppendLogError::SignedOut)?;
        if account.last() != append.after.0 {
            return Err(AppendLogError::Moved);
        }
        let newest: BTreeMap<_, _> =
            append.entries.iter().map(|entry| (entry.record, entry.sealed.len() as u64)).collect();
        let replaced = account.records.iter().filter(|(record, _)| newest.contains_key(*record));
        let freed: u64 = replaced.map(|(_, (_, sealed))| sealed.len() as u64).sum();
        let bytes = account.bytes() - freed + newest.values().sum::<u64>();
        if bytes > ACCOUNT_BYTES || account.last() + append.entries.len() as u64 > ACCOUNT_ENTRIES {
            return Err(AppendLogError::Full);
        }
        for entry in append.entries {
            account.log.push((entry.record, Digest::of(&entry.sealed)));
            let last = account.last();
            account.records.insert(entry.record, (last, entry.sealed));
        }
        account.seal = append.seal;
        Ok(Sequence(account.last()))
    }

    /// Forgets at most `limit` names that are kept for nobody any more.
    pub(super) fn expire(&mut self, due: Timestamp, limit: usize) -> usize {
        let gone: Vec<_> =
            self.reserved.iter().filter(|(_, (_, expires))| *expires <= due).take(limit).collect();
        let gone: Vec<_> = gone.into_iter().map(|(name, _)| name.clone()).collect();
        gone.iter().filter(|name| self.reserved.remove(*name).is_some()).count()
    }
}
