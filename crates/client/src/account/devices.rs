//! Her devices: what they are called, turning one away, and leaving.

use protocol::DeviceId;
use protocol::account::AccountName;

use super::{Account, Failure, Left, device_name, device_record_id};
use crate::desk::Desk;
use crate::records::account::{DeviceRecord, Leaving, TurningAway};

impl Account {
    pub(super) fn name_device(&mut self, device: DeviceId, name: &str, desk: &mut Desk<'_>) {
        let since = self.devices.get(&device).map_or_else(|| desk.now.today(), |record| record.since);
        self.keep_device(DeviceRecord { device, name: device_name(name), since }, desk);
    }

    pub(super) fn keep_device(&mut self, record: DeviceRecord, desk: &mut Desk<'_>) {
        desk.keep(device_record_id(record.device, desk), &record);
        self.devices.insert(record.device, record);
    }

    pub(super) fn turn_away(&mut self, which: TurningAway, desk: &mut Desk<'_>) {
        if self.session().is_none() {
            return;
        }
        self.change(desk, |record| record.turning_away = Some(which));
        self.send_again(desk);
    }

    pub(super) fn leave(&mut self, leaving: Leaving, desk: &mut Desk<'_>) {
        if self.takes_passphrase() {
            self.change(desk, |record| record.leaving = Some(leaving));
            self.send_again(desk);
        } else {
            // Nothing at the server knows this device any more.
            self.has_left(Left::SignedOut, desk);
        }
    }

    pub(super) fn delete(&mut self, typed: &str, desk: &mut Desk<'_>) -> Result<(), Failure> {
        let Some((_, record)) = &self.record else { return Ok(()) };
        let name: AccountName = typed.parse().map_err(|_| Failure::NoName)?;
        if name != record.name {
            return Err(Failure::NoName);
        }
        if record.session.is_some() {
            self.leave(Leaving::Deleting, desk);
        }
        Ok(())
    }

    pub(super) fn has_left(&mut self, left: Left, desk: &mut Desk<'_>) {
        self.sync.end(desk);
        if let Some((id, _)) = self.record.take() {
            desk.forget(id);
        }
        for device in core::mem::take(&mut self.devices).into_keys() {
            desk.forget(device_record_id(device, desk));
        }
        (self.state, self.trouble, self.left) = (None, None, Some(left));
    }

    /// What that device knew of the vault's keys opens nothing that is written from now on.
    pub(super) fn was_turned_away(&mut self, desk: &mut Desk<'_>) {
        let which = self.record.as_ref().and_then(|(_, record)| record.turning_away);
        let Some(which) = which else { return };
        let gone: Vec<_> = match which {
            TurningAway::One(device) => vec![device],
            TurningAway::AllOthers => {
                let own = self.record.as_ref().map(|(_, record)| record.device);
                self.devices.keys().copied().filter(|device| Some(*device) != own).collect()
            }
        };
        for device in gone {
            if self.devices.remove(&device).is_some() {
                desk.forget(device_record_id(device, desk));
            }
        }
        let _ = desk.vault.start_epoch(desk.rng);
        desk.keep_head();
        self.change(desk, |record| record.turning_away = None);
        self.look(desk);
    }
}
