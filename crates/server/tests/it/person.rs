//! A clinician's device, as the server meets it: the client's end of signing in, and its calls.

use axum::http::Method;
use ed25519_dalek::{Signer as _, SigningKey};
use login::{Registration, SignIn};
use protocol::account::{
    AccountHead, AccountName, AccountState, Challenge, DealtName, Device, FinishSignIn, HeldHead, KeySignIn,
    MakeAccount, OpaqueMessage, PutHead, RegistrationStarted, SignInKey, SignInKeys, SignInStarted, SignedIn,
    StartRegistration, StartSignIn, VaultCheck, key_sign_in_message,
};
use protocol::record_log::{Entry, LogAppend, LogPage};
use protocol::{Capability, DeviceId, Digest, KeyHandle, PublicKey, RecordId, Signature, VaultId};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::service::{Answer, Service, request};

pub(crate) const PASSPHRASE: &[u8] = b"slow river";

/// Somebody on a device that is signed in.
pub(crate) struct Person {
    pub(crate) signed_in: SignedIn,
}

pub(crate) fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([5; 32])
}

pub(crate) fn device(n: u8) -> Device {
    Device { id: DeviceId([n; 16]), known: None }
}

pub(crate) fn read<T: DeserializeOwned>(answer: &Answer) -> T {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.shown()))
}

pub(crate) async fn post(service: &Service, path: &str, body: &impl Serialize) -> Answer {
    service.json(Method::POST, &format!("/api/v1/{path}"), None, serde_json::to_string(body).unwrap()).await
}

pub(crate) async fn deal_name(service: &Service) -> Answer {
    service.send(request(Method::POST, "/api/v1/account-names", None, "", Vec::new())).await
}

pub(crate) fn recovery_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

pub(crate) fn keys() -> SignInKeys {
    let key = PublicKey(recovery_key().verifying_key().to_bytes());
    SignInKeys::try_from(vec![SignInKey { handle: KeyHandle([7; 16]), key }]).unwrap()
}

pub(crate) fn head(words: &str) -> AccountHead {
    AccountHead(words.as_bytes().to_vec())
}

/// Everything up to the account, which is then still to be made.
pub(crate) async fn registered(service: &Service) -> MakeAccount {
    let DealtName { name, reservation } = read(&deal_name(service).await);
    let (registration, message) = Registration::start(PASSPHRASE, &mut rng()).unwrap();
    let started = post(service, "registrations", &StartRegistration { name: name.clone(), message }).await;
    let RegistrationStarted { message } = read(&started);
    let (upload, _) = registration.quick().finish(&message, &name, &mut rng()).unwrap();
    MakeAccount {
        name,
        reservation,
        registration: upload,
        vault: VaultCheck { vault: VaultId([1; 16]), check: Digest([2; 32]) },
        head: head("head 1"),
        keys: keys(),
        device: device(1),
    }
}

pub(crate) async fn joins(service: &Service) -> Person {
    let make = registered(service).await;
    let made = post(service, "accounts", &make).await;
    Person { signed_in: read(&made) }
}

/// The first step of signing in.
pub(crate) async fn starts(
    service: &Service,
    name: &AccountName,
    device: &Device,
    passphrase: &[u8],
) -> (SignIn, Answer) {
    let (sign_in, message) = SignIn::start(passphrase, &mut rng()).unwrap();
    let start = StartSignIn { name: name.clone(), message, device: device.clone() };
    (sign_in.quick(), post(service, "sign-ins", &start).await)
}

/// The second step, with any message.
pub(crate) async fn finishes(service: &Service, attempt: Digest, message: OpaqueMessage) -> Answer {
    post(service, &format!("sign-ins/{attempt}"), &FinishSignIn { message }).await
}

/// Both steps, with the right passphrase.
pub(crate) async fn signs_in(service: &Service, name: &AccountName, device: &Device) -> Answer {
    let (sign_in, started) = starts(service, name, device, PASSPHRASE).await;
    let SignInStarted { attempt, message } = read(&started);
    let (finalization, _) = sign_in.finish(&message, name, &mut rng()).unwrap();
    finishes(service, attempt, finalization).await
}

pub(crate) async fn challenge(service: &Service) -> Digest {
    let path = "/api/v1/sign-in-challenges";
    let Challenge { challenge } =
        read(&service.send(request(Method::POST, path, None, "", Vec::new())).await);
    challenge
}

pub(crate) async fn signs_in_with_key(
    service: &Service,
    signer: &SigningKey,
    challenge: Digest,
    device: &Device,
) -> Answer {
    let handle = KeyHandle([7; 16]);
    let signature = Signature(signer.sign(&key_sign_in_message(handle, challenge, device.id)).to_bytes());
    let device = device.clone();
    post(service, "key-sign-ins", &KeySignIn { handle, challenge, signature, device }).await
}

impl Person {
    pub(crate) fn session(&self) -> &Capability {
        &self.signed_in.session
    }

    pub(crate) async fn asks(&self, service: &Service, method: Method, path: &str) -> Answer {
        let path = format!("/api/v1/account{path}");
        service.send(request(method, &path, Some(self.session()), "", Vec::new())).await
    }

    pub(crate) async fn state(&self, service: &Service) -> AccountState {
        read(&self.asks(service, Method::GET, "").await)
    }

    pub(crate) async fn held(&self, service: &Service) -> HeldHead {
        read(&self.asks(service, Method::GET, "/head").await)
    }

    pub(crate) async fn puts_head(&self, service: &Service, put: &PutHead) -> Answer {
        let body = serde_json::to_string(put).unwrap();
        service.json(Method::PUT, "/api/v1/account/head", Some(self.session()), body).await
    }

    pub(crate) async fn writes(&self, service: &Service, after: u64, entries: &[(u8, &str)]) -> Answer {
        let entry = |&(n, words): &(u8, &str)| Entry { record: RecordId([n; 16]), sealed: words.into() };
        let after = protocol::mailbox::Sequence(after);
        let append =
            LogAppend { after, seal: b"seal".to_vec(), entries: entries.iter().map(entry).collect() };
        self.posts_log(service, append.encode()).await
    }

    pub(crate) async fn posts_log(&self, service: &Service, body: Vec<u8>) -> Answer {
        let octets = "application/octet-stream";
        service.send(request(Method::POST, "/api/v1/account/log", Some(self.session()), octets, body)).await
    }

    pub(crate) async fn reads(&self, service: &Service, query: &str) -> LogPage {
        let answer = self.asks(service, Method::GET, &format!("/log{query}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, "application/octet-stream")
        );
        LogPage::decode(&answer.body).unwrap()
    }
}
