//! A server that stands in for the real one, with one account, and a network that can fail.

use crypto::vault::ExportKey;
use protocol::account::{
    AccountState, Challenge, DealtName, HeldHead, OpaqueMessage, SeenDevice, SignInKeys, SignedIn, VaultCheck,
};
use protocol::mailbox::Sequence;
use protocol::problem::{Problem, ProblemKind};
use protocol::{Capability, DeviceId, Digest, Timestamp};

use crate::account::{Exchange, Exchanged};
use crate::post::account::AccountCall;
use crate::post::{Call, Outcome};
use crate::simulation::Log;
use crate::testing::Ana;
use crate::{Effect, Event};

/// The name that it deals.
pub(super) const NAME: &str = "grey-heron-4821";

/// One account, or none yet.
#[derive(Default)]
pub(super) struct Server {
    pub(super) held: Option<Held>,
    /// Nothing gets through.
    pub(super) is_away: bool,
    /// What is done is done, and nobody hears of it.
    pub(super) loses_answers: bool,
    /// Everything that arrived, in words.
    pub(super) heard: Vec<String>,
    log: Log,
}

#[derive(Clone)]
pub(super) struct Held {
    registration: OpaqueMessage,
    pub(super) vault: VaultCheck,
    pub(super) head: HeldHead,
    keys: SignInKeys,
    pub(super) sessions: Vec<(DeviceId, Capability)>,
}

/// Stands in for OPAQUE: what the server keeps, and what only the passphrase gives.
fn registration_of(passphrase: &[u8]) -> OpaqueMessage {
    OpaqueMessage(Digest::of(passphrase).0.to_vec())
}

fn export_key_of(passphrase: &[u8]) -> ExportKey {
    let mut key = [1; 64];
    key[..32].copy_from_slice(&Digest::of(&[b"export", passphrase].concat()).0);
    ExportKey::new(key)
}

fn json<T: serde::Serialize>(said: &T) -> Outcome {
    Outcome::Response { status: 200, body: serde_json::to_vec(said).unwrap() }
}

fn refused(kind: ProblemKind) -> Outcome {
    let problem = Problem {
        kind,
        title: String::new(),
        status: kind.status(),
        detail: String::new(),
        retry_after: Some(130),
    };
    Outcome::Response { status: kind.status(), body: serde_json::to_vec(&problem).unwrap() }
}

impl Server {
    fn answer(&mut self, call: &AccountCall) -> Outcome {
        if self.is_away {
            return Outcome::Unreachable;
        }
        self.heard.push(format!("{call:?}"));
        let said = self.act(call);
        if self.loses_answers { Outcome::Unreachable } else { said }
    }

    fn act(&mut self, call: &AccountCall) -> Outcome {
        let name = NAME.parse().unwrap();
        match call {
            AccountCall::DealName => return json(&DealtName { name, reservation: Capability([3; 32]) }),
            AccountCall::Make(make) => {
                // The same once more is the same account.
                if self.held.as_ref().is_some_and(|held| held.registration != make.registration) {
                    return refused(ProblemKind::NameGone);
                }
                self.held.get_or_insert_with(|| Held {
                    registration: make.registration.clone(),
                    vault: make.vault,
                    head: HeldHead { version: 1, head: make.head.clone() },
                    keys: make.keys.clone(),
                    sessions: Vec::new(),
                });
                return json(&self.let_in(make.device.id));
            }
            AccountCall::Challenge => return json(&Challenge { challenge: Digest([4; 32]) }),
            AccountCall::SignInWithKey(key) => {
                let known = self
                    .held
                    .as_ref()
                    .is_some_and(|held| held.keys.as_slice().iter().any(|known| known.handle == key.handle));
                return if known {
                    json(&self.let_in(key.device.id))
                } else {
                    refused(ProblemKind::SignInRefused)
                };
            }
            _ => {}
        }
        let (AccountCall::State(session)
        | AccountCall::Head(session)
        | AccountCall::PutHead(session, _)
        | AccountCall::TurnAway(session, _)
        | AccountCall::TurnAllAway(session)
        | AccountCall::Delete(session)) = call
        else {
            panic!("{call:?}")
        };
        let Some(held) =
            self.held.as_mut().filter(|held| held.sessions.iter().any(|(_, known)| known == session))
        else {
            return refused(ProblemKind::SignedOut);
        };
        match call {
            AccountCall::State(_) => {
                let seen = |(id, _): &(DeviceId, Capability)| SeenDevice {
                    id: *id,
                    last_seen: jiff::civil::date(2026, 11, 23),
                };
                return json(&AccountState {
                    vault: held.vault,
                    now: Timestamp(0),
                    epoch: 1,
                    head: held.head.version,
                    last: Sequence(0),
                    bytes: 0,
                    devices: held.sessions.iter().map(seen).collect(),
                });
            }
            AccountCall::Head(_) => return json(&held.head),
            AccountCall::PutHead(_, put) if put.replaces == held.head.version => {
                held.head = HeldHead { version: put.replaces + 1, head: put.head.clone() };
                held.keys = put.keys.clone();
                if let Some(registration) = &put.registration {
                    held.registration = registration.clone();
                }
            }
            AccountCall::PutHead(_, put) if put.head == held.head.head => {}
            AccountCall::PutHead(..) => return refused(ProblemKind::HeadMoved),
            AccountCall::TurnAway(_, device) => held.sessions.retain(|(id, _)| id != device),
            AccountCall::TurnAllAway(own) => held.sessions.retain(|(_, session)| session == own),
            _ => self.held = None,
        }
        Outcome::Response { status: 204, body: Vec::new() }
    }

    fn let_in(&mut self, device: DeviceId) -> SignedIn {
        let held = self.held.as_mut().unwrap();
        held.sessions.retain(|(id, _)| *id != device);
        let session = Capability(Digest::of(&[&device.0[..], &[held.sessions.len() as u8]].concat()).0);
        held.sessions.push((device, session.clone()));
        SignedIn { name: NAME.parse().unwrap(), session, known: Capability([5; 32]) }
    }

    fn exchange(&mut self, exchange: &Exchange) -> Exchanged {
        if self.is_away {
            return Exchanged::Unreachable;
        }
        self.heard.push(format!("{exchange:?}"));
        match exchange {
            Exchange::Register { passphrase, .. } => Exchanged::Registered {
                registration: registration_of(passphrase.expose()),
                export_key: export_key_of(passphrase.expose()),
            },
            Exchange::SignIn { name, passphrase, device } => {
                let fits = self.held.as_ref().is_some_and(|held| {
                    name.as_str() == NAME && held.registration == registration_of(passphrase.expose())
                });
                if !fits {
                    return Exchanged::Wrong;
                }
                let signed_in = self.let_in(device.id);
                Exchanged::SignedIn { signed_in, export_key: export_key_of(passphrase.expose()) }
            }
        }
    }

    /// Answers whatever this device says about an account, until it says no more.
    pub(super) fn hear(&mut self, ana: &mut Ana) {
        loop {
            let said = core::mem::take(&mut ana.sent);
            let mut any = false;
            for effect in said {
                match effect {
                    Effect::Call(id, Call::Account(call)) => {
                        any = true;
                        let outcome = self.answer(&call);
                        ana.on(Event::Answered(id, outcome));
                    }
                    Effect::Call(id, call) => {
                        let now = ana.now.at;
                        if let Some(outcome) = self.log.answer(&call, now).filter(|_| !self.is_away) {
                            any = true;
                            ana.on(Event::Answered(id, outcome));
                        }
                    }
                    Effect::Exchange(id, exchange) => {
                        any = true;
                        let exchanged = self.exchange(&exchange);
                        ana.on(Event::Exchanged(id, exchanged));
                    }
                    _ => {}
                }
            }
            if !any {
                return;
            }
        }
    }
}
