//! How long a breath in and a breath out are. No holding: it is not for everyone.

/// A breath, in tenths of a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breath {
    inwards: u16,
    outwards: u16,
}

/// Why a breath is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BreathError {
    /// Each way takes 3 to 8 seconds.
    #[error("each way takes 3 to 8 seconds")]
    TooShortOrLong,
    /// Breathing in longer than out rouses more than it settles.
    #[error("breathing out takes at least as long as breathing in")]
    InLongerThanOut,
}

impl Default for Breath {
    /// Five seconds in, five out: six breaths a minute.
    fn default() -> Self {
        Self { inwards: 50, outwards: 50 }
    }
}

impl Breath {
    /// So many tenths of a second in and out.
    pub const fn new(inwards: u16, outwards: u16) -> Result<Self, BreathError> {
        if inwards < 30 || outwards < 30 || inwards > 80 || outwards > 80 {
            return Err(BreathError::TooShortOrLong);
        }
        if inwards > outwards {
            return Err(BreathError::InLongerThanOut);
        }
        Ok(Self { inwards, outwards })
    }

    /// How long the breath in is, in milliseconds.
    #[must_use]
    pub const fn inwards_ms(self) -> u64 {
        self.inwards as u64 * 100
    }

    /// How long the breath out is, in milliseconds.
    #[must_use]
    pub const fn outwards_ms(self) -> u64 {
        self.outwards as u64 * 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breath_is_slow_and_out_is_never_the_shorter() {
        assert_eq!(Breath::new(50, 50), Ok(Breath::default()));
        assert_eq!(Breath::new(40, 60).unwrap().outwards_ms(), 6_000);
        assert_eq!(Breath::new(60, 40), Err(BreathError::InLongerThanOut));
        for (inwards, outwards) in [(29, 50), (50, 81), (81, 81)] {
            assert_eq!(Breath::new(inwards, outwards), Err(BreathError::TooShortOrLong));
        }
    }
}
