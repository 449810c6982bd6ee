//! The sample collective as a clinician meets it: listings she believes, checks that count right, hellos answered in
//! each manner, and the same therapists after a restart.
//!
//! Keys are drawn by the system; nothing here depends on which. Time is paused, and jumps to whatever is due next.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request as HttpRequest;
use cli::folder::Folder;
use cli::network::{Heard, Network, NetworkError, Response};
use cli::runner::{Runner, Setup};
use cli::sample::manner::Pace;
use cli::sample::{Collective, Options, steward};
use cli::system;
use client::conflict_check::{self, CheckOutcome, CheckStage};
use client::hello::{self, Stage};
use client::post::{Call, Request};
use client::{Area, Intent, View, finding, people};
use domain::check_in::Words;
use domain::hello::{AnswerKind, AnswerLetter, Ask, HelloLetter};
use domain::people::identifier::Country;
use domain::people::import;
use http_body_util::BodyExt as _;
use protocol::listing::TimeOfWeek;
use protocol::{Capability, ListingId, MailboxId};
use server::{App, Assets, Config, Rates, router};
use storage::{Backend, Memory};
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;

const ADDRESS_BOOK: &[u8] = include_bytes!("../../../../sample/contacts.vcf");
/// Up to the one who shares several acquaintances with the sample address book.
const THERAPISTS: usize = 14;
/// Of paused time.
const LONG: Duration = Duration::from_secs(3_600);

/// A server without a socket.
#[derive(Clone)]
struct InProcess(Router);

impl InProcess {
    async fn start(data: &Path) -> Self {
        let key = steward(data).expect("a steward").public();
        let config = Config { rates: Rates::unlimited(), ..Config::new(key) };
        let store = Backend::Memory(Memory::new(system::now().at));
        let assets = Assets::from_files(BTreeMap::new());
        let app = App::start(store, config, assets, Arc::new(|| system::now().at)).await.expect("a server");
        Self(router(app))
    }

    async fn answer(&self, request: Request) -> axum::response::Response {
        let mut http = HttpRequest::builder().method(request.method).uri(request.path);
        if let Some(bearer) = request.bearer {
            http = http.header("authorization", format!("Bearer {bearer}"));
        }
        let (media_type, body) = request.body.unwrap_or(("text/plain", Vec::new()));
        let http = http.header("content-type", media_type).body(Body::from(body)).expect("a request");
        self.0.clone().oneshot(http).await.expect("routers answer everything")
    }
}

impl Network for InProcess {
    async fn ask(&self, request: Request) -> Result<Response, NetworkError> {
        let response = self.answer(request).await;
        let status = response.status().as_u16();
        let body =
            to_bytes(response.into_body(), Call::RESPONSE_LIMIT).await.map_err(|_| NetworkError::Late)?;
        Ok(Response { status, body: body.to_vec() })
    }

    async fn watch(&self, mailbox: MailboxId, read: Capability, heard: impl Fn(Heard) + Send + Sync) {
        let path = format!("/api/v1/mailboxes/{mailbox}/wake");
        let request = Request { method: "GET", path, bearer: Some(read.expose()), body: None };
        let mut events = self.answer(request).await.into_body();
        while let Some(Ok(event)) = events.frame().await {
            if event.into_data().is_ok_and(|event| event.starts_with(b"event")) {
                heard(Heard::Woken);
            }
        }
    }
}

/// A clinician with a vault of her own.
struct Ana {
    runner: Runner,
}

impl Ana {
    async fn begin(folder: &Path, server: &InProcess) -> Self {
        let folder = Folder::open(folder).expect("a folder");
        let runner = Runner::start(Setup::new(folder, server.clone()));
        runner.open_with_device().await.expect("an open vault");
        Self { runner }
    }

    async fn sees<T>(&self, area: Area, what: impl FnMut(View) -> Option<T>) -> T {
        timeout(LONG, self.runner.until(area, what)).await.expect("in time").expect("still running")
    }

    /// Everyone listed, by name.
    async fn directory(&self, listed: usize) -> BTreeMap<String, ListingId> {
        self.runner.does(Intent::Finding(finding::Intent::Wish(Box::default())));
        self.sees(Area::Finding, |view| match view {
            View::Finding(view) if view.directory.listed == Some(listed) => {
                assert_eq!(view.directory.doubt, None);
                Some(view.first.into_iter().map(|card| (card.name, card.listing)).collect())
            }
            _ => None,
        })
        .await
    }

    async fn brings_her_address_book(&self) {
        let contacts = import::read(ADDRESS_BOOK, Country::US).expect("an address book").contacts;
        self.runner.does(Intent::People(people::Intent::BringIn(contacts)));
        let everyone = self.sees(Area::People, |view| match view {
            View::People(view) if !view.people.is_empty() => Some(view.people),
            _ => None,
        });
        for person in everyone.await {
            self.runner.does(Intent::People(people::Intent::Tick(person.id, true)));
        }
    }

    async fn asks_about_her_people(&self, listing: ListingId) -> CheckOutcome {
        self.runner.does(Intent::ConflictCheck(conflict_check::Intent::Ask(listing)));
        self.sees(Area::ConflictCheck, |view| match view {
            View::ConflictCheck(view) => {
                assert_eq!(view.problem, None);
                view.checks.into_iter().find(|check| check.listing == listing).and_then(|check| {
                    match check.stage {
                        CheckStage::Over(outcome) => Some(outcome),
                        _ => None,
                    }
                })
            }
            _ => None,
        })
        .await
    }

    fn says_hello(&self, listing: ListingId, letter: HelloLetter) {
        self.runner.does(Intent::Hello(hello::Intent::Prepare { listing, letter }));
        self.runner.does(Intent::Hello(hello::Intent::Send));
    }

    async fn stage(&self, listing: ListingId, wanted: Stage) -> Vec<AnswerLetter> {
        self.sees(Area::Hello, |view| match view {
            View::Hello(view) => {
                assert_eq!(view.problem, None);
                let hello = view.sent.into_iter().find(|hello| hello.listing == listing)?;
                (hello.stage == wanted).then_some(hello.answers)
            }
            _ => None,
        })
        .await
    }
}

async fn open(data: &Path, server: &InProcess) -> Collective {
    let options = Options { data: data.to_owned(), seed: 1, pace: Pace::Lifelike, most: THERAPISTS };
    timeout(LONG, Collective::open(&options, server)).await.expect("in time").expect("an open collective")
}

async fn ids(collective: &Collective) -> Vec<ListingId> {
    let mut ids = Vec::new();
    for therapist in collective.therapists() {
        ids.push(therapist.handed_in().await.expect("still running"));
    }
    ids
}

#[tokio::test(start_paused = true)]
async fn a_clinician_finds_asks_and_is_answered_in_each_manner() {
    let place = tempfile::tempdir().expect("a folder");
    let data = place.path().join("sample");
    let server = InProcess::start(&data).await;
    let collective = open(&data, &server).await;
    let ids = ids(&collective).await;
    let ana = Ana::begin(&place.path().join("ana"), &server).await;
    let directory = ana.directory(THERAPISTS).await;
    assert_eq!(directory.values().copied().collect::<BTreeSet<_>>(), ids.iter().copied().collect());

    ana.brings_her_address_book().await;
    for (therapist, shared) in [(0, 0), (2, 1), (9, 2), (13, 5)] {
        let outcome = ana.asks_about_her_people(ids[therapist]).await;
        let expected = CheckOutcome::Counted { people: shared, places: 0, names: shared };
        assert_eq!(outcome, expected, "therapist {therapist}");
    }

    let everything = HelloLetter { asks: Ask::ALL.into(), ..HelloLetter::default() };
    ana.says_hello(ids[0], everything.clone());
    let answer = ana.stage(ids[0], Stage::Answered).await.remove(0);
    assert_eq!(answer.kind, AnswerKind::Welcome);
    assert!(!answer.words.is_blank() && !answer.fee.is_blank());
    let first = &cli::sample::people(1, 1, system::now().today())[0].listing;
    assert_eq!(answer.evening, Some(first.times.contains(&TimeOfWeek::Evenings)));
    assert_eq!(answer.opening, first.opening.next);

    ana.says_hello(ids[7], everything.clone());
    assert_eq!(ana.stage(ids[7], Stage::Answered).await[0].kind, AnswerKind::NotNow);
    let reachable = HelloLetter { if_you_worry: Words::new("555-0100"), ..everything.clone() };
    ana.says_hello(ids[11], reachable);
    assert_eq!(ana.stage(ids[11], Stage::Answered).await[0].kind, AnswerKind::Worried);

    ana.says_hello(ids[3], everything);
    ana.stage(ids[3], Stage::Waiting).await;
    sleep(Duration::from_secs(600)).await;
    assert_eq!(ana.stage(ids[3], Stage::Waiting).await, []);
    ana.runner.stop().await;
    collective.stop().await;
}

#[tokio::test(start_paused = true)]
async fn after_a_restart_they_are_the_same_therapists_and_answer_what_waited() {
    let place = tempfile::tempdir().expect("a folder");
    let data = place.path().join("sample");
    let server = InProcess::start(&data).await;
    let root = || async {
        let request = Request { method: "GET", path: "/api/v1/directory".into(), bearer: None, body: None };
        server.ask(request).await.expect("an answer").body
    };
    let collective = open(&data, &server).await;
    let (before, edition) = (ids(&collective).await, root().await);
    collective.stop().await;

    let ana = Ana::begin(&place.path().join("ana"), &server).await;
    ana.directory(THERAPISTS).await;
    ana.says_hello(before[0], HelloLetter { asks: [Ask::Fee].into(), ..HelloLetter::default() });
    ana.stage(before[0], Stage::Waiting).await;

    let collective = open(&data, &server).await;
    assert_eq!(ids(&collective).await, before);
    assert_eq!(root().await, edition, "nothing new was published");
    assert_eq!(ana.stage(before[0], Stage::Answered).await.len(), 1);
    collective.stop().await;

    // A server that has lost everything: the collective begins again with it.
    let fresh = InProcess::start(&data).await;
    let collective = open(&data, &fresh).await;
    assert_eq!(collective.listed(), THERAPISTS);
    assert!(ids(&collective).await.iter().all(|id| !before.contains(id)));
    collective.stop().await;
}
