//! A server with accounts, and a client that signs in to it.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use login::{Registration, SignIn};
use protocol::account::{
    AccountHead, AccountName, DealtName, Device, FinishSignIn, MakeAccount, RegistrationStarted, SignInKeys,
    SignInStarted, SignedIn, StartRegistration, StartSignIn, VaultCheck,
};
use protocol::{DeviceId, Digest, PublicKey, Timestamp, VaultId};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::{App, Assets, Config, Randomness, Rates, router};
use storage::{Backend, Sqlite};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

use crate::rounds::timed;

const PASSPHRASE: &[u8] = b"slow river under old stones";

/// The server, and the names it has.
pub(super) struct Service {
    runtime: Runtime,
    router: Router,
    clock: Arc<AtomicU64>,
    rng: RefCell<ChaCha8Rng>,
    known: Vec<AccountName>,
    /// The same words with other digits, so that nothing else differs.
    unknown: Vec<AccountName>,
    /// The one whose passphrase was stretched in full.
    whole: AccountName,
}

impl Service {
    pub(super) fn start(folder: &Path, names: u16) -> Result<Self> {
        let now = Timestamp(1_795_000_000_000);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let store = Backend::Sqlite(Sqlite::init(&folder.join("held.db"), now)?);
        let mut config = Config::new(PublicKey([0; 32]));
        config.rates = Rates::unlimited();
        config.randomness = Randomness::seeded([1; 32]);
        let clock = Arc::new(AtomicU64::new(now.0));
        let read = clock.clone();
        let clock_of_app = Arc::new(move || Timestamp(read.load(Ordering::Relaxed)));
        let app = runtime.block_on(App::start(store, config, Assets::default(), clock_of_app))?;
        let mut service = Self {
            runtime,
            router: router(app),
            clock,
            rng: RefCell::new(ChaCha8Rng::seed_from_u64(2)),
            known: Vec::new(),
            unknown: Vec::new(),
            whole: "level-quay-0000".parse()?,
        };
        service.known = (0..names).map(|_| service.make_account(false)).collect::<Result<_>>()?;
        let other = |name: &AccountName| {
            let (words, digits) = name.as_str().rsplit_once('-').context("a name ends in digits")?;
            Ok(format!("{words}-{:04}", (digits.parse::<u16>()? + 5_000) % 10_000).parse()?)
        };
        service.unknown = service.known.iter().map(other).collect::<Result<_>>()?;
        service.whole = service.make_account(true)?;
        Ok(service)
    }

    /// How long the server takes over the first step of a sign-in, under a name that exists or one that does not.
    pub(super) fn start_sign_in(&self, known: bool, name: u16) -> Result<Duration> {
        let name = &if known { &self.known } else { &self.unknown }[usize::from(name)];
        let (_, message) = SignIn::start(PASSPHRASE, &mut *self.rng.borrow_mut())?;
        let request =
            self.request("sign-ins", &StartSignIn { name: name.clone(), message, device: device() })?;
        let (took, answer) = timed(|| self.runtime.block_on(self.router.clone().oneshot(request)));
        ensure!(answer?.status() == 200, "a sign-in was not begun");
        Ok(took)
    }

    /// A whole sign-in, both ends.
    pub(super) fn sign_in(&self) -> Result<SignedIn> {
        let rng = &mut *self.rng.borrow_mut();
        let (sign_in, message) = SignIn::start(PASSPHRASE, rng)?;
        let start = StartSignIn { name: self.whole.clone(), message, device: device() };
        let SignInStarted { attempt, message } = self.post("sign-ins", &start)?;
        let (message, _) = sign_in.finish(&message, &self.whole, rng)?;
        self.post(&format!("sign-ins/{attempt}"), &FinishSignIn { message })
    }

    fn make_account(&self, whole: bool) -> Result<AccountName> {
        let rng = &mut *self.rng.borrow_mut();
        let DealtName { name, reservation } = self.post("account-names", &())?;
        let (registration, message) = Registration::start(PASSPHRASE, rng)?;
        let start = StartRegistration { name: name.clone(), message };
        let RegistrationStarted { message } = self.post("registrations", &start)?;
        let registration = if whole { registration } else { registration.quick() };
        let (registration, _) = registration.finish(&message, &name, rng)?;
        let make = MakeAccount {
            name,
            reservation,
            registration,
            vault: VaultCheck { vault: VaultId([1; 16]), check: Digest([2; 32]) },
            head: AccountHead(vec![3; 700]),
            keys: SignInKeys::default(),
            device: device(),
        };
        self.post::<SignedIn>("accounts", &make).map(|signed_in| signed_in.name)
    }

    /// Each request comes a little later, so that what is remembered for a minute stays little.
    fn request(&self, path: &str, body: &impl Serialize) -> Result<Request<Body>> {
        self.clock.fetch_add(50, Ordering::Relaxed);
        let request =
            Request::post(format!("/api/v1/{path}")).header(header::CONTENT_TYPE, "application/json");
        Ok(request.body(Body::from(serde_json::to_vec(body)?))?)
    }

    fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T> {
        let request = self.request(path, body)?;
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await?;
            let body = to_bytes(response.into_body(), 1 << 20).await?;
            serde_json::from_slice(&body).with_context(|| String::from_utf8_lossy(&body).into_owned())
        })
    }
}

fn device() -> Device {
    Device { id: DeviceId([1; 16]), known: None }
}
