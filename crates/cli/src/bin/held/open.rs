//! `held open`: what is in a folder, in a few lines.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use cli::folder::Folder;
use cli::network::Address;
use cli::runner::{Runner, Setup};
use client::vault::VaultView;
use client::{Area, View};

use crate::passphrase;

/// Opens a folder with this computer's key and says in a few lines what is in it. Nothing of what was written is shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder.
    #[arg(long)]
    data: PathBuf,
    /// The server, if what waits is to be sent and fetched.
    #[arg(long, default_value = "http://localhost:4433")]
    server: Address,
    /// A file whose first line opens the folder, if this computer's key does not; otherwise it is asked for.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<()> {
    let data = &arguments.data;
    anyhow::ensure!(data.is_dir(), "there is no folder {}", data.display());
    let folder = Folder::open(data).context("this folder cannot be opened")?;
    let server = crate::server_at(arguments.server.clone())?;
    let runner = Runner::start(Setup::new(folder, server));
    unlock(&runner, arguments.passphrase_file.as_deref()).await?;
    for area in Area::ALL {
        if let Some(view) = runner.sees(area).await?
            && let Some(line) = line(&view)
        {
            println!("{line}");
        }
    }
    runner.stop().await;
    Ok(())
}

/// Opens a vault with this computer's key, or with its passphrase if it has one.
pub(crate) async fn unlock(runner: &Runner, passphrase_file: Option<&Path>) -> Result<()> {
    let needs_passphrase = runner
        .until(Area::Vault, |view| match view {
            View::Vault(VaultView::Locked { passphrase, device, .. }) => Some(passphrase && !device),
            View::Vault(VaultView::Starting | VaultView::Opening) => None,
            _ => Some(false),
        })
        .await?;
    if needs_passphrase {
        let passphrase = passphrase::ask("The passphrase that opens it: ", passphrase_file)?;
        runner.open_with_passphrase(passphrase).await.context("this passphrase does not open it")
    } else {
        runner.open_with_device().await.context("this vault is not opened by this computer's key")
    }
}

fn line(view: &View) -> Option<String> {
    Some(match view {
        View::CheckIn(view) => format!("check-ins: {}", view.earlier.len() + view.further),
        View::Finding(view) => match view.directory.listed {
            Some(listed) => format!("directory: {listed} listed"),
            None => "directory: not read yet".to_owned(),
        },
        View::People(view) => format!("people: {}, places: {}", view.people.len(), view.places.len()),
        View::ConflictCheck(view) => format!("conflict checks: {}", view.checks.len()),
        View::Hello(view) => format!("hellos: {}", view.sent.len()),
        View::Door(view) => match &view.listing {
            Some(_) => format!("her door: {} hellos, {} checks", view.hellos.len(), view.checks.len()),
            None => return None,
        },
        _ => return None,
    })
}
