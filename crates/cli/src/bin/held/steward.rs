//! `held steward`: signing the directory, away from the server.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use cli::network::Address;
use cli::steward::Steward;
use cli::system;
use protocol::ListingId;
use protocol::directory::{Check, CheckMethod, CheckedPart};
use protocol::listing::Listing;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Makes a steward's key and prints its public half, which the server is started with.
    Key {
        /// The file the key is kept in.
        #[arg(long)]
        key: PathBuf,
    },
    /// Shows the listings that wait.
    Pending(Where),
    /// Vouches for listings that wait and publishes a new edition of the directory.
    Sign {
        #[command(flatten)]
        place: Where,
        /// Which listings; each as `held steward pending` shows it.
        #[arg(long = "listing", required = true, allow_hyphen_values = true)]
        listings: Vec<ListingId>,
        /// How their licences were checked: public-register, asked or document-seen.
        #[arg(long)]
        checked: CheckMethod,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Where {
    /// The server, like `https://held.example.org`.
    #[arg(long)]
    server: Address,
    /// The file the steward's key is kept in.
    #[arg(long)]
    key: PathBuf,
}

pub(crate) async fn run(command: Command) -> Result<()> {
    match command {
        Command::Key { key } => {
            println!("{}", Steward::read_or_make(&key, &mut system::randomness())?.public());
            Ok(())
        }
        Command::Pending(place) => pending(place).await,
        Command::Sign { place, listings, checked } => sign(place, &listings, &checked).await,
    }
}

async fn pending(place: Where) -> Result<()> {
    let steward = Steward::read(&place.key)?;
    let server = crate::server_at(place.server)?;
    for waiting in steward.pending(&server, system::now().at).await? {
        match trust::verify_listing(&waiting.listing) {
            Ok(listing) => show(&listing),
            Err(error) => println!("{}  cannot be signed: {error}", waiting.id),
        }
    }
    Ok(())
}

fn show(listing: &Listing) {
    println!("{}  {}, {}", listing.id, listing.name, listing.town);
    for licence in &listing.licences {
        println!("    {} {} {} ({})", licence.jurisdiction, licence.kind, licence.number, licence.standing);
    }
    for authority in &listing.authorities {
        println!("    {} from {}, not vouched for by this command", authority.compact, authority.home);
    }
}

async fn sign(place: Where, listings: &[ListingId], checked: &CheckMethod) -> Result<()> {
    let steward = Steward::read(&place.key)?;
    let server = crate::server_at(place.server)?;
    let now = system::now();
    let mut edition = steward.next_edition(&server, now.today()).await?;
    let waiting = steward.pending(&server, now.at).await?;
    for wanted in listings {
        let waiting = waiting.iter().find(|waiting| waiting.id == *wanted);
        let waiting = waiting.with_context(|| format!("no listing {wanted} waits"))?;
        let checks = |listing: &Listing| {
            let check =
                |index| Check { of: CheckedPart::Licence, index, on: now.today(), how: checked.clone() };
            (0..listing.licences.len()).map(check).collect()
        };
        steward.take_in(&mut edition, &waiting.listing, checks, now.today())?;
    }
    if edition.has_changed() {
        steward.publish(&server, &edition, now.at).await?;
    }
    println!("The directory lists {}", edition.listed());
    Ok(())
}
