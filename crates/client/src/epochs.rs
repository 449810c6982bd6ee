//! A new epoch of the vault's keys: everything is sealed again under a new key, and the old one is dropped.
//!
//! It is begun when a device is turned away that knew the old keys. Two phases, so that no cut can lose a record:
//! first the new key and every record under it are kept beside the old key; only when all of it has been read back and
//! has opened is the old key dropped. A vault that holds an older key has not finished, whatever stopped it, and goes
//! on by itself when it is next opened. As long as one record does not open, nothing is begun and nothing is dropped.

use std::collections::BTreeSet;

use crypto::vault::RecordId;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;

/// How far it has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewEpoch {
    /// Nothing is under way.
    #[default]
    Settled,
    /// Everything is read, to see whether it opens.
    Looking,
    /// Everything is sealed anew, and is read back once that is kept.
    ReadingBack,
    /// So many records do not open: the old key stays, since it might be what opens them yet.
    Waits {
        /// How many.
        unopened: usize,
    },
    /// Everything is under the new key, and was read back.
    Done {
        /// The older key stays: another device of the account may have written with it.
        keeps_older: bool,
    },
    /// There were more new keys than a vault holds.
    Full,
}

/// The new epoch under way, if one is.
#[derive(Default)]
pub(crate) struct Epochs {
    stage: NewEpoch,
    /// The new key is there already: nothing but what is still sealed under an older one is left to do.
    goes_on: bool,
    sealed_anew: BTreeSet<RecordId>,
}

impl Epochs {
    pub(crate) fn stage(&self) -> NewEpoch {
        self.stage.clone()
    }

    /// Begins a new epoch, or goes on with the one that was begun. One at a time is enough.
    pub(crate) fn begin(&mut self, desk: &mut Desk<'_>) {
        if !matches!(self.stage, NewEpoch::Looking | NewEpoch::ReadingBack) {
            self.goes_on = false;
            self.look(desk);
        }
    }

    fn look(&mut self, desk: &mut Desk<'_>) {
        self.stage = NewEpoch::Looking;
        desk.read_records();
    }

    /// Goes on with what was cut off.
    pub(crate) fn resume(&mut self, desk: &mut Desk<'_>) {
        if desk.vault.has_older_epochs() {
            self.goes_on = true;
            self.look(desk);
        }
    }

    /// The store was read, for this or for something else. With an account the older keys stay on the ring: another
    /// device may still write, or have written, with one of them.
    pub(crate) fn records_read(
        &mut self,
        records: &[(RecordId, Vec<u8>)],
        has_account: bool,
        desk: &mut Desk<'_>,
    ) {
        match self.stage {
            NewEpoch::Looking if self.goes_on && has_account && self.is_all_new(records, desk) => {
                self.stage = NewEpoch::Settled;
            }
            NewEpoch::Looking => self.seal_anew(records, has_account, desk),
            NewEpoch::ReadingBack => self.drop_older(records, has_account, desk),
            NewEpoch::Settled | NewEpoch::Waits { .. } | NewEpoch::Done { .. } | NewEpoch::Full => {}
        }
    }

    fn is_all_new(&self, records: &[(RecordId, Vec<u8>)], desk: &Desk<'_>) -> bool {
        records.iter().all(|(_, sealed)| desk.vault.is_of_newest_epoch(sealed))
    }

    fn seal_anew(&mut self, records: &[(RecordId, Vec<u8>)], has_account: bool, desk: &mut Desk<'_>) {
        let unopened = unopened(records, desk);
        if unopened > 0 {
            self.stage = NewEpoch::Waits { unopened };
            return;
        }
        // A vault with an older key and no account has not finished the last time.
        let has_new_key = self.goes_on || (desk.vault.has_older_epochs() && !has_account);
        if !has_new_key && !desk.vault.start_epoch(desk.rng) {
            self.stage = NewEpoch::Full;
            return;
        }
        self.sealed_anew = records.iter().map(|(id, _)| *id).collect();
        desk.keep_head();
        for (id, sealed) in records {
            if desk.vault.is_of_newest_epoch(sealed) {
                continue;
            }
            // Both have just been done with this record; one that cannot be done again is found when it is read back.
            let Ok(content) = desk.vault.open_record(*id, sealed) else { continue };
            let Ok(anew) = desk.vault.seal_record(*id, &content, desk.rng) else { continue };
            desk.keep_sealed_anew(*id, anew.0);
        }
        if desk.ledger.log().is_some() && !desk.ledger.is_settled() {
            desk.ledger.send_all();
            desk.keep_ledger();
        }
        self.stage = NewEpoch::ReadingBack;
        desk.read_records_once_saved();
    }

    fn drop_older(&mut self, records: &[(RecordId, Vec<u8>)], has_account: bool, desk: &mut Desk<'_>) {
        let unopened = unopened(records, desk);
        let there: BTreeSet<_> = records.iter().map(|(id, _)| *id).collect();
        let missing = self.sealed_anew.difference(&there).count();
        let older = records.iter().filter(|(_, sealed)| !desk.vault.is_of_newest_epoch(sealed)).count();
        if unopened + older > 0 {
            self.stage = NewEpoch::Waits { unopened: unopened + older };
        } else if missing > 0 {
            // Removed by her meanwhile, as a rule. Either way another look settles it.
            self.goes_on = true;
            self.look(desk);
        } else if has_account {
            self.stage = NewEpoch::Done { keeps_older: true };
        } else {
            desk.vault.drop_older_epochs(desk.rng);
            desk.keep_head();
            self.stage = NewEpoch::Done { keeps_older: false };
        }
    }
}

fn unopened(records: &[(RecordId, Vec<u8>)], desk: &Desk<'_>) -> usize {
    records.iter().filter(|(id, sealed)| desk.vault.open_record(*id, sealed).is_err()).count()
}
