//! `held verify`: whether a copy opens, and what is in it.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use cli::copies;
use client::copies::{Document, files};
use client::reading::{CopyOpened, CopyRefused};

use crate::passphrase;

/// Opens a copy, reads it to its end and says what is in it, as counts. Nothing is changed, and nothing of what was
/// written is shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The copy, sealed or plain.
    copy: PathBuf,
    /// A file whose first line is the copy's passphrase; otherwise it is asked for.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let (opened, _) = open(&arguments.copy, arguments.passphrase_file.as_deref())?;
    println!("made on {}, {}", opened.made_on, if opened.sealed { "sealed" } else { "not sealed" });
    for (kind, count) in &opened.contents {
        println!("{kind}: {count}");
    }
    if opened.unreadable > 0 {
        println!("not readable by this version of Held: {}", opened.unreadable);
    }
    Ok(())
}

/// Opens a copy, asking for its passphrase if it needs one.
pub(crate) fn open(copy: &std::path::Path, file: Option<&std::path::Path>) -> Result<(CopyOpened, Document)> {
    let content = copies::read(copy).with_context(|| format!("{} cannot be read", copy.display()))?;
    match files::open(&content, "", client::nfc) {
        Err(CopyRefused::NeedsPassphrase) => {
            let passphrase = passphrase::ask("The copy's passphrase: ", file)?;
            Ok(files::open(&content, passphrase.expose(), client::nfc)?)
        }
        done => Ok(done?),
    }
}
