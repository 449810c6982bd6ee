//! What was set aside: of two versions of a thing, the one that did not stay in its place. It can be read, put back in the
//! place of what is there now, kept beside it, or let go; and what was done last can be undone.
//!
//! It is never read by its kind alone: whatever a record says can be shown, so that a kind added later is not forgotten.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use domain::check_in::CheckIn;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Area;
use crate::copies::{Sealed, aside, lines, subject};
use crate::desk::Desk;
use crate::ledger::GONE;
use crate::records::caseload::WeekRecord;
use crate::records::check_in::{CheckInRecord, ChipsRecord};
use crate::records::copies::SetAsideRecord;
use crate::records::door::ListingDraftRecord;
use crate::records::people::{PersonRecord, PlaceRecord};
use crate::records::{Opened, RecordId, Stored as _, settled};

/// What a person does with what was set aside.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Puts it back. What is in its place now is set aside instead.
    PutBack(ThingId),
    /// Keeps it beside what is there.
    KeepBoth(ThingId),
    /// Lets it go.
    LetGo(ThingId),
    /// Takes back what was done last.
    Undo,
}

/// Names one thing that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ThingId(String);

/// What is to be seen of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SetAsideView {
    /// All of it, what was set aside last first.
    pub things: Vec<ThingView>,
    /// Something is being kept.
    pub under_way: bool,
    /// What came of the last thing that was done.
    pub outcome: Option<Outcome>,
    /// It can be undone.
    pub can_undo: bool,
}

/// One thing that was set aside.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ThingView {
    /// Which one.
    pub id: ThingId,
    /// The day it was set aside.
    pub on: Date,
    /// What kind of thing it is, by the name of its record.
    pub kind: String,
    /// The day or the Monday it is about.
    pub day: Option<Date>,
    /// Whom or what it is about.
    pub name: Option<String>,
    /// What it says.
    pub says: Says,
    /// It can be put back in its place.
    pub can_be_put_back: bool,
    /// It can stand beside what is there.
    pub can_stand_beside: bool,
}

/// What a thing says.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub enum Says {
    /// A check-in, which is drawn as one.
    CheckIn(Box<CheckIn>),
    /// So many sessions in a week.
    Sessions(usize),
    /// The fields of anything else, by name.
    Lines(Vec<(String, String)>),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is back in its place, and what was there is set aside.
    PutBack,
    /// Both are kept.
    BothKept,
    /// It is gone.
    LetGo,
    /// All is as it was before.
    Undone,
    /// Something was changed since, so nothing was done.
    ChangedSince,
}

/// What was set aside, and what is being done with it.
#[derive(Default)]
pub(crate) struct SetAside {
    things: BTreeMap<RecordId, SetAsideRecord>,
    wanted: Option<Wanted>,
    /// What will have come of it once it is durable.
    coming: Option<Outcome>,
    outcome: Option<Outcome>,
    undo: BTreeMap<RecordId, Change>,
}

#[derive(Clone, Copy)]
enum Wanted {
    Do(Deed, RecordId),
    Undo,
    /// What was done is durable: what is in memory is out of date.
    Afresh,
}

#[derive(Clone, Copy)]
enum Deed {
    PutBack,
    KeepBoth,
    LetGo,
}

/// One record before a deed, opened, and after it, sealed.
struct Change {
    before: Option<Opened>,
    after: Option<Vec<u8>>,
}

impl SetAside {
    pub(crate) fn restore(&mut self, id: RecordId, record: SetAsideRecord) {
        self.things.insert(id, record);
    }

    /// Another device removed one of these records.
    pub(crate) fn gone(&mut self, id: RecordId) {
        self.things.remove(&id);
    }

    /// Lets go of what was taken in, as it all comes again.
    pub(crate) fn begin_afresh(&mut self) {
        self.things.clear();
    }

    pub(crate) fn view(&self) -> SetAsideView {
        let mut things: Vec<_> = self.things.iter().map(|(id, record)| view_of(*id, record)).collect();
        things.sort_by(|a, b| (b.on, &a.id).cmp(&(a.on, &b.id)));
        SetAsideView {
            things,
            under_way: self.wanted.is_some(),
            outcome: self.outcome,
            can_undo: self.wanted.is_none() && !self.undo.is_empty(),
        }
    }

    pub(crate) fn update(&mut self, intent: &Intent, desk: &mut Desk<'_>) {
        let wanted = match intent {
            Intent::PutBack(thing) => self.find(thing).map(|id| Wanted::Do(Deed::PutBack, id)),
            Intent::KeepBoth(thing) => self.find(thing).map(|id| Wanted::Do(Deed::KeepBoth, id)),
            Intent::LetGo(thing) => self.find(thing).map(|id| Wanted::Do(Deed::LetGo, id)),
            Intent::Undo => (!self.undo.is_empty()).then_some(Wanted::Undo),
        };
        // A second tap changes nothing.
        if self.wanted.is_none() && wanted.is_some() {
            self.wanted = wanted;
            self.outcome = None;
            desk.read_records();
        }
        desk.redraw(Area::SetAside);
    }

    /// The store was read. Whether everything is to be taken in afresh from it.
    pub(crate) fn records_read(&mut self, records: &Sealed, desk: &mut Desk<'_>) -> bool {
        let Some(wanted) = self.wanted.take() else { return false };
        match wanted {
            Wanted::Do(deed, id) => self.carry_out(deed, id, records, desk),
            Wanted::Undo => self.take_back(records, desk),
            Wanted::Afresh => self.outcome = self.coming.take(),
        }
        desk.redraw(Area::SetAside);
        matches!(wanted, Wanted::Afresh)
    }

    fn find(&self, thing: &ThingId) -> Option<RecordId> {
        self.things.keys().copied().find(|id| thing_id(*id) == *thing)
    }

    fn carry_out(&mut self, deed: Deed, id: RecordId, records: &Sealed, desk: &mut Desk<'_>) {
        let Some(record) = self.things.get(&id) else { return };
        let Some(opened) = opened(record) else { return };
        let mut changes = Vec::new();
        match deed {
            Deed::LetGo => {}
            Deed::KeepBoth if stands_beside(record) => {
                changes.push((desk.make_record_id(), Some(opened)));
            }
            Deed::PutBack if has_a_place(record) => {
                let place = place(record, &opened, records, desk).unwrap_or_else(|| desk.make_record_id());
                let there = open(place, records, desk);
                if let Some(instead) = there.and_then(|there| aside(&there, place, desk.now.today())) {
                    changes.push((desk.make_record_id(), Some(Opened::new(&instead))));
                }
                changes.push((place, Some(opened)));
            }
            Deed::KeepBoth | Deed::PutBack => return,
        }
        changes.push((id, None));
        let Some(undo) = write(changes, records, desk) else { return };
        self.undo = undo;
        self.coming = Some(match deed {
            Deed::PutBack => Outcome::PutBack,
            Deed::KeepBoth => Outcome::BothKept,
            Deed::LetGo => Outcome::LetGo,
        });
        self.read_afresh(desk);
    }

    /// All of it, or nothing if any of it was changed since.
    fn take_back(&mut self, records: &Sealed, desk: &mut Desk<'_>) {
        let undo = core::mem::take(&mut self.undo);
        let is_as_left = |(id, change): (&RecordId, &Change)| sealed(*id, records) == change.after.as_ref();
        if !undo.iter().all(is_as_left) {
            self.outcome = Some(Outcome::ChangedSince);
            return;
        }
        let changes = undo.into_iter().map(|(id, change)| (id, change.before)).collect();
        if write(changes, records, desk).is_some() {
            self.coming = Some(Outcome::Undone);
            self.read_afresh(desk);
        }
    }

    fn read_afresh(&mut self, desk: &mut Desk<'_>) {
        self.wanted = Some(Wanted::Afresh);
        desk.read_records_once_saved();
    }
}

/// Keeps or removes each of these in one save, and says how it was before; nothing if one cannot be sealed.
fn write(
    changes: Vec<(RecordId, Option<Opened>)>,
    records: &Sealed,
    desk: &mut Desk<'_>,
) -> Option<BTreeMap<RecordId, Change>> {
    let mut undo = BTreeMap::new();
    for (id, content) in changes {
        let before = open(id, records, desk);
        let after = match content {
            Some(content) => Some(desk.keep_opened(id, content)?),
            None => desk.forget(id),
        };
        undo.insert(id, Change { before, after });
    }
    Some(undo)
}

fn sealed(id: RecordId, records: &Sealed) -> Option<&Vec<u8>> {
    records.iter().find_map(|(there, sealed)| (*there == id).then_some(sealed))
}

fn open(id: RecordId, records: &Sealed, desk: &Desk<'_>) -> Option<Opened> {
    let bytes = desk.vault.open_record(id, sealed(id, records)?).ok()?;
    Opened::decode(&bytes).ok().filter(|opened| opened.kind != GONE)
}

/// Where it belongs: where something about the same day or thing is now, or else where it was.
fn place(record: &SetAsideRecord, opened: &Opened, records: &Sealed, desk: &Desk<'_>) -> Option<RecordId> {
    let about = subject(opened);
    if about.is_none() || record.place.is_some_and(|place| sealed(place, records).is_some()) {
        return record.place;
    }
    let now = records.iter().find_map(|(id, sealed)| {
        let there = Opened::decode(&desk.vault.open_record(*id, sealed).ok()?).ok()?;
        (subject(&there) == about).then_some(*id)
    });
    now.or(record.place)
}

/// As it would be in its place.
fn opened(record: &SetAsideRecord) -> Option<Opened> {
    let body = serde_json::value::to_raw_value(&record.body).ok()?;
    Some(Opened { kind: record.kind.clone(), version: record.version, stamps: None, body })
}

/// Whether it may go back. What holds keys, or is part of something under way with somebody else, stays beside it: an
/// older state of that could send a thing twice, or lose an answer.
fn has_a_place(record: &SetAsideRecord) -> bool {
    const HERS_ALONE: [&str; 6] = [
        CheckInRecord::KIND,
        ChipsRecord::KIND,
        ListingDraftRecord::KIND,
        PersonRecord::KIND,
        PlaceRecord::KIND,
        WeekRecord::KIND,
    ];
    HERS_ALONE.contains(&record.kind.as_str())
        && opened(record).is_some_and(|opened| {
            settled(&opened).is_ok() && (record.place.is_some() || subject(&opened).is_some())
        })
}

/// Of some things there may be two: a day can have two check-ins.
fn stands_beside(record: &SetAsideRecord) -> bool {
    record.kind == CheckInRecord::KIND && opened(record).is_some_and(|opened| settled(&opened).is_ok())
}

fn thing_id(id: RecordId) -> ThingId {
    ThingId(HEXLOWER.encode(&id.0))
}

fn view_of(id: RecordId, record: &SetAsideRecord) -> ThingView {
    let text = |field: &str| record.body.get(field).and_then(Value::as_str);
    ThingView {
        id: thing_id(id),
        on: record.on,
        kind: record.kind.clone(),
        day: text("day").or_else(|| text("monday")).and_then(|day| day.parse().ok()),
        name: text("name").filter(|name| !name.is_empty()).map(str::to_owned),
        says: says(record),
        can_be_put_back: has_a_place(record),
        can_stand_beside: stands_beside(record),
    }
}

fn says(record: &SetAsideRecord) -> Says {
    let opened = opened(record);
    if let Some(CheckInRecord(check_in)) = opened.as_ref().and_then(|opened| opened.body().ok()) {
        return Says::CheckIn(Box::new(check_in));
    }
    if let Some(week) = opened.as_ref().and_then(|opened| opened.body::<WeekRecord>().ok()) {
        return Says::Sessions(week.by_hand.map_or(week.sessions.len(), |counts| counts.sessions as usize));
    }
    Says::Lines(lines(&record.body))
}

impl core::fmt::Debug for ThingView {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ThingView").field("on", &self.on).field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
