//! Accounts: dealing names, registering, signing in, and what a device does that is signed in.

use axum::http::Method;
use axum::routing::{delete, get, post, put};
use protocol::account::{
    AccountHead, AccountState, Challenge, DealtName, Device, FinishSignIn, HeldHead, KeySignIn, MakeAccount,
    OpaqueMessage, PutHead, RegistrationStarted, SeenDevice, SignInKey, SignInKeys, SignInStarted, SignedIn,
    StartRegistration, StartSignIn, VaultCheck,
};
use protocol::limits::{ACCOUNT_REQUEST_BYTES, LOG_BATCH_BYTES, LOG_PAGE_BYTES, REQUEST_BYTES};
use protocol::mailbox::Sequence;
use protocol::problem::ProblemKind as Kind;
use protocol::record_log::Appended;
use protocol::{Capability, DeviceId, Digest, KeyHandle, PublicKey, Signature, Timestamp, VaultId};

use super::{Content, Operation, example};
use crate::api::{account, accounts, record_log, sign_ins};

const SESSION: Option<&str> = Some("A device's session");

/// How each is written: what it needs, takes and answers.
fn operation(
    (method, path, handler): (Method, &'static str, axum::routing::MethodRouter<crate::App>),
    summary: &'static str,
    key: Option<&'static str>,
    takes: Content,
    answer: (u16, &'static str, Content),
    problems: &'static [Kind],
) -> Operation {
    Operation { method, path, summary, key, query: &[], takes, answers: vec![answer], problems, handler }
}

fn message(of: u8, bytes: usize) -> OpaqueMessage {
    OpaqueMessage(vec![of; bytes])
}

fn device() -> Device {
    Device { id: DeviceId([3; 16]), known: Some(Capability([4; 32])) }
}

fn keys() -> SignInKeys {
    let key = SignInKey { handle: KeyHandle([5; 16]), key: PublicKey([6; 32]) };
    SignInKeys::try_from(vec![key]).expect("one key is not too many")
}

fn name() -> protocol::account::AccountName {
    "quiet-harbour-4821".parse().expect("two words and four digits")
}

fn signed_in() -> Content {
    example(&SignedIn { name: name(), session: Capability([1; 32]), known: Capability([2; 32]) }, 0)
}

/// Making an account, and signing in to it.
pub(super) fn ways_in() -> Vec<Operation> {
    let head = AccountHead(vec![7; 16]);
    let vault = VaultCheck { vault: VaultId([8; 16]), check: Digest([9; 32]) };
    let make = MakeAccount {
        name: name(),
        reservation: Capability([1; 32]),
        registration: message(1, 192),
        vault,
        head,
        keys: keys(),
        device: Device { known: None, ..device() },
    };
    let (handle, challenge) = (KeyHandle([5; 16]), Digest([2; 32]));
    let key = KeySignIn { handle, challenge, signature: Signature([3; 64]), device: device() };
    vec![
        operation(
            (Method::POST, "/api/v1/account-names", post(accounts::deal_name)),
            "Ask for a name that nobody has. It is kept for whoever asked for an hour.",
            None,
            Content::Nothing,
            (201, "The name.", example(&DealtName { name: name(), reservation: Capability([1; 32]) }, 0)),
            &[Kind::ServerFull],
        ),
        operation(
            (Method::POST, "/api/v1/registrations", post(accounts::register)),
            "OPAQUE's registration request, for a new account or a new passphrase. A device that is signed in sends its session \
             too, and is then counted by itself.",
            None,
            example(&StartRegistration { name: name(), message: message(1, 32) }, REQUEST_BYTES),
            (200, "OPAQUE's answer.", example(&RegistrationStarted { message: message(2, 64) }, 0)),
            &[],
        ),
        operation(
            (Method::POST, "/api/v1/accounts", post(accounts::make)),
            "Make an account under a name that was dealt. Repeating is safe.",
            None,
            example(&make, ACCOUNT_REQUEST_BYTES),
            (201, "It is made, and the device is signed in.", signed_in()),
            &[Kind::NameGone, Kind::ServerFull],
        ),
        operation(
            (Method::POST, "/api/v1/sign-ins", post(sign_ins::start)),
            "OPAQUE's credential request. A name that nobody has is answered like any other.",
            None,
            example(&StartSignIn { name: name(), message: message(3, 96), device: device() }, REQUEST_BYTES),
            (
                200,
                "OPAQUE's answer, and a name for this attempt.",
                example(&SignInStarted { attempt: Digest([4; 32]), message: message(4, 320) }, 0),
            ),
            &[],
        ),
        operation(
            (Method::POST, "/api/v1/sign-ins/{attempt}", post(sign_ins::finish)),
            "OPAQUE's finalization, within a minute. An attempt is good once.",
            None,
            example(&FinishSignIn { message: message(5, 64) }, REQUEST_BYTES),
            (200, "The device is signed in.", signed_in()),
            &[Kind::SignInRefused, Kind::AccountFull],
        ),
        operation(
            (Method::POST, "/api/v1/sign-in-challenges", post(sign_ins::challenge)),
            "Ask for something fresh to sign with a derived key.",
            None,
            Content::Nothing,
            (200, "Good once, for a minute.", example(&Challenge { challenge }, 0)),
            &[],
        ),
        operation(
            (Method::POST, "/api/v1/key-sign-ins", post(sign_ins::with_key)),
            "Sign in with a derived key: it signs `held/sign-in/key/v1` and a zero byte, the handle, the challenge and the \
             device's id.",
            None,
            example(&key, REQUEST_BYTES),
            (200, "The device is signed in.", signed_in()),
            &[Kind::SignInRefused, Kind::AccountFull],
        ),
    ]
}

/// What a device does that is signed in.
pub(super) fn signed_in_operations() -> Vec<Operation> {
    let vault = VaultCheck { vault: VaultId([8; 16]), check: Digest([9; 32]) };
    let seen = SeenDevice { id: DeviceId([3; 16]), last_seen: jiff::civil::date(2026, 11, 23) };
    let now = Timestamp(1_795_000_000_000);
    let last = Sequence(12);
    let state = AccountState { vault, now, epoch: 1, head: 2, last, bytes: 40_960, devices: vec![seen] };
    let head = AccountHead(vec![7; 16]);
    let put_head =
        PutHead { replaces: 2, head: head.clone(), keys: keys(), registration: Some(message(1, 192)) };
    let gone = |what| (204, what, Content::Nothing);
    vec![
        operation(
            (Method::GET, "/api/v1/account", get(account::state)),
            "What the server holds for the account.",
            SESSION,
            Content::Nothing,
            (200, "Counts, and the day on which each device was last seen.", example(&state, 0)),
            &[Kind::SignedOut],
        ),
        operation(
            (Method::DELETE, "/api/v1/account", delete(account::delete)),
            "Delete the account and everything in it, at once and for good. Backups keep it for thirty days.",
            SESSION,
            Content::Nothing,
            gone("It is gone."),
            &[Kind::SignedOut],
        ),
        operation(
            (Method::GET, "/api/v1/account/head", get(account::head)),
            "The sealed head.",
            SESSION,
            Content::Nothing,
            (200, "The head and its version.", example(&HeldHead { version: 3, head }, 0)),
            &[Kind::SignedOut],
        ),
        operation(
            (Method::PUT, "/api/v1/account/head", put(account::put_head)),
            "Replace the head, the keys that sign in and, if there is a new one, the passphrase, in one step. A repeat of what \
             was done is done.",
            SESSION,
            example(&put_head, ACCOUNT_REQUEST_BYTES),
            gone("It is replaced."),
            &[Kind::SignedOut, Kind::HeadMoved, Kind::ServerFull],
        ),
        operation(
            (Method::DELETE, "/api/v1/account/devices", delete(account::turn_others_away)),
            "Turn away every device but this one.",
            SESSION,
            Content::Nothing,
            gone("Their sessions have ended."),
            &[Kind::SignedOut],
        ),
        operation(
            (Method::DELETE, "/api/v1/account/devices/{device}", delete(account::turn_away)),
            "Turn a device away; the own one to sign out.",
            SESSION,
            Content::Nothing,
            gone("Its session has ended."),
            &[Kind::SignedOut],
        ),
        Operation {
            query: &[("after", "Only entries after this place.")],
            ..operation(
                (Method::GET, "/api/v1/account/log", get(record_log::read)),
                "Read the record log, in order and without holes, a page at a time.",
                SESSION,
                Content::Nothing,
                (
                    200,
                    "A version byte (1), the last place, the epoch and the server's time (u64 each), the seal (u16 length), then \
                     for each entry: record (16 bytes), 1, length (u32) and sealed bytes, or record, 2 and the digest of what \
                     was there; numbers in big-endian order.",
                    Content::Octets(LOG_PAGE_BYTES + LOG_BATCH_BYTES),
                ),
                &[Kind::SignedOut],
            )
        },
        operation(
            (Method::POST, "/api/v1/account/log", post(record_log::append)),
            "Append to the record log, if it still ends where the append says: a version byte (1), that place (u64), the seal \
             (u16 length), then for each entry: record (16 bytes), length (u32) and sealed bytes.",
            SESSION,
            Content::Octets(LOG_BATCH_BYTES),
            (200, "It is kept; the log ends here now.", example(&Appended { last }, 0)),
            &[Kind::SignedOut, Kind::LogMoved, Kind::AccountFull, Kind::ServerFull],
        ),
    ]
}
