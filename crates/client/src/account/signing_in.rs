//! Signing in on a device that is new, from the first door: nothing is kept here until the vault is open.

use crypto::sign_in::SignInSecret;
use crypto::vault::{
    AccountHead, AccountWay, ExportKey, PasskeyId, Passphrase, RecoveryCode, SealError, SealedRecord, Vault,
};
use data_encoding::BASE64URL_NOPAD;
use protocol::account::{Challenge, Device, HeldHead, KeySignIn, PutHead, SignedIn};
use protocol::{Capability, DeviceId};
use rand_core::CryptoRng;

use super::exchange::{Exchange, ExchangeId, Exchanged};
use super::view::{Busy, DoorView, Failure, Intent};
use super::{device_name, device_record_id_in, failure_of, too_often};
use crate::ledger::Ledger;
use crate::post::account::{AccountCall, Asked};
use crate::post::{Call, CallId, Caller, Outcome, Post, Reply};
use crate::records::account::{AccountRecord, DeviceRecord, KnownHead, Putting};
use crate::records::{Opened, RecordId};
use crate::vault::Secret;
use crate::ways_in::{PasskeyName, PasskeyView, bytes_of};
use crate::{Area, BlobName, Effect, Now, Settings, Write};

/// Somebody at the first door who has an account.
pub(crate) struct SigningIn {
    settings: Settings,
    device: DeviceId,
    name: String,
    stage: Stage,
    failure: Option<Failure>,
    post: Post,
}

#[derive(Default)]
enum Stage {
    #[default]
    Idle,
    /// A passphrase meets the server.
    Passphrase { passphrase: Passphrase, exchange: ExchangeId },
    /// A key waits for something to sign, then for the answer.
    Key(How),
    /// The head is read.
    Head { signed_in: SignedIn, how: How },
    /// A passkey has to be asked what opens the head.
    AskPasskey { signed_in: SignedIn, held: Box<KnownHead>, head: Box<AccountHead> },
    /// The passphrase that was chosen becomes the account's.
    Registering { came: Box<Came>, exchange: ExchangeId },
}

/// What opens the head.
enum How {
    Exported(ExportKey, Passphrase),
    Code(RecoveryCode, Passphrase),
    Passkey(SignInSecret),
}

/// The vault is open, and this is what there is to keep.
pub(crate) struct Came {
    pub(crate) vault: Vault,
    pub(crate) record: AccountRecord,
    pub(crate) device: DeviceRecord,
}

/// What a step comes to.
#[derive(Default)]
pub(crate) struct Step {
    pub(crate) effects: Vec<Effect>,
    pub(crate) came: Option<Box<Came>>,
}

impl SigningIn {
    pub(crate) fn new(settings: Settings, rng: &mut dyn CryptoRng) -> Self {
        let mut device = DeviceId([0; 16]);
        rng.fill_bytes(&mut device.0);
        Self {
            settings,
            device,
            name: String::new(),
            stage: Stage::Idle,
            failure: None,
            post: Post::default(),
        }
    }

    pub(crate) fn view(&self) -> DoorView {
        let busy = match &self.stage {
            Stage::Idle | Stage::AskPasskey { .. } => None,
            Stage::Passphrase { .. } | Stage::Registering { .. } => Some(Busy::Stretching),
            Stage::Key(_) | Stage::Head { .. } => Some(Busy::Asking),
        };
        let ask = match &self.stage {
            Stage::AskPasskey { head, .. } => head
                .passkeys()
                .map(|(id, question)| PasskeyView {
                    passkey: PasskeyName(id.0),
                    credential: BASE64URL_NOPAD.encode(&question.credential),
                    salt: BASE64URL_NOPAD.encode(&question.salt),
                })
                .collect(),
            _ => Vec::new(),
        };
        DoorView { busy, ask, failure: self.failure }
    }

    pub(crate) fn did(&mut self, intent: Intent, now: Now, rng: &mut dyn CryptoRng) -> Step {
        self.failure = None;
        match intent {
            Intent::SignIn { name, passphrase, device } => {
                self.begin_with_passphrase(&name, &passphrase, &device, rng)
            }
            Intent::SignInWithCode { code, passphrase, device } => match RecoveryCode::read(code.expose()) {
                Ok(code) => {
                    let passphrase = Passphrase::new(passphrase.expose(), self.settings.nfc);
                    self.begin_with_key(How::Code(code, passphrase), &device)
                }
                Err(slip) => self.fails(Failure::Code(slip.into())),
            },
            Intent::SignInWithPasskey { answer, device } => match bytes_of(answer.expose()) {
                Some(answer) => self.begin_with_key(How::Passkey(SignInSecret::of_passkey(&answer)), &device),
                None => self.fails(Failure::Passkey),
            },
            Intent::OpenWithPasskey { passkey, answer } => self.open_with_passkey(passkey, &answer, now),
            Intent::StopSigningIn => {
                self.stage = Stage::Idle;
                self.redraw()
            }
            // Inside only.
            _ => Step::default(),
        }
    }

    fn begin_with_passphrase(
        &mut self,
        name: &str,
        passphrase: &Secret,
        device: &str,
        rng: &mut dyn CryptoRng,
    ) -> Step {
        let Ok(name) = name.parse() else { return self.fails(Failure::NoName) };
        let typed = |nfc| Passphrase::new(passphrase.expose(), nfc);
        let exchange = ExchangeId(rng.next_u64());
        let begun = Exchange::SignIn {
            name,
            passphrase: typed(self.settings.nfc),
            device: Device { id: self.device, known: None },
        };
        self.name = device_name(device);
        self.stage = Stage::Passphrase { passphrase: typed(self.settings.nfc), exchange };
        let mut step = self.redraw();
        step.effects.push(Effect::Exchange(exchange, begun));
        step
    }

    fn begin_with_key(&mut self, how: How, device: &str) -> Step {
        self.name = device_name(device);
        self.stage = Stage::Key(how);
        self.ask(Asked::Challenge, AccountCall::Challenge)
    }

    pub(crate) fn exchanged(
        &mut self,
        id: ExchangeId,
        exchanged: Exchanged,
        rng: &mut dyn CryptoRng,
    ) -> Step {
        match (core::mem::take(&mut self.stage), exchanged) {
            (Stage::Passphrase { passphrase, exchange }, exchanged) if exchange == id => match exchanged {
                Exchanged::SignedIn { signed_in, export_key } => {
                    self.read_head(signed_in, How::Exported(export_key, passphrase))
                }
                other => self.fails(failure_of(&other)),
            },
            (Stage::Registering { mut came, exchange }, exchanged) if exchange == id => {
                // If it came to nothing she is in all the same; the account keeps its passphrase, and it is said.
                came.record.other_passphrase = true;
                if let Exchanged::Registered { registration, export_key } = exchanged {
                    came.put_passphrase(registration, &export_key, rng);
                }
                Step { effects: Vec::new(), came: Some(came) }
            }
            (stage, _) => {
                self.stage = stage;
                Step::default()
            }
        }
    }

    pub(crate) fn answered(
        &mut self,
        id: CallId,
        outcome: Outcome,
        now: Now,
        rng: &mut dyn CryptoRng,
    ) -> Step {
        let Some((Caller::Account(asked), reply)) = self.post.answered(id, outcome, now.at) else {
            return Step::default();
        };
        match (asked, core::mem::take(&mut self.stage), reply) {
            (Asked::Challenge, Stage::Key(how), Reply::Content(body)) => self.sign(how, &body),
            (Asked::KeySignIn, Stage::Key(how), Reply::Content(body)) => {
                match serde_json::from_slice(&body) {
                    Ok(signed_in) => self.read_head(signed_in, how),
                    Err(_) => self.fails(Failure::Refused),
                }
            }
            (Asked::KeySignIn, Stage::Key(how), Reply::Problem { kind, retry_after }) => {
                self.fails(match (too_often(kind, retry_after), how) {
                    (Some(too_often), _) => too_often,
                    (None, How::Code(..)) => Failure::Code(crate::ways_in::Failure::OtherCode),
                    (None, _) => Failure::Passkey,
                })
            }
            (Asked::Head, Stage::Head { signed_in, how }, Reply::Content(body)) => {
                self.open(signed_in, how, &body, now, rng)
            }
            (_, Stage::Idle, _) => Step::default(),
            (_, _, Reply::Problem { kind, retry_after }) => {
                self.fails(too_often(kind, retry_after).unwrap_or(Failure::Refused))
            }
            (_, _, Reply::Unreachable) => self.fails(Failure::OutOfReach),
            (_, stage, _) => {
                self.stage = stage;
                Step::default()
            }
        }
    }

    fn sign(&mut self, how: How, body: &[u8]) -> Step {
        let Ok(Challenge { challenge }) = serde_json::from_slice(body) else {
            return self.fails(Failure::Refused);
        };
        let key = |secret: &SignInSecret| KeySignIn {
            handle: secret.key().handle,
            challenge,
            signature: secret.sign(challenge, self.device),
            device: Device { id: self.device, known: None },
        };
        let signed = match &how {
            How::Code(code, _) => key(&code.sign_in()),
            How::Passkey(secret) => key(secret),
            How::Exported(..) => return self.fails(Failure::Refused),
        };
        self.stage = Stage::Key(how);
        self.ask(Asked::KeySignIn, AccountCall::SignInWithKey(Box::new(signed)))
    }

    fn read_head(&mut self, signed_in: SignedIn, how: How) -> Step {
        let session: Capability = signed_in.session.clone();
        self.stage = Stage::Head { signed_in, how };
        self.ask(Asked::Head, AccountCall::Head(session))
    }

    fn open(
        &mut self,
        signed_in: SignedIn,
        how: How,
        body: &[u8],
        now: Now,
        rng: &mut dyn CryptoRng,
    ) -> Step {
        let Ok(HeldHead { version, head: held }) = serde_json::from_slice(body) else {
            return self.fails(Failure::Unreadable);
        };
        let Ok(head) = AccountHead::decode(&held.0) else { return self.fails(Failure::Unreadable) };
        let held = KnownHead { at: version, head: held };
        match how {
            How::Exported(export_key, passphrase) => match head.unlock_with_export_key(&export_key) {
                Ok(mut vault) => {
                    vault.add_passphrase(&passphrase, self.settings.kdf, rng);
                    let came = self.came(vault, signed_in, held, now);
                    Step { effects: Vec::new(), came: Some(came) }
                }
                Err(_) => self.fails(Failure::Unreadable),
            },
            How::Code(code, passphrase) => match head.unlock_with_recovery_code(&code) {
                Ok(mut vault) => {
                    // Whoever types it here has it; there is no better proof.
                    let _ = vault.prove_recovery_code(&code);
                    vault.add_passphrase(&passphrase, self.settings.kdf, rng);
                    self.register(self.came(vault, signed_in, held, now), passphrase, rng)
                }
                Err(_) => self.fails(Failure::Code(crate::ways_in::Failure::OtherCode)),
            },
            How::Passkey(_) => {
                self.stage = Stage::AskPasskey { signed_in, held: Box::new(held), head: Box::new(head) };
                self.redraw()
            }
        }
    }

    fn open_with_passkey(&mut self, passkey: PasskeyName, answer: &Secret, now: Now) -> Step {
        let Stage::AskPasskey { signed_in, held, head } = core::mem::take(&mut self.stage) else {
            return Step::default();
        };
        let opened = bytes_of(answer.expose())
            .and_then(|answer| head.unlock_with_passkey(PasskeyId(passkey.0), &answer).ok());
        match opened {
            Some(vault) => Step { effects: Vec::new(), came: Some(self.came(vault, signed_in, *held, now)) },
            None => {
                self.stage = Stage::AskPasskey { signed_in, held, head };
                self.failure = Some(Failure::Passkey);
                self.redraw()
            }
        }
    }

    fn register(&mut self, came: Box<Came>, passphrase: Passphrase, rng: &mut dyn CryptoRng) -> Step {
        let exchange = ExchangeId(rng.next_u64());
        let begun = Exchange::Register { name: came.record.name.clone(), passphrase };
        self.stage = Stage::Registering { came, exchange };
        let mut step = self.redraw();
        step.effects.push(Effect::Exchange(exchange, begun));
        step
    }

    fn came(&self, vault: Vault, signed_in: SignedIn, held: KnownHead, now: Now) -> Box<Came> {
        let record = AccountRecord {
            session: Some(signed_in.session),
            known: Some(signed_in.known),
            head: Some(held),
            ..AccountRecord::new(signed_in.name, self.device)
        };
        let device = DeviceRecord { device: self.device, name: self.name.clone(), since: now.today() };
        Box::new(Came { vault, record, device })
    }

    fn fails(&mut self, failure: Failure) -> Step {
        self.stage = Stage::Idle;
        self.failure = Some(failure);
        self.redraw()
    }

    fn redraw(&self) -> Step {
        Step { effects: vec![Effect::Redraw(Area::Account)], came: None }
    }

    fn ask(&mut self, asked: Asked, call: AccountCall) -> Step {
        let call = Call::Account(call);
        let mut step = self.redraw();
        step.effects.extend(self.post.ask(Caller::Account(asked), &call).map(|id| Effect::Call(id, call)));
        step
    }
}

impl Came {
    /// The open vault, and what is kept beside its head.
    pub(crate) fn keep(self, rng: &mut dyn CryptoRng) -> (Vault, Vec<Write>) {
        let Self { vault, record, device } = self;
        let mut id = RecordId([0; 16]);
        rng.fill_bytes(&mut id.0);
        let device_id = device_record_id_in(&vault, device.device);
        let (ledger_id, ledger) = Ledger::of_a_new_device(&vault, rng);
        let sealed = [
            (id, vault.seal_record(id, &Opened::new(&record).encode(), rng)),
            (device_id, vault.seal_record(device_id, &Opened::new(&device).encode(), rng)),
            (ledger_id, vault.seal_record(ledger_id, &Opened::new(&ledger).encode(), rng)),
        ];
        let write = |(id, sealed): (RecordId, Result<SealedRecord, SealError>)| {
            sealed.ok().map(|sealed| Write::Put(BlobName::Record(id), sealed.0))
        };
        let writes = sealed.into_iter().filter_map(write).collect();
        (vault, writes)
    }

    /// The account's passphrase becomes the one chosen here, as soon as the server has it.
    fn put_passphrase(
        &mut self,
        registration: protocol::account::OpaqueMessage,
        export_key: &ExportKey,
        rng: &mut dyn CryptoRng,
    ) {
        let Some(KnownHead { at, head }) = &self.record.head else { return };
        let Ok(base) = AccountHead::decode(&head.0) else { return };
        let way = AccountWay::Exported(export_key);
        let Ok(head) = self.vault.seal_account_head(way, base.version() + 1, rng) else { return };
        let put = PutHead {
            replaces: *at,
            keys: head.sign_in_keys(),
            head: protocol::account::AccountHead(head.encode()),
            registration: Some(registration),
        };
        self.record.putting = Some(Box::new(Putting { put, passphrase: None }));
    }
}
