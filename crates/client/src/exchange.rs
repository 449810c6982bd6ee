//! One sealed note to a therapist's door, and the one-time mailbox in which the answer will lie.
//!
//! A hello and a conflict check are both one of these. The note is sealed once and kept sealed, so that sending it
//! again after a crash sends the same bytes; the mailbox for the answer is made before the note goes out.

use core::fmt;

use crypto::hello::{self, HelloSecretKey, Kind};
use protocol::listing::Door;
use protocol::mailbox::{Days, Envelope, MakeMailbox, Sequence};
use protocol::{Capability, EnvelopeId, MailboxId, PublicKey, Timestamp};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::post::{Call, Caller, Reply};
use crate::records::bytes;

/// Where an answer is to be put, as it travels inside the sealed note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReplyTo {
    pub(crate) mailbox: MailboxId,
    pub(crate) write: Capability,
    /// The one-time key to seal the answer to.
    pub(crate) key: PublicKey,
}

/// Something sealed on its way into somebody's mailbox.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outgoing {
    pub(crate) mailbox: MailboxId,
    pub(crate) write: Capability,
    pub(crate) envelope: EnvelopeId,
    #[serde(with = "bytes")]
    pub(crate) sealed: Vec<u8>,
}

impl Outgoing {
    pub(crate) fn send(&self, caller: Caller, desk: &mut Desk<'_>) {
        let Self { mailbox, write, envelope, sealed } = self.clone();
        desk.ask(caller, Call::Send { mailbox, write, envelope, body: sealed });
    }
}

/// A note and the mailbox for its answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exchange {
    note: Option<Outgoing>,
    envelope: EnvelopeId,
    mailbox: MailboxId,
    read: Capability,
    write: Capability,
    #[serde(with = "bytes::array")]
    secret: [u8; 32],
    mailbox_made: bool,
    posted: Option<Timestamp>,
    read_up_to: Sequence,
    #[serde(skip)]
    last_look: Option<Timestamp>,
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").field("posted", &self.posted).finish_non_exhaustive()
    }
}

/// What a reply from the server came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Nothing to tell.
    Nothing,
    /// A step further: to be kept.
    Further,
    /// The note lies in the therapist's mailbox.
    Posted,
    /// The door takes nothing: it is closed, or gone.
    Refused,
    /// Answers came, opened. To be kept, then acknowledged by [`Exchange::acknowledge`].
    Answers(Vec<Vec<u8>>),
}

impl Exchange {
    /// How long between looks into the mailbox when nothing wakes the client.
    const LOOK_EVERY: u64 = 2 * Timestamp::MINUTE;

    /// A mailbox for an answer, still without a note.
    pub(crate) fn prepare(desk: &mut Desk<'_>) -> Self {
        Self {
            note: None,
            envelope: desk.make_envelope_id(),
            mailbox: desk.make_mailbox_id(),
            read: desk.make_capability(),
            write: desk.make_capability(),
            secret: *HelloSecretKey::make(desk.rng).expose(),
            mailbox_made: false,
            posted: None,
            read_up_to: Sequence(0),
            last_look: None,
        }
    }

    /// The name of the note, by which its answer refers to it.
    pub(crate) fn envelope(&self) -> EnvelopeId {
        self.envelope
    }

    /// When the note reached the therapist's mailbox, if it has.
    pub(crate) fn posted(&self) -> Option<Timestamp> {
        self.posted
    }

    pub(crate) fn reply_to(&self) -> ReplyTo {
        let key = HelloSecretKey::from_bytes(self.secret).public();
        ReplyTo { mailbox: self.mailbox, write: self.write.clone(), key }
    }

    /// Takes the sealed note, to be sent once kept.
    pub(crate) fn address(&mut self, door: &Door, sealed: Vec<u8>) {
        let (mailbox, write) = (door.mailbox, door.write.clone());
        self.note = Some(Outgoing { mailbox, write, envelope: self.envelope, sealed });
    }

    /// Does what comes next: makes the mailbox, sends the note, or looks for an answer.
    pub(crate) fn go_on(&mut self, caller: Caller, desk: &mut Desk<'_>) {
        if !self.mailbox_made {
            let make = MakeMailbox { write: self.write.hash(), read: self.read.hash(), days: Days::LONGEST };
            desk.ask(caller, Call::MakeMailbox(self.mailbox, make));
        } else if let (None, Some(note)) = (self.posted, &self.note) {
            note.send(caller, desk);
        } else if self.posted.is_some() {
            desk.watch(self.mailbox, &self.read);
            self.look(caller, desk);
        }
    }

    /// Looks for an answer if it is time to, or if something woke us.
    pub(crate) fn tick(&mut self, caller: Caller, woken: Option<MailboxId>, desk: &mut Desk<'_>) {
        let due = self.last_look.is_none_or(|last| desk.now.at.since(last) >= Self::LOOK_EVERY);
        if self.posted.is_some() && (woken == Some(self.mailbox) || (woken.is_none() && due)) {
            self.look(caller, desk);
        }
    }

    fn look(&mut self, caller: Caller, desk: &mut Desk<'_>) {
        self.last_look = Some(desk.now.at);
        let (mailbox, read, after) = (self.mailbox, self.read.clone(), self.read_up_to);
        desk.ask(caller, Call::Read { mailbox, read, after });
    }

    /// Takes in what the server said. The caller keeps the record whenever this is not [`Progress::Nothing`], and
    /// then calls [`Exchange::go_on`].
    pub(crate) fn replied(&mut self, reply: Reply, kind: Kind, now: Timestamp) -> Progress {
        match reply {
            Reply::Done if !self.mailbox_made => {
                self.mailbox_made = true;
                Progress::Further
            }
            Reply::Done if self.posted.is_none() => {
                self.posted = Some(now);
                // The sealed note is not needed any more; her own words are kept beside it.
                self.note = None;
                Progress::Posted
            }
            Reply::Envelopes(envelopes) => self.open(&envelopes, kind),
            Reply::Refused { .. } if self.posted.is_none() => Progress::Refused,
            Reply::Done
            | Reply::Content(_)
            | Reply::Refused { .. }
            | Reply::Problem { .. }
            | Reply::Unreachable => Progress::Nothing,
        }
    }

    fn open(&mut self, envelopes: &[Envelope], kind: Kind) -> Progress {
        let Some(last) = envelopes.last() else { return Progress::Nothing };
        let secret = HelloSecretKey::from_bytes(self.secret);
        let fresh = envelopes.iter().filter(|envelope| envelope.sequence > self.read_up_to);
        // What does not open was not sealed to this key: noise in the mailbox, which anyone may write to who has read
        // the note. It is passed over.
        let opened = fresh.filter_map(|envelope| {
            hello::open(&secret, kind, &self.envelope.0, &envelope.body).ok().map(|content| content.to_vec())
        });
        let answers = opened.collect();
        self.read_up_to = self.read_up_to.max(last.sequence);
        Progress::Answers(answers)
    }

    /// Lets the server drop what is now kept here. Part of the same event that keeps it.
    pub(crate) fn acknowledge(&self, caller: Caller, desk: &mut Desk<'_>) {
        let (mailbox, read, up_to) = (self.mailbox, self.read.clone(), self.read_up_to);
        desk.ask(caller, Call::Acknowledge { mailbox, read, up_to });
    }

    /// Gives up what is still under way.
    pub(crate) fn stop(&self, caller: Caller, desk: &mut Desk<'_>) {
        desk.post.forget(caller);
        desk.unwatch(self.mailbox);
    }
}
