//! Where one event is dealt with: what to keep, what to send once that is kept, what to draw again.

use crypto::vault::{RecordId, Vault};
use protocol::{Capability, EnvelopeId, MailboxId};
use rand_core::CryptoRng;

use crate::account::{Exchange, ExchangeId};
use crate::copies::Document;
use crate::post::{Call, Caller, Post};
use crate::records::{self, Stored};
use crate::{Area, BlobName, Effect, Now, Write};

/// The desk for one event. Dropped without [`Desk::clear`], it leaves no trace.
pub(crate) struct Desk<'a> {
    pub(crate) now: Now,
    pub(crate) rng: &'a mut dyn CryptoRng,
    pub(crate) vault: &'a mut Vault,
    pub(crate) post: &'a mut Post,
    cleared: Cleared,
}

/// What one event came to.
#[derive(Default)]
pub(crate) struct Cleared {
    /// One transaction's worth of changes.
    pub(crate) writes: Vec<Write>,
    /// What waits until those are durable.
    pub(crate) once_saved: Vec<Effect>,
    /// What need not wait.
    pub(crate) at_once: Vec<Effect>,
    /// She has chosen a passphrase.
    pub(crate) passphrase_chosen: bool,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(
        now: Now,
        rng: &'a mut dyn CryptoRng,
        vault: &'a mut Vault,
        post: &'a mut Post,
    ) -> Self {
        Self { now, rng, vault, post, cleared: Cleared::default() }
    }

    pub(crate) fn clear(self) -> Cleared {
        self.cleared
    }

    pub(crate) fn make_record_id(&mut self) -> RecordId {
        RecordId(self.random())
    }

    pub(crate) fn make_mailbox_id(&mut self) -> MailboxId {
        MailboxId(self.random())
    }

    pub(crate) fn make_envelope_id(&mut self) -> EnvelopeId {
        EnvelopeId(self.random())
    }

    pub(crate) fn make_capability(&mut self) -> Capability {
        Capability(self.random())
    }

    fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng.fill_bytes(&mut bytes);
        bytes
    }

    /// Seals the record and keeps it with everything else this event keeps. Areas bound what a record can hold well
    /// below the vault's limit; one that is over it all the same is not kept, and says so.
    pub(crate) fn keep<T: Stored>(&mut self, id: RecordId, record: &T) -> bool {
        match self.vault.seal_record(id, &records::encode(record), self.rng) {
            Ok(sealed) => self.cleared.writes.push(Write::Put(BlobName::Record(id), sealed.0)),
            Err(_) => return false,
        }
        true
    }

    /// Removes the record.
    pub(crate) fn forget(&mut self, id: RecordId) {
        self.cleared.writes.push(Write::Delete(BlobName::Record(id)));
    }

    /// Keeps the vault's head as it is now.
    pub(crate) fn keep_head(&mut self) {
        self.cleared.writes.push(Write::Put(BlobName::Head, self.vault.head().encode()));
    }

    /// Removes this device's own key, once everything kept by this event is durable.
    pub(crate) fn forget_device_key_once_saved(&mut self) {
        self.cleared.once_saved.push(Effect::ForgetDeviceKey);
    }

    /// Makes a change that is sealed already.
    pub(crate) fn write(&mut self, write: Write) {
        self.cleared.writes.push(write);
    }

    /// Has the store read.
    pub(crate) fn read_records(&mut self) {
        self.cleared.at_once.push(Effect::ReadRecords);
    }

    /// The same, once everything kept by this event is durable.
    pub(crate) fn read_records_once_saved(&mut self) {
        self.cleared.once_saved.push(Effect::ReadRecords);
    }

    /// Hands a copy over to whoever makes the file.
    pub(crate) fn hand_over(&mut self, copy: Document) {
        self.cleared.at_once.push(Effect::HandOver(copy));
    }

    /// Asks the server, once everything kept by this event is durable.
    pub(crate) fn ask(&mut self, caller: Caller, call: Call) {
        if let Some(id) = self.post.ask(caller, &call) {
            self.cleared.once_saved.push(Effect::Call(id, call));
        }
    }

    /// Has a passphrase meet the server, once everything kept by this event is durable.
    pub(crate) fn exchange(&mut self, id: ExchangeId, exchange: Exchange) {
        self.cleared.once_saved.push(Effect::Exchange(id, exchange));
    }

    /// She has chosen a passphrase: one forgotten is mended.
    pub(crate) fn passphrase_was_chosen(&mut self) {
        self.cleared.passphrase_chosen = true;
    }

    /// Watches a mailbox, once everything kept by this event is durable.
    pub(crate) fn watch(&mut self, mailbox: MailboxId, read: &Capability) {
        self.cleared.once_saved.push(Effect::Watch(mailbox, read.clone()));
    }

    /// Stops watching a mailbox.
    pub(crate) fn unwatch(&mut self, mailbox: MailboxId) {
        self.cleared.at_once.push(Effect::Unwatch(mailbox));
    }

    /// Has the area drawn again.
    pub(crate) fn redraw(&mut self, area: Area) {
        self.cleared.at_once.push(Effect::Redraw(area));
    }
}
