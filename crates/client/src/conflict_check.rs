//! Do we know someone? Asking one therapist privately about the people she has ticked.
//!
//! The therapist's client learns how many points were sent and nothing about whom; she learns counts. What a modified
//! client could learn is said on the screen before anything is sent, and stands in `SECURITY.md`.

use std::collections::BTreeMap;

use crypto::conflict_check::{AskError, OpenQuestion, Person};
use crypto::hello::Kind;
use jiff::civil::Date;
use protocol::directory::Listed;
use protocol::{EnvelopeId, ListingId, MailboxId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::exchange::{Exchange, Progress};
use crate::hello::day_after;
use crate::notes::{self, CheckAnswer, QuestionNote};
use crate::post::{Caller, Reply};
use crate::records::RecordId;
pub use crate::records::conflict_check::CheckOutcome;
use crate::records::conflict_check::CheckRecord;
use crate::{Area, Now};

/// What a person does about a check.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Intent {
    /// Asks one therapist about everyone who is ticked.
    Ask(ListingId),
    /// Takes back a check that has not left, or puts one away.
    Remove(EnvelopeId),
}

/// What is to be seen of checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictCheckView {
    /// Those asked, newest first.
    pub checks: Vec<CheckView>,
    /// Why the last one could not be asked.
    pub problem: Option<CheckProblem>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// Which one.
    pub check: EnvelopeId,
    /// Whom she asked.
    pub listing: ListingId,
    /// Her name in the listing, as it was.
    pub name: String,
    /// How many people and places she asked about.
    pub people: u32,
    /// When she asked.
    pub asked: Timestamp,
    /// The day by which to expect an answer.
    pub answer_by: Date,
    /// Where it is.
    pub stage: CheckStage,
}

/// Where a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckStage {
    /// Kept here; it leaves when there is a network.
    Kept,
    /// In her mailbox, sealed and blinded.
    Waiting,
    /// The day has passed.
    Overdue,
    /// It is over.
    Over(CheckOutcome),
}

/// Why a check cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckProblem {
    /// Nobody is ticked.
    NobodyTicked,
    /// More is ticked than one check can ask about.
    TooMany {
        /// What it would take, of at most [`crypto::conflict_check::MOST_POINTS`].
        points: usize,
    },
    /// This therapist's listing is not, or no longer, in the directory.
    NotListed,
    /// One is on its way to her already.
    AlreadyWaiting,
}

#[derive(Default)]
pub(crate) struct Checks {
    asked: BTreeMap<EnvelopeId, (RecordId, CheckRecord)>,
    problem: Option<CheckProblem>,
}

impl Checks {
    pub(crate) fn restore(&mut self, id: RecordId, record: CheckRecord) {
        self.asked.insert(record.exchange.envelope(), (id, record));
    }

    /// Another device removed one of these records.
    pub(crate) fn gone(&mut self, id: RecordId) {
        self.asked.retain(|_, (check, _)| *check != id);
    }

    pub(crate) fn resume(&mut self, desk: &mut Desk<'_>) {
        for (check, (_, record)) in &mut self.asked {
            if record.outcome.is_none() {
                record.exchange.go_on(Caller::ConflictCheck(*check), desk);
            }
        }
    }

    /// `listed` is the listing the intent is about; `people` are those who are ticked.
    pub(crate) fn update(
        &mut self,
        intent: Intent,
        listed: Option<&Listed>,
        people: &[Person],
        desk: &mut Desk<'_>,
    ) {
        self.problem = None;
        match intent {
            Intent::Ask(_) => {
                if let Err(problem) = self.ask(listed, people, desk) {
                    self.problem = Some(problem);
                }
            }
            Intent::Remove(check) => self.remove(check, desk),
        }
        desk.redraw(Area::ConflictCheck);
    }

    pub(crate) fn tick(&mut self, woken: Option<MailboxId>, desk: &mut Desk<'_>) {
        for (check, (_, record)) in &mut self.asked {
            if record.outcome.is_none() {
                record.exchange.tick(Caller::ConflictCheck(*check), woken, desk);
            }
        }
    }

    pub(crate) fn replied(&mut self, check: EnvelopeId, reply: Reply, desk: &mut Desk<'_>) {
        let Some((id, record)) = self.asked.get_mut(&check) else { return };
        let caller = Caller::ConflictCheck(check);
        match record.exchange.replied(reply, Kind::CheckAnswer, desk.now.at) {
            Progress::Nothing => return,
            Progress::Further | Progress::Posted => record.exchange.go_on(caller, desk),
            Progress::Refused => record.outcome = Some(CheckOutcome::DoorClosed),
            Progress::Answers(answers) => {
                // Only what she signed for this question counts; anything else is noise in the mailbox.
                let said = answers
                    .iter()
                    .find_map(|answer| notes::read_check_answer(answer, &record.signing_key, check).ok());
                if let Some(said) = said {
                    record.outcome = Some(outcome(&record.open, said));
                    record.open.clear();
                    record.exchange.stop(caller, desk);
                }
                record.exchange.acknowledge(caller, desk);
            }
        }
        desk.keep(*id, record);
        desk.redraw(Area::ConflictCheck);
    }

    pub(crate) fn view(&self, now: Now) -> ConflictCheckView {
        let mut checks: Vec<_> = self
            .asked
            .iter()
            .map(|(check, (_, record))| CheckView {
                check: *check,
                listing: record.listing,
                name: record.name.clone(),
                people: record.people,
                asked: record.asked,
                answer_by: record.answer_by,
                stage: stage(record, now.today()),
            })
            .collect();
        checks.sort_by_key(|check| core::cmp::Reverse(check.asked));
        ConflictCheckView { checks, problem: self.problem }
    }

    fn ask(
        &mut self,
        listed: Option<&Listed>,
        people: &[Person],
        desk: &mut Desk<'_>,
    ) -> Result<(), CheckProblem> {
        let listing = &listed.ok_or(CheckProblem::NotListed)?.listing;
        let under_way = |record: &CheckRecord| record.outcome.is_none() && record.listing == listing.id;
        if self.asked.values().any(|(_, record)| under_way(record)) {
            return Err(CheckProblem::AlreadyWaiting);
        }
        let (question, open) = OpenQuestion::make(people, desk.rng).map_err(|error| match error {
            AskError::Nobody => CheckProblem::NobodyTicked,
            AskError::TooMany { points } => CheckProblem::TooMany { points },
        })?;
        let answer_by = day_after(desk.now.today(), listing.answers_within_days);
        let mut exchange = Exchange::prepare(desk);
        let check = exchange.envelope();
        let note = notes::encode(&QuestionNote::new(question, answer_by, exchange.reply_to()));
        let door = &listing.door;
        let sealed =
            crypto::hello::seal(&door.hello_key, Kind::CheckQuestion, &listing.id.0, &note, desk.rng)
                .map_err(|_| CheckProblem::NotListed)?;
        exchange.address(door, sealed);
        exchange.go_on(Caller::ConflictCheck(check), desk);
        let record = CheckRecord {
            listing: listing.id,
            name: listing.name.clone(),
            signing_key: listing.signing_key,
            asked: desk.now.at,
            people: open.people(),
            answer_by,
            exchange,
            open: open.encode().to_vec(),
            outcome: None,
        };
        let id = desk.make_record_id();
        desk.keep(id, &record);
        self.asked.insert(check, (id, record));
        Ok(())
    }

    fn remove(&mut self, check: EnvelopeId, desk: &mut Desk<'_>) {
        if let Some((id, record)) = self.asked.remove(&check) {
            record.exchange.stop(Caller::ConflictCheck(check), desk);
            desk.forget(id);
        }
    }
}

fn outcome(open: &[u8], said: CheckAnswer) -> CheckOutcome {
    match said {
        CheckAnswer::TooFewPeople => CheckOutcome::TooFewPeople,
        CheckAnswer::Declined => CheckOutcome::Declined,
        CheckAnswer::Counted(answer) => {
            match OpenQuestion::decode(open).ok().and_then(|open| open.count(&answer).ok()) {
                None => CheckOutcome::Unreadable,
                Some(counts) => CheckOutcome::Counted {
                    people: counts.people_found(),
                    places: counts.places_found(),
                    names: counts.names_found(),
                },
            }
        }
    }
}

fn stage(record: &CheckRecord, today: Date) -> CheckStage {
    match record.outcome {
        Some(outcome) => CheckStage::Over(outcome),
        None if record.exchange.posted().is_none() => CheckStage::Kept,
        None if today > record.answer_by => CheckStage::Overdue,
        None => CheckStage::Waiting,
    }
}
