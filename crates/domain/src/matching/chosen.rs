//! What she wishes for, one thing at a time: to be said back to her in words, and let go of singly.

use protocol::listing::{Focus, Jurisdiction, Language, MeetingFormat, TimeOfWeek, WayOfWorking};
use serde::{Deserialize, Serialize};

use super::wishes::{Filter, HighestFee, Wishes};

/// One thing she wishes for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// Where she will sit.
    Seat(Jurisdiction),
    /// Only where the right to practise there was checked.
    OnlySure,
    /// Words to find.
    Words(String),
    /// A way of working.
    Way(WayOfWorking),
    /// What she comes for.
    Focus(Focus),
    /// The most an hour may cost.
    Fee(HighestFee),
    /// A private fee with no diagnosis on file.
    PrivatePay,
    /// Room within so many days.
    OpeningWithin(u16),
    /// A time of the week.
    Time(TimeOfWeek),
    /// A way to meet.
    Format(MeetingFormat),
    /// The language.
    Language(Language),
    /// Nobody from her town.
    NotTown(String),
    /// Nobody from her training programme.
    NotTraining(String),
    /// Nobody tied to an employer.
    NotEmployer,
    /// Never a supervisor.
    NeverSupervisor,
}

impl Wishes {
    /// Everything she wishes for, each once, in the order of a search form.
    #[must_use]
    pub fn chosen(&self) -> Vec<Chosen> {
        let words = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut chosen = Vec::new();
        chosen.extend(self.seat.map(Chosen::Seat));
        chosen.extend(self.only_sure.then_some(Chosen::OnlySure));
        chosen.extend(words(&self.words).map(Chosen::Words));
        chosen.extend(self.ways.iter().cloned().map(Chosen::Way));
        chosen.extend(self.focus.iter().cloned().map(Chosen::Focus));
        chosen.extend(self.highest_fee.map(Chosen::Fee));
        chosen.extend(self.private_pay.then_some(Chosen::PrivatePay));
        chosen.extend(self.opening_within_days.map(Chosen::OpeningWithin));
        chosen.extend(self.times.iter().cloned().map(Chosen::Time));
        chosen.extend(self.formats.iter().cloned().map(Chosen::Format));
        chosen.extend(self.language.clone().map(Chosen::Language));
        chosen.extend(words(&self.not_town).map(Chosen::NotTown));
        chosen.extend(words(&self.not_training).map(Chosen::NotTraining));
        chosen.extend(self.not_employer_or_eap.then_some(Chosen::NotEmployer));
        chosen.extend(self.never_supervisor.then_some(Chosen::NeverSupervisor));
        chosen
    }

    /// Lets go of one thing; of several ways of working, only that one.
    pub fn let_go(&mut self, chosen: &Chosen) {
        match chosen {
            Chosen::Way(way) => self.ways.retain(|other| other != way),
            Chosen::Focus(focus) => self.focus.retain(|other| other != focus),
            Chosen::Time(time) => self.times.retain(|other| other != time),
            Chosen::Format(format) => self.formats.retain(|other| other != format),
            Chosen::Seat(_) => self.loosen(Filter::Seat),
            Chosen::OnlySure => self.loosen(Filter::OnlySure),
            Chosen::Words(_) => self.loosen(Filter::Words),
            Chosen::Fee(_) => self.loosen(Filter::Fee),
            Chosen::PrivatePay => self.loosen(Filter::PrivatePay),
            Chosen::OpeningWithin(_) => self.loosen(Filter::Opening),
            Chosen::Language(_) => self.loosen(Filter::Language),
            Chosen::NotTown(_) => self.loosen(Filter::NotTown),
            Chosen::NotTraining(_) => self.loosen(Filter::NotTraining),
            Chosen::NotEmployer => self.loosen(Filter::NotEmployer),
            Chosen::NeverSupervisor => self.loosen(Filter::NeverSupervisor),
        }
    }

    /// Lets go of a whole wish, as a hint proposes where nobody fits.
    pub fn loosen(&mut self, wish: Filter) {
        match wish {
            Filter::Seat => self.seat = None,
            Filter::OnlySure => self.only_sure = false,
            Filter::Words => self.words.clear(),
            Filter::Ways => self.ways.clear(),
            Filter::Focus => self.focus.clear(),
            Filter::Fee => self.highest_fee = None,
            Filter::PrivatePay => self.private_pay = false,
            Filter::Opening => self.opening_within_days = None,
            Filter::Times => self.times.clear(),
            Filter::Formats => self.formats.clear(),
            Filter::Language => self.language = None,
            Filter::NotTown => self.not_town.clear(),
            Filter::NotTraining => self.not_training.clear(),
            Filter::NotEmployer => self.not_employer_or_eap = false,
            Filter::NeverSupervisor => self.never_supervisor = false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> Wishes {
        Wishes {
            seat: "US-CA".parse().ok(),
            only_sure: true,
            words: "grief".to_owned(),
            ways: vec![WayOfWorking::KNOWN[1].clone(), WayOfWorking::KNOWN[2].clone()],
            focus: vec![Focus::KNOWN[0].clone()],
            highest_fee: Some(HighestFee { amount: 12_000, currency: "USD".parse().unwrap() }),
            private_pay: true,
            opening_within_days: Some(28),
            times: vec![TimeOfWeek::KNOWN[0].clone()],
            formats: vec![MeetingFormat::KNOWN[0].clone()],
            language: "es".parse().ok(),
            not_town: "Oakland".to_owned(),
            not_training: "Wright".to_owned(),
            not_employer_or_eap: true,
            never_supervisor: true,
        }
    }

    #[test]
    fn each_thing_can_be_let_go_of_without_touching_another() {
        let before = everything().chosen();
        assert_eq!(before.len(), 16);
        for (at, chosen) in before.iter().enumerate() {
            let mut wishes = everything();
            wishes.let_go(chosen);
            let mut expected = before.clone();
            expected.remove(at);
            assert_eq!(wishes.chosen(), expected, "{chosen:?}");
        }
    }

    #[test]
    fn with_everything_let_go_nothing_is_wished_for() {
        let mut wishes = everything();
        for chosen in wishes.chosen() {
            wishes.let_go(&chosen);
        }
        assert_eq!(wishes, Wishes::default());
        assert_eq!(Wishes { words: "  ".to_owned(), ..wishes }.chosen(), []);
    }
}
