//! The ways in: first door, threshold, lock, and whether what she wrote is safely kept.
//!
//! A locked client holds the vault's head, which is sealed, and nothing else. What is open lives in
//! [`crate::client::Client`] and is dropped, keys and all, on lock.

use core::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A passphrase on its way in. `Debug` never shows it.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes what was typed.
    #[must_use]
    pub fn new(typed: String) -> Self {
        Self(typed)
    }

    /// What was typed.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// What a person can do at a way in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Intent {
    /// Make a vault: with a passphrase, or without one for now, which only hides.
    Begin {
        /// `None` is "decide later".
        passphrase: Option<Secret>,
    },
    /// Open the vault with a passphrase.
    Unlock {
        /// What was typed.
        passphrase: Secret,
    },
    /// Open the vault with this device's own key.
    UnlockWithDevice,
    /// Choose a passphrase, in place of the one before if there is one; the device key is forgotten.
    SetPassphrase {
        /// From now on.
        passphrase: Secret,
    },
    /// Close the vault. Veil does the same.
    Lock,
    /// Try again to keep what could not be kept.
    SaveAgain,
    /// Remove everything from this device.
    EraseEverything,
}

/// What is to be seen at a way in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum VaultView {
    /// Looking for a vault on this device.
    Starting,
    /// There is none: the first door.
    FirstDoor,
    /// What this device keeps cannot be read as a vault; it is left untouched.
    Unreadable,
    /// There is one.
    Locked {
        /// A passphrase opens it.
        passphrase: bool,
        /// This device opens it without one.
        device: bool,
        /// The last try did not open it.
        failure: Option<Failure>,
    },
    /// Opening, or reading what is kept.
    Opening,
    /// Open.
    Open(OpenView),
}

/// What can be said of an open vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenView {
    /// This device opens it without asking: the lock only hides.
    pub only_hides: bool,
    /// It locks within a minute unless somebody touches something.
    pub locks_soon: bool,
    /// What was last changed is kept, on its way, or not.
    pub saving: Saving,
    /// Records that could not be opened or understood. They are left where they are.
    pub unreadable: usize,
    /// Something waits for a network.
    pub waits_for_network: bool,
    /// What was kept is still being opened; what she does meanwhile is kept like anything else.
    pub opening: Option<Opening>,
}

/// How far opening has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Records that were looked at.
    pub done: usize,
    /// Of so many.
    pub of: usize,
}

/// Whether what she wrote is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saving {
    /// Everything is kept.
    Kept,
    /// A save is under way.
    UnderWay,
    /// A save failed, a full disk for example. Everything is still here, and can be tried again.
    Failed,
}

/// Why it did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// Another passphrase, or a slip of the hand.
    WrongPassphrase,
    /// This device's key is gone, or is not the one.
    DeviceKeyGone,
    /// The vault's head is damaged.
    Damaged,
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::testing::{Ana, PASSPHRASE};
    use crate::{Area, Intent as AppIntent, View, check_in};

    fn say(ana: &mut Ana, intent: Intent) -> String {
        ana.does(AppIntent::Vault(intent))
    }

    fn view(ana: &Ana) -> VaultView {
        match ana.sees(Area::Vault) {
            Some(View::Vault(view)) => view,
            other => panic!("not a vault: {other:?}"),
        }
    }

    fn unlock(typed: &str) -> Intent {
        Intent::Unlock { passphrase: Secret::new(typed.to_owned()) }
    }

    fn check_in_once(ana: &mut Ana) -> String {
        ana.does(AppIntent::CheckIn(check_in::Intent::Begin));
        ana.does(AppIntent::CheckIn(check_in::Intent::Skip))
    }

    #[test]
    fn a_new_vault_is_kept_before_anything_is_shown() {
        let mut ana = Ana::outside();
        assert_eq!(view(&ana), VaultView::FirstDoor);
        let begin = Intent::Begin { passphrase: Some(Secret::new(PASSPHRASE.to_owned())) };
        expect!["save 1 [put head]; redraw Vault; read records; call 1 read directory"]
            .assert_eq(&say(&mut ana, begin));
        assert!(matches!(view(&ana), VaultView::Open(OpenView { only_hides: false, unreadable: 0, .. })));
    }

    #[test]
    fn a_wrong_passphrase_says_so_and_loses_nothing() {
        let mut ana = Ana::at_her_desk();
        check_in_once(&mut ana);
        say(&mut ana, Intent::Lock);
        say(&mut ana, unlock("something else"));
        let failure = Some(Failure::WrongPassphrase);
        assert_eq!(view(&ana), VaultView::Locked { passphrase: true, device: false, failure });
        assert_eq!(ana.sees(Area::CheckIn), None);
        say(&mut ana, unlock(PASSPHRASE));
        assert!(matches!(view(&ana), VaultView::Open(_)));
        assert_eq!(ana.records_kept(), 1);
    }

    #[test]
    fn deciding_later_only_hides_until_there_is_a_passphrase() {
        let mut ana = Ana::outside();
        say(&mut ana, Intent::Begin { passphrase: None });
        assert!(matches!(view(&ana), VaultView::Open(OpenView { only_hides: true, .. })));
        check_in_once(&mut ana);
        say(&mut ana, Intent::Lock);
        say(&mut ana, Intent::UnlockWithDevice);
        assert!(matches!(view(&ana), VaultView::Open(_)));

        let set = Intent::SetPassphrase { passphrase: Secret::new(PASSPHRASE.to_owned()) };
        expect!["save 1 [put head]; redraw Vault; redraw WaysIn; forget device key"]
            .assert_eq(&say(&mut ana, set));
        say(&mut ana, Intent::Lock);
        assert_eq!(view(&ana), VaultView::Locked { passphrase: true, device: false, failure: None });
        say(&mut ana, Intent::UnlockWithDevice);
        assert!(matches!(view(&ana), VaultView::Locked { .. }), "the device no longer opens it");
        ana.restarts();
        assert_eq!(ana.records_kept(), 1);
    }

    #[test]
    fn a_full_disk_is_said_and_nothing_is_lost_by_it() {
        let mut ana = Ana::at_her_desk();
        ana.disk_is_full = true;
        check_in_once(&mut ana);
        assert!(matches!(view(&ana), VaultView::Open(OpenView { saving: Saving::Failed, .. })));
        ana.disk_is_full = false;
        say(&mut ana, Intent::SaveAgain);
        assert!(matches!(view(&ana), VaultView::Open(OpenView { saving: Saving::Kept, .. })));
        assert_eq!(ana.records_kept(), 1);
    }

    #[test]
    fn a_record_that_does_not_open_is_counted_and_left_where_it_is() {
        let mut ana = Ana::at_her_desk();
        check_in_once(&mut ana);
        ana.spoil_a_record();
        ana.restarts();
        assert!(matches!(view(&ana), VaultView::Open(OpenView { unreadable: 1, .. })));
        assert_eq!(ana.records_kept(), 1);
    }

    #[test]
    fn a_head_that_is_no_head_is_left_alone() {
        let mut ana = Ana::outside();
        ana.on(crate::Event::Started { head: Some(b"not a vault".to_vec()) });
        assert_eq!(view(&ana), VaultView::Unreadable);
        expect![""].assert_eq(&say(&mut ana, Intent::Begin { passphrase: None }));
    }

    #[test]
    fn everything_can_be_erased_locked_or_open() {
        for locked in [false, true] {
            let mut ana = Ana::at_her_desk();
            check_in_once(&mut ana);
            if locked {
                say(&mut ana, Intent::Lock);
            }
            say(&mut ana, Intent::EraseEverything);
            assert_eq!(view(&ana), VaultView::FirstDoor);
            assert_eq!(ana.everything_kept(), b"");
        }
    }

    #[test]
    fn a_passphrase_never_shows_in_debug() {
        expect!["Unlock { passphrase: Secret(hidden) }"].assert_eq(&format!("{:?}", unlock(PASSPHRASE)));
    }
}
