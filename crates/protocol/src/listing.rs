//! A listing: what a therapist who sees therapists says about herself, in public and over her own signature.
//!
//! [`Listing::decode`] is the edge: what it returns fits every limit here, and when it refuses, it says which fields to
//! change and how, so that a form can show it. Who signed a listing is for `trust` to check, never for this module.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

mod fee;
mod jurisdiction;
mod language;
mod limits;
mod terms;

pub use fee::{BadCurrency, Currency, Fee};
pub use jurisdiction::{BadJurisdiction, Jurisdiction};
pub use language::{BadLanguage, Language};
pub use limits::{Field, Limits, Problem};
pub(crate) use terms::terms;
pub use terms::{Compact, Focus, LicenceKind, MeetingFormat, Standing, TimeOfWeek, WayOfWorking};

use crate::ids::{Capability, ListingId, MailboxId, PublicKey};

/// The format this version writes.
pub const FORMAT: u16 = 1;

/// A therapist's public page, as she wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Always [`ListingId::derive`] of `signing_key`, so that nobody can take another's place.
    pub id: ListingId,
    /// Rises with every change; the steward and the server keep the highest.
    pub revision: u64,
    /// What she is called.
    pub name: String,
    /// Her letter to whoever reads this, in her own words.
    pub words: String,
    /// What lets her practise, and where.
    pub licences: Vec<Licence>,
    /// What she holds under compacts between states.
    #[serde(default)]
    pub authorities: Vec<Authority>,
    /// The town she works in.
    pub town: String,
    /// Where she herself sits.
    pub jurisdiction: Jurisdiction,
    /// Where she trained, so that someone from there can look elsewhere.
    #[serde(default)]
    pub training: Vec<String>,
    /// How she works.
    pub ways: Vec<WayOfWorking>,
    /// What people come to her for.
    pub focus: Vec<Focus>,
    /// What an hour costs.
    pub fee: Fee,
    /// Whether she sees people for a private fee with no diagnosis on any file.
    #[serde(default)]
    pub private_pay_no_diagnosis: bool,
    /// When she next has room for someone.
    pub opening: Opening,
    /// When in her week she meets people.
    pub times: Vec<TimeOfWeek>,
    /// How she meets people.
    pub formats: Vec<MeetingFormat>,
    /// In which languages.
    pub languages: Vec<Language>,
    /// Whether she is independent of employers and employee-assistance programmes.
    #[serde(default)]
    pub not_employer_or_eap: bool,
    /// Whether she never becomes supervisor or assessor of someone she has seen.
    #[serde(default)]
    pub never_supervisor: bool,
    /// Within how many days she answers a hello.
    pub answers_within_days: u8,
    /// Whether her client may answer conflict checks of verified colleagues by itself.
    #[serde(default)]
    pub automatic_checks: bool,
    /// Where a hello goes.
    pub door: Door,
    /// The key that signs this listing and her answers.
    pub signing_key: PublicKey,
}

/// One thing that lets her practise in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// Where it counts.
    pub jurisdiction: Jurisdiction,
    /// What it is for.
    pub kind: LicenceKind,
    /// Its number, as the board or register prints it.
    pub number: String,
    /// How far it goes.
    pub standing: Standing,
}

/// What she says she holds under a compact. It is hers, not her state's: a member state alone gives no right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Under which compact.
    pub compact: Compact,
    /// The state whose licence it rests on.
    pub home: Jurisdiction,
    /// The states it names, for a compact that grants them one by one; empty where it covers all that take part.
    #[serde(default)]
    pub states: Vec<Jurisdiction>,
}

/// When she next has room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The first day she could meet someone new; none while she has no room.
    pub next: Option<Date>,
    /// The day she said so.
    pub stated_on: Date,
}

/// Where a hello goes, and the key it is sealed to. All of it is public, the write capability too: it lets anyone
/// leave an envelope and nobody read one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// The mailbox hellos are left in.
    pub mailbox: MailboxId,
    /// What lets anyone leave one.
    pub write: Capability,
    /// The X25519 key a hello is sealed to.
    pub hello_key: PublicKey,
}

/// Why a listing cannot be used, said so that its author can change it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListingError {
    /// The whole text is too long.
    #[error("the listing has {bytes} bytes; at most {most} fit")]
    TooLong {
        /// How many bytes it has.
        bytes: usize,
        /// How many fit.
        most: usize,
    },
    /// Written by a newer version of Held.
    #[error("the listing is written in format {format}, newer than this version of Held can read")]
    Newer {
        /// The format it is in.
        format: u16,
    },
    /// Not a listing at all, or with a part missing or of the wrong shape.
    #[error("this is not a listing: {0}")]
    Malformed(String),
    /// Some fields do not fit; each says how.
    #[error("{}", limits::sentence(.0))]
    Fields(Vec<Problem>),
}

#[derive(Serialize)]
struct Written<'a> {
    format: u16,
    #[serde(flatten)]
    listing: &'a Listing,
}

impl ListingId {
    /// The id of the listing that `signing_key` signs.
    #[must_use]
    pub fn derive(signing_key: &PublicKey) -> Self {
        let hash: [u8; 32] =
            Sha256::new().chain_update(b"held/listing-id/v1\0").chain_update(signing_key.0).finalize().into();
        let mut id = [0; Self::LENGTH];
        id.copy_from_slice(&hash[..Self::LENGTH]);
        Self(id)
    }
}

impl Listing {
    /// Reads a listing from its text, which may come from anyone.
    ///
    /// # Errors
    /// When the text is too long, too new, not a listing, or when fields do not fit.
    pub fn decode(text: &str) -> Result<Self, ListingError> {
        if text.len() > Limits::BODY {
            return Err(ListingError::TooLong { bytes: text.len(), most: Limits::BODY });
        }
        let format = crate::directory::format_of(text).map_err(ListingError::Malformed)?;
        if format > FORMAT {
            return Err(ListingError::Newer { format });
        }
        let listing: Self =
            serde_json::from_str(text).map_err(|error| ListingError::Malformed(error.to_string()))?;
        listing.validate()?;
        Ok(listing)
    }

    /// The text to sign. Two calls may differ between versions, so what was signed is kept, never made again.
    #[must_use]
    pub fn encode(&self) -> String {
        serde_json::to_string(&Written { format: FORMAT, listing: self })
            .expect("a listing holds only strings, numbers and lists, which JSON can write")
    }

    /// Checks every field against [`Limits`].
    ///
    /// # Errors
    /// All fields that do not fit, so that they can be changed in one go.
    pub fn validate(&self) -> Result<(), ListingError> {
        let problems = limits::problems(self);
        if problems.is_empty() { Ok(()) } else { Err(ListingError::Fields(problems)) }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use expect_test::expect;
    use jiff::civil::date;

    use super::*;

    /// A listing of Bea's, small and complete.
    pub(crate) fn bea() -> Listing {
        let signing_key = PublicKey([3; 32]);
        Listing {
            id: ListingId::derive(&signing_key),
            revision: 2,
            name: "Bea Sample".into(),
            words: "Dear colleague,\n\nyou hold a lot. Come and put some of it down.".into(),
            licences: vec![Licence {
                jurisdiction: "US-CA".parse().unwrap(),
                kind: LicenceKind::Psychologist,
                number: "PSY-SAMPLE-1".into(),
                standing: Standing::Licensed,
            }],
            authorities: vec![Authority {
                compact: Compact::Psypact,
                home: "US-AZ".parse().unwrap(),
                states: vec![],
            }],
            town: "Sampleton".into(),
            jurisdiction: "US-CA".parse().unwrap(),
            training: vec!["Example Institute".into()],
            ways: vec![WayOfWorking::Emdr, WayOfWorking::Other("hakomi".into())],
            focus: vec![Focus::VicariousTrauma],
            fee: Fee { amount: 18_000, currency: "USD".parse().unwrap(), sliding_to: Some(9_000) },
            private_pay_no_diagnosis: true,
            opening: Opening { next: Some(date(2026, 12, 1)), stated_on: date(2026, 11, 20) },
            times: vec![TimeOfWeek::Evenings],
            formats: vec![MeetingFormat::Video],
            languages: vec!["en".parse().unwrap()],
            not_employer_or_eap: true,
            never_supervisor: true,
            answers_within_days: 3,
            automatic_checks: true,
            door: Door {
                mailbox: MailboxId([4; 16]),
                write: Capability([5; 32]),
                hello_key: PublicKey([6; 32]),
            },
            signing_key,
        }
    }

    #[test]
    fn a_listing_survives_its_text() {
        assert_eq!(Listing::decode(&bea().encode()), Ok(bea()));
    }

    #[test]
    fn the_first_version_stays_readable() {
        let frozen = include_str!("../tests/vectors/listing-1.json");
        assert_eq!(Listing::decode(frozen), Ok(bea()));
    }

    #[test]
    fn fields_and_terms_from_a_newer_version_do_not_break_this_one() {
        let text = bea().encode().replacen('{', r#"{"sound":"rain","pets":["cat"],"#, 1);
        let text = text.replace("just-talking", "walking-meditation");
        assert!(Listing::decode(&text).is_ok());
    }

    #[test]
    fn a_refusal_says_what_to_change() {
        let refusal = |text: &str| Listing::decode(text).unwrap_err().to_string();
        expect!["this is not a listing: expected value at line 1 column 1"].assert_eq(&refusal("hello"));
        expect!["the listing is written in format 2, newer than this version of Held can read"]
            .assert_eq(&refusal(r#"{"format":2}"#));
        expect!["the listing has 65537 bytes; at most 65536 fit"].assert_eq(&refusal(&" ".repeat(65_537)));
        let mut listing = bea();
        listing.words = "x".repeat(4_001);
        listing.languages.clear();
        listing.fee.sliding_to = Some(20_000);
        expect![[r#"
            words: 4001 characters, at most 4000 fit
            fee: the lowest fee on the sliding scale is above the fee itself
            languages: at least 1 is needed"#]]
        .assert_eq(&refusal(&listing.encode()));
    }

    #[test]
    fn signs_that_could_turn_text_around_or_hide_it_are_refused() {
        for sign in ['\u{202e}', '\u{2066}', '\u{7}', '\u{200b}'] {
            let mut listing = bea();
            listing.name = format!("Bea{sign}");
            assert!(listing.validate().is_err(), "{sign:?}");
        }
    }
}
