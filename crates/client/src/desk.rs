//! Where one event is dealt with: what to keep, what to send once that is kept, what to draw again.

use crypto::vault::{RecordId, Vault};
use protocol::{Capability, EnvelopeId, MailboxId};
use rand_core::CryptoRng;

use crate::account::{Exchange, ExchangeId};
use crate::copies::Document;
use crate::ledger::{Ledger, only_record_of, travels};
use crate::post::{Call, Caller, Post};
use crate::records::{Opened, Stored};
use crate::{Area, BlobName, Effect, Now, Write};

/// The desk for one event. Dropped without [`Desk::clear`], it leaves no trace.
pub(crate) struct Desk<'a> {
    pub(crate) now: Now,
    pub(crate) rng: &'a mut dyn CryptoRng,
    pub(crate) vault: &'a mut Vault,
    pub(crate) post: &'a mut Post,
    pub(crate) ledger: &'a mut Ledger,
    cleared: Cleared,
}

/// What one event came to.
#[derive(Default)]
pub(crate) struct Cleared {
    /// One transaction's worth of changes.
    pub(crate) writes: Vec<Write>,
    /// What waits until those are durable.
    pub(crate) once_saved: Vec<Effect>,
    /// What waits until everything kept so far is durable.
    pub(crate) once_all_saved: Vec<Effect>,
    /// What came from another device: a record, or that it is gone.
    pub(crate) taken: Vec<(RecordId, Option<Opened>)>,
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
        ledger: &'a mut Ledger,
    ) -> Self {
        Self { now, rng, vault, post, ledger, cleared: Cleared::default() }
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

    /// The id of the one record of its kind, the same on each of her devices; `about` tells several apart.
    pub(crate) fn only_record<T: Stored>(&self, about: &str) -> RecordId {
        only_record_of(self.vault, T::KIND, about)
    }

    /// Seals the record and keeps it with everything else this event keeps. Areas bound what a record can hold well
    /// below the vault's limit; one that is over it all the same is not kept, and says so.
    pub(crate) fn keep<T: Stored>(&mut self, id: RecordId, record: &T) -> bool {
        self.keep_opened(id, Opened::new(record)).is_some()
    }

    /// The same for a record of whatever kind; what stands in the store from now on.
    pub(crate) fn keep_opened(&mut self, id: RecordId, opened: Opened) -> Option<Vec<u8>> {
        if !travels(&opened.kind) {
            return self.seal_and_keep(id, &opened);
        }
        let stamped = self.ledger.stamp(id, opened, self.now.at);
        let sealed = self.seal_and_keep(id, &stamped)?;
        self.ledger.keep(id, &stamped, &sealed);
        Some(sealed)
    }

    /// Removes the record. Once there are other devices, something stands in its place to tell them: this, sealed.
    pub(crate) fn forget(&mut self, id: RecordId) -> Option<Vec<u8>> {
        let Some(gone) = self.ledger.remove(id, self.now.at) else {
            self.ledger.drop(id);
            self.cleared.writes.push(Write::Delete(BlobName::Record(id)));
            return None;
        };
        let sealed = self.seal_and_keep(id, &gone)?;
        self.ledger.keep(id, &gone, &sealed);
        Some(sealed)
    }

    /// Keeps a record just as it is, stamps and all: it says nothing new.
    pub(crate) fn keep_as_it_is(&mut self, id: RecordId, sealed: Vec<u8>) {
        self.cleared.writes.push(Write::Put(BlobName::Record(id), sealed));
    }

    /// The same for one that was sealed anew with the keys of a new epoch: it goes into the log like this.
    pub(crate) fn keep_sealed_anew(&mut self, id: RecordId, sealed: Vec<u8>) {
        self.ledger.reseal(id, &sealed);
        self.keep_as_it_is(id, sealed);
    }

    /// Keeps what this device remembers of the log.
    pub(crate) fn keep_ledger(&mut self) {
        if let Some(record) = self.ledger.record() {
            let id = Ledger::record_id(self.vault);
            self.seal_and_keep(id, &Opened::new(&record));
        }
    }

    /// Lets go of what this device remembers of the log.
    pub(crate) fn forget_ledger(&mut self) {
        self.ledger.end_log();
        let id = Ledger::record_id(self.vault);
        self.cleared.writes.push(Write::Delete(BlobName::Record(id)));
    }

    /// Hands a record, or that it is gone, to the area it belongs to.
    pub(crate) fn take_in(&mut self, id: RecordId, record: Option<Opened>) {
        self.cleared.taken.push((id, record));
    }

    pub(crate) fn seal_and_keep(&mut self, id: RecordId, opened: &Opened) -> Option<Vec<u8>> {
        let sealed = self.vault.seal_record(id, &opened.encode(), self.rng).ok()?.0;
        self.cleared.writes.push(Write::Put(BlobName::Record(id), sealed.clone()));
        Some(sealed)
    }

    /// Keeps the vault's head as it is now.
    pub(crate) fn keep_head(&mut self) {
        self.cleared.writes.push(Write::Put(BlobName::Head, self.vault.head().encode()));
    }

    /// Removes this device's own key, once everything kept by this event is durable.
    pub(crate) fn forget_device_key_once_saved(&mut self) {
        self.cleared.once_saved.push(Effect::ForgetDeviceKey);
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

    /// The same, once everything kept so far is durable, by earlier events too.
    pub(crate) fn ask_once_all_saved(&mut self, caller: Caller, call: Call) {
        if let Some(id) = self.post.ask(caller, &call) {
            self.cleared.once_all_saved.push(Effect::Call(id, call));
        }
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
