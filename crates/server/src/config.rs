//! What an operator, a journey or a bench may set.

use std::time::Duration;

use protocol::PublicKey;

use crate::randomness::Randomness;
use crate::rates::Rates;

/// How a server behaves. [`Config::new`] is what a collective runs with.
#[derive(Debug, Clone)]
pub struct Config {
    /// The key that signs the directory; what it did not sign is refused.
    pub steward: PublicKey,
    /// How often each kind of request may come.
    pub rates: Rates,
    /// Whether a proxy that we run adds the last address in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Requests at work at once, before new ones are refused.
    pub in_flight: usize,
    /// Sign-ins being worked on at once, before new ones are refused.
    pub sign_ins: usize,
    /// Where names, sessions and what OPAQUE draws come from.
    pub randomness: Randomness,
    /// Connections open at once, before new ones wait to be accepted.
    pub connections: usize,
    /// Clients that wait for a wake-up at once.
    pub waiting: usize,
    /// How long a request's body may take to arrive.
    pub body_timeout: Duration,
    /// How long a request's headers may take to arrive, and how long a connection may idle between requests.
    pub header_timeout: Duration,
    /// How often a waiting client gets a sign of life.
    pub heartbeat: Duration,
    /// How long requests may go on after the server was asked to stop.
    pub stop_within: Duration,
}

impl Config {
    /// What a collective runs with.
    #[must_use]
    pub fn new(steward: PublicKey) -> Self {
        Self {
            steward,
            rates: Rates::default(),
            behind_proxy: false,
            in_flight: 1_024,
            sign_ins: 2 * std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            randomness: Randomness::system(),
            connections: 20_000,
            waiting: 16_000,
            body_timeout: Duration::from_secs(30),
            header_timeout: Duration::from_secs(10),
            heartbeat: Duration::from_secs(45),
            stop_within: Duration::from_secs(10),
        }
    }
}
