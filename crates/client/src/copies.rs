//! Copies: everything she keeps in one file, sealed or plain, and back again.
//!
//! The client opens every record and hands the whole over as one document; the file is made elsewhere, in the
//! short-lived Worker that also reads files. To restore, the opened document comes back, is laid beside what is here,
//! and only what she agrees to is written, in one save. A rehearsal goes no further than opening.

mod beside;
mod document;
#[cfg(feature = "copies")]
pub mod files;
pub mod page;
pub mod table;

use std::collections::{BTreeMap, VecDeque};

use beside::{Beside, Put};
pub use beside::{Prefer, Preview};
pub(crate) use beside::{aside, is_shown, subject};
#[cfg(feature = "copies")]
pub use crypto::copy::Work;
pub(crate) use document::CopiedRecord;
use document::count;
pub use document::{CopyError, Document, MOST_BYTES, VaultCopy};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
pub(crate) use table::lines;

use crate::Area;
use crate::caseload::session_key;
use crate::desk::Desk;
use crate::ledger::GONE;
use crate::records::account::{AccountRecord, DeviceRecord};
use crate::records::caseload::{CalendarRecord, SessionKeyRecord};
use crate::records::copies::CopiesRecord;
use crate::records::directory::DirectoryPartRecord;
use crate::records::ledger::LedgerRecord;
use crate::records::ways_in::WaysInRecord;
use crate::records::{Opened, RecordId, Stored as _};

/// What a person does with copies.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Looks at what a copy made now would hold.
    LookThrough,
    /// Has everything handed over, to be made into a file.
    HandOver,
    /// Has saved a sealed copy that was opened again before it was offered.
    Saved,
    /// Has opened a copy, and read all of it.
    Rehearsed,
    /// Would rather not be offered a copy.
    NotNow,
    /// Lays a copy beside what is here.
    LookOver(Document),
    /// Restores the copy that is looked over.
    Restore(Prefer),
    /// Takes the last restore back.
    Undo,
    /// Leaves the copy, or what came of it.
    Leave,
}

/// What is to be seen of copies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiesView {
    /// The day of the last good copy.
    pub sealed_on: Option<Date>,
    /// The day a copy was last opened in a rehearsal.
    pub rehearsed_on: Option<Date>,
    /// Whether a copy may be offered without being asked for.
    pub may_be_offered: bool,
    /// What a copy made now would hold, once looked through.
    pub contents: Option<Contents>,
    /// The copy that is looked over.
    pub preview: Option<Preview>,
    /// What came of the last copy that was looked over.
    pub outcome: Option<Outcome>,
    /// A restore, or taking it back, is being kept.
    pub under_way: bool,
    /// What came of a restore can be taken back.
    pub can_undo: bool,
}

/// What a copy would hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// How many of each kind.
    pub kinds: Vec<(String, usize)>,
    /// Sealed records that do not open, so that no copy can hold them.
    pub unopened: usize,
    /// The size of the document.
    pub bytes: usize,
}

/// What came of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It was restored, and all of it is kept.
    Restored {
        /// What was written in its place.
        written: usize,
        /// What was set aside.
        set_aside: usize,
    },
    /// Everything in it was here already.
    NothingNew,
    /// The restore was taken back; so many of its records had been changed since, and stayed.
    TakenBack {
        /// How many stayed.
        stayed: usize,
    },
    /// It could not be read. Nothing was changed.
    Refused(CopyError),
    /// Something in it is too large to be kept. Nothing was changed.
    TooLarge,
}

#[derive(Default)]
pub(crate) struct Copies {
    record: Option<(RecordId, CopiesRecord)>,
    /// What the store is read for; the first of them now.
    wanted: VecDeque<Wanted>,
    contents: Option<Contents>,
    copy: Option<VaultCopy>,
    preview: Option<Preview>,
    outcome: Option<Outcome>,
    /// What will have come of it once it is durable.
    coming: Option<Outcome>,
    /// What the last restore wrote, and what stood there before.
    undo: BTreeMap<RecordId, Change>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Contents,
    HandOver,
    LookOver,
    Restore(Prefer),
    Undo,
    /// A restore is durable: what is in memory is out of date.
    Afresh,
}

/// The sealed bytes of one record, before a restore and after.
struct Change {
    before: Option<Vec<u8>>,
    after: Vec<u8>,
}

/// Every record as the store has it, sealed.
pub(crate) type Sealed = [(RecordId, Vec<u8>)];

impl Copies {
    pub(crate) fn restore(&mut self, id: RecordId, record: CopiesRecord) {
        self.record = Some((id, record));
    }

    pub(crate) fn view(&self) -> CopiesView {
        let record = self.record.as_ref().map(|(_, record)| record.clone()).unwrap_or_default();
        CopiesView {
            sealed_on: record.sealed_on,
            rehearsed_on: record.rehearsed_on,
            may_be_offered: record.sealed_on.is_none() && !record.not_offered,
            contents: self.contents.clone(),
            preview: self.preview.clone(),
            outcome: self.outcome,
            under_way: self.coming.is_some(),
            can_undo: self.coming.is_none() && !self.undo.is_empty(),
        }
    }

    pub(crate) fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        let today = desk.now.today();
        match intent {
            Intent::LookThrough => self.want(Wanted::Contents, desk),
            Intent::HandOver => self.want(Wanted::HandOver, desk),
            Intent::Saved => self.note(desk, |record| {
                record.sealed_on = Some(today);
            }),
            Intent::Rehearsed => self.note(desk, |record| record.rehearsed_on = Some(today)),
            Intent::NotNow => self.note(desk, |record| record.not_offered = true),
            Intent::LookOver(document) => self.look_over(&document, desk),
            Intent::Restore(prefer) if self.copy.is_some() => self.want(Wanted::Restore(prefer), desk),
            Intent::Undo if !self.undo.is_empty() => self.want(Wanted::Undo, desk),
            Intent::Leave => self.leave(),
            // A second tap.
            Intent::Restore(_) | Intent::Undo => {}
        }
        desk.redraw(Area::Copies);
    }

    /// The store was read. Whether everything is to be taken in afresh from it.
    pub(crate) fn records_read(&mut self, records: &Sealed, desk: &mut Desk<'_>) -> bool {
        let Some(wanted) = self.wanted.pop_front() else { return false };
        match wanted {
            Wanted::Contents => self.contents = Some(contents(records, desk)),
            Wanted::HandOver => {
                let (copy, _) = gather(records, desk);
                desk.hand_over(copy.encode());
            }
            Wanted::LookOver => self.preview = self.copy.as_ref().map(|copy| compare(copy, records, desk)),
            Wanted::Restore(prefer) => self.write(prefer, records, desk),
            Wanted::Undo => self.take_back(records, desk),
            Wanted::Afresh => self.outcome = self.coming.take(),
        }
        // What is to be read afresh is read once it is durable.
        if self.wanted.front().is_some_and(|next| *next != Wanted::Afresh) {
            desk.read_records();
        }
        desk.redraw(Area::Copies);
        wanted == Wanted::Afresh
    }

    /// One reading at a time, so that each is of the store as it is.
    fn want(&mut self, wanted: Wanted, desk: &mut Desk<'_>) {
        if self.wanted.is_empty() {
            desk.read_records();
        }
        self.wanted.push_back(wanted);
    }

    fn look_over(&mut self, document: &Document, desk: &mut Desk<'_>) {
        self.leave();
        match VaultCopy::decode(document.as_str().as_bytes()) {
            Ok(copy) => {
                self.copy = Some(copy);
                self.want(Wanted::LookOver, desk);
            }
            Err(error) => self.outcome = Some(Outcome::Refused(error)),
        }
    }

    fn leave(&mut self) {
        (self.copy, self.preview, self.outcome) = (None, None, None);
        self.undo.clear();
    }

    fn note(&mut self, desk: &mut Desk<'_>, change: impl FnOnce(&mut CopiesRecord)) {
        let (id, mut record) = self
            .record
            .take()
            .unwrap_or_else(|| (desk.only_record::<CopiesRecord>(""), CopiesRecord::default()));
        change(&mut record);
        desk.keep(id, &record);
        self.record = Some((id, record));
    }

    /// Writes the copy beside what is here, in one save; what is in memory is read again once that is durable.
    fn write(&mut self, prefer: Prefer, records: &Sealed, desk: &mut Desk<'_>) {
        let Some(copy) = self.copy.take() else { return };
        self.preview = None;
        let (here, _) = gather(records, desk);
        let writes = Beside::new(&copy, &here.records).writes(prefer, desk.now.today());
        if writes.is_empty() {
            self.outcome = Some(Outcome::NothingNew);
            return;
        }
        let before: BTreeMap<_, _> = records.iter().map(|(id, sealed)| (*id, sealed)).collect();
        let (mut written, mut set_aside) = (0, 0);
        let mut undo = BTreeMap::new();
        for put in writes {
            let (id, opened) = match put {
                Put::Record(id, opened) => {
                    written += 1;
                    (id, opened)
                }
                Put::Aside(record) => {
                    set_aside += 1;
                    (desk.make_record_id(), Opened::new(&record))
                }
            };
            let Some(after) = desk.keep_opened(id, opened) else {
                self.outcome = Some(Outcome::TooLarge);
                return;
            };
            undo.insert(id, Change { before: before.get(&id).map(|sealed| (*sealed).clone()), after });
        }
        self.undo = undo;
        self.coming = Some(Outcome::Restored { written, set_aside });
        // A device that is new has the copy it came from.
        if self.record.as_ref().is_none_or(|(_, record)| record.sealed_on.is_none()) {
            self.note(desk, |record| record.sealed_on = Some(copy.made_on));
        }
        self.read_afresh(desk);
    }

    /// Puts back what stood there before, wherever nothing was changed since.
    fn take_back(&mut self, records: &Sealed, desk: &mut Desk<'_>) {
        let here: BTreeMap<_, _> = records.iter().map(|(id, sealed)| (*id, sealed)).collect();
        let mut stayed = 0;
        for (id, change) in core::mem::take(&mut self.undo) {
            let before = change.before.map(|before| open(id, &before, desk));
            match before {
                _ if here.get(&id) != Some(&&change.after) => stayed += 1,
                Some(Some(before)) => drop(desk.keep_opened(id, before)),
                Some(None) => stayed += 1,
                None => drop(desk.forget(id)),
            }
        }
        self.coming = Some(Outcome::TakenBack { stayed });
        self.read_afresh(desk);
    }

    fn read_afresh(&mut self, desk: &mut Desk<'_>) {
        self.wanted.push_front(Wanted::Afresh);
        desk.read_records_once_saved();
    }
}

/// Everything that opens, and how many records do not.
fn gather(records: &Sealed, desk: &Desk<'_>) -> (VaultCopy, usize) {
    let mut opened = Vec::with_capacity(records.len() + 1);
    let mut unopened = 0;
    for (id, sealed) in records {
        match open(*id, sealed, desk) {
            Some(record) if is_copied(&record) => opened.push(CopiedRecord { id: *id, opened: record }),
            Some(_) => {}
            None => unopened += 1,
        }
    }
    opened.extend(carried_key(&opened, desk));
    opened.sort_by(|a, b| (&a.opened.kind, a.id).cmp(&(&b.opened.kind, b.id)));
    (VaultCopy { made_on: desk.now.today(), records: opened }, unopened)
}

fn open(id: RecordId, sealed: &[u8], desk: &Desk<'_>) -> Option<Opened> {
    desk.vault.open_record(id, sealed).ok().and_then(|bytes| Opened::decode(&bytes).ok())
}

/// The directory is public and comes again by itself; when copies were made, and its account, is about this device.
fn is_copied(record: &Opened) -> bool {
    let stays_here = [
        DirectoryPartRecord::KIND,
        CopiesRecord::KIND,
        WaysInRecord::KIND,
        AccountRecord::KIND,
        DeviceRecord::KIND,
        LedgerRecord::KIND,
        GONE,
    ];
    !stays_here.contains(&record.kind.as_str())
}

/// What recognises the sessions of her calendars in another vault, so that the same file is the same there.
fn carried_key(records: &[CopiedRecord], desk: &Desk<'_>) -> Option<CopiedRecord> {
    let calendar = records.iter().find(|record| record.opened.kind == CalendarRecord::KIND)?;
    if records.iter().any(|record| record.opened.kind == SessionKeyRecord::KIND) {
        return None;
    }
    let key = SessionKeyRecord { key: *session_key(desk.vault) };
    // A name made from the calendar's, so that every copy has the same one.
    let id = RecordId(core::array::from_fn(|at| calendar.id.0[at] ^ 0xff));
    Some(CopiedRecord { id, opened: Opened::new(&key) })
}

fn contents(records: &Sealed, desk: &Desk<'_>) -> Contents {
    let (copy, unopened) = gather(records, desk);
    let kinds =
        count(copy.records.iter().map(|record| record.opened.kind.as_str()).filter(|kind| is_shown(kind)));
    Contents { kinds, unopened, bytes: copy.encode().as_str().len() }
}

fn compare(copy: &VaultCopy, records: &Sealed, desk: &Desk<'_>) -> Preview {
    let (here, _) = gather(records, desk);
    Beside::new(copy, &here.records).preview()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::testing::Ana;
    use crate::vault::{self, OpenView, Saving, VaultView};
    use crate::{Intent as AppIntent, View, caseload, check_in};

    fn say(ana: &mut Ana, intent: Intent) -> String {
        ana.does(AppIntent::Copies(intent))
    }

    fn view(ana: &Ana) -> CopiesView {
        match ana.sees(Area::Copies) {
            Some(View::Copies(view)) => view,
            other => panic!("no copies: {other:?}"),
        }
    }

    fn copy_of(ana: &mut Ana) -> Document {
        say(ana, Intent::HandOver);
        ana.handed_over.take().expect("a copy is handed over")
    }

    fn checks_in(ana: &mut Ana, words: &str) {
        for step in [
            check_in::Intent::Begin,
            check_in::Intent::Skip,
            check_in::Intent::AddChip(words.to_owned()),
            check_in::Intent::Next,
            check_in::Intent::Skip,
            check_in::Intent::Write(domain::check_in::Words::new(words)),
            check_in::Intent::Next,
            check_in::Intent::Close,
        ] {
            ana.does(AppIntent::CheckIn(step));
        }
    }

    /// A vault with something of several kinds in it.
    fn ana() -> Ana {
        let mut ana = Ana::at_her_desk();
        checks_in(&mut ana, "so tired");
        ana.does(AppIntent::Caseload(caseload::Intent::ByHand(18)));
        ana
    }

    fn everything(ana: &Ana) -> Vec<Option<View>> {
        let areas = Area::ALL.into_iter().filter(|area| !matches!(area, Area::Copies | Area::Finding));
        areas.map(|area| ana.sees(area)).collect()
    }

    #[test]
    fn a_copy_restored_on_a_new_device_is_all_of_it() {
        let mut first = ana();
        let copy = copy_of(&mut first);
        let mut second = Ana::at_her_desk();
        say(&mut second, Intent::LookOver(copy.clone()));
        let preview = view(&second).preview.expect("a preview");
        expect![[r#"([("check-in", 1), ("chips", 1), ("week", 1)], 0, [])"#]]
            .assert_eq(&format!("{:?}", (&preview.new, preview.same, &preview.different)));
        assert_eq!(second.records_kept(), 0, "looking changes nothing");

        say(&mut second, Intent::Restore(Prefer::Here));
        assert_eq!(view(&second).outcome, Some(Outcome::Restored { written: 3, set_aside: 0 }));
        assert_eq!(everything(&second), everything(&first));
        assert_eq!(view(&second).sealed_on, Some(first.now.today()), "the copy it came from is a good one");
        second.restarts();
        assert_eq!(everything(&second), everything(&first));
        assert_eq!(copy_of(&mut second), copy, "and a copy of it is the same copy");
    }

    #[test]
    fn the_same_copy_again_changes_nothing() {
        let mut ana = ana();
        let copy = copy_of(&mut ana);
        say(&mut ana, Intent::LookOver(copy));
        assert_eq!(view(&ana).preview.map(|preview| (preview.new, preview.same)), Some((Vec::new(), 3)));
        assert!(!say(&mut ana, Intent::Restore(Prefer::Copy)).contains("save"));
        assert_eq!(view(&ana).outcome, Some(Outcome::NothingNew));
    }

    #[test]
    fn of_two_that_differ_one_stays_and_the_other_is_in_every_later_copy() {
        for prefer in [Prefer::Here, Prefer::Copy] {
            let copy = copy_of(&mut ana());
            let mut other = Ana::at_her_desk();
            checks_in(&mut other, "other words");
            other.does(AppIntent::Caseload(caseload::Intent::ByHand(20)));
            say(&mut other, Intent::LookOver(copy.clone()));
            let preview = view(&other).preview.expect("a preview");
            let kinds: Vec<_> = preview.different.iter().map(|(kind, _)| kind.as_str()).collect();
            assert_eq!(kinds, ["check-in", "chips", "week"]);

            say(&mut other, Intent::Restore(prefer));
            assert!(matches!(view(&other).outcome, Some(Outcome::Restored { set_aside: 3, .. })));
            let Some(View::Caseload(caseload)) = other.sees(Area::Caseload) else { panic!("no caseload") };
            let sessions = if prefer == Prefer::Here { 20 } else { 18 };
            assert_eq!(caseload.this_week.map(|week| week.sessions), Some(sessions));
            let after = copy_of(&mut other);
            for kept in ["so tired", "other words", "\"sessions\":18", "\"sessions\":20"] {
                assert!(after.as_str().contains(kept), "{kept} is lost");
            }
            // What was set aside is not set aside once more.
            say(&mut other, Intent::LookOver(copy));
            if prefer == Prefer::Here {
                assert_eq!(view(&other).preview.map(|preview| preview.different), Some(Vec::new()));
            }
        }
    }

    #[test]
    fn a_restore_can_be_taken_back_except_for_what_was_changed_since() {
        let copy = copy_of(&mut ana());
        let mut other = Ana::at_her_desk();
        checks_in(&mut other, "other words");
        let before = everything(&other);
        say(&mut other, Intent::LookOver(copy.clone()));
        say(&mut other, Intent::Restore(Prefer::Copy));
        assert_ne!(everything(&other), before);
        assert!(view(&other).can_undo);
        say(&mut other, Intent::Undo);
        assert_eq!(view(&other).outcome, Some(Outcome::TakenBack { stayed: 0 }));
        assert_eq!(everything(&other), before);
        other.restarts();
        assert_eq!(everything(&other), before);

        say(&mut other, Intent::LookOver(copy));
        say(&mut other, Intent::Restore(Prefer::Copy));
        other.does(AppIntent::Caseload(caseload::Intent::ByHand(30)));
        say(&mut other, Intent::Undo);
        assert_eq!(view(&other).outcome, Some(Outcome::TakenBack { stayed: 1 }));
        let Some(View::Caseload(caseload)) = other.sees(Area::Caseload) else { panic!("no caseload") };
        assert_eq!(caseload.this_week.map(|week| week.sessions), Some(30));
    }

    #[test]
    fn a_disk_that_is_full_restores_nothing_until_there_is_room() {
        let copy = copy_of(&mut ana());
        let mut other = Ana::at_her_desk();
        say(&mut other, Intent::LookOver(copy));
        other.disk_is_full = true;
        say(&mut other, Intent::Restore(Prefer::Here));
        assert_eq!((other.records_kept(), view(&other).outcome, view(&other).under_way), (0, None, true));
        let Some(View::Vault(VaultView::Open(OpenView { saving, .. }))) = other.sees(Area::Vault) else {
            panic!("not open")
        };
        assert_eq!(saving, Saving::Failed);
        other.disk_is_full = false;
        other.does(AppIntent::Vault(vault::Intent::SaveAgain));
        assert!(matches!(view(&other).outcome, Some(Outcome::Restored { written: 3, .. })));
    }

    #[test]
    fn what_is_not_durable_is_in_a_copy_all_the_same() {
        let mut ana = Ana::at_her_desk();
        ana.disk_is_full = true;
        checks_in(&mut ana, "so tired");
        assert_eq!(ana.records_kept(), 0);
        assert!(copy_of(&mut ana).as_str().contains("so tired"));
    }

    #[test]
    fn a_record_that_does_not_open_is_counted_and_in_no_copy() {
        let mut ana = ana();
        ana.spoil_a_record();
        say(&mut ana, Intent::LookThrough);
        let contents = view(&ana).contents.expect("looked through");
        assert_eq!((contents.unopened, contents.kinds.len()), (1, 2));
        assert_eq!(contents.bytes, copy_of(&mut ana).as_str().len());
    }

    #[test]
    fn what_is_no_copy_says_so_and_changes_nothing() {
        let mut ana = ana();
        let before = everything(&ana);
        say(&mut ana, Intent::LookOver(Document::new("{}".to_owned())));
        assert_eq!(view(&ana).outcome, Some(Outcome::Refused(CopyError::NotACopy)));
        assert!(!say(&mut ana, Intent::Restore(Prefer::Copy)).contains("save"));
        assert_eq!(everything(&ana), before);
    }

    #[test]
    fn records_of_a_newer_held_or_of_none_are_told_apart() {
        let mut ana = Ana::at_her_desk();
        let copy = r#"{"format":"held-copy","version":1,"made_on":"2026-11-23","records":[
{"id":"AQEBAQEBAQEBAQEBAQEBAQ","kind":"dream","version":1,"body":{}},
{"id":"AgICAgICAgICAgICAgICAg","kind":"chips","version":1,"body":{"put_away":7}}
]}"#;
        say(&mut ana, Intent::LookOver(Document::new(copy.to_owned())));
        let preview = view(&ana).preview.expect("a preview");
        assert_eq!((preview.newer, preview.unreadable), (1, 1));
        say(&mut ana, Intent::Restore(Prefer::Here));
        assert_eq!(view(&ana).outcome, Some(Outcome::Restored { written: 1, set_aside: 0 }));
        assert!(copy_of(&mut ana).as_str().contains("dream"), "kept for a newer one");
    }

    #[test]
    fn the_day_of_the_last_good_copy_and_a_no_are_remembered() {
        let mut ana = ana();
        assert!(view(&ana).may_be_offered);
        say(&mut ana, Intent::NotNow);
        assert!(!view(&ana).may_be_offered);
        say(&mut ana, Intent::Saved);
        say(&mut ana, Intent::Rehearsed);
        ana.restarts();
        let today = Some(ana.now.today());
        let CopiesView { sealed_on, rehearsed_on, may_be_offered, .. } = view(&ana);
        assert_eq!((sealed_on, rehearsed_on, may_be_offered), (today, today, false));
    }
}
