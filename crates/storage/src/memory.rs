//! The engine without a disk: plain maps behind one lock. It is also the easiest place to read what each rule means.

mod accounts;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use protocol::account::{AccountName, AccountState, HeldHead};
use protocol::limits::{
    MAILBOX_BYTES, MAILBOX_ENVELOPES, PAGE_BYTES, PAGE_ENVELOPES, PENDING_LISTINGS, TOMBSTONE_DAYS,
};
use protocol::mailbox::{Days, Envelope, Sequence, frame_bytes};
use protocol::record_log::{LogAppend, LogPage};
use protocol::{
    Capability, CapabilityHash, DeviceId, Digest, EnvelopeId, KeyHandle, ListingId, MailboxId, Timestamp,
};

use crate::clock::Clock;
use crate::{
    AccountError, Append, AppendError, AppendLogError, ClockState, Devices, Directory, DirectoryError,
    Expired, Failure, Figures, FoundKey, ListingError, Made, MailboxError, MakeAccountError, MakeError,
    NameError, NewAccount, NewDirectory, NewHead, NewMailbox, NewSignIn, Page, PendingListing, PutHeadError,
    Registration, SignInError, Store,
};
use accounts::Accounts;

/// An engine that forgets everything when the last clone of it is dropped.
#[derive(Debug, Clone)]
pub struct Memory {
    tables: Arc<Mutex<Tables>>,
}

#[derive(Debug)]
struct Tables {
    closed: bool,
    writes: u64,
    clock: Clock,
    mailboxes: BTreeMap<MailboxId, Mailbox>,
    pending: BTreeMap<ListingId, PendingListing>,
    directory: Option<Directory>,
    /// Each file with the number of the last directory that referred to it.
    files: BTreeMap<Digest, (u64, Bytes)>,
    accounts: Accounts,
}

#[derive(Debug)]
struct Mailbox {
    write: CapabilityHash,
    read: CapabilityHash,
    days: Days,
    expires: Timestamp,
    last: Sequence,
    envelopes: BTreeMap<Sequence, Stored>,
    by_id: BTreeMap<EnvelopeId, Sequence>,
}

#[derive(Debug)]
struct Stored {
    id: EnvelopeId,
    hash: Digest,
    /// `None` once acknowledged: a tombstone.
    body: Option<Bytes>,
    expires: Timestamp,
}

impl Mailbox {
    fn bodies(&self) -> impl Iterator<Item = &Bytes> {
        self.envelopes.values().filter_map(|stored| stored.body.as_ref())
    }

    /// Removes at most `limit` of those that `due` says, and counts them.
    fn remove(&mut self, limit: usize, due: impl Fn(&Stored) -> bool, expired: &mut Expired) {
        let room = limit.saturating_sub(expired.envelopes + expired.tombstones);
        let gone: Vec<_> =
            self.envelopes.iter().filter(|(_, stored)| due(stored)).map(|(&at, _)| at).take(room).collect();
        for stored in gone.iter().filter_map(|at| self.envelopes.remove(at)) {
            self.by_id.remove(&stored.id);
            *(if stored.body.is_some() { &mut expired.envelopes } else { &mut expired.tombstones }) += 1;
        }
    }
}

impl Memory {
    /// An empty store, made at `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        let tables = Tables {
            closed: false,
            writes: 0,
            clock: Clock::starting(now),
            mailboxes: BTreeMap::new(),
            pending: BTreeMap::new(),
            directory: None,
            files: BTreeMap::new(),
            accounts: Accounts::default(),
        };
        Self { tables: Arc::new(Mutex::new(tables)) }
    }

    /// Every method changes the tables at its very end, so a panic in the middle leaves them whole.
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn for_writing(&self) -> Result<MutexGuard<'_, Tables>, Failure> {
        let mut tables = self.tables();
        if tables.closed {
            return Err(Failure::Closed);
        }
        tables.writes += 1;
        Ok(tables)
    }
}

impl Store for Memory {
    async fn make_mailbox(&self, mailbox: NewMailbox, now: Timestamp) -> Result<Made, MakeError> {
        let NewMailbox { id, write, read, days } = mailbox;
        let mut tables = self.for_writing()?;
        let expires = tables.clock.stamp(now).plus(days.milliseconds());
        if let Some(mailbox) = tables.mailboxes.get_mut(&id) {
            if (mailbox.write, mailbox.read) != (write, read) {
                return Err(MakeError::Differs);
            }
            mailbox.days = days;
            mailbox.expires = mailbox.expires.max(expires);
            return Ok(Made::Renewed);
        }
        let (envelopes, by_id, last) = (BTreeMap::new(), BTreeMap::new(), Sequence(0));
        tables.mailboxes.insert(id, Mailbox { write, read, days, expires, last, envelopes, by_id });
        Ok(Made::New)
    }

    async fn append(&self, append: Append, now: Timestamp) -> Result<Sequence, AppendError> {
        let Append { mailbox, key, envelope, body } = append;
        let mut tables = self.for_writing()?;
        let now = tables.clock.stamp(now);
        let mailbox = tables.mailboxes.get_mut(&mailbox).ok_or(AppendError::NoSuchMailbox)?;
        if !mailbox.write.admits(&key) {
            return Err(AppendError::NoSuchMailbox);
        }
        let hash = Digest::of(&body);
        if let Some(&sequence) = mailbox.by_id.get(&envelope) {
            let same = mailbox.envelopes[&sequence].hash == hash;
            return if same { Ok(sequence) } else { Err(AppendError::BodyDiffers) };
        }
        let bytes: usize = mailbox.bodies().map(Bytes::len).sum();
        let full = (bytes + body.len()) as u64 > MAILBOX_BYTES;
        if full || mailbox.bodies().count() as u64 >= MAILBOX_ENVELOPES {
            return Err(AppendError::MailboxFull);
        }
        let sequence = Sequence(mailbox.last.0 + 1);
        let expires = now.plus(mailbox.days.milliseconds());
        mailbox.last = sequence;
        mailbox.by_id.insert(envelope, sequence);
        mailbox.envelopes.insert(sequence, Stored { id: envelope, hash, body: Some(body), expires });
        Ok(sequence)
    }

    async fn read(
        &self,
        mailbox: MailboxId,
        key: Capability,
        after: Sequence,
        limit: usize,
    ) -> Result<Page, MailboxError> {
        let tables = self.tables();
        let mailbox = tables.mailboxes.get(&mailbox).filter(|mailbox| mailbox.read.admits(&key));
        let mailbox = mailbox.ok_or(MailboxError::NoSuchMailbox)?;
        let mut page = Page::default();
        let mut bytes = 0;
        let later = (std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded);
        for (&sequence, stored) in mailbox.envelopes.range(later) {
            let Some(body) = &stored.body else { continue };
            bytes += frame_bytes(body.len());
            let full = page.envelopes.len() == limit.min(PAGE_ENVELOPES);
            if full || (bytes > PAGE_BYTES && !page.envelopes.is_empty()) {
                break;
            }
            page.envelopes.push(Envelope { sequence, id: stored.id, body: body.to_vec() });
        }
        Ok(page)
    }

    async fn acknowledge(
        &self,
        mailbox: MailboxId,
        key: Capability,
        up_to: Sequence,
        now: Timestamp,
    ) -> Result<(), MailboxError> {
        let mut tables = self.for_writing()?;
        let forgotten = tables.clock.stamp(now).plus(TOMBSTONE_DAYS * Timestamp::DAY);
        let mailbox = tables.mailboxes.get_mut(&mailbox).filter(|mailbox| mailbox.read.admits(&key));
        let mailbox = mailbox.ok_or(MailboxError::NoSuchMailbox)?;
        for stored in mailbox.envelopes.range_mut(..=up_to).map(|(_, stored)| stored) {
            if stored.body.take().is_some() {
                stored.expires = forgotten;
            }
        }
        Ok(())
    }

    async fn put_listing(&self, listing: PendingListing) -> Result<(), ListingError> {
        let mut tables = self.for_writing()?;
        match tables.pending.get(&listing.listing) {
            Some(waiting) if waiting.revision == listing.revision && waiting.body == listing.body => {
                return Ok(());
            }
            Some(waiting) if waiting.revision >= listing.revision => return Err(ListingError::Outdated),
            None if tables.pending.len() >= PENDING_LISTINGS => return Err(ListingError::QueueFull),
            _ => {}
        }
        tables.pending.insert(listing.listing, listing);
        Ok(())
    }

    async fn pending_listings(&self, limit: usize) -> Result<Vec<PendingListing>, Failure> {
        let mut waiting: Vec<_> = self.tables().pending.values().cloned().collect();
        waiting.sort_by_key(|waiting| (waiting.arrived, waiting.listing));
        waiting.truncate(limit);
        Ok(waiting)
    }

    async fn put_directory(&self, directory: NewDirectory) -> Result<(), DirectoryError> {
        let NewDirectory { number, root, refers_to, files, settled } = directory;
        let mut tables = self.for_writing()?;
        let before = tables.directory.as_ref().map_or(0, |before| before.number);
        match &tables.directory {
            Some(before) if before.number == number && before.root == root => return Ok(()),
            Some(before) if before.number >= number => return Err(DirectoryError::Outdated),
            _ => {}
        }
        let files: BTreeMap<_, _> = files.into_iter().collect();
        let missing = |digest: &&Digest| !files.contains_key(*digest) && !tables.files.contains_key(*digest);
        if let Some(digest) = refers_to.iter().find(missing) {
            return Err(DirectoryError::FileMissing(*digest));
        }
        let Tables { files: kept, pending, .. } = &mut *tables;
        kept.extend(files.into_iter().map(|(digest, bytes)| (digest, (number, bytes))));
        for digest in &refers_to {
            if let Some((last, _)) = kept.get_mut(digest) {
                *last = number;
            }
        }
        kept.retain(|_, (last, _)| *last >= before);
        for (listing, revision) in settled {
            if pending.get(&listing).is_some_and(|waiting| waiting.revision <= revision) {
                pending.remove(&listing);
            }
        }
        tables.directory = Some(Directory { number, root });
        Ok(())
    }

    async fn directory(&self) -> Result<Option<Directory>, Failure> {
        Ok(self.tables().directory.clone())
    }

    async fn directory_file(&self, digest: Digest) -> Result<Option<Bytes>, Failure> {
        Ok(self.tables().files.get(&digest).map(|(_, bytes)| bytes.clone()))
    }

    async fn login_secret(&self, made: Bytes) -> Result<Bytes, Failure> {
        Ok(self.for_writing()?.accounts.login_secret(made))
    }

    async fn reserve_name(
        &self,
        name: AccountName,
        hash: CapabilityHash,
        now: Timestamp,
    ) -> Result<(), NameError> {
        let mut tables = self.for_writing()?;
        let now = tables.clock.stamp(now);
        tables.accounts.reserve(name, hash, now)
    }

    async fn make_account(&self, account: NewAccount, now: Timestamp) -> Result<(), MakeAccountError> {
        let mut tables = self.for_writing()?;
        let now = tables.clock.stamp(now);
        tables.accounts.make(account, now)
    }

    async fn registration(&self, name: AccountName) -> Result<Option<Registration>, Failure> {
        Ok(self.tables().accounts.registration(&name))
    }

    async fn sign_in_keys(&self, handle: KeyHandle) -> Result<Vec<FoundKey>, Failure> {
        Ok(self.tables().accounts.keys(handle))
    }

    async fn knows_device(
        &self,
        name: AccountName,
        device: DeviceId,
        known: Capability,
    ) -> Result<bool, Failure> {
        Ok(self.tables().accounts.knows(&name, device, &known))
    }

    async fn sign_in(&self, sign_in: NewSignIn, now: Timestamp) -> Result<AccountName, SignInError> {
        let mut tables = self.for_writing()?;
        let now = tables.clock.stamp(now);
        tables.accounts.sign_in(&sign_in, now)
    }

    async fn account_name(&self, session: Capability) -> Result<AccountName, AccountError> {
        self.tables().accounts.name(&session)
    }

    async fn account(&self, session: Capability, now: Timestamp) -> Result<AccountState, AccountError> {
        let epoch = self.epoch();
        self.tables().accounts.state(&session, now, epoch)
    }

    async fn head(&self, session: Capability, now: Timestamp) -> Result<HeldHead, AccountError> {
        self.tables().accounts.head(&session, now)
    }

    async fn put_head(&self, session: Capability, head: NewHead, now: Timestamp) -> Result<(), PutHeadError> {
        self.for_writing()?.accounts.put_head(&session, head, now)
    }

    async fn turn_away(
        &self,
        session: Capability,
        devices: Devices,
        now: Timestamp,
    ) -> Result<(), AccountError> {
        self.for_writing()?.accounts.turn_away(&session, devices, now)
    }

    async fn delete_account(&self, session: Capability) -> Result<(), AccountError> {
        self.for_writing()?.accounts.delete(&session)
    }

    async fn read_log(
        &self,
        session: Capability,
        after: Sequence,
        now: Timestamp,
    ) -> Result<LogPage, AccountError> {
        let epoch = self.epoch();
        self.tables().accounts.read_log(&session, after, now, epoch)
    }

    async fn append_log(
        &self,
        session: Capability,
        append: LogAppend,
        now: Timestamp,
    ) -> Result<Sequence, AppendLogError> {
        self.for_writing()?.accounts.append_log(&session, append, now)
    }

    async fn expire(&self, now: Timestamp, limit: usize) -> Result<Expired, Failure> {
        let mut tables = self.for_writing()?;
        tables.clock.observe(now);
        let due = tables.clock.trusted;
        let mut expired = Expired::default();
        for mailbox in tables.mailboxes.values_mut() {
            let ended = mailbox.expires <= due;
            mailbox.remove(limit, |stored| ended || stored.expires <= due, &mut expired);
        }
        let empty = |mailbox: &Mailbox| mailbox.expires <= due && mailbox.envelopes.is_empty();
        let ended: Vec<_> =
            tables.mailboxes.iter().filter(|(_, m)| empty(m)).map(|(&id, _)| id).take(limit).collect();
        expired.mailboxes = ended.len();
        for id in ended {
            tables.mailboxes.remove(&id);
        }
        expired.names = tables.accounts.expire(due, limit);
        Ok(expired)
    }

    async fn probe(&self, now: Timestamp) -> Result<ClockState, Failure> {
        Ok(self.for_writing()?.clock.observe(now))
    }

    fn schema_version(&self) -> u32 {
        0
    }

    fn epoch(&self) -> u64 {
        1
    }

    fn figures(&self) -> Figures {
        let tables = self.tables();
        let bytes = tables.mailboxes.values().flat_map(Mailbox::bodies).map(|body| body.len() as u64).sum();
        Figures { queued: 0, commits: tables.writes, writes: tables.writes, commit_micros: 0, bytes }
    }

    async fn close(&self) {
        self.tables().closed = true;
    }
}
