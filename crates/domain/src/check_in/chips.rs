//! *What came home with you?* Chips to touch, at most three. The quiet signs come first, since they are the ones that go
//! unnoticed; after them her own, in the order she made them.

use core::fmt;

use serde::{Deserialize, Serialize};

/// The quiet signs of a toll that builds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Numb after a session.
    Numb,
    /// Dreading the caseload.
    Dread,
    /// Zoning out.
    ZonedOut,
    /// Not having cried in a long time.
    NoTears,
    /// Crying all the time.
    ManyTears,
}

impl Sign {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Numb, Self::Dread, Self::ZonedOut, Self::NoTears, Self::ManyTears];

    /// The key its words are filed under.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Numb => "numb",
            Self::Dread => "dread",
            Self::ZonedOut => "zoned-out",
            Self::NoTears => "no-tears",
            Self::ManyTears => "many-tears",
        }
    }
}

/// A chip in her own words. `Debug` does not show them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OwnChip(String);

impl OwnChip {
    /// The longest chip, in characters.
    pub const LIMIT: usize = 40;

    /// Her words with white space tidied; they must be there and fit on a chip.
    pub fn new(words: &str) -> Result<Self, ChipError> {
        let tidy = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match tidy.chars().count() {
            0 => Err(ChipError::Empty),
            count if count > Self::LIMIT => Err(ChipError::TooLong),
            _ => Ok(Self(tidy)),
        }
    }

    /// Her words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OwnChip {
    type Error = ChipError;
    fn try_from(words: String) -> Result<Self, ChipError> {
        Self::new(&words)
    }
}

impl From<OwnChip> for String {
    fn from(chip: OwnChip) -> Self {
        chip.0
    }
}

impl fmt::Debug for OwnChip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnChip(hidden)")
    }
}

/// One chip.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chip {
    /// One of the quiet signs.
    Sign(Sign),
    /// One she made.
    Own(OwnChip),
}

/// Why a chip could not be made or chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChipError {
    /// There were no words.
    #[error("a chip needs a word")]
    Empty,
    /// More than [`OwnChip::LIMIT`] characters.
    #[error("a chip holds at most 40 characters")]
    TooLong,
    /// She has [`Chips::LIMIT`] of her own already.
    #[error("there are 24 chips of your own already; remove one first")]
    TooMany,
    /// Three are chosen already.
    #[error("at most three chips")]
    ThreeAlready,
}

/// The chips she is offered: the quiet signs she has not put away, then her own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Chips {
    /// Signs she does not want to be offered.
    pub put_away: Vec<Sign>,
    own: Vec<OwnChip>,
}

impl Chips {
    /// The most chips of her own.
    pub const LIMIT: usize = 24;

    /// Everything to offer, in order.
    pub fn offered(&self) -> impl Iterator<Item = Chip> + '_ {
        let signs = Sign::ALL.into_iter().filter(|sign| !self.put_away.contains(sign)).map(Chip::Sign);
        signs.chain(self.own.iter().cloned().map(Chip::Own))
    }

    /// Adds one of her own; one she has already changes nothing.
    pub fn add(&mut self, chip: OwnChip) -> Result<(), ChipError> {
        if self.own.contains(&chip) {
            return Ok(());
        }
        if self.own.len() >= Self::LIMIT {
            return Err(ChipError::TooMany);
        }
        self.own.push(chip);
        Ok(())
    }

    /// Offers a sign again that was put away. One of her own comes back by being added again.
    pub fn bring_back(&mut self, sign: Sign) {
        self.put_away.retain(|other| *other != sign);
    }

    /// Takes one away from what is offered. Check-ins that chose it keep it.
    pub fn remove(&mut self, chip: &Chip) {
        match chip {
            Chip::Sign(sign) if !self.put_away.contains(sign) => self.put_away.push(*sign),
            Chip::Sign(_) => {}
            Chip::Own(own) => self.own.retain(|other| other != own),
        }
    }
}

/// One to three different chips, in the order she touched them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Chip>", into = "Vec<Chip>")]
pub struct CameHome(Vec<Chip>);

impl CameHome {
    /// The most that can be chosen.
    pub const LIMIT: usize = 3;

    /// These chips; the same one twice counts once.
    pub fn of(chips: impl IntoIterator<Item = Chip>) -> Result<Self, ChipError> {
        let mut chosen = Self::default();
        for chip in chips {
            if !chosen.0.contains(&chip) {
                chosen.toggle(chip)?;
            }
        }
        Ok(chosen)
    }

    /// Chooses a chip, or lets go of one chosen before.
    pub fn toggle(&mut self, chip: Chip) -> Result<(), ChipError> {
        if let Some(at) = self.0.iter().position(|other| *other == chip) {
            self.0.remove(at);
            return Ok(());
        }
        if self.0.len() >= Self::LIMIT {
            return Err(ChipError::ThreeAlready);
        }
        self.0.push(chip);
        Ok(())
    }

    /// The chips chosen.
    #[must_use]
    pub fn chips(&self) -> &[Chip] {
        &self.0
    }

    /// Whether none is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<Vec<Chip>> for CameHome {
    type Error = ChipError;
    fn try_from(chips: Vec<Chip>) -> Result<Self, ChipError> {
        Self::of(chips)
    }
}

impl From<CameHome> for Vec<Chip> {
    fn from(chosen: CameHome) -> Self {
        chosen.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(words: &str) -> Chip {
        Chip::Own(OwnChip::new(words).unwrap())
    }

    #[test]
    fn numb_is_offered_first_and_her_own_come_after_the_signs() {
        let mut chips = Chips::default();
        chips.add(OwnChip::new("  the  Tuesday group ").unwrap()).unwrap();
        chips.add(OwnChip::new("the Tuesday group").unwrap()).unwrap();
        let offered: Vec<_> = chips.offered().collect();
        assert_eq!(offered.first(), Some(&Chip::Sign(Sign::Numb)));
        assert_eq!(offered[5..], [own("the Tuesday group")]);
    }

    #[test]
    fn a_chip_put_away_is_no_longer_offered() {
        let mut chips = Chips::default();
        chips.add(OwnChip::new("a loss").unwrap()).unwrap();
        for chip in [own("a loss"), Chip::Sign(Sign::ManyTears), Chip::Sign(Sign::ManyTears)] {
            chips.remove(&chip);
        }
        assert_eq!(chips.offered().count(), 4);
    }

    #[test]
    fn a_sign_put_away_is_offered_again_where_it_was() {
        let mut chips = Chips::default();
        chips.remove(&Chip::Sign(Sign::Dread));
        chips.bring_back(Sign::Dread);
        assert_eq!(chips, Chips::default());
    }

    #[test]
    fn chips_have_limits_that_say_so() {
        assert_eq!(OwnChip::new(" \n"), Err(ChipError::Empty));
        assert_eq!(OwnChip::new(&"é".repeat(41)), Err(ChipError::TooLong));
        assert!(OwnChip::new(&"é".repeat(40)).is_ok());
        let mut chips = Chips::default();
        for n in 0..Chips::LIMIT {
            chips.add(OwnChip::new(&n.to_string()).unwrap()).unwrap();
        }
        assert_eq!(chips.add(OwnChip::new("one more").unwrap()), Err(ChipError::TooMany));
    }

    #[test]
    fn a_fourth_is_refused_and_a_second_touch_lets_go() {
        let three = [Chip::Sign(Sign::Numb), own("a"), own("b")];
        let mut chosen = CameHome::of(three.clone()).unwrap();
        assert_eq!(chosen.toggle(own("c")), Err(ChipError::ThreeAlready));
        chosen.toggle(own("a")).unwrap();
        chosen.toggle(own("c")).unwrap();
        assert_eq!(chosen.chips(), [Chip::Sign(Sign::Numb), own("b"), own("c")]);
        assert!(
            CameHome::of([own("a"), own("a"), own("b"), own("c")]).is_ok(),
            "the same one twice counts once"
        );
    }

    #[test]
    fn four_stored_chips_are_refused_when_read() {
        let json = r#"[{"own":"a"},{"own":"b"},{"own":"c"},{"own":"d"}]"#;
        assert!(serde_json::from_str::<CameHome>(json).is_err());
        assert!(serde_json::from_str::<Chip>(r#"{"own":""}"#).is_err());
    }
}
