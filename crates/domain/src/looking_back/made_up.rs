//! Made-up diaries for tests and benches: seeded, so that the same number gives the same diary everywhere.

/// A small seeded generator (SplitMix64 by Steele, Lea & Flood 2014). For made-up diaries only; nothing secret.
#[derive(Debug, Clone)]
pub struct Noise(u64);

impl Noise {
    /// Begins at a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Evenly between 0 and 1, neither included.
    pub fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        ((z >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// Standard normal (Box & Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let (radius, angle) = (self.even(), self.even());
        (-2.0 * radius.ln()).sqrt() * (core::f64::consts::TAU * angle).cos()
    }
}

/// A first-order autoregression with mean 0 and standard deviation 1.
#[must_use]
pub fn autoregressive(noise: &mut Noise, correlation: f64, count: usize) -> Vec<f64> {
    let fresh = (1.0 - correlation * correlation).sqrt();
    let mut value = noise.normal();
    let mut next = || {
        let now = value;
        value = correlation * value + fresh * noise.normal();
        now
    };
    (0..count).map(|_| next()).collect()
}
