//! All ways into one vault, and which of them may be taken away.
//!
//! Two rules. No removal leaves her without a way in, and *this device* does not count as one, since it only hides. And
//! once there were two kinds of ways, one of them a recovery code she has typed back, no removal makes them fewer.

use super::slot::{CodeSlot, DeviceSlot, PasskeyId, PasskeySlot, PassphraseSlot};

/// One way into a vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// A passphrase.
    Passphrase,
    /// This device's own key, which only hides.
    Device,
    /// The recovery code, once typed back.
    RecoveryCode,
    /// A recovery code that she has not typed back yet; the one before it still counts.
    NewRecoveryCode,
    /// A passkey.
    Passkey(PasskeyId),
}

/// Why a way in stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stays {
    /// Nothing else that counts would open the vault.
    #[error("nothing else would open this vault")]
    LastWayIn,
    /// Without it there would no longer be two kinds, one of them a recovery code.
    #[error("without it, forgetting one thing could lock this vault for good")]
    SecondKind,
    /// There is none.
    #[error("this vault is not opened in this way")]
    NoSuchWay,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Slots {
    pub(super) passphrase: Option<PassphraseSlot>,
    pub(super) device: Option<DeviceSlot>,
    pub(super) code: Option<CodeSlot>,
    pub(super) new_code: Option<CodeSlot>,
    pub(super) passkeys: Vec<PasskeySlot>,
}

impl Slots {
    pub(super) fn ways(&self) -> Vec<Way> {
        let one = |way, there: bool| there.then_some(way);
        one(Way::Passphrase, self.passphrase.is_some())
            .into_iter()
            .chain(self.passkeys.iter().map(|slot| Way::Passkey(slot.id)))
            .chain(one(Way::RecoveryCode, self.code.is_some()))
            .chain(one(Way::NewRecoveryCode, self.new_code.is_some()))
            .chain(one(Way::Device, self.device.is_some()))
            .collect()
    }

    /// Whether something that counts opens the vault.
    pub(super) const fn count(&self) -> bool {
        self.passphrase.is_some() || self.code.is_some() || !self.passkeys.is_empty()
    }

    /// Whether there are two kinds of ways, one of them the recovery code.
    pub(super) const fn are_two_kinds(&self) -> bool {
        self.code.is_some() && (self.passphrase.is_some() || !self.passkeys.is_empty())
    }

    pub(super) fn without(&self, way: Way) -> Result<Self, Stays> {
        let mut left = self.clone();
        let was_there = match way {
            Way::Passphrase => left.passphrase.take().is_some(),
            Way::Device => left.device.take().is_some(),
            Way::RecoveryCode => left.code.take().is_some(),
            Way::NewRecoveryCode => left.new_code.take().is_some(),
            Way::Passkey(id) => {
                let before = left.passkeys.len();
                left.passkeys.retain(|slot| slot.id != id);
                left.passkeys.len() < before
            }
        };
        if !was_there {
            return Err(Stays::NoSuchWay);
        }
        // What never counted, a code not typed back for one, can always go; but a device that is all there is stays.
        let never_counted = way == Way::NewRecoveryCode;
        if !never_counted && !left.count() {
            return Err(Stays::LastWayIn);
        }
        if self.are_two_kinds() && !left.are_two_kinds() {
            return Err(Stays::SecondKind);
        }
        Ok(left)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::seeded;
    use crate::vault::slot::PasskeyQuestion;
    use crate::vault::{KdfParameters, Passphrase, Vault, nfc};

    /// A vault with these ways in: passphrase, device, code, new code, and so many passkeys.
    fn slots(with: [bool; 4], passkeys: usize) -> Slots {
        let rng = &mut seeded(1);
        let mut vault = Vault::make(rng);
        if with[2] {
            let code = vault.add_recovery_code(rng);
            assert!(vault.prove_recovery_code(&code));
        }
        if with[3] {
            let _ = vault.add_recovery_code(rng);
        }
        if with[1] {
            vault.add_device(vec![1]).unwrap();
        }
        for _ in 0..passkeys {
            let question = PasskeyQuestion { credential: vec![1], salt: [2; 32] };
            vault.add_passkey(question, &[3; 32], rng).unwrap();
        }
        let mut slots = vault.slots.clone();
        if with[0] {
            // One slot is made for all cases: stretching takes a while.
            static MADE: std::sync::LazyLock<PassphraseSlot> = std::sync::LazyLock::new(|| {
                let mut vault = Vault::make(&mut seeded(2));
                vault.add_passphrase(
                    &Passphrase::new("slow river", nfc),
                    KdfParameters::FLOOR,
                    &mut seeded(3),
                );
                vault.slots.passphrase.unwrap()
            });
            slots.passphrase = Some(MADE.clone());
        }
        slots
    }

    #[test]
    fn a_recovery_code_and_one_more_stay_two() {
        let both = slots([true, false, true, false], 0);
        assert_eq!(both.without(Way::Passphrase), Err(Stays::SecondKind));
        assert_eq!(both.without(Way::RecoveryCode), Err(Stays::SecondKind));
        let three = slots([true, false, true, false], 1);
        assert!(three.without(Way::Passphrase).is_ok());
        assert!(three.without(three.ways()[1]).is_ok());
        assert_eq!(three.without(Way::RecoveryCode), Err(Stays::SecondKind), "it can only be made anew");
    }

    #[test]
    fn this_device_never_counts() {
        let hidden = slots([true, true, false, false], 0);
        assert_eq!(hidden.without(Way::Passphrase), Err(Stays::LastWayIn));
        assert!(hidden.without(Way::Device).is_ok());
        assert_eq!(slots([false, true, false, false], 0).without(Way::Device), Err(Stays::LastWayIn));
    }

    proptest! {
        #[test]
        fn no_row_of_removals_breaks_a_rule(
            with: [bool; 4],
            passkeys in 0_usize..3,
            picks in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
        ) {
            let mut slots = slots(with, passkeys);
            let (counted, two) = (slots.count(), slots.are_two_kinds());
            for pick in picks {
                let ways = slots.ways();
                if ways.is_empty() {
                    break;
                }
                if let Ok(left) = slots.without(*pick.get(&ways)) {
                    prop_assert_eq!(left.ways().len(), ways.len() - 1);
                    slots = left;
                }
            }
            prop_assert!(slots.count() || !counted);
            prop_assert!(slots.are_two_kinds() || !two);
        }
    }
}
