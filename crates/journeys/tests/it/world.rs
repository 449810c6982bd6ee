//! Everyone, the server and the steward, stepped together.

use core::cell::RefCell;
use core::future::Future as _;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use client::door::{self, DoorView};
use client::hello::HelloView;
use client::post::{Outcome, Request};
use client::{Area, Event, Intent, View};
use jiff::civil::date;
use protocol::compact::Compacts;
use protocol::directory::{
    Blob, Check, CheckMethod, CheckedPart, Pending, Publication, Root, Shard, ShardEntry,
};
use protocol::listing::{
    Door, Fee, Licence, LicenceKind, Listing, MeetingFormat, Opening, Standing, TimeOfWeek, WayOfWorking,
};
use protocol::{Capability, Digest, ListingId, MailboxId, PublicKey, Timestamp};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use trust::StewardKey;

use crate::network::{Network, Weather};
use crate::person::Person;

/// Noon on Monday, 23 November 2026, UTC.
pub(crate) const NOON: Timestamp = Timestamp(1_795_435_200_000);

pub(crate) struct World {
    pub(crate) people: Vec<Person>,
    pub(crate) network: Network,
    pub(crate) now: Timestamp,
    steward: StewardKey,
    edition: u64,
    rng: ChaCha20Rng,
    /// Of a hundred steps, how many restart somebody's device.
    pub(crate) restarts: u32,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let steward = StewardKey::from_seed(&[9; 32]);
        Self::over(Network::in_memory(steward.public(), NOON), seed)
    }

    pub(crate) fn over(network: Network, seed: u64) -> Self {
        Self {
            people: Vec::new(),
            network,
            now: NOON,
            steward: StewardKey::from_seed(&[9; 32]),
            edition: 0,
            rng: ChaCha20Rng::seed_from_u64(seed),
            restarts: 0,
        }
    }

    pub(crate) fn steward_key() -> PublicKey {
        StewardKey::from_seed(&[9; 32]).public()
    }

    /// Someone goes through the first door.
    pub(crate) fn arrives(&mut self, seed: u64) -> usize {
        self.comes_in(seed, false)
    }

    /// A therapist goes through the first door, and hands in a listing.
    pub(crate) fn opens_a_door(&mut self, seed: u64, name: &str, answers_checks: bool) -> usize {
        let therapist = self.comes_in(seed, answers_checks);
        self.does(therapist, Intent::Door(door::Intent::Publish(Box::new(listing(name)))));
        self.settle();
        therapist
    }

    /// Another device, before the first door.
    pub(crate) fn stands_outside(&mut self, seed: u64) -> usize {
        let index = self.people.len();
        let mut person = Person::new(index, seed, false);
        person.stand_outside(self.now);
        self.people.push(person);
        index
    }

    fn comes_in(&mut self, seed: u64, answers_checks: bool) -> usize {
        let index = self.people.len();
        let mut person = Person::new(index, seed, answers_checks);
        let calls = person.begin(self.now);
        self.people.push(person);
        self.network.under_way.extend(calls);
        index
    }

    pub(crate) fn does(&mut self, person: usize, intent: Intent) {
        let calls = self.people[person].does(intent, self.now);
        self.network.under_way.extend(calls);
    }

    /// Storm, restarts and all.
    pub(crate) fn grows_rough(&mut self) {
        self.network.weather = Weather::STORM;
        self.restarts = 10;
    }

    /// One thing happens: a call is carried, a device restarts, or a little time passes.
    pub(crate) fn step(&mut self) {
        if self.rng.next_u32() % 100 < self.restarts {
            self.restart_someone();
        }
        if self.meet_the_server() {
            return;
        }
        match self.network.carry_one(&mut self.rng) {
            Some((from, id, outcome)) => {
                let calls = self.people[from].take(Event::Answered(id, outcome), self.now);
                self.network.under_way.extend(calls);
            }
            None => self.pass(20_000),
        }
    }

    /// One passphrase meets the server, if one is to. Whether one did.
    fn meet_the_server(&mut self) -> bool {
        let Some(who) = self.people.iter().position(|person| !person.exchanges.is_empty()) else {
            return false;
        };
        let (id, exchange) = self.people[who].exchanges.remove(0);
        let network = RefCell::new(&mut self.network);
        let ask = |Request { method, path, body, .. }: Request| {
            let (media_type, body) = body.unwrap_or_default();
            core::future::ready(network.borrow_mut().ask(method, &path, None, media_type, body))
        };
        let met = {
            let exchanged = pin!(cli::exchange::carry_out(exchange, ask, self.people[who].rng()));
            exchanged.poll(&mut Context::from_waker(Waker::noop()))
        };
        let Poll::Ready(exchanged) = met else { panic!("this server answers at once") };
        let calls = self.people[who].take(Event::Exchanged(id, exchanged), self.now);
        self.network.under_way.extend(calls);
        true
    }

    /// Steps through a few quarters of an hour, which is time enough for whatever can happen.
    pub(crate) fn settle(&mut self) {
        let until = self.now.plus(20 * Timestamp::MINUTE);
        while self.now < until {
            self.step();
        }
    }

    /// Time passes, and everyone's client is told so.
    pub(crate) fn pass(&mut self, milliseconds: u64) {
        self.now = self.now.plus(milliseconds);
        self.network.set_clock(self.now);
        for person in &mut self.people {
            let calls = person.take(Event::Tick, self.now);
            self.network.under_way.extend(calls);
        }
    }

    /// The device is switched off, and stands locked when it is switched on again.
    pub(crate) fn switches_off(&mut self, person: usize) {
        self.network.carry_unheard(person, &mut self.rng);
        self.people[person].restart_locked(self.now);
    }

    fn restart_someone(&mut self) {
        let who = self.rng.next_u32() as usize % self.people.len();
        self.network.carry_unheard(who, &mut self.rng);
        let calls = self.people[who].restart(self.now);
        self.network.under_way.extend(calls);
    }

    /// The steward vouches for everything that was handed in and publishes an edition; everyone reads it.
    pub(crate) fn publishes(&mut self) {
        let request = trust::sign_request(&self.steward, "pending", self.now);
        let Outcome::Response { status: 200, body } = self.network.ask(
            "POST",
            "/api/v1/steward/pending",
            None,
            "application/json",
            serde_json::to_vec(&request).expect("plain data"),
        ) else {
            panic!("the server did not say what is pending")
        };
        let pending: Pending = serde_json::from_slice(&body).expect("what is pending");
        let on = date(2026, 11, 20);
        let check = Check { of: CheckedPart::Licence, index: 0, on, how: CheckMethod::SampleOnly };
        let listings: Vec<_> = pending
            .listings
            .iter()
            .map(|it| {
                trust::countersign(&self.steward, &it.listing, vec![check.clone()], date(2027, 2, 1))
                    .expect("signed")
            })
            .collect();
        let jurisdiction = "US-CA".parse().expect("a jurisdiction");
        let count = listings.len();
        let shard = Shard { format: protocol::directory::FORMAT, jurisdiction, listings };
        let shard = serde_json::to_string(&shard).expect("plain data");
        let compacts = Compacts { format: protocol::compact::FORMAT, rows: Vec::new() };
        let compacts = serde_json::to_string(&compacts).expect("plain data");
        let blob = |text: &str| (Digest::of(text.as_bytes()), text.len() as u64);
        let ((shard_digest, shard_bytes), (digest, bytes)) = (blob(&shard), blob(&compacts));
        self.edition += 1;
        let root = Root {
            format: protocol::directory::FORMAT,
            number: self.edition,
            made_at: self.now,
            shards: vec![ShardEntry {
                jurisdiction,
                digest: shard_digest,
                bytes: shard_bytes,
                listings: count,
            }],
            compacts: Blob { digest, bytes },
        };
        let root = trust::sign_root(&self.steward, &root);
        let publication = Publication { root, shards: vec![shard], compacts };
        let body = serde_json::to_vec(&publication).expect("plain data");
        let said = self.network.ask("PUT", "/api/v1/directory", None, "application/json", body);
        assert!(matches!(said, Outcome::Response { status: 200..=204, .. }), "{said:?}");
        for index in 0..self.people.len() {
            self.does(index, Intent::Finding(client::finding::Intent::ReadAgain));
        }
        self.settle();
    }

    pub(crate) fn hellos_of(&self, person: usize) -> HelloView {
        match self.people[person].sees(Area::Hello, self.now) {
            Some(View::Hello(view)) => view,
            other => panic!("no hellos: {other:?}"),
        }
    }

    pub(crate) fn door_of(&self, person: usize) -> DoorView {
        match self.people[person].sees(Area::Door, self.now) {
            Some(View::Door(view)) => *view,
            other => panic!("no door: {other:?}"),
        }
    }

    pub(crate) fn listing_of(&self, therapist: usize) -> ListingId {
        self.door_of(therapist).listing.expect("a listing").id
    }
}

fn listing(name: &str) -> Listing {
    let jurisdiction = "US-CA".parse().expect("a jurisdiction");
    let stand_in = PublicKey([0; 32]);
    Listing {
        id: ListingId::derive(&stand_in),
        revision: 1,
        name: name.to_owned(),
        words: "A listing made for a test. Come as you are.".to_owned(),
        licences: vec![Licence {
            jurisdiction,
            kind: LicenceKind::Psychologist,
            number: "SAMPLE-1".to_owned(),
            standing: Standing::Licensed,
        }],
        authorities: Vec::new(),
        town: "Nowhere".to_owned(),
        jurisdiction,
        training: Vec::new(),
        ways: vec![WayOfWorking::Emdr],
        focus: Vec::new(),
        fee: Fee { amount: 12_000, currency: "USD".parse().expect("a currency"), sliding_to: Some(6_000) },
        private_pay_no_diagnosis: true,
        opening: Opening { next: Some(date(2026, 12, 1)), stated_on: date(2026, 11, 20) },
        times: vec![TimeOfWeek::Evenings],
        formats: vec![MeetingFormat::Video],
        languages: vec!["en".parse().expect("a language")],
        not_employer_or_eap: true,
        never_supervisor: true,
        answers_within_days: 3,
        automatic_checks: true,
        door: Door { mailbox: MailboxId([0; 16]), write: Capability([0; 32]), hello_key: stand_in },
        signing_key: stand_in,
    }
}
