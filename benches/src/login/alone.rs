//! What a sign-in cannot do without, measured alone: stretching, and operations on the group, by the libraries that do it.

use std::hint::black_box;
use std::time::Duration;

use anyhow::{Context as _, Result};
use argon2::{Algorithm, Argon2, Params, Version};
use opaque_ke::key_exchange::group::ristretto255::curve25519_dalek as dalek;

use dalek::RistrettoPoint;
use dalek::ristretto::CompressedRistretto;
use dalek::scalar::Scalar;

use crate::rounds::timed;

/// How often each operation on the group is done by one end.
pub(super) struct Operations {
    /// Multiplications of a point that is not the base.
    multiplications: usize,
    /// Multiplications of the base.
    of_base: usize,
    /// Points unpacked.
    unpacked: usize,
    /// Points packed.
    packed: usize,
    /// Hashes to the group: two maps each.
    hashed: usize,
    /// Scalars inverted.
    inverted: usize,
}

/// The server: one evaluation, one key pair for the exchange and three products; the request's two points and the record's
/// one come packed, and the evaluation, its key and each product are packed.
pub(super) const SERVER: Operations =
    Operations { multiplications: 4, of_base: 1, unpacked: 3, packed: 5, hashed: 0, inverted: 0 };

/// The client: blinding, unblinding, two key pairs and three products.
pub(super) const CLIENT: Operations =
    Operations { multiplications: 5, of_base: 2, unpacked: 3, packed: 6, hashed: 1, inverted: 1 };

/// How long one end's operations take.
pub(super) fn group(of: &Operations) -> Duration {
    let scalar = Scalar::from_bytes_mod_order([7; 32]);
    let mut point = dalek::constants::RISTRETTO_BASEPOINT_POINT * scalar;
    let packed = point.compress().to_bytes();
    let (took, ()) = timed(|| {
        for _ in 0..of.multiplications {
            point = black_box(point) * black_box(scalar);
        }
        for _ in 0..of.of_base {
            black_box(RistrettoPoint::mul_base(&black_box(scalar)));
        }
        for _ in 0..of.unpacked {
            black_box(CompressedRistretto(black_box(packed)).decompress());
        }
        for _ in 0..of.packed {
            black_box(black_box(point).compress());
        }
        for _ in 0..of.hashed {
            black_box(RistrettoPoint::from_uniform_bytes(&black_box([9; 64])));
        }
        for _ in 0..of.inverted {
            black_box(black_box(scalar).invert());
        }
    });
    took
}

/// How long stretching takes.
pub(super) fn stretching() -> Result<Duration> {
    let params = Params::new(64 * 1024, 3, 1, Some(64)).ok().context("Argon2's parameters")?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut stretched = [0; 64];
    let (took, made) = timed(|| argon.hash_password_into(&[1; 64], &[0; 16], &mut stretched));
    made.ok().context("Argon2 refused")?;
    black_box(stretched);
    Ok(took)
}
