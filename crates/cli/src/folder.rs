//! A folder on this computer: where one person's sealed blobs are kept, and the key that opens them without a
//! passphrase.
//!
//! Everything is sealed before it gets here. One file, `sealed`, is a log: each save is one frame appended to it and
//! flushed to the disk before it counts, so a save is there whole or not at all. What was replaced or deleted leaves the
//! file when it is written anew: whenever the folder is opened, and when half of it is old. `docs/decisions/folder-log.md`
//! says why.

mod device_key;
pub mod log;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use client::records::RecordId;
use client::{BlobName, NotStored, Write};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use log::{BadLog, Frame};

const SEALED: &str = "sealed";
const SEALED_NEW: &str = "sealed.new";
const DEVICE_KEY: &str = "device-key";
const IN_USE: &str = "in-use";

/// One person's folder. Only one program has it open at a time.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    file: File,
    /// Bytes of the file that belong to whole saves.
    length: usize,
    live: BTreeMap<BlobName, Range<usize>>,
    /// The end of the file could not be put right after a failed save: nothing more is written.
    stuck: bool,
    _in_use: File,
}

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another program has it open.
    #[error("{} is in use by another program", .0.display())]
    InUse(PathBuf),
    /// What is kept there cannot be read. Nothing was changed.
    #[error("{}: {problem}", path.display())]
    Bad {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        problem: BadLog,
    },
    /// The file system refused.
    #[error("{}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Folder {
    /// Below this, old bytes are not worth writing the file anew for.
    const WORTH_TIDYING: usize = 1 << 20;

    /// Opens a folder, making it if it is not there.
    ///
    /// # Errors
    /// When it is in use, cannot be read, or the file system refuses.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let io_at = |source| FolderError::Io { path: path.to_owned(), source };
        make_private_folder(path).map_err(io_at)?;
        let in_use = private(OpenOptions::new().write(true).create(true).truncate(false))
            .open(path.join(IN_USE))
            .map_err(io_at)?;
        in_use.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => FolderError::InUse(path.to_owned()),
            TryLockError::Error(source) => io_at(source),
        })?;
        let sealed = path.join(SEALED);
        let bytes = read_if_there(&sealed).map_err(io_at)?.unwrap_or_default();
        let scan = log::scan(&bytes).map_err(|problem| FolderError::Bad { path: sealed, problem })?;
        let (file, length, live) = write_anew(path, &bytes, &scan.live).map_err(io_at)?;
        Ok(Self { path: path.to_owned(), file, length, live, stuck: false, _in_use: in_use })
    }

    /// The vault's head, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn head(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(place) = self.live.get(&BlobName::Head).cloned() else { return Ok(None) };
        let mut head = vec![0; place.len()];
        self.file.seek(SeekFrom::Start(place.start as u64))?;
        self.file.read_exact(&mut head)?;
        Ok(Some(head))
    }

    /// Every record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn records(&mut self) -> io::Result<Vec<(RecordId, Vec<u8>)>> {
        let bytes = self.read()?;
        let records = self.live.iter().filter_map(|(name, place)| match name {
            BlobName::Record(id) => Some((*id, bytes[place.clone()].to_vec())),
            BlobName::Head => None,
        });
        Ok(records.collect())
    }

    /// All of `writes` durably, or none of them.
    ///
    /// # Errors
    /// When the disk is full or fails. Nothing of it is kept then.
    pub fn save(&mut self, writes: &[Write]) -> Result<(), NotStored> {
        if self.stuck {
            return Err(NotStored);
        }
        let Frame { bytes, entries } = log::frame(writes);
        if self.append(&bytes).is_err() {
            // What arrived of the frame must not stand before the next one.
            let cut = self.file.set_len(self.length as u64).and_then(|()| self.file.sync_data());
            self.stuck = cut.is_err();
            return Err(NotStored);
        }
        for (name, place) in entries {
            match place {
                Some(place) => self.live.insert(name, self.length + place.start..self.length + place.end),
                None => self.live.remove(&name),
            };
        }
        self.length += bytes.len();
        self.tidy();
        Ok(())
    }

    /// Removes everything, the device key too.
    ///
    /// # Errors
    /// When the file system refuses; what is left is still there to be read.
    pub fn erase(&mut self) -> io::Result<()> {
        self.forget_device_key()?;
        let nothing = BTreeMap::new();
        (self.file, self.length, self.live) = write_anew(&self.path, &[], &nothing)?;
        self.stuck = false;
        Ok(())
    }

    /// Makes a key in a file that only this account of the computer may read, and seals `secret` with it.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn make_device_key(&self, secret: &[u8], rng: &mut impl CryptoRng) -> io::Result<Vec<u8>> {
        let key = device_key::make(rng);
        let path = self.path.join(DEVICE_KEY);
        let mut file = private(OpenOptions::new().write(true).create(true).truncate(true)).open(&path)?;
        file.write_all(&key[..])?;
        file.sync_all()?;
        sync_folder(&self.path)?;
        Ok(device_key::seal(&key, secret, rng))
    }

    /// Opens what [`Folder::make_device_key`] sealed; `None` if the key is gone or is not the one.
    #[must_use]
    pub fn open_with_device_key(&self, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let key = Zeroizing::new(fs::read(self.path.join(DEVICE_KEY)).ok()?);
        device_key::open(&key, wrapped)
    }

    /// Removes the device key.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn forget_device_key(&self) -> io::Result<()> {
        match fs::remove_file(self.path.join(DEVICE_KEY)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => sync_folder(&self.path),
        }
    }

    fn append(&mut self, frame: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.length as u64))?;
        self.file.write_all(frame)?;
        self.file.sync_data()
    }

    /// Writes the file anew once half of it is old.
    fn tidy(&mut self) {
        let live: usize = self.live.values().map(|place| log::frame_bytes(place.len())).sum();
        let old = self.length.saturating_sub(live);
        if old < Self::WORTH_TIDYING.max(live) {
            return;
        }
        // If it cannot be done now, everything is still where it was.
        if let Ok(bytes) = self.read()
            && let Ok((file, length, live)) = write_anew(&self.path, &bytes, &self.live)
        {
            (self.file, self.length, self.live) = (file, length, live);
        }
    }

    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Writes a log of what is live in `bytes`, in place of what was there, and nothing else.
fn write_anew(path: &Path, bytes: &[u8], live: &BTreeMap<BlobName, Range<usize>>) -> io::Result<Log> {
    let mut content = log::BEGINNING.to_vec();
    let mut moved = BTreeMap::new();
    for (name, place) in live {
        let frame = log::frame(&[Write::Put(*name, bytes[place.clone()].to_vec())]);
        let entries = frame.entries.into_iter().filter_map(|(name, place)| Some((name, place?)));
        moved.extend(
            entries.map(|(name, place)| (name, content.len() + place.start..content.len() + place.end)),
        );
        content.extend_from_slice(&frame.bytes);
    }
    if content == bytes {
        let file = OpenOptions::new().read(true).write(true).open(path.join(SEALED))?;
        return Ok((file, content.len(), moved));
    }
    let new = path.join(SEALED_NEW);
    let mut file =
        private(OpenOptions::new().read(true).write(true).create(true).truncate(true)).open(&new)?;
    file.write_all(&content)?;
    file.sync_all()?;
    fs::rename(&new, path.join(SEALED))?;
    sync_folder(path)?;
    Ok((file, content.len(), moved))
}

/// An open log: the file, how long it is, and where in it each blob lies.
type Log = (File, usize, BTreeMap<BlobName, Range<usize>>);

fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// For this account of the computer alone.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes a rename, or a new or removed file, durable. Not every system knows how to flush a folder.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests;
