//! `held export`: everything in a folder as one sealed copy, or as plain files.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use cli::copies::{self, NoNetwork};
use cli::folder::Folder;
use cli::runner::{Runner, Setup};
use client::copies::{Work, files};
use client::reading::AsFile;

use crate::passphrase;

/// Makes a copy of everything in a folder. Sealed unless said otherwise: one file that a passphrase opens, here or with
/// any program that knows the age format. A file that is there already is never replaced.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder.
    #[arg(long)]
    data: PathBuf,
    /// Where the copy goes.
    #[arg(long, default_value = ".")]
    to: PathBuf,
    /// Plain files instead, which anyone who finds them can read.
    #[arg(long)]
    plain: Option<Plain>,
    /// A file whose first line is the copy's passphrase; otherwise it is asked for.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
    /// A file whose first line opens the folder, if this computer's key does not.
    #[arg(long)]
    vault_passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Plain {
    /// The copy as it is: everything, keys too.
    Json,
    /// A table for each kind; no keys.
    Csv,
    /// A page to read or print; no keys.
    Html,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<()> {
    let data = &arguments.data;
    anyhow::ensure!(data.is_dir(), "there is no folder {}", data.display());
    let mut folder = Folder::open(data).context("this folder cannot be opened")?;
    anyhow::ensure!(folder.head()?.is_some(), "there is no vault in {}", data.display());
    let what = match arguments.plain {
        None => {
            let file = arguments.passphrase_file.as_deref();
            AsFile::Sealed(passphrase::ask_for_new("A passphrase for the copy: ", file)?)
        }
        Some(Plain::Json) => AsFile::Json,
        Some(Plain::Csv) => AsFile::Tables,
        Some(Plain::Html) => AsFile::Page(BTreeMap::new()),
    };
    let runner = Runner::start(Setup::new(folder, NoNetwork));
    crate::open::unlock(&runner, arguments.vault_passphrase_file.as_deref()).await?;
    let copy = runner.copy().await?;
    for file in files::make(&copy, &what, Work::USUAL, client::nfc)? {
        let path = arguments.to.join(&file.made.name);
        copies::write(&path, &file.content).with_context(|| format!("{} was not written", path.display()))?;
        println!("{}  {} bytes", path.display(), file.made.bytes);
    }
    if arguments.plain.is_none() {
        runner.does(client::Intent::Copies(client::copies::Intent::Saved));
    }
    runner.stop().await;
    Ok(())
}
