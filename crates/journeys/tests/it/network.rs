//! The network: what is said to the server and what comes back, with weather.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use client::post::{Call, CallId, Outcome};
use protocol::problem::ProblemKind;
use protocol::{PublicKey, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;
use server::{App, Assets, Config, Rates, router};
use storage::{Backend, Memory, Sqlite};
use tower::ServiceExt as _;

/// How many of a hundred calls meet each kind of trouble.
#[derive(Clone, Copy)]
pub(crate) struct Weather {
    /// Lost on the way there.
    pub(crate) lost: u32,
    /// Done, and the answer lost on the way back.
    pub(crate) answer_lost: u32,
    /// Done twice.
    pub(crate) repeated: u32,
}

impl Weather {
    pub(crate) const FAIR: Self = Self { lost: 0, answer_lost: 0, repeated: 0 };
    pub(crate) const STORM: Self = Self { lost: 20, answer_lost: 15, repeated: 10 };
}

/// A call under way.
pub(crate) struct UnderWay {
    pub(crate) from: usize,
    pub(crate) id: CallId,
    pub(crate) call: Call,
}

/// A server, the calls on their way to it, and everything that was ever said aloud.
pub(crate) struct Network {
    app: App,
    router: Router,
    steward: PublicKey,
    runtime: tokio::runtime::Runtime,
    clock: Arc<AtomicU64>,
    pub(crate) under_way: Vec<UnderWay>,
    pub(crate) weather: Weather,
    /// Whose devices reach nothing.
    pub(crate) cut: BTreeSet<usize>,
    /// No account has room for one more record.
    pub(crate) full: bool,
    /// Requests and responses as bytes, as a listener on the wire below TLS would see them.
    pub(crate) traffic: Vec<Vec<u8>>,
}

impl Network {
    pub(crate) fn on(backend: Backend, steward: PublicKey, now: Timestamp) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let clock = Arc::new(AtomicU64::new(now.0));
        let app = serve(&runtime, backend, steward, &clock);
        Self {
            router: router(app.clone()),
            app,
            steward,
            runtime,
            clock,
            under_way: Vec::new(),
            weather: Weather::FAIR,
            cut: BTreeSet::new(),
            full: false,
            traffic: Vec::new(),
        }
    }

    pub(crate) fn in_memory(steward: PublicKey, now: Timestamp) -> Self {
        Self::on(Backend::Memory(Memory::new(now)), steward, now)
    }

    /// The steward makes a backup.
    pub(crate) fn back_up(&self, to: &Path) {
        let Backend::Sqlite(store) = self.app.store() else { panic!("this store is not in a file") };
        self.runtime.block_on(store.back_up(to.to_owned())).expect("a backup");
    }

    /// The server is gone, and one that was restored from a backup stands in its place.
    pub(crate) fn restore(&mut self, backup: &Path, to: &Path) {
        let now = Timestamp(self.clock.load(Ordering::Relaxed));
        Sqlite::restore(backup, to, now).expect("it is restored");
        let backend = Backend::Sqlite(Sqlite::open(to, now).expect("it opens"));
        self.app = serve(&self.runtime, backend, self.steward, &self.clock);
        self.router = router(self.app.clone());
    }

    pub(crate) fn set_clock(&self, now: Timestamp) {
        self.clock.store(now.0, Ordering::Relaxed);
    }

    /// Carries one call, chosen by chance, and says what its caller hears of it.
    pub(crate) fn carry_one(&mut self, rng: &mut ChaCha20Rng) -> Option<(usize, CallId, Outcome)> {
        if self.under_way.is_empty() {
            return None;
        }
        let chosen = rng.next_u32() as usize % self.under_way.len();
        let UnderWay { from, id, call } = self.under_way.swap_remove(chosen);
        if self.cut.contains(&from) {
            return Some((from, id, Outcome::Unreachable));
        }
        let Weather { lost, answer_lost, repeated } = self.weather;
        let luck = rng.next_u32() % 100;
        if luck < lost {
            return Some((from, id, Outcome::Unreachable));
        }
        let outcome = self.carry(&call);
        if luck < lost + answer_lost {
            return Some((from, id, Outcome::Unreachable));
        }
        if luck < lost + answer_lost + repeated {
            self.carry(&call);
        }
        Some((from, id, outcome))
    }

    /// Carries a call whose caller no longer listens, or loses it.
    pub(crate) fn carry_unheard(&mut self, from: usize, rng: &mut ChaCha20Rng) {
        let (unheard, rest) = self.under_way.drain(..).partition(|it: &UnderWay| it.from == from);
        self.under_way = rest;
        for UnderWay { call, .. } in unheard {
            if rng.next_u32().is_multiple_of(2) {
                self.carry(&call);
            }
        }
    }

    fn carry(&mut self, call: &Call) -> Outcome {
        if self.full && matches!(call, Call::AppendLog(..)) {
            return Outcome::Response { status: ProblemKind::AccountFull.status(), body: Vec::new() };
        }
        let request = call.request();
        let (media_type, body) = request.body.clone().unwrap_or(("", Vec::new()));
        let bearer = request.bearer.map(|bearer| format!("Bearer {bearer}"));
        self.ask(request.method, &request.path, bearer.as_deref(), media_type, body)
    }

    /// One request, whoever makes it.
    pub(crate) fn ask(
        &mut self,
        method: &str,
        path: &str,
        bearer: Option<&str>,
        media_type: &str,
        body: Vec<u8>,
    ) -> Outcome {
        let said = format!("{method} {path} {} {media_type} ", bearer.unwrap_or("-"));
        self.traffic.push([said.as_bytes(), &body].concat());
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
        if let Some(bearer) = bearer {
            request = request.header("authorization", bearer);
        }
        if !body.is_empty() {
            request = request.header("content-type", media_type);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let router = self.router.clone();
        let (status, body) = self.runtime.block_on(async move {
            let response = router.oneshot(request).await.expect("an answer");
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), Call::RESPONSE_LIMIT).await.expect("a body");
            (status, body.to_vec())
        });
        self.traffic.push(body.clone());
        Outcome::Response { status, body }
    }
}

fn serve(
    runtime: &tokio::runtime::Runtime,
    backend: Backend,
    steward: PublicKey,
    clock: &Arc<AtomicU64>,
) -> App {
    let clock = Arc::clone(clock);
    let config = Config { rates: Rates::unlimited(), ..Config::new(steward) };
    let assets = Assets::from_files(std::collections::BTreeMap::new());
    let read_clock = Arc::new(move || Timestamp(clock.load(Ordering::Relaxed)));
    runtime.block_on(App::start(backend, config, assets, read_clock)).expect("a server")
}
