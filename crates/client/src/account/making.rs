//! Making an account for the vault that is open here, or signing it in to the one it has.

use crypto::vault::{AccountWay, ExportKey, Passphrase};
use protocol::DeviceId;
use protocol::account::{self, DealtName, Device, MakeAccount, OpaqueMessage, SignedIn};
use protocol::problem::ProblemKind;

use super::{Account, Exchange, ExchangeId, Failure, InHand, Left, ask, device_name, too_often};
use crate::desk::Desk;
use crate::post::account::{AccountCall, Asked};
use crate::records::account::{AccountRecord, DeviceRecord, KnownHead};
use crate::vault::Secret;

impl Account {
    pub(super) fn make(&mut self, typed: &Secret, device: &str, desk: &mut Desk<'_>) -> Result<(), Failure> {
        if self.record.is_some() || self.in_hand.is_some() || self.missing(desk.vault).is_some() {
            return Ok(());
        }
        let passphrase = Passphrase::new(typed.expose(), self.settings.nfc);
        let head = desk.vault.head();
        if head.has_passphrase() {
            head.unlock_with_passphrase(&passphrase).map_err(|_| Failure::OtherPassphrase)?;
        } else {
            desk.vault.add_passphrase(&passphrase, self.settings.kdf, desk.rng);
            self.passphrase_is_kept(desk);
        }
        let mut id = DeviceId([0; 16]);
        desk.rng.fill_bytes(&mut id.0);
        let device = DeviceRecord { device: id, name: device_name(device), since: desk.now.today() };
        self.left = None;
        self.in_hand = Some(InHand::Dealing { passphrase, device });
        ask(desk, Asked::Name, AccountCall::DealName);
        Ok(())
    }

    pub(super) fn sign_in(
        &mut self,
        name: &str,
        typed: &Secret,
        device: &str,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        if self.in_hand.is_some() || self.takes_passphrase() {
            return Ok(());
        }
        let (name, id, known) = match &self.record {
            Some((_, record)) => (record.name.clone(), record.device, record.known.clone()),
            None => {
                let mut id = DeviceId([0; 16]);
                desk.rng.fill_bytes(&mut id.0);
                (name.parse().map_err(|_| Failure::NoName)?, id, None)
            }
        };
        let named = self.devices.get(&id).cloned();
        let device = named.unwrap_or_else(|| DeviceRecord {
            device: id,
            name: device_name(device),
            since: desk.now.today(),
        });
        let exchange = ExchangeId(desk.rng.next_u64());
        let passphrase = Passphrase::new(typed.expose(), self.settings.nfc);
        desk.exchange(exchange, Exchange::SignIn { name, passphrase, device: Device { id, known } });
        self.in_hand = Some(InHand::SigningIn { exchange, device });
        Ok(())
    }

    pub(super) fn send_new_account(
        &mut self,
        dealt: DealtName,
        device: DeviceRecord,
        registration: OpaqueMessage,
        export_key: &ExportKey,
        desk: &mut Desk<'_>,
    ) {
        let Ok(head) = desk.vault.seal_account_head(AccountWay::Exported(export_key), 1, desk.rng) else {
            self.failure = Some(Failure::Refused);
            return;
        };
        let making = MakeAccount {
            name: dealt.name.clone(),
            reservation: dealt.reservation,
            registration,
            vault: desk.vault.derive_check(),
            keys: head.sign_in_keys(),
            head: account::AccountHead(head.encode()),
            device: Device { id: device.device, known: None },
        };
        let record = AccountRecord {
            making: Some(Box::new(making.clone())),
            ..AccountRecord::new(dealt.name, device.device)
        };
        let id = desk.make_record_id();
        desk.keep(id, &record);
        self.record = Some((id, record));
        self.keep_device(device, desk);
        ask(desk, Asked::Make, AccountCall::Make(Box::new(making)));
    }

    pub(super) fn name_was_dealt(&mut self, body: &[u8], desk: &mut Desk<'_>) {
        let Some(InHand::Dealing { passphrase, device }) = self.in_hand.take() else { return };
        let Ok(dealt) = serde_json::from_slice::<DealtName>(body) else {
            self.failure = Some(Failure::Refused);
            return;
        };
        let exchange = ExchangeId(desk.rng.next_u64());
        desk.exchange(exchange, Exchange::Register { name: dealt.name.clone(), passphrase });
        self.in_hand = Some(InHand::Making { exchange, dealt, device });
    }

    pub(super) fn was_made(&mut self, body: &[u8], desk: &mut Desk<'_>) {
        let Ok(SignedIn { session, known, .. }) = serde_json::from_slice(body) else { return };
        self.change(desk, |record| {
            (record.session, record.known) = (Some(session), Some(known));
            let head = record.making.take().map(|making| KnownHead { at: 1, head: making.head });
            record.head = head.or(record.head.take());
        });
        self.look(desk);
    }

    pub(super) fn was_not_made(&mut self, kind: ProblemKind, retry_after: Option<u32>, desk: &mut Desk<'_>) {
        self.in_hand = None;
        if self.record.as_ref().is_some_and(|(_, record)| record.making.is_some()) {
            self.has_left(Left::SignedOut, desk);
            self.left = None;
        }
        self.failure = Some(match kind {
            ProblemKind::NameGone => Failure::NameGone,
            _ => too_often(kind, retry_after).unwrap_or(Failure::Refused),
        });
    }

    pub(super) fn is_signed_in(&mut self, signed_in: SignedIn, device: DeviceRecord, desk: &mut Desk<'_>) {
        let SignedIn { name, session, known } = signed_in;
        if self.record.is_none() {
            self.sync.join(desk);
        }
        let (id, mut record) = self
            .record
            .take()
            .unwrap_or_else(|| (desk.make_record_id(), AccountRecord::new(name, device.device)));
        (record.session, record.known) = (Some(session), Some(known));
        desk.keep(id, &record);
        self.record = Some((id, record));
        self.trouble = None;
        self.keep_device(device, desk);
    }
}
