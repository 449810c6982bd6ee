//! Her listing on its way: written, looked over, handed in, with the steward, listed.
//!
//! A form is kept as she types it, so a lock in the middle of a sentence loses nothing. What is handed in is signed by
//! the listing's key; that the server may refuse it is shown, and it can be sent again.

use jiff::civil::Date;
use protocol::listing::Listing;
use serde::{Deserialize, Serialize};
use trust::ListingKey;

use super::draft::{ListingDraft, Part, Slip};
use super::{HerDoor, make_door};
use crate::desk::Desk;
use crate::notes;
use crate::post::{Call, Caller, Reply};
use crate::records::RecordId;
use crate::records::door::{DoorRecord, ListingDraftRecord};

/// How far her listing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Progress {
    /// There is none.
    #[default]
    None,
    /// Signed, and not yet at the server.
    OnItsWay,
    /// The server will not take it.
    Refused(NotTaken),
    /// At the server, for a steward to check.
    WithSteward {
        /// Whether others see an earlier revision meanwhile.
        earlier_listed: bool,
    },
    /// In the directory, as it is here.
    Listed {
        /// The last day it is.
        until: Date,
    },
}

/// Why the server did not take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotTaken {
    /// It has a newer revision, from another copy of this vault.
    Newer,
    /// Anything else.
    Other,
}

/// What the directory shows of her.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListedNow {
    pub(crate) revision: u64,
    pub(crate) until: Date,
}

/// The form, while it is open or unfinished.
#[derive(Default)]
pub(super) struct Writing {
    record: Option<(RecordId, ListingDraftRecord)>,
    /// Once she has looked it over, what does not fit is said as she types.
    looked_over: bool,
    slips: Vec<(Part, Slip)>,
    prepared: Option<Listing>,
}

impl Writing {
    pub(super) fn restore(&mut self, id: RecordId, record: ListingDraftRecord) {
        self.record = Some((id, record));
    }

    pub(super) fn gone(&mut self, id: RecordId) {
        self.record.take_if(|(draft, _)| *draft == id);
    }

    pub(super) fn draft(&self) -> Option<&ListingDraft> {
        self.record.as_ref().map(|(_, record)| &record.0)
    }

    pub(super) fn slips(&self) -> &[(Part, Slip)] {
        &self.slips
    }

    pub(super) fn prepared(&self) -> Option<&Listing> {
        self.prepared.as_ref()
    }

    /// Keeps what is typed, as it is.
    pub(super) fn keep(&mut self, draft: ListingDraft, before: Option<&Listing>, desk: &mut Desk<'_>) {
        if self.draft() != Some(&draft) {
            let id = self
                .record
                .as_ref()
                .map_or_else(|| desk.only_record::<ListingDraftRecord>(""), |(id, _)| *id);
            let record = ListingDraftRecord(draft);
            desk.keep(id, &record);
            self.record = Some((id, record));
        }
        if self.looked_over {
            self.check(before, desk.now.today());
        }
    }

    /// Reads it: either it is ready to be seen as others will see it, or each part says why not.
    pub(super) fn look_over(&mut self, draft: ListingDraft, before: Option<&Listing>, desk: &mut Desk<'_>) {
        self.looked_over = true;
        self.keep(draft, before, desk);
        self.prepared = self.check(before, desk.now.today());
    }

    pub(super) fn put_back(&mut self) {
        self.prepared = None;
    }

    /// Lets what is typed go.
    pub(super) fn let_go(&mut self, desk: &mut Desk<'_>) {
        if let Some((id, _)) = self.record.take() {
            desk.forget(id);
        }
        *self = Self::default();
    }

    fn check(&mut self, before: Option<&Listing>, today: Date) -> Option<Listing> {
        let finished = self.draft().map(|draft| draft.finish(before, today))?;
        let (listing, slips) = match finished {
            Ok(listing) => (Some(listing), Vec::new()),
            Err(slips) => (None, slips),
        };
        self.slips = slips;
        listing
    }
}

impl HerDoor {
    /// Hands in what she has looked over.
    pub(super) fn hand_in(&mut self, desk: &mut Desk<'_>) {
        let Some(listing) = self.writing.prepared.take() else { return };
        self.writing.let_go(desk);
        self.publish(listing, desk);
    }

    pub(super) fn publish(&mut self, mut listing: Listing, desk: &mut Desk<'_>) {
        // An earlier one may be on its way even if nothing came back: never two texts under one revision.
        let above = self.door.as_ref().map_or(0, |(_, door)| door.listing.revision);
        let (id, mut door) = self
            .door
            .take()
            .unwrap_or_else(|| (desk.only_record::<DoorRecord>(""), make_door(&listing, desk)));
        listing.id = door.listing.id;
        listing.revision = above + 1;
        listing.door = door.listing.door.clone();
        listing.signing_key = door.listing.signing_key;
        door.listing = listing;
        door.handed_in = false;
        self.refused = None;
        // One on its way would only make way for this one.
        desk.post.forget(Caller::Listing);
        desk.keep(id, &door);
        self.door = Some((id, door));
        self.go_on(desk);
    }

    /// Sends what was refused once more, as a revision above any other.
    pub(super) fn send_again(&mut self, listed: Option<ListedNow>, desk: &mut Desk<'_>) {
        let (Some(_), Some((id, door))) = (self.refused.take(), &mut self.door) else { return };
        let seen = listed.map_or(0, |listed| listed.revision);
        door.listing.revision = door.listing.revision.max(seen) + 1;
        desk.keep(*id, door);
        self.go_on(desk);
    }

    /// The server has the listing, or will not take it.
    pub(crate) fn listing_replied(&mut self, reply: &Reply, desk: &mut Desk<'_>) {
        let Some((id, door)) = &mut self.door else { return };
        match reply {
            Reply::Done => {
                door.handed_in = true;
                desk.keep(*id, door);
            }
            Reply::Refused { status: 409 } => self.refused = Some(NotTaken::Newer),
            _ => self.refused = Some(NotTaken::Other),
        }
        desk.redraw(crate::Area::Door);
    }

    pub(super) fn ask_to_list(&self, desk: &mut Desk<'_>) {
        let Some((_, door)) = &self.door else { return };
        if !door.handed_in
            && let Ok(signed) = trust::sign_listing(&ListingKey::from_seed(&door.signing_seed), &door.listing)
        {
            desk.ask(Caller::Listing, Call::PutListing(door.listing.id, notes::encode(&signed)));
        }
    }

    /// The listing whose place in the directory matters here.
    pub(crate) fn listing(&self) -> Option<&Listing> {
        self.door.as_ref().map(|(_, door)| &door.listing)
    }

    /// How far the listing has come, given what the directory shows of it.
    pub(crate) fn progress(&self, listed: Option<ListedNow>) -> Progress {
        let Some((_, door)) = &self.door else { return Progress::None };
        match (self.refused, listed) {
            (Some(refusal), _) => Progress::Refused(refusal),
            (None, _) if !door.handed_in => Progress::OnItsWay,
            (None, Some(listed)) if listed.revision >= door.listing.revision => {
                Progress::Listed { until: listed.until }
            }
            (None, listed) => Progress::WithSteward { earlier_listed: listed.is_some() },
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::Intent;
    use super::super::draft::tests::bea;
    use super::*;
    use crate::door::DoorView;
    use crate::effect::Effect;
    use crate::post::{CallId, Outcome};
    use crate::testing::Ana;
    use crate::{Area, Event, Intent as AppIntent, View};

    fn does(ana: &mut Ana, intent: Intent) -> String {
        ana.does(AppIntent::Door(intent))
    }

    fn view(ana: &Ana) -> DoorView {
        match ana.sees(Area::Door) {
            Some(View::Door(view)) => *view,
            other => panic!("not a door: {other:?}"),
        }
    }

    fn calls(ana: &mut Ana) -> Vec<(CallId, Call)> {
        let sent = core::mem::take(&mut ana.sent);
        let call = |effect| if let Effect::Call(id, call) = effect { Some((id, call)) } else { None };
        sent.into_iter().filter_map(call).collect()
    }

    /// Answers every call with `status`, and what follows from it, until nothing more is asked.
    fn server_says(ana: &mut Ana, status: impl Fn(&Call) -> u16) -> Vec<u64> {
        let mut revisions = Vec::new();
        loop {
            let asked = calls(ana);
            if asked.is_empty() {
                return revisions;
            }
            for (id, call) in asked {
                if let Call::PutListing(_, body) = &call {
                    let signed = serde_json::from_slice(body).unwrap();
                    revisions.push(trust::verify_listing(&signed).unwrap().revision);
                }
                let status = status(&call);
                ana.on(Event::Answered(id, Outcome::Response { status, body: Vec::new() }));
            }
        }
    }

    fn hand_in(ana: &mut Ana, draft: ListingDraft) {
        does(ana, Intent::LookOver(Box::new(draft)));
        assert_eq!(view(ana).slips, []);
        does(ana, Intent::HandIn);
    }

    #[test]
    fn what_is_typed_is_there_after_a_restart() {
        let mut ana = Ana::at_her_desk();
        let half = ListingDraft { name: "Bea".into(), fee: "a hundred".into(), ..ListingDraft::default() };
        expect!["save 2 [put record of 557 bytes]; redraw Vault; redraw Door"]
            .assert_eq(&does(&mut ana, Intent::Write(Box::new(half.clone()))));
        expect!["redraw Door"].assert_eq(&does(&mut ana, Intent::Write(Box::new(half.clone()))));
        ana.restarts();
        assert_eq!(view(&ana).draft, half);
        does(&mut ana, Intent::LetGo);
        ana.restarts();
        assert_eq!(view(&ana).draft, ListingDraft::default());
    }

    #[test]
    fn what_does_not_fit_is_said_once_she_looks_it_over_and_then_as_she_types() {
        let mut ana = Ana::at_her_desk();
        let mut draft = ListingDraft { town: String::new(), ..bea() };
        does(&mut ana, Intent::Write(Box::new(draft.clone())));
        assert_eq!(view(&ana).slips, [], "not while she has only begun");
        does(&mut ana, Intent::LookOver(Box::new(draft.clone())));
        assert_eq!(view(&ana).slips, [(Part::Town, Slip::Missing)]);
        assert_eq!(view(&ana).prepared, None);
        draft.town = "Sampleton".into();
        does(&mut ana, Intent::Write(Box::new(draft)));
        assert_eq!(view(&ana).slips, []);
        assert_eq!(view(&ana).prepared, None, "she has not looked this over yet");
        does(&mut ana, Intent::HandIn);
        assert_eq!(view(&ana).progress, Progress::None);
    }

    #[test]
    fn a_change_is_handed_in_as_a_new_revision() {
        let mut ana = Ana::at_her_desk();
        hand_in(&mut ana, bea());
        assert_eq!(view(&ana).progress, Progress::OnItsWay);
        assert_eq!(server_says(&mut ana, |_| 200), [1]);
        assert_eq!(view(&ana).progress, Progress::WithSteward { earlier_listed: false });
        let changed = ListingDraft { town: "Elsewhere".into(), ..view(&ana).draft };
        hand_in(&mut ana, changed);
        assert_eq!(server_says(&mut ana, |_| 200), [2]);
        ana.restarts();
        let view = view(&ana);
        assert_eq!(view.listing.unwrap().town, "Elsewhere");
        assert!(view.handed_in);
    }

    #[test]
    fn a_refusal_is_shown_and_it_can_be_sent_again() {
        let mut ana = Ana::at_her_desk();
        hand_in(&mut ana, bea());
        let refuses =
            |status: u16| move |call: &Call| if matches!(call, Call::PutListing(..)) { status } else { 200 };
        assert_eq!(server_says(&mut ana, refuses(409)), [1]);
        assert_eq!(view(&ana).progress, Progress::Refused(NotTaken::Newer));
        does(&mut ana, Intent::SendAgain);
        assert_eq!(view(&ana).progress, Progress::OnItsWay);
        assert_eq!(server_says(&mut ana, refuses(413)), [2]);
        assert_eq!(view(&ana).progress, Progress::Refused(NotTaken::Other));
        does(&mut ana, Intent::SendAgain);
        assert_eq!(server_says(&mut ana, |_| 202), [3]);
        assert_eq!(view(&ana).progress, Progress::WithSteward { earlier_listed: false });
    }

    #[test]
    fn the_directory_decides_whether_she_is_listed() {
        let mut ana = Ana::at_her_desk();
        hand_in(&mut ana, bea());
        server_says(&mut ana, |_| 200);
        let mut her = HerDoor::default();
        assert_eq!(her.progress(None), Progress::None);
        let listing = view(&ana).listing.unwrap();
        her.door = Some((RecordId([1; 16]), super::super::tests::record(listing)));
        let until = jiff::civil::date(2027, 2, 21);
        assert_eq!(her.progress(None), Progress::WithSteward { earlier_listed: false });
        assert_eq!(her.progress(Some(ListedNow { revision: 1, until })), Progress::Listed { until });
        assert_eq!(
            her.progress(Some(ListedNow { revision: 0, until })),
            Progress::WithSteward { earlier_listed: true }
        );
    }
}
