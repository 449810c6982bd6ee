//! Hellos she writes: prepared, looked over, sealed, sent, and answered.
//!
//! A hello is kept before it leaves. Offline it waits, and can be taken back as long as it has not left; from the
//! start it says by which day to expect an answer, and when that day passes the view says so, for a kind next step.

use std::collections::BTreeMap;

use crypto::hello::Kind;
use domain::hello::{AnswerLetter, HelloLetter};
use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::directory::Listed;
use protocol::{EnvelopeId, ListingId, MailboxId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::exchange::{Exchange, Progress};
use crate::notes::{self, HelloNote};
use crate::post::{Caller, Reply};
use crate::records::RecordId;
use crate::records::hello::{HelloRecord, ReceivedAnswer};
use crate::{Area, Now};

/// What a person does with a hello.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Lays a hello out to look it over before it leaves.
    Prepare {
        /// To whom.
        listing: ListingId,
        /// What it says.
        letter: HelloLetter,
    },
    /// Goes back to change the hello that is laid out, or lets it be.
    PutBack,
    /// Seals and sends the hello that is laid out.
    Send,
    /// Takes back a hello that has not left yet.
    TakeBack(EnvelopeId),
    /// Puts an answered, refused or overdue hello away.
    Close(EnvelopeId),
}

/// What is to be seen of hellos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloView {
    /// The one laid out to be looked over.
    pub prepared: Option<PreparedView>,
    /// Why the last one could not be laid out or sent.
    pub problem: Option<HelloProblem>,
    /// Those under way and answered, newest first.
    pub sent: Vec<SentView>,
}

/// A hello laid out before it leaves: all of this, and nothing else, is sealed and sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedView {
    /// To whom.
    pub listing: ListingId,
    /// Her name in the listing.
    pub name: String,
    /// What it says.
    pub letter: HelloLetter,
    /// The day by which to expect an answer.
    pub answer_by: Date,
}

/// Why a hello cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HelloProblem {
    /// It says nothing at all.
    SaysNothing,
    /// Three are waiting for an answer already.
    ThreeWaiting,
    /// This therapist's listing is not, or no longer, in the directory.
    NotListed,
    /// One to her is waiting already.
    AlreadyWaiting,
}

/// A hello under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentView {
    /// Which one.
    pub hello: EnvelopeId,
    /// To whom.
    pub listing: ListingId,
    /// Her name in the listing, as it was.
    pub name: String,
    /// What it says.
    pub letter: HelloLetter,
    /// When it was written.
    pub written: Timestamp,
    /// The day by which to expect an answer.
    pub answer_by: Date,
    /// Where it is.
    pub stage: Stage,
    /// What she answered, oldest first.
    pub answers: Vec<AnswerLetter>,
}

/// Where a hello is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Kept here; it leaves when there is a network, and can be taken back until then.
    Kept,
    /// In her mailbox, sealed.
    Waiting,
    /// In her mailbox, and the day has passed: time for a kind next step.
    Overdue,
    /// Answered.
    Answered,
    /// Her door takes no hellos any more.
    DoorClosed,
}

#[derive(Default)]
pub(crate) struct Hellos {
    sent: BTreeMap<EnvelopeId, (RecordId, HelloRecord)>,
    prepared: Option<PreparedView>,
    problem: Option<HelloProblem>,
}

impl Hellos {
    /// As many therapists as can be asked at once.
    const MOST_WAITING: usize = 3;

    pub(crate) fn restore(&mut self, id: RecordId, record: HelloRecord) {
        self.sent.insert(record.exchange.envelope(), (id, record));
    }

    /// Another device removed one of these records.
    pub(crate) fn gone(&mut self, id: RecordId) {
        self.sent.retain(|_, (hello, _)| *hello != id);
    }

    pub(crate) fn resume(&mut self, desk: &mut Desk<'_>) {
        for (hello, (_, record)) in &mut self.sent {
            if !record.refused && !record.closed {
                record.exchange.go_on(Caller::Hello(*hello), desk);
            }
        }
    }

    /// `listed` is the listing a prepared or sent hello goes to, if it is in the directory and believed.
    pub(crate) fn update(&mut self, intent: Intent, listed: Option<&Listed>, desk: &mut Desk<'_>) {
        self.problem = None;
        match intent {
            Intent::Prepare { letter, .. } => self.prepare(listed, letter, desk),
            Intent::PutBack => self.prepared = None,
            Intent::Send => self.send(listed, desk),
            Intent::TakeBack(hello) => self.take_back(hello, desk),
            Intent::Close(hello) => self.close(hello, desk),
        }
        desk.redraw(Area::Hello);
    }

    /// The listing that an intent is about.
    pub(crate) fn listing_of(&self, intent: &Intent) -> Option<ListingId> {
        match intent {
            Intent::Prepare { listing, .. } => Some(*listing),
            Intent::Send => self.prepared.as_ref().map(|prepared| prepared.listing),
            Intent::PutBack | Intent::TakeBack(_) | Intent::Close(_) => None,
        }
    }

    pub(crate) fn tick(&mut self, woken: Option<MailboxId>, desk: &mut Desk<'_>) {
        for (hello, (_, record)) in &mut self.sent {
            if !record.refused && !record.closed {
                record.exchange.tick(Caller::Hello(*hello), woken, desk);
            }
        }
    }

    pub(crate) fn replied(&mut self, hello: EnvelopeId, reply: Reply, desk: &mut Desk<'_>) {
        let Some((id, record)) = self.sent.get_mut(&hello) else { return };
        let caller = Caller::Hello(hello);
        match record.exchange.replied(reply, Kind::Answer, desk.now.at) {
            Progress::Nothing => return,
            Progress::Further => record.exchange.go_on(caller, desk),
            Progress::Posted => record.exchange.go_on(caller, desk),
            Progress::Refused => record.refused = true,
            Progress::Answers(answers) => {
                for answer in answers {
                    // What is not signed by her was put there by someone who saw the note, and is not shown.
                    if let Ok(letter) = notes::read_answer(&answer, &record.signing_key, hello) {
                        record.answers.push(ReceivedAnswer { at: desk.now.at, letter });
                    }
                }
                record.exchange.acknowledge(caller, desk);
            }
        }
        desk.keep(*id, record);
        desk.redraw(Area::Hello);
    }

    pub(crate) fn view(&self, now: Now) -> HelloView {
        let mut sent: Vec<_> = self
            .sent
            .iter()
            .filter(|(_, (_, record))| !record.closed)
            .map(|(hello, (_, record))| SentView {
                hello: *hello,
                listing: record.listing,
                name: record.name.clone(),
                letter: record.letter.clone(),
                written: record.written,
                answer_by: record.answer_by,
                stage: stage(record, now.today()),
                answers: record.answers.iter().map(|answer| answer.letter.clone()).collect(),
            })
            .collect();
        sent.sort_by_key(|hello| core::cmp::Reverse(hello.written));
        HelloView { prepared: self.prepared.clone(), problem: self.problem, sent }
    }

    fn prepare(&mut self, listed: Option<&Listed>, letter: HelloLetter, desk: &Desk<'_>) {
        match self.check(listed, &letter) {
            Err(problem) => self.problem = Some(problem),
            Ok(listed) => {
                let listing = &listed.listing;
                self.prepared = Some(PreparedView {
                    listing: listing.id,
                    name: listing.name.clone(),
                    letter,
                    answer_by: day_after(desk.now.today(), listing.answers_within_days),
                });
            }
        }
    }

    fn check<'a>(
        &self,
        listed: Option<&'a Listed>,
        letter: &HelloLetter,
    ) -> Result<&'a Listed, HelloProblem> {
        let listed = listed.ok_or(HelloProblem::NotListed)?;
        if !letter.says_something() {
            return Err(HelloProblem::SaysNothing);
        }
        let waiting = self
            .sent
            .values()
            .map(|(_, record)| record)
            .filter(|record| !record.closed && !record.refused && record.answers.is_empty());
        if waiting.clone().any(|record| record.listing == listed.listing.id) {
            return Err(HelloProblem::AlreadyWaiting);
        }
        if waiting.count() >= Self::MOST_WAITING {
            return Err(HelloProblem::ThreeWaiting);
        }
        Ok(listed)
    }

    fn send(&mut self, listed: Option<&Listed>, desk: &mut Desk<'_>) {
        let Some(prepared) = self.prepared.take() else { return };
        let listing = match self.check(listed, &prepared.letter) {
            Ok(listed) => &listed.listing,
            Err(problem) => {
                self.problem = Some(problem);
                self.prepared = Some(prepared);
                return;
            }
        };
        let mut exchange = Exchange::prepare(desk);
        let hello = exchange.envelope();
        let note = HelloNote::new(prepared.letter.clone(), prepared.answer_by, exchange.reply_to());
        let sealed = crypto::hello::seal(
            &listing.door.hello_key,
            Kind::Hello,
            &listing.id.0,
            &notes::encode(&note),
            desk.rng,
        );
        let Ok(sealed) = sealed else {
            // A key nobody can open: as good as no listing.
            self.problem = Some(HelloProblem::NotListed);
            self.prepared = Some(prepared);
            return;
        };
        exchange.address(&listing.door, sealed);
        exchange.go_on(Caller::Hello(hello), desk);
        let record = HelloRecord {
            listing: listing.id,
            name: prepared.name,
            signing_key: listing.signing_key,
            letter: prepared.letter,
            written: desk.now.at,
            answer_by: prepared.answer_by,
            exchange,
            refused: false,
            closed: false,
            answers: Vec::new(),
        };
        let id = desk.make_record_id();
        desk.keep(id, &record);
        self.sent.insert(hello, (id, record));
    }

    /// Only what has not left can be taken back. A send that is under way may still arrive: then the mailbox for its
    /// answer is simply never read.
    fn take_back(&mut self, hello: EnvelopeId, desk: &mut Desk<'_>) {
        let Some((id, record)) = self.sent.get(&hello) else { return };
        if record.exchange.posted().is_none() {
            record.exchange.stop(Caller::Hello(hello), desk);
            desk.forget(*id);
            self.sent.remove(&hello);
        }
    }

    fn close(&mut self, hello: EnvelopeId, desk: &mut Desk<'_>) {
        let Some((id, record)) = self.sent.get_mut(&hello) else { return };
        record.exchange.stop(Caller::Hello(hello), desk);
        record.closed = true;
        desk.keep(*id, record);
    }
}

fn stage(record: &HelloRecord, today: Date) -> Stage {
    if !record.answers.is_empty() {
        Stage::Answered
    } else if record.refused {
        Stage::DoorClosed
    } else if record.exchange.posted().is_none() {
        Stage::Kept
    } else if today > record.answer_by {
        Stage::Overdue
    } else {
        Stage::Waiting
    }
}

/// The day so many days later; the same day at the end of time.
pub(crate) fn day_after(day: Date, days: u8) -> Date {
    day.checked_add(i64::from(days).days()).unwrap_or(day)
}
