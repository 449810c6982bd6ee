//! The head of her vault as the account keeps it: read, taken over, and put again when something has changed here.

use crypto::vault::{AccountHead, AccountWay, AdoptError, VaultHead};
use data_encoding::BASE64URL_NOPAD;
use protocol::account::{self, HeldHead, OpaqueMessage, PutHead};

use super::{Account, Trouble, ask};
use crate::Area;
use crate::desk::Desk;
use crate::post::account::{AccountCall, Asked};
use crate::records::account::{KnownHead, Putting};

impl Account {
    pub(super) fn read_head(&self, desk: &mut Desk<'_>) {
        if let Some(session) = self.record.as_ref().and_then(|(_, record)| record.session.clone()) {
            ask(desk, Asked::Head, AccountCall::Head(session));
        }
    }

    pub(super) fn head_was_read(&mut self, body: &[u8], desk: &mut Desk<'_>) {
        let Some((_, record)) = &self.record else { return };
        let Ok(HeldHead { version, head: held }) = serde_json::from_slice(body) else { return };
        let Ok(head) = AccountHead::decode(&held.0) else {
            self.trouble = Some(Trouble::Newer);
            return;
        };
        let base = record.head.as_ref().and_then(|known| AccountHead::decode(&known.head.0).ok());
        if let Err(error) = desk.vault.adopt(&head, base.as_ref(), desk.rng) {
            self.trouble = Some(match error {
                AdoptError::OtherVault => Trouble::OtherVault,
                AdoptError::Older => Trouble::Older,
                AdoptError::NotGenuine | AdoptError::Weaker => Trouble::NotGenuine,
            });
            return;
        }
        self.trouble = None;
        let putting = record.putting.as_deref();
        let on_its_way = putting.and_then(|putting| AccountHead::decode(&putting.put.head.0).ok());
        // The answer may have been lost, and what was put is there.
        let arrived = on_its_way.as_ref() == Some(&head);
        let others = !arrived && base.is_some_and(|base| !head.has_passphrase_of(&base));
        desk.keep_head();
        self.change(desk, |record| {
            record.head = Some(KnownHead { at: version, head: held });
            record.other_passphrase |= others;
        });
        desk.redraw(Area::WaysIn);
        if arrived {
            return self.head_was_put(desk);
        }
        // What was on its way is made anew, on top of what the other device did.
        let registration = self.record.as_ref().and_then(|(_, record)| {
            let putting = record.putting.as_deref()?;
            Some((putting.put.registration.clone()?, putting.passphrase.clone()))
        });
        match (registration, on_its_way) {
            (Some((registration, passphrase)), Some(before)) => {
                self.put_head(AccountWay::AsIn(&before), Some(registration), passphrase, desk);
            }
            _ => {
                self.change(desk, |record| record.putting = None);
                self.is_up_to_date(desk);
            }
        }
    }

    /// Nothing is newer at the server. What was changed here goes there; records follow once it is there.
    pub(super) fn is_up_to_date(&mut self, desk: &mut Desk<'_>) {
        let Some((_, record)) = &self.record else { return };
        if record.putting.is_some() || self.trouble.is_some() {
            return;
        }
        let Some(base) = record.head.as_ref().and_then(|known| AccountHead::decode(&known.head.0).ok())
        else {
            return;
        };
        let session = record.session.clone();
        if !desk.vault.is_said_by(&base) {
            self.put_head_as_it_opens(desk);
        } else if let (Some(state), Some(session)) = (&self.state, session) {
            self.sync.look(state, &session, desk);
        }
    }

    /// Puts the head as it is here now. `passphrase` is the vault's own head that this device opens with from then on.
    pub(super) fn put_head(
        &mut self,
        way: AccountWay<'_>,
        registration: Option<OpaqueMessage>,
        passphrase: Option<String>,
        desk: &mut Desk<'_>,
    ) {
        let Some(base) = self.known_head() else { return };
        let Ok(head) = desk.vault.seal_account_head(way, base.version() + 1, desk.rng) else { return };
        self.change(desk, |record| {
            let replaces = record.head.as_ref().map_or(0, |known| known.at);
            let put = PutHead {
                replaces,
                keys: head.sign_in_keys(),
                head: account::AccountHead(head.encode()),
                registration,
            };
            record.putting = Some(Box::new(Putting { put, passphrase }));
        });
        self.send_again(desk);
    }

    /// The same with the passphrase that opens it already.
    fn put_head_as_it_opens(&mut self, desk: &mut Desk<'_>) {
        if let Some(base) = self.known_head() {
            self.put_head(AccountWay::AsIn(&base), None, None, desk);
        }
    }

    fn known_head(&self) -> Option<AccountHead> {
        let (_, record) = self.record.as_ref()?;
        AccountHead::decode(&record.head.as_ref()?.head.0).ok()
    }

    /// The server was put back to an older state: what is here goes there again.
    pub(super) fn send_mine(&mut self, desk: &mut Desk<'_>) {
        if self.trouble != Some(Trouble::Older) {
            return;
        }
        self.trouble = None;
        let at = self.state.as_ref().map(|state| state.head);
        self.change(desk, |record| {
            if let (Some(known), Some(at)) = (&mut record.head, at) {
                known.at = at;
            }
        });
        self.put_head_as_it_opens(desk);
    }

    pub(super) fn head_was_put(&mut self, desk: &mut Desk<'_>) {
        let Some(putting) = self.record.as_ref().and_then(|(_, record)| record.putting.clone()) else {
            return;
        };
        let changed = putting.passphrase.as_deref().and_then(|text| {
            let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
            VaultHead::decode(&bytes).ok()
        });
        if changed.is_some_and(|head| desk.vault.take_passphrase(&head)) {
            self.passphrase_is_kept(desk);
        }
        let is_ours = putting.put.registration.is_some();
        self.change(desk, |record| {
            record.putting = None;
            record.head = Some(KnownHead { at: putting.put.replaces + 1, head: putting.put.head });
            record.other_passphrase &= !is_ours;
        });
        self.look(desk);
    }
}
