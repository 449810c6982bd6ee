//! Made-up listings. Words follow the lopsided counts of real text: a few are in almost every listing, most in a few.

use jiff::Span;
use protocol::directory::{Check, CheckMethod, CheckedPart, Listed};
use protocol::listing::{
    Authority, Compact, Door, Fee, Focus, Jurisdiction, Licence, LicenceKind, Listing, MeetingFormat,
    Opening, Standing, TimeOfWeek, WayOfWorking,
};
use protocol::{Capability, ListingId, MailboxId, PublicKey};

use crate::TODAY;

const COMMON: &str = "the and i to you of a in we with that what is it work for can your be not as my at people this \
    who have are therapist therapists colleague trauma grief burnout session sessions body hold space somatic emdr \
    parts slow quiet evening evenings start know where loss love tired carry carrying rest years practice clients \
    supervision vicarious feel numb talk talking breathe together room walk pandemic airtime little after";
const SYLLABLES: &[&str] = &[
    "an", "ba", "co", "da", "el", "fo", "gra", "he", "in", "jo", "ka", "li", "mo", "ne", "or", "pa", "qui",
    "re", "so", "ti", "um", "vi", "wa", "ya", "zo", "sta", "tre", "sha", "thi", "pre",
];
const RARE_WORDS: u64 = 20_000;
const TOWNS: &[&str] =
    &["Portland", "Springfield", "Salem", "Ashland", "Bristol", "Dover", "Milton", "Franklin"];
const NAMES: &[&str] =
    &["Ana", "Bea", "Carla", "Dina", "Edda", "Fay", "Gil", "Hana", "Ines", "Jo", "Kim", "Lou"];

/// `count` listings, the same every time, made one by one.
pub(crate) fn listings(count: u32) -> impl Iterator<Item = Listed> {
    let places: Vec<Jurisdiction> = Jurisdiction::named().map(|(place, _)| place).collect();
    let common: Vec<&str> = COMMON.split_whitespace().collect();
    (0..count).map(move |number| listed(number, &places, &common))
}

fn listed(number: u32, places: &[Jurisdiction], common: &[&str]) -> Listed {
    let mut chance = Chance(u64::from(number) << 20);
    let mut key = [0; 32];
    key[..4].copy_from_slice(&number.to_le_bytes());
    let signing_key = PublicKey(key);
    let home = *chance.of(places);
    let mut licences = vec![licence(home, &mut chance)];
    while chance.one_in(3) && licences.len() < 4 {
        licences.push(licence(*chance.of(places), &mut chance));
    }
    let authority = Authority { compact: Compact::Psypact, home, states: vec![] };
    let checks = (0..licences.len()).filter(|_| !chance.one_in(5)).map(|index| (CheckedPart::Licence, index));
    let checks: Vec<_> = checks.chain([(CheckedPart::Authority, 0)]).collect();
    let amount = 6_000 + 500 * chance.below(40) as u32;
    let listing = Listing {
        id: ListingId::derive(&signing_key),
        revision: 1,
        name: format!("{} {}", chance.of(NAMES), rare_word(chance.below(RARE_WORDS))),
        words: letter(&mut chance, common),
        licences,
        authorities: if chance.one_in(4) { vec![authority] } else { vec![] },
        town: format!("{} {}", chance.of(TOWNS), rare_word(chance.below(300))),
        jurisdiction: home,
        training: vec![format!("Institute of {}", rare_word(chance.below(500)))],
        ways: chance.some_of(WayOfWorking::KNOWN),
        focus: chance.some_of(Focus::KNOWN),
        fee: Fee {
            amount,
            currency: if chance.one_in(10) { "GBP" } else { "USD" }.parse().expect("both are currencies"),
            sliding_to: chance.one_in(2).then_some(amount / 2),
        },
        private_pay_no_diagnosis: !chance.one_in(4),
        opening: Opening {
            next: (!chance.one_in(4)).then(|| days_from_today(chance.below(120) as i64 - 20)),
            stated_on: days_from_today(-(chance.below(80) as i64)),
        },
        times: chance.some_of(TimeOfWeek::KNOWN),
        formats: chance.some_of(MeetingFormat::KNOWN),
        languages: vec![if chance.one_in(8) { "es" } else { "en" }.parse().expect("both are languages")],
        not_employer_or_eap: !chance.one_in(3),
        never_supervisor: !chance.one_in(3),
        answers_within_days: 3,
        automatic_checks: true,
        door: Door { mailbox: MailboxId([1; 16]), write: Capability([2; 32]), hello_key: PublicKey([3; 32]) },
        signing_key,
    };
    let check = |(of, index)| Check { of, index, on: days_from_today(-30), how: CheckMethod::PublicRegister };
    Listed { listing, checks: checks.into_iter().map(check).collect(), listed_until: days_from_today(60) }
}

fn licence(jurisdiction: Jurisdiction, chance: &mut Chance) -> Licence {
    let standing = if chance.one_in(8) { Standing::Associate } else { Standing::Licensed };
    Licence {
        jurisdiction,
        kind: chance.of(&LicenceKind::KNOWN[..4]).clone(),
        number: "SAMPLE".into(),
        standing,
    }
}

fn letter(chance: &mut Chance, common: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..80 + chance.below(80) {
        if chance.one_in(2) {
            // The square of a chance favours the first, as the first words of any language are favoured.
            let at =
                chance.below(common.len() as u64) * chance.below(common.len() as u64) / common.len() as u64;
            text.push_str(common[at as usize]);
        } else {
            let at = chance.below(RARE_WORDS) * chance.below(RARE_WORDS) / RARE_WORDS;
            text.push_str(&rare_word(at));
        }
        text.push(' ');
    }
    text
}

fn rare_word(at: u64) -> String {
    let mut chance = Chance(at.wrapping_mul(0x5851_f42d_4c95_7f2d));
    (0..2 + chance.below(3)).map(|_| *chance.of(SYLLABLES)).collect()
}

fn days_from_today(days: i64) -> jiff::civil::Date {
    TODAY.saturating_add(Span::new().days(days))
}

/// Repeatable chance (splitmix64); a bench needs no better one.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }

    fn some_of<T: Clone>(&mut self, known: &[T]) -> Vec<T> {
        let mut some: Vec<T> = known.iter().filter(|_| self.one_in(3)).cloned().collect();
        if some.is_empty() {
            some.push(self.of(known).clone());
        }
        some
    }
}
