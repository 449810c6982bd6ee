//! The interface, as a table. The router and the OpenAPI document are both made from it, so neither can forget one.

mod accounts;

use axum::http::Method;
use axum::routing::{MethodRouter, get, post, put};
use protocol::directory::{
    Pending, PendingListing, Publication, SignedListing, SignedRoot, Steward, StewardRequest,
};
use protocol::limits::{DIRECTORY_BYTES, ENVELOPE_BYTES, LISTING_BYTES, PAGE_ENVELOPES, REQUEST_BYTES};
use protocol::mailbox::{Acknowledge, Appended, Days, MakeMailbox, Sequence};
use protocol::problem::ProblemKind;
use protocol::{Capability, ListingId, PublicKey, Signature, Timestamp};
use serde_json::{Value, json};

use crate::App;
use crate::api::{directory, mailboxes, steward, wake};

/// One thing a client may ask for.
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) key: Option<&'static str>,
    pub(crate) query: &'static [(&'static str, &'static str)],
    pub(crate) takes: Content,
    pub(crate) answers: Vec<(u16, &'static str, Content)>,
    /// Beyond those that any operation may answer with.
    pub(crate) problems: &'static [ProblemKind],
    pub(crate) handler: MethodRouter<App>,
}

/// What a body holds.
pub(crate) enum Content {
    Nothing,
    /// JSON like this example, which is a real value written by the code that reads it.
    Json(Value, usize),
    /// Bytes, of at most this many.
    Octets(usize),
    Events,
}

const WRITE: Option<&str> = Some("The mailbox's write capability");
const READ: Option<&str> = Some("The mailbox's read capability");

pub(crate) fn all() -> Vec<Operation> {
    let all =
        [mailbox_operations(), accounts::ways_in(), accounts::signed_in_operations(), directory_operations()];
    all.into_iter().flatten().collect()
}

fn mailbox_operations() -> Vec<Operation> {
    use ProblemKind as Kind;
    let hash = |n| Capability([n; 32]).hash();
    let make = MakeMailbox { write: hash(1), read: hash(2), days: Days::LONGEST };
    let acknowledge = Acknowledge { up_to: Sequence(3) };
    vec![
        Operation {
            method: Method::PUT,
            path: "/api/v1/mailboxes/{mailbox}",
            summary: "Make a mailbox under a random id, or keep it for longer.",
            key: None,
            query: &[],
            takes: example(&make, REQUEST_BYTES),
            answers: vec![
                (201, "It was made.", Content::Nothing),
                (200, "It was there, and is kept for longer.", Content::Nothing),
            ],
            problems: &[Kind::MailboxDiffers],
            handler: put(mailboxes::make),
        },
        Operation {
            method: Method::PUT,
            path: "/api/v1/mailboxes/{mailbox}/envelopes/{envelope}",
            summary: "Append a sealed envelope under a random id. Answered once it is durable; repeating is safe.",
            key: WRITE,
            query: &[],
            takes: Content::Octets(ENVELOPE_BYTES),
            answers: vec![(
                200,
                "It is kept, at this place. A repeat gets the same place.",
                example(&Appended { sequence: Sequence(3) }, 64),
            )],
            problems: &[Kind::NoSuchMailbox, Kind::EnvelopeDiffers, Kind::MailboxFull, Kind::ServerFull],
            handler: put(mailboxes::append),
        },
        Operation {
            method: Method::GET,
            path: "/api/v1/mailboxes/{mailbox}/envelopes",
            summary: "Read what waits, oldest first, a page at a time.",
            key: READ,
            query: &[("after", "Only envelopes after this place."), ("limit", "At most this many.")],
            takes: Content::Nothing,
            answers: vec![(
                200,
                "A version byte (1), then for each envelope: place (u64), id (16 bytes), length (u32) and body, numbers \
                 in big-endian order.",
                Content::Octets(PAGE_ENVELOPES * ENVELOPE_BYTES),
            )],
            problems: &[Kind::NoSuchMailbox],
            handler: get(mailboxes::read),
        },
        Operation {
            method: Method::POST,
            path: "/api/v1/mailboxes/{mailbox}/acknowledge",
            summary: "Let go of what was read: bodies up to this place are deleted.",
            key: READ,
            query: &[],
            takes: example(&acknowledge, REQUEST_BYTES),
            answers: vec![(204, "They are gone.", Content::Nothing)],
            problems: &[Kind::NoSuchMailbox],
            handler: post(mailboxes::acknowledge),
        },
        Operation {
            method: Method::GET,
            path: "/api/v1/mailboxes/{mailbox}/wake",
            summary: "Wait for new envelopes. An event named `wake` means: read. The first one comes at once.",
            key: READ,
            query: &[],
            takes: Content::Nothing,
            answers: vec![(200, "Events, until the server or the client ends it.", Content::Events)],
            problems: &[Kind::NoSuchMailbox],
            handler: get(wake::wait),
        },
    ]
}

fn directory_operations() -> Vec<Operation> {
    use ProblemKind as Kind;
    let key = PublicKey([7; 32]);
    let signature = Signature([9; 64]);
    let root = SignedRoot { body: "the root's text".to_owned(), key, signature };
    let listing = SignedListing { body: "the listing's text".to_owned(), signature };
    let publication = Publication {
        root: root.clone(),
        shards: vec!["a shard's text".to_owned()],
        compacts: "the text of the data on compacts".to_owned(),
    };
    let since = Timestamp(1_795_000_000_000);
    let request = StewardRequest { purpose: steward::PENDING.to_owned(), at: since, signature };
    let waiting = PendingListing { id: ListingId::derive(&key), since, listing: listing.clone() };
    vec![
        Operation {
            method: Method::GET,
            path: "/api/v1/steward",
            summary: "The steward's key, for a first client to pin.",
            key: None,
            query: &[],
            takes: Content::Nothing,
            answers: vec![(200, "The key that signs the directory.", example(&Steward { key }, 128))],
            problems: &[],
            handler: get(directory::steward),
        },
        Operation {
            method: Method::GET,
            path: "/api/v1/directory",
            summary: "The directory's signed root, with an ETag.",
            key: None,
            query: &[],
            takes: Content::Nothing,
            answers: vec![
                (200, "The root.", example(&root, LISTING_BYTES)),
                (304, "It is the one the client has.", Content::Nothing),
            ],
            problems: &[Kind::NotFound],
            handler: get(directory::root),
        },
        Operation {
            method: Method::PUT,
            path: "/api/v1/directory",
            summary: "Put a new edition of the directory. Only what the steward's key signed is taken.",
            key: None,
            query: &[],
            takes: example(&publication, DIRECTORY_BYTES),
            answers: vec![(204, "It is shown.", Content::Nothing)],
            problems: &[Kind::SignatureRefused, Kind::DirectoryOutdated, Kind::ServerFull],
            handler: put(directory::put),
        },
        Operation {
            method: Method::GET,
            path: "/api/v1/directory/shards/{digest}",
            summary: "A file that the root names, by the SHA-256 of its content. It never changes.",
            key: None,
            query: &[],
            takes: Content::Nothing,
            answers: vec![(200, "The file.", Content::Json(json!({ "format": 1 }), 0))],
            problems: &[Kind::NotFound],
            handler: get(directory::file),
        },
        Operation {
            method: Method::PUT,
            path: "/api/v1/listings/{listing}",
            summary: "Ask the steward to list this, signed by the listing's own key.",
            key: None,
            query: &[],
            takes: example(&listing, LISTING_BYTES),
            answers: vec![(202, "It waits for the steward.", Content::Nothing)],
            problems: &[Kind::SignatureRefused, Kind::ListingOutdated, Kind::ServerFull],
            handler: put(steward::put_listing),
        },
        Operation {
            method: Method::POST,
            path: "/api/v1/steward/pending",
            summary: "What waits for the steward, oldest first. The request is signed for the purpose `pending`.",
            key: None,
            query: &[],
            takes: example(&request, REQUEST_BYTES),
            answers: vec![(200, "What waits.", example(&Pending { listings: vec![waiting] }, 0))],
            problems: &[Kind::SignatureRefused],
            handler: post(steward::pending),
        },
    ]
}

fn example(value: &impl serde::Serialize, limit: usize) -> Content {
    Content::Json(serde_json::to_value(value).expect("an example is written as JSON"), limit)
}
