//! One sample therapist: a real client with a vault, a listing and people of her own, and a manner of answering.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use client::door::{DoorView, Intent as AtDoor};
use client::people::Intent as Bring;
use client::{Area, Intent, Settings, View};
use domain::people::{Contact, Group};
use jiff::ToSpan as _;
use jiff::civil::Date;
use protocol::directory::Check;
use protocol::listing::Listing;
use protocol::{EnvelopeId, ListingId};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::answers::make_answer;
use super::manner::{Manner, Pace};
use crate::folder::Folder;
use crate::network::Network;
use crate::runner::{Runner, Setup, Stopped};
use crate::system;

/// What makes her who she is.
#[derive(Debug, Clone)]
pub struct Person {
    /// Her listing, with stand-ins for what her client makes.
    pub listing: Listing,
    /// What the sample steward says she checked.
    pub checks: Vec<Check>,
    /// Her people.
    pub people: Vec<Contact>,
    /// How she answers.
    pub manner: Manner,
    /// Decides her words and her time.
    pub seed: u64,
}

/// A sample therapist whose client runs.
pub struct Therapist {
    runner: Runner,
    person: Person,
}

impl Therapist {
    /// How often a sample therapist's client is told that time has passed: quick to come back to a server that was away.
    const TICK: Duration = Duration::from_secs(3);
    /// A listing whose opening was stated longer ago than this is stated anew.
    const STALE_AFTER_DAYS: i64 = 30;

    /// Opens her vault, or makes it, and sees that her people and her listing are in it.
    ///
    /// # Errors
    /// When her folder cannot be used.
    pub async fn open<N: Network>(person: Person, folder: &Path, network: N, today: Date) -> Result<Self> {
        let folder = Folder::open(folder).context("a sample therapist's folder cannot be used")?;
        let settings =
            Settings { answers_unverified_checks: person.listing.automatic_checks, ..Settings::default() };
        let runner = Runner::start(Setup { settings, tick: Self::TICK, ..Setup::new(folder, network) });
        runner.open_with_device().await.context("a sample therapist's vault does not open")?;
        let her = Self { runner, person };
        her.bring_people_in().await?;
        her.publish_if_needed(today).await?;
        Ok(her)
    }

    /// Waits until the server has her listing; its id.
    ///
    /// # Errors
    /// When her client stopped.
    pub async fn handed_in(&self) -> Result<ListingId, Stopped> {
        self.at_door(|door| door.listing.filter(|_| door.handed_in).map(|listing| listing.id)).await
    }

    /// What the sample steward says she checked.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.person.checks
    }

    /// Reads and answers what comes, until her client stops.
    pub async fn live(&self, pace: Pace) {
        let mut rng = ChaCha20Rng::seed_from_u64(self.person.seed);
        let mut dealt_with = BTreeSet::new();
        let mut answers = JoinSet::new();
        // Only a stopped client ends this.
        while let Ok(came) = self.at_door(|door| what_came(&door, &dealt_with)).await {
            while answers.try_join_next().is_some() {}
            for came in came {
                dealt_with.insert(came.id());
                let Some(after) = self.person.manner.answers_after(pace, &mut rng) else { continue };
                let her = (self.runner.clone(), self.person.clone(), rng.clone());
                answers.spawn(answer(her, came, after));
                // Each answer draws from its own place.
                rng.set_word_pos(rng.get_word_pos() + 16);
            }
        }
    }

    /// Locks her vault and ends.
    pub async fn stop(&self) {
        self.runner.clone().stop().await;
    }

    /// Her running client.
    #[must_use]
    pub fn runner(&self) -> &Runner {
        &self.runner
    }

    /// Her list is what checks are answered from: everyone and every place on it, ticked.
    async fn bring_people_in(&self) -> Result<()> {
        let people = |intent| self.runner.does(Intent::People(intent));
        let Some(View::People(known)) = self.runner.sees(Area::People).await? else {
            bail!("a sample therapist's vault is not open");
        };
        if !known.people.is_empty() {
            return Ok(());
        }
        people(Bring::BringIn(self.person.people.clone()));
        for group in Group::ALL {
            people(Bring::TickGroup(group, true));
        }
        let Some(View::People(known)) = self.runner.sees(Area::People).await? else {
            bail!("a sample therapist's vault is not open");
        };
        for person in known.people.iter().filter(|person| !person.asked) {
            people(Bring::Tick(person.id, true));
        }
        for place in known.places.iter().filter(|place| !place.asked) {
            people(Bring::TickPlace(place.workplace.clone(), true));
        }
        Ok(())
    }

    async fn publish_if_needed(&self, today: Date) -> Result<()> {
        let current = self.at_door(|door| Some(door.listing)).await?;
        if current.is_none_or(|current| !self.is_current(&current, today)) {
            let listing = Box::new(self.person.listing.clone());
            self.runner.does(Intent::Door(AtDoor::Publish(listing)));
        }
        Ok(())
    }

    fn is_current(&self, current: &Listing, today: Date) -> bool {
        let stale = current.opening.stated_on.saturating_add(Self::STALE_AFTER_DAYS.days()) < today;
        let over = current.opening.next.is_some_and(|next| next < today);
        let someone_else = current.name != self.person.listing.name;
        !(stale || over || someone_else)
    }

    async fn at_door<T>(&self, mut what: impl FnMut(DoorView) -> Option<T>) -> Result<T, Stopped> {
        self.runner
            .until(Area::Door, |view| match view {
                View::Door(door) => what(*door),
                _ => None,
            })
            .await
    }
}

/// What came to her door and waits for her.
#[derive(Debug, Clone)]
enum Came {
    Hello(EnvelopeId, domain::hello::HelloLetter),
    Check(EnvelopeId),
}

impl Came {
    const fn id(&self) -> EnvelopeId {
        match self {
            Self::Hello(id, _) | Self::Check(id) => *id,
        }
    }
}

fn what_came(door: &DoorView, dealt_with: &BTreeSet<EnvelopeId>) -> Option<Vec<Came>> {
    let hellos = door.hellos.iter().filter(|hello| hello.answer.is_none());
    let hellos = hellos.map(|hello| Came::Hello(hello.hello, hello.letter.clone()));
    let checks = door.checks.iter().filter(|check| check.said.is_none());
    let came = hellos.chain(checks.map(|check| Came::Check(check.check)));
    let came: Vec<_> = came.filter(|came| !dealt_with.contains(&came.id())).collect();
    (!came.is_empty()).then_some(came)
}

/// Reads half-way through, and answers when it is time.
async fn answer((runner, person, mut rng): (Runner, Person, ChaCha20Rng), came: Came, after: Duration) {
    sleep(after / 2).await;
    match came {
        Came::Hello(hello, letter) => {
            runner.does(Intent::Door(AtDoor::Read(hello)));
            sleep(after / 2).await;
            let kind = person.manner.answer_to(&letter);
            let answer = make_answer(kind, &letter, &person.listing, system::now().today(), &mut rng);
            runner.does(Intent::Door(AtDoor::Answer(hello, answer)));
        }
        Came::Check(check) => {
            sleep(after / 2).await;
            let intent = match person.manner {
                Manner::Declines => AtDoor::DeclineCheck(check),
                _ => AtDoor::AnswerCheck(check),
            };
            runner.does(Intent::Door(intent));
        }
    }
}
