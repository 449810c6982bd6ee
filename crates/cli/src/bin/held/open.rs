//! `held open`: what is in a folder, in a few lines.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use cli::folder::Folder;
use cli::network::Address;
use cli::runner::{Runner, Setup};
use client::{Area, View};

/// Opens a folder with this computer's key and says in a few lines what is in it. Nothing of what was written is shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder.
    #[arg(long)]
    data: PathBuf,
    /// The server, if what waits is to be sent and fetched.
    #[arg(long, default_value = "http://localhost:4433")]
    server: Address,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<()> {
    let data = &arguments.data;
    anyhow::ensure!(data.is_dir(), "there is no folder {}", data.display());
    let folder = Folder::open(data).context("this folder cannot be opened")?;
    let server = crate::server_at(arguments.server.clone())?;
    let runner = Runner::start(Setup::new(folder, server));
    runner.open_with_device().await.context("this vault is not opened by this computer's key")?;
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

fn line(view: &View) -> Option<String> {
    Some(match view {
        View::CheckIn(view) => format!("check-ins: {}", view.earlier.len()),
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
