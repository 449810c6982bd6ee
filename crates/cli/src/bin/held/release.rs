//! `held release` and `held verify-site`: what the web app is made of, signed and checked away from the server.

use std::path::PathBuf;

use anyhow::{Result, bail};
use cli::network::Address;
use cli::release::{read_key, sign, verify_site};
use cli::{key_file, system};
use data_encoding::HEXLOWER;
use trust::ReleaseKey;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Makes the key that signs releases and prints its public half, for `cargo xtask build --release-key`.
    Key {
        /// The file the key is kept in. Keep it away from any server.
        #[arg(long)]
        key: PathBuf,
    },
    /// Signs the web app in a folder, after comparing every file with its list.
    Sign {
        /// The folder that `cargo xtask build` made.
        dist: PathBuf,
        /// The file the key is kept in.
        #[arg(long)]
        key: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct VerifySite {
    /// The server, like `https://held.example.org`.
    server: Address,
    /// The public half of the key that signs Held's releases, as its makers published it.
    #[arg(long)]
    key: String,
}

pub(crate) fn run(command: &Command) -> Result<()> {
    match command {
        Command::Key { key } => {
            let seed =
                key_file::read_or_make(key, || ReleaseKey::make(&mut system::randomness()).expose_seed())?;
            println!("{}", HEXLOWER.encode(&ReleaseKey::from_seed(&seed).public().0));
        }
        Command::Sign { dist, key } => {
            let release = sign(dist, &ReleaseKey::from_seed(&*key_file::read(key)?))?;
            println!("{} files of version {} are signed", release.files.len(), number(release.version));
        }
    }
    Ok(())
}

pub(crate) async fn verify(arguments: VerifySite) -> Result<()> {
    let key = read_key(&arguments.key)?;
    let server = crate::server_at(arguments.server)?;
    let verified = verify_site(&server, &key).await?;
    println!("version {}, list {}", number(verified.release.version), verified.hash);
    if verified.differs.is_empty() {
        println!("{} files, all as signed", verified.release.files.len());
        return Ok(());
    }
    for line in &verified.differs {
        println!("{line}");
    }
    bail!("this server hands out something else than what was signed")
}

fn number(version: [u32; 3]) -> String {
    version.map(|number| number.to_string()).join(".")
}
