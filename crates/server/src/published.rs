//! The edition of the directory that is shown, ready to be handed out from memory: no visitor causes a query.

use std::collections::BTreeMap;
use std::io::Write as _;

use bytes::Bytes;
use jiff::civil::Date;
use protocol::directory::{Countersigned, Listed, Publication, Root, Shard, SignedRoot};
use protocol::{Digest, ListingId, PublicKey};
use storage::{Backend, Failure, NewDirectory, Store as _};
use trust::PartError;

/// One edition.
#[derive(Debug)]
pub(crate) struct Published {
    number: u64,
    tag: String,
    root: Bytes,
    files: BTreeMap<Digest, PublishedFile>,
    listings: BTreeMap<ListingId, Listed>,
}

/// A file that the root names, as it is and compressed.
#[derive(Debug, Clone)]
pub(crate) struct PublishedFile {
    pub(crate) content: Bytes,
    /// `None` where compressing made it no smaller.
    pub(crate) brotli: Option<Bytes>,
}

/// Why the directory in the store cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum BadDirectory {
    /// It is not what the steward signed.
    #[error(transparent)]
    Part(#[from] PartError),
    /// A part of it is not JSON.
    #[error("a part of it cannot be read")]
    Json(#[from] serde_json::Error),
    /// A part of it is missing.
    #[error("a part of it is missing")]
    Missing,
}

impl Published {
    /// Checks an edition that a steward sends, and gives it in the shapes for showing and for storing.
    pub(crate) fn verify(
        publication: Publication,
        steward: &PublicKey,
    ) -> Result<(Self, NewDirectory), PartError> {
        let (root, shards) = trust::verify_publication(&publication, steward)?;
        let signed = serde_json::to_vec(&publication.root).expect("a signed root holds only strings");
        let texts = publication.shards.into_iter().chain([publication.compacts]);
        let files: Vec<_> = names(&root).zip(texts.map(Bytes::from)).collect();
        let published = Self::new(&root, Bytes::from(signed), &shards, &files, steward);
        let settled = published.listings.iter().map(|(id, listed)| (*id, listed.listing.revision)).collect();
        let (number, root_bytes) = (published.number, published.root.clone());
        let refers_to = files.iter().map(|(digest, _)| *digest).collect();
        Ok((published, NewDirectory { number, root: root_bytes, refers_to, files, settled }))
    }

    /// The edition in the store, if there is one, checked like one that a steward sends.
    pub(crate) async fn load(
        store: &Backend,
        steward: &PublicKey,
    ) -> Result<Option<Self>, crate::StartError> {
        let Some(directory) = store.directory().await? else { return Ok(None) };
        let signed: SignedRoot = serde_json::from_slice(&directory.root).map_err(BadDirectory::from)?;
        let root =
            trust::verify_root(&signed, steward).map_err(PartError::from).map_err(BadDirectory::from)?;
        let mut files = Vec::new();
        for digest in names(&root) {
            let content = store.directory_file(digest).await?.ok_or(BadDirectory::Missing)?;
            files.push((digest, content));
        }
        let shards = files.iter().take(root.shards.len()).map(|(_, content)| Shard::decode(content));
        let shards: Vec<_> =
            shards.collect::<Result<_, _>>().map_err(PartError::from).map_err(BadDirectory::from)?;
        let steward = *steward;
        let made = move || Self::new(&root, directory.root, &shards, &files, &steward);
        let published = tokio::task::spawn_blocking(made).await;
        Ok(Some(published.map_err(|broken| Failure::Broken(std::sync::Arc::new(broken)))?))
    }

    fn new(
        root: &Root,
        signed: Bytes,
        shards: &[Shard],
        files: &[(Digest, Bytes)],
        steward: &PublicKey,
    ) -> Self {
        let tag = format!("\"{}-{}\"", root.number, &Digest::of(&signed).to_string()[..16]);
        let compressed = files.iter().map(|(digest, content)| {
            let brotli = compress(content).filter(|brotli| brotli.len() < content.len());
            (*digest, PublishedFile { content: content.clone(), brotli })
        });
        let countersigned = shards.iter().flat_map(|shard| &shard.listings);
        let listings = countersigned.filter_map(|listing| readable(listing, steward));
        Self {
            number: root.number,
            tag,
            root: signed,
            files: compressed.collect(),
            listings: listings.map(|listed| (listed.listing.id, listed)).collect(),
        }
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    pub(crate) fn tag(&self) -> &str {
        &self.tag
    }

    pub(crate) fn root(&self) -> Bytes {
        self.root.clone()
    }

    pub(crate) fn file(&self, digest: Digest) -> Option<&PublishedFile> {
        self.files.get(&digest)
    }

    /// The revision of a listing that is listed, or 0.
    pub(crate) fn revision(&self, id: ListingId) -> u64 {
        self.listings.get(&id).map_or(0, |listed| listed.listing.revision)
    }

    /// A listing that is listed on that day.
    pub(crate) fn listing(&self, id: ListingId, today: Date) -> Option<&Listed> {
        self.listings.get(&id).filter(|listed| listed.listed_until >= today)
    }

    /// All listings that are listed on that day.
    pub(crate) fn listings(&self, today: Date) -> impl Iterator<Item = &Listed> {
        self.listings.values().filter(move |listed| listed.listed_until >= today)
    }
}

/// The digests that a root names, the shards first.
fn names(root: &Root) -> impl Iterator<Item = Digest> {
    root.shards.iter().map(|shard| shard.digest).chain([root.compacts.digest])
}

/// A listing whose signatures hold, whatever the day. One that does not is left out of the pages, as clients leave
/// it out of theirs.
fn readable(countersigned: &Countersigned, steward: &PublicKey) -> Option<Listed> {
    trust::verify_countersigned(countersigned, steward, Date::MIN).ok()
}

fn compress(content: &[u8]) -> Option<Bytes> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, 9, 22);
    writer.write_all(content).ok()?;
    Some(Bytes::from(writer.into_inner()))
}
