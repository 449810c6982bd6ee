//! Her door: the therapist's side of hellos and checks.
//!
//! Her client makes the listing's keys and keeps them; the steward vouches for the listing but never holds them. What
//! comes through the door is opened and kept here before the server is told that it may drop it.

use std::collections::BTreeMap;

use crypto::conflict_check::{Identifier, Person, Question, Refusal};
use crypto::hello::{HelloSecretKey, Kind};
use domain::hello::{AnswerKind, AnswerLetter, HelloLetter};
use jiff::civil::Date;
use protocol::listing::{Door, Listing};
use protocol::mailbox::{Days, Envelope, MakeMailbox, Sequence};
use protocol::{EnvelopeId, ListingId, MailboxId, PublicKey, Timestamp};
use serde::{Deserialize, Serialize};
use trust::ListingKey;

pub mod draft;
mod listing;

pub(crate) use listing::ListedNow;
pub use listing::{NotTaken, Progress};

use crate::Area;
use crate::desk::Desk;
use crate::exchange::Outgoing;
use crate::notes::{self, CheckAnswer, HelloNote, QuestionNote};
use crate::post::{Call, Caller, Reply};
use crate::records::RecordId;
use crate::records::conflict_check::{ReceivedCheckRecord, SaidToCheck};
use crate::records::door::{DoorRecord, ListingDraftRecord};
use crate::records::hello::{GivenAnswer, ReceivedHelloRecord};
use draft::{ListingDraft, Part, Slip};
use listing::Writing;

/// What a therapist does at her door.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Keeps what is typed of a listing, finished or not.
    Write(Box<ListingDraft>),
    /// Reads what is typed, to see it as others will, or to hear what does not fit.
    LookOver(Box<ListingDraft>),
    /// Goes back to the form.
    PutBack,
    /// Lets go of what is typed.
    LetGo,
    /// Hands in what was looked over.
    HandIn,
    /// Sends a refused listing once more.
    SendAgain,
    /// Hands in a listing made elsewhere. Its id, door and keys are filled in here.
    Publish(Box<Listing>),
    /// Reads a hello.
    Read(EnvelopeId),
    /// Answers a hello.
    Answer(EnvelopeId, AnswerLetter),
    /// Answers a check from her people.
    AnswerCheck(EnvelopeId),
    /// Would rather not answer a check.
    DeclineCheck(EnvelopeId),
}

/// What is to be seen at her door.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorView {
    /// Her listing, if she has one.
    pub listing: Option<Listing>,
    /// Whether the server has it as it is here.
    pub handed_in: bool,
    /// How far it has come.
    pub progress: Progress,
    /// The form: as she left it, or filled with her listing.
    pub draft: ListingDraft,
    /// Whether the form holds something that was not handed in.
    pub unfinished: bool,
    /// What does not fit in the form, once she has looked it over.
    pub slips: Vec<(Part, Slip)>,
    /// What she looked over, as others will see it.
    pub prepared: Option<Listing>,
    /// Hellos, newest first.
    pub hellos: Vec<ReceivedHelloView>,
    /// Checks, newest first.
    pub checks: Vec<ReceivedCheckView>,
}

/// A hello that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedHelloView {
    /// Which one.
    pub hello: EnvelopeId,
    /// When it came.
    pub at: Timestamp,
    /// What it says.
    pub letter: HelloLetter,
    /// The day by which its writer was told to expect an answer.
    pub answer_by: Date,
    /// Whether it has been read.
    pub read: bool,
    /// What she answered.
    pub answer: Option<AnswerLetter>,
    /// Whether the answer has left.
    pub answer_left: bool,
}

/// A check that came. Nothing shows yet that a colleague asked it: it is not verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedCheckView {
    /// Which one.
    pub check: EnvelopeId,
    /// When it came.
    pub at: Timestamp,
    /// How many points it holds, padding included.
    pub size: usize,
    /// The day by which its writer was told to expect an answer.
    pub answer_by: Date,
    /// Whether it was answered, declined, or neither yet.
    pub said: Option<Said>,
}

/// What was said to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// It was answered.
    Answered,
    /// She would rather not.
    Declined,
}

/// Her people, as a check is answered from them.
pub(crate) struct HerPeople {
    pub(crate) people: Vec<Person>,
    /// Her own clients foremost: nothing is ever answered about them.
    pub(crate) never: Vec<Identifier>,
}

#[derive(Default)]
pub(crate) struct HerDoor {
    door: Option<(RecordId, DoorRecord)>,
    hellos: BTreeMap<EnvelopeId, (RecordId, ReceivedHelloRecord)>,
    checks: BTreeMap<EnvelopeId, (RecordId, ReceivedCheckRecord)>,
    last_look: Option<Timestamp>,
    writing: Writing,
    /// Why the server did not take the listing, if so. Not kept: it is asked again whenever her client opens.
    refused: Option<NotTaken>,
}

impl HerDoor {
    const LOOK_EVERY: u64 = 2 * Timestamp::MINUTE;

    pub(crate) fn restore(&mut self, id: RecordId, record: DoorRecord) {
        self.door = Some((id, record));
    }

    pub(crate) fn restore_hello(&mut self, id: RecordId, record: ReceivedHelloRecord) {
        self.hellos.insert(record.hello, (id, record));
    }

    pub(crate) fn restore_check(&mut self, id: RecordId, record: ReceivedCheckRecord) {
        self.checks.insert(record.question, (id, record));
    }

    pub(crate) fn restore_draft(&mut self, id: RecordId, record: ListingDraftRecord) {
        self.writing.restore(id, record);
    }

    /// Another device removed one of these records.
    pub(crate) fn gone(&mut self, id: RecordId) {
        self.door.take_if(|(door, _)| *door == id);
        self.hellos.retain(|_, (hello, _)| *hello != id);
        self.checks.retain(|_, (check, _)| *check != id);
        self.writing.gone(id);
    }

    pub(crate) fn resume(&mut self, desk: &mut Desk<'_>) {
        self.renew(desk);
        self.go_on(desk);
        for (hello, (_, record)) in &self.hellos {
            if let Some(answer) = record.answer.as_ref().filter(|answer| !answer.posted) {
                answer.note.send(Caller::Answer(*hello), desk);
            }
        }
        for (check, (_, record)) in &self.checks {
            if let Some(note) = record.said.as_ref().and_then(|said| said.note.as_ref()) {
                note.send(Caller::Answer(*check), desk);
            }
        }
    }

    /// `listed` is what the directory shows of her.
    pub(crate) fn update(
        &mut self,
        intent: Intent,
        listed: Option<ListedNow>,
        people: impl FnOnce() -> HerPeople,
        desk: &mut Desk<'_>,
    ) {
        let before = self.door.as_ref().map(|(_, door)| &door.listing);
        match intent {
            Intent::Write(draft) => self.writing.keep(*draft, before, desk),
            Intent::LookOver(draft) => self.writing.look_over(*draft, before, desk),
            Intent::PutBack => self.writing.put_back(),
            Intent::LetGo => self.writing.let_go(desk),
            Intent::HandIn => self.hand_in(desk),
            Intent::SendAgain => self.send_again(listed, desk),
            Intent::Publish(listing) => self.publish(*listing, desk),
            Intent::Read(hello) => self.read(hello, desk),
            Intent::Answer(hello, letter) => self.answer(hello, letter, desk),
            Intent::AnswerCheck(check) => self.say_to_check(check, Some(people()), desk),
            Intent::DeclineCheck(check) => self.say_to_check(check, None, desk),
        }
        desk.redraw(Area::Door);
    }

    pub(crate) fn tick(&mut self, woken: Option<MailboxId>, desk: &mut Desk<'_>) {
        let Some((_, door)) = &self.door else { return };
        let due = self.last_look.is_none_or(|last| desk.now.at.since(last) >= Self::LOOK_EVERY);
        if door.mailbox_made && (woken == Some(door.mailbox) || (woken.is_none() && due)) {
            self.look(desk);
        }
    }

    /// Takes in what the server said about the mailbox. `automatic` answers checks as soon as they come.
    pub(crate) fn replied(
        &mut self,
        reply: Reply,
        automatic: bool,
        people: impl Fn() -> HerPeople,
        desk: &mut Desk<'_>,
    ) {
        let Some((id, door)) = &mut self.door else { return };
        match reply {
            Reply::Done if !door.mailbox_made => {
                door.mailbox_made = true;
                desk.keep(*id, door);
                self.go_on(desk);
            }
            // Without a mailbox there is no door to list.
            Reply::Refused { .. } if !door.mailbox_made => self.refused = Some(NotTaken::Other),
            Reply::Envelopes(envelopes) => self.take_in(&envelopes, automatic, people, desk),
            Reply::Done
            | Reply::Content(_)
            | Reply::Refused { .. }
            | Reply::Problem { .. }
            | Reply::Unreachable => {}
        }
        desk.redraw(Area::Door);
    }

    /// An answer has left, or can never arrive.
    pub(crate) fn answer_replied(&mut self, note: EnvelopeId, desk: &mut Desk<'_>) {
        if let Some((id, record)) = self.hellos.get_mut(&note) {
            if let Some(answer) = &mut record.answer {
                answer.posted = true;
            }
            desk.keep(*id, record);
        }
        if let Some((id, record)) = self.checks.get_mut(&note) {
            if let Some(said) = &mut record.said {
                said.note = None;
            }
            desk.keep(*id, record);
        }
        desk.redraw(Area::Door);
    }

    pub(crate) fn view(&self, listed: Option<ListedNow>) -> DoorView {
        let mut hellos: Vec<_> = self.hellos.values().map(|(_, record)| hello_view(record)).collect();
        hellos.sort_by_key(|hello| core::cmp::Reverse(hello.at));
        let mut checks: Vec<_> = self.checks.values().map(|(_, record)| check_view(record)).collect();
        checks.sort_by_key(|check| core::cmp::Reverse(check.at));
        let door = self.door.as_ref().map(|(_, door)| door);
        DoorView {
            listing: door.map(|door| door.listing.clone()),
            handed_in: door.is_some_and(|door| door.handed_in),
            progress: self.progress(listed),
            draft: match (self.writing.draft(), door) {
                (Some(draft), _) => draft.clone(),
                (None, Some(door)) => ListingDraft::of(&door.listing),
                (None, None) => ListingDraft::default(),
            },
            unfinished: self.writing.draft().is_some(),
            slips: self.writing.slips().to_vec(),
            prepared: self.writing.prepared().cloned(),
            hellos,
            checks,
        }
    }

    /// Makes the mailbox, or has the server keep it for longer: each time her client opens will do.
    fn renew(&self, desk: &mut Desk<'_>) {
        let Some((_, door)) = &self.door else { return };
        let make = MakeMailbox {
            write: door.listing.door.write.hash(),
            read: door.read.hash(),
            days: Days::LONGEST,
        };
        desk.ask(Caller::Door, Call::MakeMailbox(door.mailbox, make));
    }

    /// Does what comes next: makes the mailbox, then hands the listing in and watches.
    fn go_on(&mut self, desk: &mut Desk<'_>) {
        let Some((_, door)) = &self.door else { return };
        if !door.mailbox_made {
            return self.renew(desk);
        }
        self.ask_to_list(desk);
        desk.watch(door.mailbox, &door.read);
        self.look(desk);
    }

    fn look(&mut self, desk: &mut Desk<'_>) {
        let Some((_, door)) = &self.door else { return };
        self.last_look = Some(desk.now.at);
        let (mailbox, read, after) = (door.mailbox, door.read.clone(), door.read_up_to);
        desk.ask(Caller::Door, Call::Read { mailbox, read, after });
    }

    fn take_in(
        &mut self,
        envelopes: &[Envelope],
        automatic: bool,
        people: impl Fn() -> HerPeople,
        desk: &mut Desk<'_>,
    ) {
        let Some((id, door)) = &mut self.door else { return };
        let Some(last) = envelopes.last() else { return };
        let (secret, listing) = (HelloSecretKey::from_bytes(door.hello_secret), door.listing.id);
        let fresh: Vec<_> =
            envelopes.iter().filter(|envelope| envelope.sequence > door.read_up_to).cloned().collect();
        door.read_up_to = door.read_up_to.max(last.sequence);
        desk.keep(*id, door);
        let (mailbox, read, up_to) = (door.mailbox, door.read.clone(), door.read_up_to);
        desk.ask(Caller::Door, Call::Acknowledge { mailbox, read, up_to });
        for envelope in fresh {
            if let Some(note) = open_hello(&secret, listing, &envelope) {
                self.keep_hello(envelope.id, note, desk);
            } else if let Some(note) = open_question(&secret, listing, &envelope) {
                self.keep_check(envelope.id, note, desk);
                if automatic {
                    self.say_to_check(envelope.id, Some(people()), desk);
                }
            }
            // Anything else is noise: the door is public.
        }
        // There may be more than one page.
        self.look(desk);
    }

    fn keep_hello(&mut self, hello: EnvelopeId, note: HelloNote, desk: &mut Desk<'_>) {
        if self.hellos.contains_key(&hello) {
            return;
        }
        let HelloNote { letter, answer_by, reply, .. } = note;
        let record = ReceivedHelloRecord {
            hello,
            at: desk.now.at,
            letter,
            answer_by,
            reply,
            read: false,
            answer: None,
        };
        let id = desk.only_record::<ReceivedHelloRecord>(&hello.to_string());
        desk.keep(id, &record);
        self.hellos.insert(hello, (id, record));
    }

    fn keep_check(&mut self, question: EnvelopeId, note: QuestionNote, desk: &mut Desk<'_>) {
        let Ok(points) = Question::decode(&note.question) else { return };
        if self.checks.contains_key(&question) {
            return;
        }
        let record = ReceivedCheckRecord {
            question,
            at: desk.now.at,
            size: points.batches().map(|(_, size)| size).sum(),
            points: note.question,
            answer_by: note.answer_by,
            reply: note.reply,
            said: None,
        };
        let id = desk.only_record::<ReceivedCheckRecord>(&question.to_string());
        desk.keep(id, &record);
        self.checks.insert(question, (id, record));
    }

    fn read(&mut self, hello: EnvelopeId, desk: &mut Desk<'_>) {
        if let Some((id, record)) = self.hellos.get_mut(&hello)
            && !record.read
        {
            record.read = true;
            desk.keep(*id, record);
        }
    }

    fn answer(&mut self, hello: EnvelopeId, letter: AnswerLetter, desk: &mut Desk<'_>) {
        let (Some((_, door)), Some((id, record))) = (&self.door, self.hellos.get_mut(&hello)) else { return };
        let says_something = letter.kind != AnswerKind::Welcome || !letter.words.is_blank();
        if record.answer.is_some() || !says_something {
            return;
        }
        let key = ListingKey::from_seed(&door.signing_seed);
        let content = notes::make_answer(&key, hello, &letter);
        let Some(note) = seal_to(&record.reply, Kind::Answer, hello, &content, desk) else { return };
        note.send(Caller::Answer(hello), desk);
        record.answer = Some(GivenAnswer { letter, note, posted: false });
        record.read = true;
        desk.keep(*id, record);
    }

    /// Answers from `people`, or declines.
    fn say_to_check(&mut self, check: EnvelopeId, people: Option<HerPeople>, desk: &mut Desk<'_>) {
        let (Some((_, door)), Some((id, record))) = (&self.door, self.checks.get_mut(&check)) else { return };
        let Ok(question) = Question::decode(&record.points) else { return };
        if record.said.is_some() {
            return;
        }
        let declined = people.is_none();
        let said = people.map_or(CheckAnswer::Declined, |her| {
            match question.answer(&her.people, &her.never, desk.rng) {
                Ok(answer) => CheckAnswer::Counted(answer),
                Err(Refusal::TooFewPeople) => CheckAnswer::TooFewPeople,
                Err(Refusal::TooMany(_)) => CheckAnswer::Declined,
            }
        });
        let content = notes::make_check_answer(&ListingKey::from_seed(&door.signing_seed), check, &said);
        let note = seal_to(&record.reply, Kind::CheckAnswer, check, &content, desk);
        if let Some(note) = &note {
            note.send(Caller::Answer(check), desk);
        }
        record.said = Some(SaidToCheck { declined, note });
        record.points.clear();
        desk.keep(*id, record);
    }
}

fn make_door(listing: &Listing, desk: &mut Desk<'_>) -> DoorRecord {
    let signing = ListingKey::make(&mut desk.rng);
    let hello = HelloSecretKey::make(desk.rng);
    let mailbox = desk.make_mailbox_id();
    let signing_key: PublicKey = signing.public();
    let door = Door { mailbox, write: desk.make_capability(), hello_key: hello.public() };
    DoorRecord {
        listing: Listing {
            id: ListingId::derive(&signing_key),
            revision: 1,
            door,
            signing_key,
            ..listing.clone()
        },
        signing_seed: *signing.expose_seed(),
        hello_secret: *hello.expose(),
        mailbox,
        read: desk.make_capability(),
        mailbox_made: false,
        handed_in: false,
        read_up_to: Sequence(0),
    }
}

fn open_hello(secret: &HelloSecretKey, listing: ListingId, envelope: &Envelope) -> Option<HelloNote> {
    let content = crypto::hello::open(secret, Kind::Hello, &listing.0, &envelope.body).ok()?;
    HelloNote::decode(&content).ok()
}

fn open_question(secret: &HelloSecretKey, listing: ListingId, envelope: &Envelope) -> Option<QuestionNote> {
    let content = crypto::hello::open(secret, Kind::CheckQuestion, &listing.0, &envelope.body).ok()?;
    QuestionNote::decode(&content).ok()
}

/// Seals to a one-time reply key; `None` if nobody could open it.
fn seal_to(
    reply: &crate::exchange::ReplyTo,
    kind: Kind,
    about: EnvelopeId,
    content: &[u8],
    desk: &mut Desk<'_>,
) -> Option<Outgoing> {
    let sealed = crypto::hello::seal(&reply.key, kind, &about.0, content, desk.rng).ok()?;
    let (mailbox, write) = (reply.mailbox, reply.write.clone());
    Some(Outgoing { mailbox, write, envelope: desk.make_envelope_id(), sealed })
}

fn hello_view(record: &ReceivedHelloRecord) -> ReceivedHelloView {
    ReceivedHelloView {
        hello: record.hello,
        at: record.at,
        letter: record.letter.clone(),
        answer_by: record.answer_by,
        read: record.read,
        answer: record.answer.as_ref().map(|answer| answer.letter.clone()),
        answer_left: record.answer.as_ref().is_some_and(|answer| answer.posted),
    }
}

fn check_view(record: &ReceivedCheckRecord) -> ReceivedCheckView {
    let said = record.said.as_ref().map(|said| if said.declined { Said::Declined } else { Said::Answered });
    ReceivedCheckView {
        check: record.question,
        at: record.at,
        size: record.size,
        answer_by: record.answer_by,
        said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A door whose listing the server has.
    pub(crate) fn record(listing: Listing) -> DoorRecord {
        DoorRecord {
            mailbox: listing.door.mailbox,
            listing,
            signing_seed: [1; 32],
            hello_secret: [2; 32],
            read: protocol::Capability([3; 32]),
            mailbox_made: true,
            handed_in: true,
            read_up_to: Sequence(0),
        }
    }
}
