//! One save at a time, in order, and what waits for each.
//!
//! A later save must never reach the store while an earlier one might still fail: trying the earlier one again would
//! then put old words over newer ones.

use crate::vault::Saving;
use crate::{Effect, SaveId, Write};

/// The saves not yet durable.
#[derive(Default)]
pub(crate) struct Saves {
    last: u64,
    under_way: Option<(SaveId, Save)>,
    next: Save,
    failed: bool,
    durable: u64,
}

#[derive(Default)]
struct Save {
    writes: Vec<Write>,
    /// What waits until the writes are durable.
    then: Vec<Effect>,
}

impl Saves {
    /// Asks for `writes`, with `then` held back until they are durable.
    pub(crate) fn save(&mut self, writes: Vec<Write>, then: Vec<Effect>) -> Vec<Effect> {
        if writes.is_empty() {
            return then;
        }
        self.next.writes.extend(writes);
        self.next.then.extend(then);
        if self.failed { Vec::new() } else { self.begin() }
    }

    /// Holds `then` back until everything asked for so far is durable.
    pub(crate) fn once_all_saved(&mut self, then: Vec<Effect>) -> Vec<Effect> {
        let last = match (&mut self.under_way, self.next.writes.is_empty()) {
            (_, false) => &mut self.next,
            (Some((_, under_way)), true) => under_way,
            (None, true) => return then,
        };
        last.then.extend(then);
        Vec::new()
    }

    /// The save is durable: what waited for it goes out, and the next one begins.
    pub(crate) fn stored(&mut self, id: SaveId) -> Vec<Effect> {
        let Some((_, save)) = self.under_way.take_if(|(under_way, _)| *under_way == id) else {
            return Vec::new();
        };
        self.durable += 1;
        let mut effects = save.then;
        effects.extend(self.begin());
        effects
    }

    /// Nothing of the save was kept. It waits, with all that came after it, until [`Saves::again`].
    pub(crate) fn not_stored(&mut self, id: SaveId) {
        let Some((_, mut save)) = self.under_way.take_if(|(under_way, _)| *under_way == id) else { return };
        save.writes.append(&mut self.next.writes);
        save.then.append(&mut self.next.then);
        self.next = save;
        self.failed = true;
    }

    /// Tries everything that waits in one save.
    pub(crate) fn again(&mut self) -> Vec<Effect> {
        self.failed = false;
        self.begin()
    }

    /// Everything not yet durable as one last save: the vault is being closed, and nobody will hear its outcome.
    pub(crate) fn flush(&mut self) -> Option<Effect> {
        self.last += 1;
        let writes = core::mem::take(&mut self.next).writes;
        (!writes.is_empty()).then_some(Effect::Save(SaveId(self.last), writes))
    }

    /// How many saves have become durable.
    pub(crate) fn durable(&self) -> u64 {
        self.durable
    }

    /// What is not durable yet, in order.
    pub(crate) fn pending(&self) -> impl Iterator<Item = &Write> {
        let under_way = self.under_way.iter().flat_map(|(_, save)| &save.writes);
        under_way.chain(&self.next.writes)
    }

    pub(crate) fn state(&self) -> Saving {
        match (self.failed, &self.under_way) {
            (true, _) => Saving::Failed,
            (false, Some(_)) => Saving::UnderWay,
            (false, None) => Saving::Kept,
        }
    }

    fn begin(&mut self) -> Vec<Effect> {
        if self.under_way.is_some() || self.next.writes.is_empty() {
            return Vec::new();
        }
        self.last += 1;
        let id = SaveId(self.last);
        let save = core::mem::take(&mut self.next);
        let effect = Effect::Save(id, save.writes.clone());
        self.under_way = Some((id, save));
        vec![effect]
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::{Area, BlobName};

    fn check(effects: &[Effect], expected: &Expect) {
        expected
            .assert_eq(&effects.iter().map(|effect| format!("{effect:?}")).collect::<Vec<_>>().join("; "));
    }

    fn head() -> Vec<Write> {
        vec![Write::Put(BlobName::Head, vec![1])]
    }

    fn redraw() -> Vec<Effect> {
        vec![Effect::Redraw(Area::CheckIn)]
    }

    #[test]
    fn what_follows_waits_until_the_save_is_durable() {
        let mut saves = Saves::default();
        check(&saves.save(head(), redraw()), &expect!["save 1 [put head]"]);
        check(&saves.save(head(), Vec::new()), &expect![""]);
        assert_eq!(saves.state(), Saving::UnderWay);
        check(&saves.stored(SaveId(1)), &expect!["redraw CheckIn; save 2 [put head]"]);
        check(&saves.stored(SaveId(2)), &expect![""]);
        assert_eq!(saves.state(), Saving::Kept);
    }

    #[test]
    fn what_waits_for_everything_waits_for_earlier_saves_too() {
        let mut saves = Saves::default();
        check(&saves.once_all_saved(redraw()), &expect!["redraw CheckIn"]);
        saves.save(head(), Vec::new());
        check(&saves.once_all_saved(redraw()), &expect![""]);
        saves.not_stored(SaveId(1));
        check(&saves.once_all_saved(redraw()), &expect![""]);
        check(&saves.again(), &expect!["save 2 [put head]"]);
        check(&saves.stored(SaveId(2)), &expect!["redraw CheckIn; redraw CheckIn"]);
    }

    #[test]
    fn a_failed_save_is_tried_again_with_all_that_came_after_it() {
        let mut saves = Saves::default();
        saves.save(head(), redraw());
        saves.save(vec![Write::Delete(BlobName::Head)], Vec::new());
        saves.not_stored(SaveId(1));
        assert_eq!(saves.state(), Saving::Failed);
        check(&saves.save(head(), Vec::new()), &expect![""]);
        check(&saves.again(), &expect!["save 2 [put head, delete head, put head]"]);
        check(&saves.stored(SaveId(2)), &expect!["redraw CheckIn"]);
    }

    #[test]
    fn closing_writes_what_still_waits() {
        let mut saves = Saves::default();
        saves.save(head(), Vec::new());
        saves.save(vec![Write::Delete(BlobName::Head)], redraw());
        check(&saves.flush().into_iter().collect::<Vec<_>>(), &expect!["save 2 [delete head]"]);
        assert!(saves.flush().is_none());
    }

    #[test]
    fn an_answer_that_belongs_to_no_save_changes_nothing() {
        let mut saves = Saves::default();
        saves.save(head(), redraw());
        check(&saves.stored(SaveId(9)), &expect![""]);
        saves.not_stored(SaveId(9));
        assert_eq!(saves.state(), Saving::UnderWay);
    }

    #[test]
    fn nothing_to_keep_needs_no_save() {
        check(&Saves::default().save(Vec::new(), redraw()), &expect!["redraw CheckIn"]);
    }
}
