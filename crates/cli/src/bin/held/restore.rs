//! `held restore`: from a copy to a folder.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};
use cli::copies::{self, NoNetwork};
use cli::folder::Folder;
use cli::runner::{Runner, Setup};
use client::copies::Outcome;

/// Restores a copy into an empty folder, which this computer's own key opens from then on. If anything goes wrong,
/// nothing was restored.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The copy, sealed or plain.
    copy: PathBuf,
    /// The folder, which is made if it is not there.
    #[arg(long)]
    data: PathBuf,
    /// A file whose first line is the copy's passphrase; otherwise it is asked for.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<()> {
    let (opened, copy) = crate::verify::open(&arguments.copy, arguments.passphrase_file.as_deref())?;
    let data = &arguments.data;
    let mut folder = Folder::open(data).context("this folder cannot be opened")?;
    ensure!(folder.head()?.is_none(), "{} is not empty; nothing was changed", data.display());
    let runner = Runner::start(Setup::new(folder, NoNetwork));
    runner.open_with_device().await.context("no vault could be made in this folder")?;
    let outcome = copies::restore(&runner, copy).await.context("the copy was not restored")?;
    runner.stop().await;
    match outcome {
        Outcome::Restored { written, .. } => {
            println!("restored {written} things from the copy of {}", opened.made_on);
            Ok(())
        }
        Outcome::NothingNew => {
            println!("there is nothing in this copy to restore");
            Ok(())
        }
        Outcome::Refused(error) => Err(error.into()),
        Outcome::TooLarge | Outcome::TakenBack { .. } => bail!("the copy was not restored"),
    }
}
