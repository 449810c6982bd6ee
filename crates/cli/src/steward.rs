//! The steward's own computer: her key, the listings that wait for her, and the editions of the directory she signs.
//!
//! The key never goes to the server, which only holds what was signed.

mod edition;

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use client::post::Request;
use jiff::civil::Date;
use protocol::compact::Compacts;
use protocol::directory::{
    Check, Countersigned, Pending, PendingListing, Publication, Shard, SignedListing, SignedRoot,
};
use protocol::listing::Listing;
use protocol::problem::Problem;
use protocol::{PublicKey, Timestamp};
use rand_core::CryptoRng;
use serde::de::DeserializeOwned;
use trust::{DirectoryReader, SignedListingError, StewardKey};

pub use edition::{Edition, LISTED_AGAIN_DAYS, Published};

use crate::key_file;
use crate::network::{Network, Response};

/// What a request for the listings that wait is signed for.
const PENDING: &str = "pending";

/// A steward with her key.
#[derive(Debug)]
pub struct Steward {
    key: StewardKey,
}

impl Steward {
    /// The steward whose key is in a file.
    ///
    /// # Errors
    /// When there is none, or it is not a key.
    pub fn read(file: &Path) -> Result<Self> {
        Ok(Self { key: StewardKey::from_seed(&*key_file::read(file)?) })
    }

    /// The same, making the file with a new key if there is none.
    ///
    /// # Errors
    /// When the file cannot be made or read.
    pub fn read_or_make(file: &Path, rng: &mut impl CryptoRng) -> Result<Self> {
        let seed = key_file::read_or_make(file, || StewardKey::make(rng).expose_seed())?;
        Ok(Self { key: StewardKey::from_seed(&seed) })
    }

    /// The key everyone may know: what a server is started with and clients pin.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.key.public()
    }

    /// The listings that wait for her.
    ///
    /// # Errors
    /// When the server cannot be asked or refuses.
    pub async fn pending(&self, server: &impl Network, now: Timestamp) -> Result<Vec<PendingListing>> {
        let request = trust::sign_request(&self.key, PENDING, now);
        let request = json("POST", "/api/v1/steward/pending", &request)?;
        let pending: Pending = read(&ask(server, request).await?)?;
        Ok(pending.listings)
    }

    /// The edition the server shows now, if it shows one.
    ///
    /// # Errors
    /// When the server cannot be asked, or shows what this steward did not sign.
    pub async fn published(&self, server: &impl Network) -> Result<Option<Published>> {
        let response = server.ask(get("/api/v1/directory")).await?;
        if response.status == 404 {
            return Ok(None);
        }
        let root: SignedRoot = read(&accepted(response)?)?;
        let mut reader = DirectoryReader::new(self.public(), 0);
        let root = reader.accept(&root).context("the server shows a directory that is not this steward's")?;
        let mut listings: Vec<Countersigned> = Vec::new();
        for entry in &root.shards {
            let bytes = ask(server, get(&format!("/api/v1/directory/shards/{}", entry.digest))).await?;
            let Shard { listings: more, .. } =
                reader.shard(entry, &bytes).context("the server shows another directory than was signed")?;
            listings.extend(more);
        }
        Ok(Some(Published { number: root.number, listings }))
    }

    /// Publishes an edition.
    ///
    /// # Errors
    /// When the server cannot be asked or refuses.
    pub async fn publish(&self, server: &impl Network, edition: &Edition, now: Timestamp) -> Result<()> {
        let publication: Publication = edition.sign(&self.key, Compacts::BUNDLED, now)?;
        ask(server, json("PUT", "/api/v1/directory", &publication)?).await?;
        Ok(())
    }

    /// The next edition, beginning with what the server shows.
    ///
    /// # Errors
    /// When the server cannot be asked, or shows what this steward did not sign.
    pub async fn next_edition(&self, server: &impl Network, today: Date) -> Result<Edition> {
        Ok(Edition::after(self.published(server).await?, &self.key, today))
    }

    /// Vouches for a listing in `edition`, in place of an older revision of it. `checks` says what was checked.
    ///
    /// # Errors
    /// When the therapist's signature does not hold.
    pub fn take_in(
        &self,
        edition: &mut Edition,
        listing: &SignedListing,
        checks: impl FnOnce(&Listing) -> Vec<Check>,
        today: Date,
    ) -> Result<(), SignedListingError> {
        edition.take_in(&self.key, listing, checks, today)
    }

    /// Vouches again, by the same checks, for everyone in `edition` whose time ends soon.
    ///
    /// # Errors
    /// Never, unless a listing changed while it was held here.
    pub fn renew(&self, edition: &mut Edition, today: Date) -> Result<(), SignedListingError> {
        edition.renew(&self.key, today)
    }
}

fn get(path: &str) -> Request {
    Request { method: "GET", path: path.to_owned(), bearer: None, body: None }
}

fn json(method: &'static str, path: &str, body: &impl serde::Serialize) -> Result<Request> {
    let body = serde_json::to_vec(body)?;
    Ok(Request { method, path: path.to_owned(), bearer: None, body: Some(("application/json", body)) })
}

async fn ask(server: &impl Network, request: Request) -> Result<Vec<u8>> {
    accepted(server.ask(request).await?)
}

/// The body, if the server did what it was asked; otherwise what it says about it.
fn accepted(response: Response) -> Result<Vec<u8>> {
    if (200..300).contains(&response.status) {
        return Ok(response.body);
    }
    match serde_json::from_slice::<Problem>(&response.body) {
        Ok(problem) => bail!("the server says: {}. {}", problem.title, problem.detail),
        Err(_) => bail!("the server refuses with status {}", response.status),
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).context("the server's answer cannot be read")
}
