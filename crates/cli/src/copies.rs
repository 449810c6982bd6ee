//! Copies on a computer of one's own: written beside whatever is there already, and restored without any network.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use client::copies::{Document, Intent, MOST_BYTES, Outcome, Prefer};
use client::post::Request;
use client::{Area, View};
use protocol::{Capability, MailboxId};
use zeroize::Zeroizing;

use crate::network::{Heard, Network, NetworkError, Response};
use crate::runner::{Runner, Stopped};

/// No network at all: what only touches a folder needs none.
#[derive(Debug, Clone, Copy)]
pub struct NoNetwork;

impl Network for NoNetwork {
    async fn ask(&self, _: Request) -> Result<Response, NetworkError> {
        Err(NetworkError::Unreachable(io::ErrorKind::NetworkUnreachable.into()))
    }

    async fn watch(&self, _: MailboxId, _: Capability, _: impl Fn(Heard) + Send + Sync) {
        std::future::pending::<()>().await;
    }
}

/// Restores a copy into an open vault. Returns once all of it is durable.
///
/// # Errors
/// When the client stops before that.
pub async fn restore(runner: &Runner, copy: Document) -> Result<Outcome, Stopped> {
    let does = |intent| runner.does(client::Intent::Copies(intent));
    does(Intent::LookOver(copy));
    let mut restoring = false;
    runner
        .until(Area::Copies, |view| {
            let View::Copies(view) = view else { return None };
            if view.preview.is_some() && !restoring {
                restoring = true;
                does(Intent::Restore(Prefer::Here));
            }
            view.outcome
        })
        .await
}

/// Reads a file that may be a copy.
///
/// # Errors
/// When it cannot be read, or is larger than any copy.
pub fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    // Sealing adds little; what is larger than this is refused anyway.
    let most = MOST_BYTES as u64 + (32 << 20);
    let file = fs::File::open(path)?;
    let length = file.metadata()?.len();
    if length > most {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "this file is larger than any copy of Held's",
        ));
    }
    let mut content = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or_default()));
    file.take(most).read_to_end(&mut content)?;
    Ok(content)
}

/// Writes a file for this account of the computer alone; one that is there already is never replaced.
///
/// # Errors
/// When there is one of that name, or the file system refuses.
pub fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}
