//! A device of the command line, and what it is told to do.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use cli::folder::Folder;
use cli::network::Server;
use cli::runner::{Runner, Setup};
use cli::system;
use client::account::{AccountView, HereView, Intent as AccountIntent};
use client::copies::{Prefer, files};
use client::vault::{Intent as VaultIntent, Secret, VaultView};
use client::ways_in::{Intent as WayIntent, WaysInView};
use client::{Area, Client, Effect, Event, Intent, Settings, View, copies};
use jiff::ToSpan as _;
use jiff::civil::date;
use serde_json::json;
use tokio::time::Instant;

const PASSPHRASE: &str = "slow river under old stones";

fn passphrase() -> Secret {
    Secret::new(PASSPHRASE.to_owned())
}

pub(super) struct Device(Runner);

impl Device {
    pub(super) fn start(path: &Path, address: SocketAddr) -> Result<Self> {
        let server = Server::new(format!("http://{address}").parse()?)?;
        Ok(Self(Runner::start(Setup::new(Folder::open(path)?, server))))
    }

    pub(super) async fn stop(self) {
        self.0.stop().await;
    }

    /// A vault with two kinds of ways in, and an account; its name.
    pub(super) async fn make_account(&self) -> Result<String> {
        let Self(runner) = self;
        let first_door = |view| matches!(view, View::Vault(VaultView::FirstDoor)).then_some(());
        runner.until(Area::Vault, first_door).await?;
        runner.does(Intent::Vault(VaultIntent::Begin { passphrase: Some(passphrase()) }));
        let is_open = |view| matches!(view, View::Vault(VaultView::Open(_))).then_some(());
        runner.until(Area::Vault, is_open).await?;
        runner.does(Intent::WaysIn(WayIntent::MakeCode));
        let words = |view| match view {
            View::WaysIn(WaysInView::Inside(view)) => view.words,
            _ => None,
        };
        let code = runner.until(Area::WaysIn, words).await?.join(" ");
        runner.does(Intent::WaysIn(WayIntent::TypeCodeBack { typed: Secret::new(code) }));
        let device = "laptop".to_owned();
        runner.does(Intent::Account(AccountIntent::Make { passphrase: passphrase(), device }));
        Ok(self.here(|_| true).await?.name)
    }

    /// So many check-ins, one a day, brought in as a copy; returns once they are in the account's log.
    pub(super) async fn bring_in(&self, count: usize) -> Result<()> {
        let copy = check_ins(count)?;
        let (_, document) = files::open(copy.as_bytes(), "", client::nfc).ok().context("it is a copy")?;
        self.0.does(Intent::Copies(copies::Intent::LookOver(document)));
        self.0.does(Intent::Copies(copies::Intent::Restore(Prefer::Here)));
        let restored = |view| match view {
            View::Copies(view) => view.outcome,
            _ => None,
        };
        let outcome = self.0.until(Area::Copies, restored).await?;
        ensure!(
            matches!(outcome, copies::Outcome::Restored { .. }),
            "the copy was not restored: {outcome:?}"
        );
        self.0.does(Intent::Account(AccountIntent::Look));
        self.here(is_settled).await?;
        Ok(())
    }

    pub(super) async fn sign_in(&self, name: &str) -> Result<()> {
        let at_the_door = |view| matches!(view, View::Account(AccountView::Door(_))).then_some(());
        self.0.until(Area::Account, at_the_door).await?;
        let (name, device) = (name.to_owned(), "phone".to_owned());
        self.0.does(Intent::Account(AccountIntent::SignIn { name, passphrase: passphrase(), device }));
        self.here(|here| here.signed_in).await?;
        Ok(())
    }

    /// How long it takes from now until this device and the log agree, and that is durable.
    pub(super) async fn settles(&self) -> Result<Duration> {
        let start = Instant::now();
        self.here(is_settled).await?;
        Ok(start.elapsed())
    }

    pub(super) async fn sign_out(&self) -> Result<()> {
        self.0.does(Intent::Account(AccountIntent::SignOut));
        let is_out = |view| match view {
            View::Account(AccountView::Here(here)) if here.signed_in => None,
            View::Account(_) => Some(()),
            _ => None,
        };
        Ok(self.0.until(Area::Account, is_out).await?)
    }

    async fn here(&self, is_so: impl Fn(&HereView) -> bool) -> Result<HereView> {
        let here = |view| match view {
            View::Account(AccountView::Here(here)) => {
                (is_so(&here) || here.failure.is_some() || here.sync.trouble.is_some()).then_some(Ok(*here))
            }
            View::Account(AccountView::None(view)) => view.failure.map(Err),
            View::Account(AccountView::Door(view)) => view.failure.map(Err),
            _ => None,
        };
        match self.0.until(Area::Account, here).await? {
            Ok(here) if is_so(&here) => Ok(here),
            Ok(here) => bail!("it came to nothing: {:?} {:?}", here.failure, here.sync.trouble),
            Err(failure) => bail!("it came to nothing: {failure:?}"),
        }
    }
}

fn is_settled(here: &HereView) -> bool {
    here.sync.settled.is_some() && here.sync.unsent == 0
}

/// How long a client takes to open everything in a folder, once its records are in memory and its vault has its key.
pub(super) fn opening(path: &Path) -> Result<Duration> {
    let mut folder = Folder::open(path)?;
    let (head, records) = (folder.head()?, folder.records()?);
    let mut client = Client::new(Settings::default());
    let mut rng = system::randomness();
    client.update(Event::Started { head }, system::now(), &mut rng);
    let unlock = Intent::Vault(VaultIntent::Unlock { passphrase: passphrase() });
    let effects = client.update(Event::Person(unlock), system::now(), &mut rng);
    ensure!(effects.iter().any(|effect| matches!(effect, Effect::ReadRecords)), "it does not open");
    let now = system::now();
    let (took, ()) = crate::rounds::timed(|| {
        let mut effects = client.update(Event::RecordsRead(records), now, &mut rng);
        // A slice at a time.
        while effects.iter().any(|effect| matches!(effect, Effect::GoOn)) {
            effects = client.update(Event::GoOn, now, &mut rng);
        }
    });
    let view = client.view(Area::Vault, now);
    ensure!(
        matches!(view, Some(View::Vault(VaultView::Open(open))) if open.unreadable == 0),
        "not all of it opens"
    );
    Ok(took)
}

/// As an evening has them: some with a few words, some with many, some with none.
fn check_ins(count: usize) -> Result<String> {
    const SIGNS: [&str; 2] = ["numb", "dread"];
    const WORDS: &str = "The last hour ran over again and I drove home without the radio. Two cancellations, and one \
        hour in which I could not find my own footing at all; walked around the block twice before dinner. Better now. ";
    let mut records = Vec::new();
    for at in 0..count {
        let day = date(1999, 1, 1).checked_add(i64::try_from(at)?.days())?;
        let noon = day.at(19, (at % 60) as i8, 0, 0).in_tz("UTC")?.timestamp().as_millisecond();
        let mut id = [0; 16];
        id[..8].copy_from_slice(&(at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
        let words = WORDS.repeat(3);
        let words = &words[..words.len() * (at * at % 11) / 11];
        let set_down = if words.is_empty() { json!("skipped") } else { json!({ "given": words }) };
        let body = json!({
            "at": noon,
            "day": day.to_string(),
            "carrying": { "given": { "step": 1 + at % 7 } },
            "came_home": { "given": [{ "sign": SIGNS[at % 2] }, { "own": "the phone" }] },
            "body": { "given": { "jaw": "clear" } },
            "set_down": set_down,
        });
        let id = data_encoding::BASE64URL_NOPAD.encode(&id);
        records.push(json!({ "id": id, "kind": "check-in", "version": 1, "body": body }));
    }
    let copy = json!({ "format": "held-copy", "version": 1, "made_on": "2026-11-23", "records": records });
    Ok(copy.to_string())
}
