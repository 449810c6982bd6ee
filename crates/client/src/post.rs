//! Calls to the server that have not been answered yet, and when to try each again.
//!
//! Sending twice is the same as sending once (ids are ours), so anything unanswered is simply sent again. What must
//! survive a restart is in the vault; each area puts its unfinished calls back here when the vault opens.

pub mod account;

use core::fmt;
use std::collections::BTreeMap;

use account::{AccountCall, Asked};

use protocol::mailbox::{self, Acknowledge, Envelope, MakeMailbox, Sequence};
use protocol::problem::{Problem, ProblemKind};
use protocol::record_log::LogAppend;
use protocol::{Capability, Digest, EnvelopeId, ListingId, MailboxId, Timestamp};

/// Names one call, so that its answer finds its way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId(pub u64);

/// One question to the server.
#[derive(Clone, PartialEq, Eq)]
pub enum Call {
    /// Make a mailbox, or confirm one that is already ours.
    MakeMailbox(MailboxId, MakeMailbox),
    /// Put one sealed envelope into a mailbox.
    Send {
        /// Into which mailbox.
        mailbox: MailboxId,
        /// What allows writing there.
        write: Capability,
        /// Our name for the envelope.
        envelope: EnvelopeId,
        /// The sealed bytes.
        body: Vec<u8>,
    },
    /// Read what came after a sequence number.
    Read {
        /// From which mailbox.
        mailbox: MailboxId,
        /// What allows reading there.
        read: Capability,
        /// The last sequence number already seen.
        after: Sequence,
    },
    /// Say that everything up to a sequence number is safely kept here.
    Acknowledge {
        /// In which mailbox.
        mailbox: MailboxId,
        /// What allows reading there.
        read: Capability,
        /// The last sequence number kept.
        up_to: Sequence,
    },
    /// The directory's signed root.
    ReadDirectory,
    /// One content-addressed piece of the directory.
    ReadShard(Digest),
    /// Hand in a listing signed by its therapist.
    PutListing(ListingId, Vec<u8>),
    /// About her account.
    Account(AccountCall),
    /// Read an account's record log after a place.
    ReadLog(Capability, Sequence),
    /// Write to an account's record log.
    AppendLog(Capability, LogAppend),
}

/// How the adapter says it in HTTP.
pub struct Request {
    /// `GET`, `PUT`, `POST` or `DELETE`.
    pub method: &'static str,
    /// Path below the server's origin.
    pub path: String,
    /// What goes into `Authorization: Bearer`.
    pub bearer: Option<String>,
    /// The body, and its media type.
    pub body: Option<(&'static str, Vec<u8>)>,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server said something.
    Response {
        /// The HTTP status.
        status: u16,
        /// The body, at most [`Call::RESPONSE_LIMIT`] bytes.
        body: Vec<u8>,
    },
    /// Nothing came back: no network, or no server.
    Unreachable,
}

/// An answer an area can act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It is done.
    Done,
    /// What was in the mailbox.
    Envelopes(Vec<Envelope>),
    /// The bytes asked for.
    Content(Vec<u8>),
    /// The server will not do it, now or later.
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// The server says why it will not do something about an account.
    Problem {
        /// Why.
        kind: ProblemKind,
        /// How many seconds to wait.
        retry_after: Option<u32>,
    },
    /// No answer came to something that is tried once.
    Unreachable,
}

/// Who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// The directory's root.
    Directory,
    /// A piece of the directory.
    DirectoryPart(Digest),
    /// One hello, by the name of its envelope.
    Hello(EnvelopeId),
    /// One conflict check, by the name of its question's envelope.
    ConflictCheck(EnvelopeId),
    /// The therapist's own mailbox.
    Door,
    /// The therapist's listing.
    Listing,
    /// The therapist's answer to one hello or check.
    Answer(EnvelopeId),
    /// Her account.
    Account(Asked),
    /// The account's record log.
    Log,
}

impl Call {
    /// The most an adapter reads of one response, in bytes. The largest piece of a directory stays below it.
    pub const RESPONSE_LIMIT: usize = 16 << 20;

    /// The call as an HTTP request.
    #[must_use]
    pub fn request(&self) -> Request {
        const JSON: &str = "application/json";
        const BYTES: &str = "application/octet-stream";
        // Plain data with string keys, which serde_json always writes.
        let json = |written: serde_json::Result<Vec<u8>>| Some((JSON, written.unwrap_or_default()));
        let (method, path, bearer, body) = match self {
            Self::MakeMailbox(mailbox, make) => {
                ("PUT", format!("mailboxes/{mailbox}"), None, json(serde_json::to_vec(make)))
            }
            Self::Send { mailbox, write, envelope, body } => {
                let path = format!("mailboxes/{mailbox}/envelopes/{envelope}");
                ("PUT", path, Some(write.expose()), Some((BYTES, body.clone())))
            }
            Self::Read { mailbox, read, after } => {
                ("GET", format!("mailboxes/{mailbox}/envelopes?after={}", after.0), Some(read.expose()), None)
            }
            Self::Acknowledge { mailbox, read, up_to } => {
                let body = json(serde_json::to_vec(&Acknowledge { up_to: *up_to }));
                ("POST", format!("mailboxes/{mailbox}/acknowledge"), Some(read.expose()), body)
            }
            Self::ReadDirectory => ("GET", "directory".to_owned(), None, None),
            Self::ReadShard(digest) => ("GET", format!("directory/shards/{digest}"), None, None),
            Self::PutListing(listing, body) => {
                ("PUT", format!("listings/{listing}"), None, Some((JSON, body.clone())))
            }
            Self::Account(call) => {
                let (method, path, session, body) = call.request();
                (method, path, session, body.map(|body| (JSON, body)))
            }
            Self::ReadLog(session, after) => {
                ("GET", format!("account/log?after={}", after.0), Some(session.expose()), None)
            }
            Self::AppendLog(session, append) => {
                ("POST", "account/log".to_owned(), Some(session.expose()), Some((BYTES, append.encode())))
            }
        };
        Request { method, path: format!("/api/v1/{path}"), bearer, body }
    }

    /// Calls of different lanes must not be linked, so an adapter that can gives each lane a connection of its own.
    #[must_use]
    pub fn lane(&self) -> Option<MailboxId> {
        match self {
            Self::MakeMailbox(mailbox, _)
            | Self::Send { mailbox, .. }
            | Self::Read { mailbox, .. }
            | Self::Acknowledge { mailbox, .. } => Some(*mailbox),
            Self::ReadDirectory
            | Self::ReadShard(_)
            | Self::PutListing(..)
            | Self::Account(_)
            | Self::ReadLog(..)
            | Self::AppendLog(..) => None,
        }
    }

    /// Whether the same call, asked again, would hear the same. An account that is full is said at once, and the record
    /// log tries again by itself.
    fn is_answered_by(&self, status: u16) -> bool {
        !may_succeed_later(status) || (status == 507 && matches!(self, Self::AppendLog(..)))
    }

    fn reply(&self, status: u16, body: Vec<u8>) -> Reply {
        if let Self::Account(_) = self {
            return account_reply(status, body);
        }
        if !(200..300).contains(&status) {
            return Reply::Refused { status };
        }
        match self {
            Self::Read { .. } => {
                mailbox::decode_page(&body).map_or(Reply::Refused { status }, Reply::Envelopes)
            }
            Self::ReadDirectory | Self::ReadShard(_) | Self::ReadLog(..) => Reply::Content(body),
            _ => Reply::Done,
        }
    }
}

impl fmt::Debug for Call {
    /// What is done and how large it is, never where or with which capability.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MakeMailbox(..) => f.write_str("make mailbox"),
            Self::Send { body, .. } => write!(f, "send {} bytes", body.len()),
            Self::Read { after, .. } => write!(f, "read after {}", after.0),
            Self::Acknowledge { up_to, .. } => write!(f, "acknowledge up to {}", up_to.0),
            Self::ReadDirectory => f.write_str("read directory"),
            Self::ReadShard(_) => f.write_str("read shard"),
            Self::PutListing(_, body) => write!(f, "put listing of {} bytes", body.len()),
            Self::Account(call) => call.fmt(f),
            Self::ReadLog(_, after) => write!(f, "read log after {}", after.0),
            Self::AppendLog(_, append) => {
                write!(f, "append {} records to the log after {}", append.entries.len(), append.after.0)
            }
        }
    }
}

/// The calls under way.
#[derive(Default)]
pub(crate) struct Post {
    last: u64,
    waiting: BTreeMap<CallId, Waiting>,
}

struct Waiting {
    call: Call,
    caller: Caller,
    attempts: u32,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Asked,
    NotBefore(Timestamp),
}

impl Post {
    /// Notes the call as asked; `None` if the same one is already waiting. A mailbox is read again even while a read is
    /// under way: that one may have looked before what woke us arrived.
    pub(crate) fn ask(&mut self, caller: Caller, call: &Call) -> Option<CallId> {
        let may_see_more =
            |waiting: &Waiting| matches!(call, Call::Read { .. }) && waiting.state == State::Asked;
        let same = |waiting: &Waiting| waiting.caller == caller && waiting.call == *call;
        if self.waiting.values().any(|waiting| same(waiting) && !may_see_more(waiting)) {
            return None;
        }
        self.last += 1;
        let id = CallId(self.last);
        self.waiting.insert(id, Waiting { call: call.clone(), caller, attempts: 0, state: State::Asked });
        Some(id)
    }

    /// Takes in an outcome. A call that may yet succeed stays; otherwise its caller and reply come back.
    pub(crate) fn answered(
        &mut self,
        id: CallId,
        outcome: Outcome,
        now: Timestamp,
    ) -> Option<(Caller, Reply)> {
        let waiting = self.waiting.get_mut(&id)?;
        let once = matches!(&waiting.call, Call::Account(call) if call.is_tried_once());
        match outcome {
            Outcome::Response { status, body } if once || waiting.call.is_answered_by(status) => {
                let waiting = self.waiting.remove(&id)?;
                Some((waiting.caller, waiting.call.reply(status, body)))
            }
            Outcome::Unreachable if once => {
                self.waiting.remove(&id).map(|waiting| (waiting.caller, Reply::Unreachable))
            }
            Outcome::Response { .. } | Outcome::Unreachable => {
                waiting.attempts += 1;
                waiting.state = State::NotBefore(now.plus(pause_after(waiting.attempts)));
                None
            }
        }
    }

    /// The calls whose time to be tried again has come; all of them when `network_is_back`.
    pub(crate) fn due(&mut self, now: Timestamp, network_is_back: bool) -> Vec<(CallId, Call)> {
        let mut due = Vec::new();
        for (id, waiting) in &mut self.waiting {
            if matches!(waiting.state, State::NotBefore(at) if at <= now || network_is_back) {
                waiting.state = State::Asked;
                due.push((*id, waiting.call.clone()));
            }
        }
        due
    }

    /// Drops what `caller` still waits for: it was taken back, or is over.
    pub(crate) fn forget(&mut self, caller: Caller) {
        self.waiting.retain(|_, waiting| waiting.caller != caller);
    }

    /// Whether something waits for a network to come back.
    pub(crate) fn is_held_up(&self) -> bool {
        self.waiting.values().any(|waiting| waiting.attempts > 0)
    }
}

/// What the server says about an account comes with a reason.
fn account_reply(status: u16, body: Vec<u8>) -> Reply {
    if (200..300).contains(&status) {
        return Reply::Content(body);
    }
    match serde_json::from_slice::<Problem>(&body) {
        Ok(Problem { kind, retry_after, .. }) => Reply::Problem { kind, retry_after },
        Err(_) => Reply::Problem { kind: ProblemKind::Other, retry_after: None },
    }
}

/// Time-outs, rate limits and trouble at the server pass; anything else does not.
fn may_succeed_later(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..)
}

/// Milliseconds to wait: two seconds, doubling, five minutes at most.
fn pause_after(attempts: u32) -> u64 {
    (1_000 << attempts.min(9)).min(5 * Timestamp::MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_000_000);

    #[test]
    fn an_unanswered_call_is_tried_again_later_and_only_once() {
        let mut post = Post::default();
        let id = post.ask(Caller::Directory, &Call::ReadDirectory).unwrap();
        assert_eq!(post.ask(Caller::Directory, &Call::ReadDirectory), None, "the same question twice");

        assert_eq!(post.answered(id, Outcome::Unreachable, NOON), None);
        assert!(post.is_held_up());
        assert!(post.due(NOON.plus(1_999), false).is_empty());
        assert_eq!(post.due(NOON.plus(2_000), false).len(), 1);
        assert!(post.due(NOON.plus(Timestamp::DAY), false).is_empty(), "it is under way");

        let found = Outcome::Response { status: 200, body: b"root".to_vec() };
        assert_eq!(
            post.answered(id, found.clone(), NOON),
            Some((Caller::Directory, Reply::Content(b"root".to_vec())))
        );
        assert_eq!(post.answered(id, found, NOON), None, "a second answer to the same call");
    }

    #[test]
    fn a_mailbox_is_read_again_when_something_woke_us_during_a_read() {
        let mut post = Post::default();
        let (mailbox, read) = (MailboxId([1; 16]), Capability([2; 32]));
        let call = Call::Read { mailbox, read, after: Sequence(0) };
        let early = post.ask(Caller::Door, &call).unwrap();
        let late = post.ask(Caller::Door, &call).expect("the early one may have come too soon");
        post.answered(early, Outcome::Unreachable, NOON);
        post.answered(late, Outcome::Unreachable, NOON);
        assert_eq!(post.ask(Caller::Door, &call), None, "one that is still to be sent sees everything");
    }

    #[test]
    fn a_network_that_returns_is_used_at_once() {
        let mut post = Post::default();
        let id = post.ask(Caller::Directory, &Call::ReadDirectory).unwrap();
        for _ in 0..40 {
            post.answered(id, Outcome::Response { status: 503, body: Vec::new() }, NOON);
        }
        assert!(post.due(NOON.plus(60_000), false).is_empty(), "the pauses have grown");
        assert_eq!(post.due(NOON, true).len(), 1);
    }

    #[test]
    fn a_refusal_is_final() {
        let mut post = Post::default();
        let id = post.ask(Caller::Door, &Call::ReadDirectory).unwrap();
        let refused = Outcome::Response { status: 404, body: Vec::new() };
        assert_eq!(post.answered(id, refused, NOON), Some((Caller::Door, Reply::Refused { status: 404 })));
        assert!(post.due(NOON.plus(Timestamp::DAY), true).is_empty());
    }
    #[test]
    fn an_account_that_is_full_is_said_at_once() {
        let mut post = Post::default();
        let append = LogAppend { after: Sequence(0), seal: Vec::new(), entries: Vec::new() };
        let id = post.ask(Caller::Log, &Call::AppendLog(Capability([2; 32]), append)).unwrap();
        let full = Outcome::Response { status: 507, body: Vec::new() };
        assert_eq!(post.answered(id, full, NOON), Some((Caller::Log, Reply::Refused { status: 507 })));
    }
}
