//! The sample collective: a steward and some forty fictional therapists, each a real client with a vault and people of
//! her own, who speak to the server as anyone would and answer on a quick schedule.
//!
//! It is there to try Held out. Its steward checks nothing in the world, and its listings say so.

pub mod acquaintances;
pub mod answers;
pub mod contacts;
pub mod listings;
pub mod manner;
pub mod therapist;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use client::post::Request;
use jiff::civil::Date;
use protocol::ListingId;
use protocol::directory::{Check, CheckMethod, CheckedPart};
use protocol::listing::Listing;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::network::Network;
use crate::steward::Steward;
use crate::system;
use manner::{Pace, manner_of};
use therapist::{Person, Therapist};

const STEWARD_KEY: &str = "steward-key";
const THERAPISTS: &str = "therapists";
/// There once the collective has been published: what is in the folder belongs to a server that knows it.
const PUBLISHED: &str = "published";

/// How a sample collective is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where its keys and vaults are kept.
    pub data: PathBuf,
    /// Decides its listings, people and answers.
    pub seed: u64,
    /// How quickly it answers.
    pub pace: Pace,
    /// At most so many therapists.
    pub most: usize,
}

/// A sample collective that is open.
pub struct Collective {
    therapists: Vec<Arc<Therapist>>,
    lives: JoinSet<()>,
    listed: usize,
}

/// The sample steward, with her key in the collective's folder, made if it is not there.
///
/// # Errors
/// When the key cannot be read or made.
pub fn steward(data: &Path) -> Result<Steward> {
    Steward::read_or_make(&data.join(STEWARD_KEY), &mut system::randomness())
}

/// Everyone in the collective, without vaults yet.
#[must_use]
pub fn people(seed: u64, most: usize, today: Date) -> Vec<Person> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let listings = listings::make_sample_listings(today, &mut rng);
    let persons = listings.into_iter().take(most).enumerate().map(|(at, sample)| Person {
        listing: sample.listing,
        checks: sample.checks,
        people: acquaintances::people_of(at),
        manner: manner_of(at),
        seed: seed.wrapping_add(at as u64),
    });
    persons.collect()
}

impl Collective {
    /// Opens the collective on a server: waits for it, opens every vault, hands in the listings, and publishes them as
    /// the steward. Opened again, it is the same therapists with the same keys.
    ///
    /// # Errors
    /// When the folder cannot be used, or the server refuses what was signed.
    pub async fn open(options: &Options, server: &impl Network) -> Result<Self> {
        let today = system::now().today();
        let steward = steward(&options.data)?;
        wait_for(server).await;
        if steward.published(server).await?.is_none() {
            begin_again(&options.data)?;
        }
        let mut therapists = Vec::new();
        for (at, person) in people(options.seed, options.most, today).into_iter().enumerate() {
            let folder = options.data.join(THERAPISTS).join(format!("{:02}", at + 1));
            therapists.push(Arc::new(Therapist::open(person, &folder, server.clone(), today).await?));
        }
        let mut checks = BTreeMap::new();
        for therapist in &therapists {
            checks.insert(therapist.handed_in().await?, therapist.checks().to_vec());
        }
        let listed = publish(&steward, server, &checks).await?;
        fs::write(options.data.join(PUBLISHED), [])
            .context("the sample collective's folder cannot be used")?;
        let mut lives = JoinSet::new();
        for therapist in &therapists {
            let (therapist, pace) = (Arc::clone(therapist), options.pace);
            lives.spawn(async move { therapist.live(pace).await });
        }
        let server = server.clone();
        lives.spawn(async move { list_newcomers(&steward, &server, &checks).await });
        Ok(Self { therapists, lives, listed })
    }

    /// How many the directory lists.
    #[must_use]
    pub fn listed(&self) -> usize {
        self.listed
    }

    /// Everyone, in the order of the roster.
    #[must_use]
    pub fn therapists(&self) -> &[Arc<Therapist>] {
        &self.therapists
    }

    /// Locks every vault and ends.
    pub async fn stop(mut self) {
        self.lives.shutdown().await;
        for therapist in &self.therapists {
            therapist.stop().await;
        }
    }
}

/// Waits until the server answers.
async fn wait_for(server: &impl Network) {
    let ready = || Request { method: "GET", path: "/readyz".to_owned(), bearer: None, body: None };
    while !server.ask(ready()).await.is_ok_and(|response| response.status == 200) {
        sleep(Duration::from_millis(300)).await;
    }
}

/// A server that shows no directory does not know these vaults' mailboxes either: it is a new one, and the collective
/// begins again with it.
fn begin_again(data: &Path) -> Result<()> {
    if data.join(PUBLISHED).exists() {
        fs::remove_dir_all(data.join(THERAPISTS))
            .context("the sample collective's folder cannot be emptied")?;
        fs::remove_file(data.join(PUBLISHED)).context("the sample collective's folder cannot be emptied")?;
    }
    Ok(())
}

/// Publishes an edition with everyone who waits, if there is anything new in it; how many are listed.
async fn publish(
    steward: &Steward,
    server: &impl Network,
    checks: &BTreeMap<ListingId, Vec<Check>>,
) -> Result<usize> {
    let now = system::now();
    let mut edition = steward.next_edition(server, now.today()).await?;
    for waiting in steward.pending(server, now.at).await? {
        let checks_of = |listing: &Listing| {
            checks.get(&listing.id).cloned().unwrap_or_else(|| sample_checks(listing, now.today()))
        };
        // One that does not hold is left waiting; the server checked it too, so there is none.
        let _ = steward.take_in(&mut edition, &waiting.listing, checks_of, now.today());
    }
    steward.renew(&mut edition, now.today())?;
    if edition.has_changed() {
        steward.publish(server, &edition, now.at).await?;
    }
    Ok(edition.listed())
}

/// Whoever hands in a listing of her own to try the other side out is listed too, marked as a sample.
async fn list_newcomers(steward: &Steward, server: &impl Network, checks: &BTreeMap<ListingId, Vec<Check>>) {
    const EVERY: Duration = Duration::from_secs(15);
    loop {
        sleep(EVERY).await;
        // A server that is away is asked again next time.
        let _ = publish(steward, server, checks).await;
    }
}

fn sample_checks(listing: &Listing, today: Date) -> Vec<Check> {
    let check =
        |of: &CheckedPart, index| Check { of: of.clone(), index, on: today, how: CheckMethod::SampleOnly };
    let licences = (0..listing.licences.len()).map(|index| check(&CheckedPart::Licence, index));
    let authorities = (0..listing.authorities.len()).map(|index| check(&CheckedPart::Authority, index));
    licences.chain(authorities).collect()
}
