//! Finding someone: the directory as this client believes it, and what she wishes for.
//!
//! The whole directory is read when the vault opens and a few times a day after that, whether she looks for someone
//! or not, so that no request says that she does. Filtering and ranking happen here; wishes are never sent and never
//! stored.

use std::collections::{BTreeMap, BTreeSet};

use domain::matching::{Directory, Found, Match, Reason, Right, Wishes};
use protocol::compact::{self, Compacts};
use protocol::directory::{CheckMethod, Listed, Root, SignedRoot};
use protocol::listing::{Currency, Fee, Jurisdiction, Language, Opening};
use protocol::{Digest, ListingId, Timestamp};
use serde::{Deserialize, Serialize};
use trust::{DirectoryReader, EditionError};

use crate::desk::Desk;
use crate::post::{Call, Caller, Reply};
use crate::records::RecordId;
use crate::records::directory::{DirectoryPartRecord, DirectoryRecord};
use crate::{Area, Now};

/// What a person does while looking for someone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Looks for this from now on. Sent on every keystroke.
    Wish(Box<Wishes>),
    /// Shows more of what was found.
    More,
    /// Opens one person's page.
    Open(ListingId),
    /// Closes it again.
    Close,
    /// Reads the directory again now.
    ReadAgain,
}

/// What is to be seen while looking for someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    /// The directory it is found in.
    pub directory: DirectoryView,
    /// What she wishes for.
    pub wishes: Wishes,
    /// How many fit.
    pub total: usize,
    /// The first of them, in order.
    pub first: Vec<Card>,
    /// What to loosen, where nobody fits.
    pub loosen: Vec<domain::matching::Hint>,
    /// What there is to choose from.
    pub offered: Offered,
    /// The page that is open.
    pub person: Option<Box<PersonView>>,
}

/// What listed therapists offer, to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Where they are.
    pub places: Vec<Jurisdiction>,
    /// In which currencies fees are said: first those that are usual where she will sit.
    pub currencies: Vec<Currency>,
    /// In which languages they meet people, whatever the region.
    pub languages: Vec<Language>,
    /// Whether the steward says of every listing that it is for trying things out.
    pub is_sample: bool,
}

/// The directory, and whether it can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryView {
    /// How many are listed; `None` until it has been read once.
    pub listed: Option<usize>,
    /// When this edition was made.
    pub made_at: Option<Timestamp>,
    /// When it was last read.
    pub read_at: Option<Timestamp>,
    /// What is wrong with what the server shows. The last good edition stays in use.
    pub doubt: Option<Doubt>,
}

/// Why what the server shows is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// It is signed by another steward than before.
    OtherSteward,
    /// It is older than one seen before.
    Older,
    /// It is not what was signed, or cannot be read.
    Damaged,
}

/// One listing in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Which listing.
    pub listing: ListingId,
    /// Her name.
    pub name: String,
    /// Her town.
    pub town: String,
    /// Where she sits.
    pub jurisdiction: Jurisdiction,
    /// The beginning of her own words.
    pub words: String,
    /// What an hour costs.
    pub fee: Fee,
    /// When there is room.
    pub opening: Opening,
    /// Why she fits, and why she stands where she stands.
    pub reasons: Vec<Reason>,
}

/// One person's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// What she says, and what was checked.
    pub listed: Listed,
    /// Whether she may practise where the clinician sits; `None` while that is not known.
    pub right: Option<Right>,
}

/// Before any directory has been read.
const NO_COMPACTS: Compacts = Compacts { format: compact::FORMAT, rows: Vec::new() };

pub(crate) struct Finding {
    record: Option<(RecordId, DirectoryRecord)>,
    /// Pieces at hand, by what names them.
    parts: BTreeMap<Digest, (Option<RecordId>, String)>,
    /// An accepted edition whose pieces are still being read.
    coming: Option<(SignedRoot, Root)>,
    directory: Directory,
    offered: Offered,
    /// How many fees are said in which currency, country by country.
    fees: BTreeMap<(String, Currency), usize>,
    made_at: Option<Timestamp>,
    doubt: Option<Doubt>,
    wishes: Wishes,
    shown: usize,
    open: Option<ListingId>,
    last_asked: Option<Timestamp>,
}

impl Default for Finding {
    fn default() -> Self {
        Self {
            record: None,
            parts: BTreeMap::new(),
            coming: None,
            directory: Directory::from_listings([], NO_COMPACTS),
            offered: Offered::default(),
            fees: BTreeMap::new(),
            made_at: None,
            doubt: None,
            wishes: Wishes::default(),
            shown: Self::PAGE,
            open: None,
            last_asked: None,
        }
    }
}

impl Finding {
    const READ_EVERY: u64 = 6 * 60 * Timestamp::MINUTE;
    /// Until there is a directory at all: a new collective publishes its first while people are already there.
    const READ_FIRST_EVERY: u64 = Timestamp::MINUTE / 2;
    const READ_AWAITED_EVERY: u64 = 5 * Timestamp::MINUTE;
    const PAGE: usize = 20;
    const CARD_WORDS: usize = 180;

    pub(crate) fn restore(&mut self, id: RecordId, record: DirectoryRecord) {
        self.record = Some((id, record));
    }

    pub(crate) fn restore_part(&mut self, id: RecordId, part: DirectoryPartRecord) {
        self.parts.insert(part.digest, (Some(id), part.text));
    }

    pub(crate) fn resume(&mut self, desk: &mut Desk<'_>) {
        if let Some((_, record)) = &self.record
            && let Some(signed) = record.root.clone()
            && let Ok(root) = trust::verify_root(&signed, &record.steward)
        {
            self.coming = Some((signed, root));
            self.go_on(desk);
        }
        self.read(desk);
    }

    pub(crate) fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        match intent {
            Intent::Wish(wishes) => {
                self.wishes = *wishes;
                self.shown = Self::PAGE;
            }
            Intent::More => self.shown += Self::PAGE,
            Intent::Open(listing) => self.open = Some(listing),
            Intent::Close => self.open = None,
            Intent::ReadAgain => self.read(desk),
        }
        desk.redraw(Area::Finding);
    }

    /// `awaited` says that the next edition is waited for: by a therapist who is to be in it.
    pub(crate) fn tick(&mut self, awaited: bool, desk: &mut Desk<'_>) {
        let every = match self.made_at {
            None => Self::READ_FIRST_EVERY,
            Some(_) if awaited => Self::READ_AWAITED_EVERY,
            Some(_) => Self::READ_EVERY,
        };
        if self.last_asked.is_none_or(|last| desk.now.at.since(last) >= every) {
            self.read(desk);
        }
    }

    fn read(&mut self, desk: &mut Desk<'_>) {
        self.last_asked = Some(desk.now.at);
        desk.ask(Caller::Directory, Call::ReadDirectory);
    }

    /// The root came.
    pub(crate) fn root_replied(&mut self, reply: Reply, desk: &mut Desk<'_>) {
        let Reply::Content(bytes) = reply else { return };
        self.doubt = match serde_json::from_slice::<SignedRoot>(&bytes) {
            Err(_) => Some(Doubt::Damaged),
            Ok(signed) => self.accept(signed, desk).err(),
        };
        desk.redraw(Area::Finding);
    }

    fn accept(&mut self, signed: SignedRoot, desk: &mut Desk<'_>) -> Result<(), Doubt> {
        // The first steward a client meets is the one it believes from then on.
        let (steward, seen) =
            self.record.as_ref().map_or((signed.key, 0), |(_, record)| (record.steward, record.seen));
        let mut reader = DirectoryReader::new(steward, seen);
        let root = reader.accept(&signed).map_err(|error| match error {
            EditionError::AnotherSteward => Doubt::OtherSteward,
            EditionError::Older { .. } => Doubt::Older,
            _ => Doubt::Damaged,
        })?;
        let at = desk.now.at;
        let (id, record) = self.record.get_or_insert_with(|| {
            let mut seed = [0; 8];
            desk.rng.fill_bytes(&mut seed);
            let seed = u64::from_le_bytes(seed);
            (
                desk.only_record::<DirectoryRecord>(""),
                DirectoryRecord { steward, seen: 0, seed, root: None, read_at: at },
            )
        });
        record.seen = reader.seen();
        record.read_at = at;
        desk.keep(*id, record);
        self.coming = Some((signed, root));
        self.go_on(desk);
        Ok(())
    }

    /// A piece came.
    pub(crate) fn part_replied(&mut self, digest: Digest, reply: Reply, desk: &mut Desk<'_>) {
        let text = match reply {
            Reply::Content(bytes) if Digest::of(&bytes) == digest => String::from_utf8(bytes).ok(),
            _ => None,
        };
        match text {
            Some(text) => {
                let id = desk.make_record_id();
                let part = DirectoryPartRecord { digest, text };
                // A piece too large for a record is used, and read again next time.
                let id = desk.keep(id, &part).then_some(id);
                self.parts.insert(digest, (id, part.text));
                self.go_on(desk);
            }
            None => self.doubt = Some(Doubt::Damaged),
        }
        desk.redraw(Area::Finding);
    }

    /// Asks for what is missing of the coming edition; once nothing is, puts it to use.
    fn go_on(&mut self, desk: &mut Desk<'_>) {
        let Some((_, root)) = &self.coming else { return };
        let needed = || root.shards.iter().map(|entry| entry.digest).chain([root.compacts.digest]);
        let missing: Vec<_> = needed().filter(|digest| !self.parts.contains_key(digest)).collect();
        if !missing.is_empty() {
            for digest in missing {
                desk.ask(Caller::DirectoryPart(digest), Call::ReadShard(digest));
            }
            return;
        }
        let used: Vec<Digest> = needed().collect();
        let made_at = root.made_at;
        match self.build(root, desk) {
            Err(doubt) => self.doubt = Some(doubt),
            Ok(directory) => {
                self.take_up(directory);
                self.made_at = Some(made_at);
                self.put_away(&used, desk);
            }
        }
    }

    /// Puts a directory to use. What it offers is gathered once, since a view is made on every keystroke.
    fn take_up(&mut self, directory: Directory) {
        let listings = || directory.listings().iter().map(|listed| &listed.listing);
        let mut fees = BTreeMap::new();
        for listing in listings() {
            let country = listing.jurisdiction.country().to_owned();
            *fees.entry((country, listing.fee.currency)).or_default() += 1;
        }
        let primary = |language: &Language| language.primary().parse().ok();
        let places: BTreeSet<Jurisdiction> = listings().map(|listing| listing.jurisdiction).collect();
        let languages: BTreeSet<Language> =
            listings().flat_map(|listing| &listing.languages).filter_map(primary).collect();
        self.offered = Offered {
            places: places.into_iter().collect(),
            currencies: Vec::new(),
            languages: languages.into_iter().collect(),
            is_sample: !directory.is_empty() && directory.listings().iter().all(is_sample),
        };
        self.fees = fees;
        self.directory = directory;
    }

    /// The currencies of fees, those usual in the country where she will sit first.
    fn currencies(&self) -> Vec<Currency> {
        let seat = self.wishes.seat.as_ref().map(Jurisdiction::country);
        let mut usual = BTreeMap::<Currency, (usize, usize)>::new();
        for ((country, currency), count) in &self.fees {
            let (here, anywhere) = usual.entry(*currency).or_default();
            *anywhere += count;
            *here += if Some(country.as_str()) == seat { *count } else { 0 };
        }
        let mut currencies: Vec<_> = usual.into_iter().collect();
        currencies.sort_by_key(|(_, counts)| core::cmp::Reverse(*counts));
        currencies.into_iter().map(|(currency, _)| currency).collect()
    }

    fn build(&self, root: &Root, desk: &Desk<'_>) -> Result<Directory, Doubt> {
        let (_, record) = self.record.as_ref().ok_or(Doubt::Damaged)?;
        let reader = DirectoryReader::new(record.steward, record.seen);
        let bytes = |digest: &Digest| self.parts.get(digest).map_or(&[][..], |(_, text)| text.as_bytes());
        let compacts = reader.compacts(root, bytes(&root.compacts.digest)).map_err(|_| Doubt::Damaged)?;
        let mut listings = Vec::new();
        for entry in &root.shards {
            let shard = reader.shard(entry, bytes(&entry.digest)).map_err(|_| Doubt::Damaged)?;
            // One listing that has ended, or is of a newer kind, must not hide the others.
            let believed = |listing| reader.listed(listing, desk.now.today()).ok();
            listings.extend(shard.listings.iter().filter_map(believed));
        }
        Ok(Directory::from_listings(listings, compacts))
    }

    /// Keeps the edition in use, and lets go of pieces that belong to none.
    fn put_away(&mut self, used: &[Digest], desk: &mut Desk<'_>) {
        let Some((signed, _)) = self.coming.take() else { return };
        if let Some((id, record)) = &mut self.record {
            record.root = Some(signed);
            desk.keep(*id, record);
        }
        self.parts.retain(|digest, (id, _)| {
            let keep = used.contains(digest);
            if let (false, Some(id)) = (keep, id) {
                desk.forget(*id);
            }
            keep
        });
    }

    /// A listing that is in the directory and believed.
    pub(crate) fn listed(&self, listing: ListingId) -> Option<&Listed> {
        self.directory.listing(listing)
    }

    pub(crate) fn view(&self, now: Now) -> FindingView {
        let today = now.today();
        let seed = self.record.as_ref().map_or(0, |(_, record)| record.seed);
        let Found { total, first, loosen } = self.directory.find(&self.wishes, seed, today, self.shown);
        let person = self.open.and_then(|listing| self.directory.listing(listing)).map(|listed| {
            let right = self.wishes.seat.map(|seat| Right::of(listed, seat, self.directory.compacts()));
            Box::new(PersonView { listed: listed.clone(), right })
        });
        FindingView {
            directory: DirectoryView {
                listed: self.made_at.map(|_| self.directory.len()),
                made_at: self.made_at,
                read_at: self.record.as_ref().map(|(_, record)| record.read_at),
                doubt: self.doubt,
            },
            wishes: self.wishes.clone(),
            total,
            first: first.into_iter().filter_map(|found| self.card(found)).collect(),
            loosen,
            offered: Offered { currencies: self.currencies(), ..self.offered.clone() },
            person,
        }
    }

    fn card(&self, found: Match) -> Option<Card> {
        let listing = &self.directory.listing(found.listing)?.listing;
        Some(Card {
            listing: listing.id,
            name: listing.name.clone(),
            town: listing.town.clone(),
            jurisdiction: listing.jurisdiction,
            words: beginning(&listing.words, Self::CARD_WORDS),
            fee: listing.fee,
            opening: listing.opening,
            reasons: found.reasons,
        })
    }
}

/// The beginning of a text, in whole words.
fn beginning(text: &str, most: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let whole_words = text[..cut].rsplit_once(char::is_whitespace).map_or(&text[..cut], |(words, _)| words);
    format!("{} …", whole_words.trim_end())
}

/// Whether the steward says that nothing about this listing was checked in the world.
fn is_sample(listed: &Listed) -> bool {
    !listed.checks.is_empty() && listed.checks.iter().all(|check| check.how == CheckMethod::SampleOnly)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use protocol::directory::{Check, CheckedPart};
    use protocol::listing::{Door, Listing};
    use protocol::{Capability, MailboxId, PublicKey};

    use super::*;

    fn listed(who: u8, place: &str, currency: &str, language: &str, how: CheckMethod) -> Listed {
        let signing_key = PublicKey([who; 32]);
        let door =
            Door { mailbox: MailboxId([4; 16]), write: Capability([5; 32]), hello_key: PublicKey([6; 32]) };
        let listing = Listing {
            id: ListingId::derive(&signing_key),
            revision: 1,
            name: "Bea Sample".into(),
            words: "Come and put some of it down.".into(),
            licences: vec![],
            authorities: vec![],
            town: "Oakland".into(),
            jurisdiction: place.parse().unwrap(),
            training: vec![],
            ways: vec![],
            focus: vec![],
            fee: Fee { amount: 12_000, currency: currency.parse().unwrap(), sliding_to: None },
            private_pay_no_diagnosis: true,
            opening: Opening { next: None, stated_on: date(2026, 11, 20) },
            times: vec![],
            formats: vec![],
            languages: vec![language.parse().unwrap()],
            not_employer_or_eap: true,
            never_supervisor: true,
            answers_within_days: 3,
            automatic_checks: false,
            door,
            signing_key,
        };
        let check = Check { of: CheckedPart::Licence, index: 0, on: date(2026, 11, 1), how };
        Listed { listing, checks: vec![check], listed_until: date(2027, 2, 1) }
    }

    fn of(listings: Vec<Listed>) -> Finding {
        let mut finding = Finding::default();
        finding.take_up(Directory::from_listings(listings, NO_COMPACTS));
        finding
    }

    #[test]
    fn a_card_ends_with_a_whole_word() {
        assert_eq!(beginning("Come and put it down.", 40), "Come and put it down.");
        assert_eq!(beginning("Come and put it down.", 14), "Come and put …");
        assert_eq!(beginning("Übergangslos", 4), "Über …");
    }

    #[test]
    fn currencies_usual_where_she_will_sit_come_first() {
        let sample = CheckMethod::SampleOnly;
        let mut finding = of(vec![
            listed(1, "US-CA", "USD", "en", sample.clone()),
            listed(2, "US-OR", "USD", "es-MX", sample.clone()),
            listed(3, "GB", "GBP", "en-GB", sample),
        ]);
        let said =
            |finding: &Finding| finding.currencies().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(said(&finding), ["USD", "GBP"]);
        finding.wishes.seat = "GB".parse().ok();
        assert_eq!(said(&finding), ["GBP", "USD"]);
        assert_eq!(finding.offered.languages.iter().map(Language::as_str).collect::<Vec<_>>(), ["en", "es"]);
    }

    #[test]
    fn a_directory_is_a_sample_only_if_its_steward_says_so_of_every_listing() {
        let sample = || listed(1, "GB", "GBP", "en", CheckMethod::SampleOnly);
        let checked = || listed(2, "GB", "GBP", "en", CheckMethod::PublicRegister);
        let unchecked = || Listed { checks: vec![], ..sample() };
        assert!(of(vec![sample()]).offered.is_sample);
        assert!(!of(vec![sample(), checked()]).offered.is_sample);
        assert!(!of(vec![unchecked()]).offered.is_sample);
        assert!(!of(vec![]).offered.is_sample);
    }
}
