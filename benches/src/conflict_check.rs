//! The conflict check against OpenMined's PSI: the whole exchange, both parties, the same sets, the same count.
//!
//! Set-up, request, answer and count are all in the time; installing, starting and making the lists are not. The
//! sizes are those of padded batches, filled with real identifiers, so that both sides do the same number of
//! multiplications. Each round runs every contender once, and a figure is the median of the rounds' ratios.

mod native;
mod wasm;

use anyhow::Result;

use crate::Figure;

/// How many rounds are run; the first is thrown away.
const ROUNDS: usize = 13;

/// How many the asker and the answerer have.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    asked: usize,
    known: usize,
}

impl Sizes {
    const LARGE: Self = Self { asked: 256, known: 2_048 };
    const SMALL: Self = Self { asked: 256, known: 256 };

    /// How many both have: every tenth of those asked about.
    const fn shared(self) -> usize {
        self.asked / 10
    }

    fn name(self) -> String {
        format!("{}x{}", self.asked, self.known)
    }

    /// The limit in milliseconds on one thread that `docs/performance.md` derives for this protocol: 11.9 µs a
    /// multiplication and 1.9 µs a hash to the group, on the machine described there.
    fn limit_ms(self) -> f64 {
        let multiplications = (3 * self.asked + self.known) as f64;
        let hashes = (self.asked + self.known) as f64;
        (multiplications * 11.9 + hashes * 1.9) / 1_000.0
    }
}

/// Runs both comparisons.
pub fn run() -> Result<Vec<Figure>> {
    let mut figures = native::run()?;
    figures.extend(wasm::run()?);
    Ok(figures)
}
