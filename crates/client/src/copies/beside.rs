//! A copy laid beside what is here: what is new, what is the same, and what differs. Of two that differ one stays in
//! its place and the other is set aside; nothing typed is ever dropped.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::{CopiedRecord, VaultCopy, count};
use crate::records::caseload::{CalendarRecord, SessionKeyRecord, WeekRecord};
use crate::records::check_in::ChipsRecord;
use crate::records::copies::{CopiesRecord, SetAsideRecord};
use crate::records::directory::{DirectoryPartRecord, DirectoryRecord};
use crate::records::door::{DoorRecord, ListingDraftRecord};
use crate::records::people::{ClientsSaidRecord, PlaceRecord};
use crate::records::{self, Opened, RecordError, RecordId, Stored};

/// Which of two that differ stays in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prefer {
    /// What is on this device.
    Here,
    /// What is in the copy.
    Copy,
}

/// What restoring a copy would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The day the copy was made.
    pub made_on: Date,
    /// What is not here yet, by kind.
    pub new: Vec<(String, usize)>,
    /// What is here already, just so.
    pub same: usize,
    /// What is here, but says something else, by kind.
    pub different: Vec<(String, usize)>,
    /// What comes from a newer Held. It is kept as it is, to be read by one.
    pub newer: usize,
    /// What cannot be read as what it says it is. It stays in the file.
    pub unreadable: usize,
}

/// One thing to write when a copy is restored.
pub(super) enum Put {
    /// As it was in the copy.
    Record(RecordId, Opened),
    /// Beside what stays.
    Aside(SetAsideRecord),
}

/// A copy, and what is here, compared.
pub(super) struct Beside<'a> {
    copy: &'a VaultCopy,
    here: &'a [CopiedRecord],
    fates: Vec<Fate>,
}

#[derive(Clone, Copy)]
enum Fate {
    New,
    Same,
    Different { here: usize },
    Newer,
    Unreadable,
}

impl<'a> Beside<'a> {
    /// Compares them.
    pub(super) fn new(copy: &'a VaultCopy, here: &'a [CopiedRecord]) -> Self {
        let by_id: BTreeMap<_, _> = here.iter().enumerate().map(|(at, record)| (record.id, at)).collect();
        let mut by_subject = BTreeMap::new();
        for (at, record) in here.iter().enumerate() {
            if let Some(subject) = subject(&record.opened) {
                by_subject.insert(subject, at);
            }
        }
        // What was set aside before counts as here, whatever it is called now.
        let aside: BTreeSet<_> = here.iter().filter_map(|record| set_aside(&record.opened)).collect();
        let fates = copy.records.iter().map(|record| {
            let known = match record.check() {
                Ok(known) => known,
                Err(RecordError::Malformed) => return Fate::Unreadable,
                Err(RecordError::Newer) => {
                    let here = by_id.get(&record.id).map(|at| &here[*at]);
                    return match here {
                        None => Fate::Newer,
                        // It cannot be compared, and what is here stays.
                        Some(_) => Fate::Same,
                    };
                }
            };
            let at = by_id.get(&record.id).or_else(|| by_subject.get(&subject(&record.opened)?));
            match at {
                None if is_ours_to_decide(&record.opened, &by_subject) => Fate::Same,
                None => Fate::New,
                Some(at) if here[*at].check().as_ref() == Ok(&known) => Fate::Same,
                Some(_) if stays_here(&record.opened) || aside.contains(&known) => Fate::Same,
                Some(at) => Fate::Different { here: *at },
            }
        });
        let fates = fates.collect();
        Self { copy, here, fates }
    }

    /// What would change.
    pub(super) fn preview(&self) -> Preview {
        let kinds = |wanted: fn(&Fate) -> bool| {
            let records = self.copy.records.iter().zip(&self.fates).filter(|(_, fate)| wanted(fate));
            count(records.map(|(record, _)| record.opened.kind.as_str()).filter(|kind| is_shown(kind)))
        };
        let how_many = |wanted: fn(&Fate) -> bool| self.fates.iter().filter(|fate| wanted(fate)).count();
        Preview {
            made_on: self.copy.made_on,
            new: kinds(|fate| matches!(fate, Fate::New)),
            same: how_many(|fate| matches!(fate, Fate::Same)),
            different: kinds(|fate| matches!(fate, Fate::Different { .. })),
            newer: how_many(|fate| matches!(fate, Fate::Newer)),
            unreadable: how_many(|fate| matches!(fate, Fate::Unreadable)),
        }
    }

    /// What to write.
    pub(super) fn writes(&self, prefer: Prefer, on: Date) -> Vec<Put> {
        let mut writes = Vec::new();
        for (record, fate) in self.copy.records.iter().zip(&self.fates) {
            match fate {
                Fate::Same | Fate::Unreadable => {}
                Fate::New | Fate::Newer => writes.push(Put::Record(record.id, record.opened.clone())),
                Fate::Different { here } => {
                    let here = &self.here[*here];
                    let loser = match prefer {
                        Prefer::Here => &record.opened,
                        Prefer::Copy => {
                            writes.push(Put::Record(here.id, record.opened.clone()));
                            &here.opened
                        }
                    };
                    writes.extend(aside(loser, here.id, on).map(Put::Aside));
                }
            }
        }
        writes
    }
}

/// Whether a kind is something she would count as hers.
pub(crate) fn is_shown(kind: &str) -> bool {
    ![SessionKeyRecord::KIND, DirectoryRecord::KIND, CopiesRecord::KIND, DirectoryPartRecord::KIND]
        .contains(&kind)
}

/// What says which thing a record is about, where that is not its id: there is one of it, or one for each day or place.
pub(crate) fn subject(opened: &Opened) -> Option<String> {
    match opened.kind.as_str() {
        ChipsRecord::KIND
        | CalendarRecord::KIND
        | ClientsSaidRecord::KIND
        | DirectoryRecord::KIND
        | DoorRecord::KIND
        | ListingDraftRecord::KIND
        | SessionKeyRecord::KIND => Some(opened.kind.clone()),
        WeekRecord::KIND => {
            let week: WeekRecord = opened.body().ok()?;
            Some(format!("{} {}", opened.kind, week.monday))
        }
        PlaceRecord::KIND => {
            let PlaceRecord(place) = opened.body().ok()?;
            Some(format!("{} {}", opened.kind, serde_json::to_string(&place.workplace).ok()?))
        }
        _ => None,
    }
}

/// Of these there is nothing of hers to lose, and what is here is newer, or bound to what is here.
fn stays_here(opened: &Opened) -> bool {
    matches!(opened.kind.as_str(), DirectoryRecord::KIND | ClientsSaidRecord::KIND | SessionKeyRecord::KIND)
}

/// A vault that has calendars recognises their sessions by its own key.
fn is_ours_to_decide(opened: &Opened, here: &BTreeMap<String, usize>) -> bool {
    opened.kind == SessionKeyRecord::KIND && here.contains_key(CalendarRecord::KIND)
}

/// What is set aside today, out of this place.
pub(crate) fn aside(opened: &Opened, place: RecordId, on: Date) -> Option<SetAsideRecord> {
    let body: Value = serde_json::from_str(opened.body.get()).ok()?;
    let (kind, version) = (opened.kind.clone(), opened.version);
    Some(SetAsideRecord { on, kind, version, body, place: Some(place) })
}

/// What was set aside, as it would be said in its place.
fn set_aside(opened: &Opened) -> Option<Vec<u8>> {
    if opened.kind != SetAsideRecord::KIND {
        return None;
    }
    let SetAsideRecord { kind, version, body, .. } = opened.body().ok()?;
    let body = serde_json::value::to_raw_value(&body).ok()?;
    records::settled(&Opened { kind, version, stamps: None, body }).ok()
}
