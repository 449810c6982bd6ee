//! Her people: whom a check asks about, and, for a therapist, whom one is answered from.
//!
//! Files are read elsewhere and arrive as contacts. Nothing is ticked for her; the never-answer list beats every tick.

use std::collections::{BTreeMap, BTreeSet};

use crypto::conflict_check as check;
use crypto::vault::keyed_hash;
use domain::people::{
    BroughtIn, Contact, Group, Identifier, Kind, People, Person, PersonId, Place, Question, ShownName,
    TooMany, Workplace,
};
use serde::{Deserialize, Serialize};

use crate::Area;
use crate::desk::Desk;
use crate::door::HerPeople;
use crate::records::RecordId;
use crate::records::people::{ClientsSaidRecord, PersonRecord, PlaceRecord};

/// What a person does with her people.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Keeps contacts that were read from a file or typed.
    BringIn(Vec<Contact>),
    /// Adds a place by hand.
    AddPlace(Workplace, ShownName),
    /// Puts someone into a group, or out of any.
    Group(PersonId, Option<Group>),
    /// Ticks someone, or takes the tick off.
    Tick(PersonId, bool),
    /// Ticks everyone now in a group, or takes their ticks off.
    TickGroup(Group, bool),
    /// Ticks a place, or takes the tick off.
    TickPlace(Workplace, bool),
    /// Puts someone on the never-answer list, or takes her off it.
    Never(PersonId, bool),
    /// Has said which of them are clients of hers, or that none is.
    ClientsSaid,
    /// Takes someone off.
    Remove(PersonId),
    /// Takes a place off.
    RemovePlace(Workplace),
    /// Puts back what was last taken off.
    Undo,
    /// Leaves kinds of identifier out of the next check, so that it fits.
    LeaveOut(BTreeSet<Kind>),
}

/// What is to be seen of her people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleView {
    /// Everyone, by name.
    pub people: Vec<PersonRow>,
    /// Every place.
    pub places: Vec<Place>,
    /// What the ticked ones make.
    pub asked: AskedView,
    /// Whether it is still to be said which of them are clients of hers. It matters to those with a listing, whose
    /// people a check is answered from: at first, and whenever someone new was brought in.
    pub clients_unsaid: bool,
    /// What came of the last file.
    pub brought_in: Option<BroughtIn>,
    /// Whether something taken off can be put back.
    pub can_undo: bool,
}

/// One of her people, as a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Which one.
    pub id: PersonId,
    /// The name she is shown by.
    pub name: ShownName,
    /// Her group.
    pub group: Option<Group>,
    /// Ticked.
    pub asked: bool,
    /// On the never-answer list.
    pub never: bool,
    /// Whether only her name is known.
    pub name_only: bool,
}

/// What the ticked people and places make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AskedView {
    /// One check can ask about them.
    Fits {
        /// People.
        people: usize,
        /// Of them, those known by name only.
        by_name_only: usize,
        /// Places.
        places: usize,
        /// Points it takes, of at most 512.
        points: usize,
    },
    /// It is more than one check can ask about.
    TooMany(TooMany),
}

#[derive(Default)]
pub(crate) struct HerPeopleArea {
    people: People,
    place_ids: BTreeMap<Workplace, RecordId>,
    leave_out: BTreeSet<Kind>,
    brought_in: Option<BroughtIn>,
    clients_said: Option<RecordId>,
    removed: Option<Removed>,
    /// Restored one by one, and put together once.
    restored: (Vec<Person>, Vec<Place>),
}

enum Removed {
    Person(Person),
    Place(Place),
}

impl HerPeopleArea {
    pub(crate) fn restore(&mut self, PersonRecord(person): PersonRecord) {
        self.restored.0.push(person);
    }

    pub(crate) fn restore_place(&mut self, id: RecordId, PlaceRecord(place): PlaceRecord) {
        self.place_ids.insert(place.workplace.clone(), id);
        self.restored.1.push(place);
    }

    pub(crate) fn restore_clients_said(&mut self, id: RecordId, _: ClientsSaidRecord) {
        self.clients_said = Some(id);
    }

    pub(crate) fn resume(&mut self) {
        let (people, places) = core::mem::take(&mut self.restored);
        let known = core::mem::take(&mut self.people);
        self.people =
            People::restore(known.people().cloned().chain(people), known.places().cloned().chain(places));
    }

    /// Another device removed one of these records.
    pub(crate) fn gone(&mut self, id: RecordId) {
        self.place_ids.retain(|_, place| *place != id);
        if self.clients_said == Some(id) {
            self.clients_said = None;
        }
        let known = core::mem::take(&mut self.people);
        self.people = People::restore(
            known.people().filter(|person| person.id.0 != id.0).cloned(),
            known.places().filter(|place| self.place_ids.contains_key(&place.workplace)).cloned(),
        );
    }

    pub(crate) fn update(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        match intent {
            Intent::LeaveOut(kinds) => self.leave_out = kinds,
            change => {
                let before = self.people.clone();
                self.change(change, desk);
                self.keep_changes(&before, desk);
            }
        }
        desk.redraw(Area::People);
    }

    fn change(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        match intent {
            Intent::BringIn(contacts) => {
                let brought = self.people.bring_in(contacts, || PersonId(desk.make_record_id().0));
                self.brought_in = Some(brought);
                if brought.added > 0 {
                    self.unsay_clients(desk);
                }
            }
            Intent::AddPlace(workplace, name) => self.people.add_place(workplace, name),
            Intent::Group(id, group) => self.people.set_group(id, group),
            Intent::Tick(id, asked) => self.people.set_asked(id, asked),
            Intent::TickGroup(group, asked) => self.people.set_group_asked(group, asked),
            Intent::TickPlace(workplace, asked) => self.people.set_place_asked(&workplace, asked),
            Intent::Never(id, never) => self.people.set_never(id, never),
            Intent::ClientsSaid => self.say_clients(desk),
            Intent::Remove(id) => {
                if let Some(person) = self.people.remove(id) {
                    self.removed = Some(Removed::Person(person));
                }
            }
            Intent::RemovePlace(workplace) => {
                if let Some(place) = self.people.remove_place(&workplace) {
                    self.removed = Some(Removed::Place(place));
                }
            }
            Intent::Undo => match self.removed.take() {
                Some(Removed::Person(person)) => self.people.put_back(person),
                Some(Removed::Place(place)) => self.people.put_place_back(place),
                None => {}
            },
            Intent::LeaveOut(_) => {}
        }
    }

    fn say_clients(&mut self, desk: &mut Desk<'_>) {
        let id = *self.clients_said.get_or_insert_with(|| desk.only_record::<ClientsSaidRecord>(""));
        desk.keep(id, &ClientsSaidRecord { on: desk.now.today() });
    }

    fn unsay_clients(&mut self, desk: &mut Desk<'_>) {
        if let Some(id) = self.clients_said.take() {
            desk.forget(id);
        }
    }

    /// Keeps what differs from before: one save, however many rows an import or a group touches.
    fn keep_changes(&mut self, before: &People, desk: &mut Desk<'_>) {
        for person in self.people.people() {
            if before.person(person.id) != Some(person) {
                desk.keep(RecordId(person.id.0), &PersonRecord(person.clone()));
            }
        }
        for person in before.people() {
            if self.people.person(person.id).is_none() {
                desk.forget(RecordId(person.id.0));
            }
        }
        let places_before: BTreeMap<_, _> = before.places().map(|place| (&place.workplace, place)).collect();
        let places: BTreeSet<_> = self.people.places().map(|place| &place.workplace).collect();
        for place in self.people.places() {
            if places_before.get(&place.workplace) != Some(&place) {
                let id = place_id(&place.workplace, desk);
                self.place_ids.insert(place.workplace.clone(), id);
                desk.keep(id, &PlaceRecord(place.clone()));
            }
        }
        for workplace in places_before.into_keys().filter(|workplace| !places.contains(workplace)) {
            if let Some(id) = self.place_ids.remove(workplace) {
                desk.forget(id);
            }
        }
    }

    /// The lists a check asks about; empty if nobody is ticked or it does not fit.
    pub(crate) fn asked(&self) -> Vec<check::Person> {
        let lists = self.people.question(&self.leave_out).map(|question| question.asked).unwrap_or_default();
        lists.into_iter().map(list).collect()
    }

    /// What a check is answered from.
    pub(crate) fn answerable(&self) -> HerPeople {
        let answerable = self.people.answerable();
        HerPeople {
            people: answerable.known.into_iter().map(list).collect(),
            never: answerable.never.into_iter().map(identifier).collect(),
        }
    }

    pub(crate) fn view(&self) -> PeopleView {
        let mut people: Vec<_> = self
            .people
            .people()
            .map(|person| PersonRow {
                id: person.id,
                name: person.name.clone(),
                group: person.group,
                asked: person.asked,
                never: person.never,
                name_only: person.is_known_by_name_only(),
            })
            .collect();
        people.sort_by(|a, b| (a.name.as_str(), a.id).cmp(&(b.name.as_str(), b.id)));
        PeopleView {
            people,
            places: self.people.places().cloned().collect(),
            asked: self.people.question(&self.leave_out).map_or_else(AskedView::TooMany, |question| {
                let Question { people, by_name_only, places, points, .. } = question;
                AskedView::Fits { people, by_name_only, places, points }
            }),
            clients_unsaid: self.clients_said.is_none(),
            brought_in: self.brought_in,
            can_undo: self.removed.is_some(),
        }
    }
}

/// The same place is the same record, so that bringing it in twice keeps it once.
fn place_id(workplace: &Workplace, desk: &Desk<'_>) -> RecordId {
    let key = desk.vault.derive_index_key("place");
    let hash = keyed_hash(&key, workplace.as_str().as_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    RecordId(id)
}

fn list(identifiers: Vec<Identifier>) -> check::Person {
    check::Person(identifiers.into_iter().map(identifier).collect())
}

fn identifier(Identifier { kind, text }: Identifier) -> check::Identifier {
    let kind = match kind {
        Kind::Email => check::Kind::Email,
        Kind::Phone => check::Kind::Phone,
        Kind::Npi => check::Kind::Npi,
        Kind::Licence => check::Kind::Licence,
        Kind::Workplace => check::Kind::Workplace,
        Kind::Name => check::Kind::Name,
    };
    check::Identifier { kind, text }
}

#[cfg(test)]
mod tests {
    use domain::people::Email;

    use super::*;
    use crate::testing::Ana;
    use crate::{Intent as AppIntent, View};

    fn say(ana: &mut Ana, intent: Intent) {
        ana.does(AppIntent::People(intent));
    }

    fn view(ana: &Ana) -> PeopleView {
        match ana.sees(Area::People) {
            Some(View::People(view)) => *view,
            other => panic!("not her people: {other:?}"),
        }
    }

    fn contact(email: &str) -> Contact {
        Contact {
            name: ShownName::new("Bea").unwrap(),
            emails: Email::normalise(email).into_iter().collect(),
            ..Contact::unnamed()
        }
    }

    #[test]
    fn her_clients_are_asked_for_first_and_whenever_someone_new_is_brought_in() {
        let mut ana = Ana::at_her_desk();
        assert!(view(&ana).clients_unsaid);
        say(&mut ana, Intent::BringIn(vec![contact("bea@example.org")]));
        let bea = view(&ana).people[0].id;
        say(&mut ana, Intent::Never(bea, true));
        assert!(view(&ana).clients_unsaid, "she says when that is all of them");
        say(&mut ana, Intent::ClientsSaid);
        assert!(!view(&ana).clients_unsaid);
        ana.restarts();
        assert!(!view(&ana).clients_unsaid);

        say(&mut ana, Intent::BringIn(vec![contact("bea@example.org")]));
        assert!(!view(&ana).clients_unsaid, "the same file again holds nobody new");
        say(&mut ana, Intent::BringIn(vec![contact("cleo@example.org")]));
        ana.restarts();
        assert!(view(&ana).clients_unsaid);
        assert!(view(&ana).people.iter().any(|row| row.id == bea && row.never), "what was said stays said");
    }
}
