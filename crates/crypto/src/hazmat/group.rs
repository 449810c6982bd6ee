//! The group ristretto255 (RFC 9496): hashing into it (RFC 9380), multiplying by one secret scalar, encoding in batches.

use core::fmt;

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity as _;
use rand_core::CryptoRng;
use sha2::{Digest as _, Sha512};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::parts::in_parts;

pub(crate) use curve25519_dalek::ristretto::RistrettoPoint as Point;

/// The canonical encoding of a point.
pub(crate) type Encoding = [u8; 32];

/// SHA-512's block, which `expand_message_xmd` puts in front of each message as zeros.
const BLOCK: usize = 128;
/// Bytes that are mapped to one point.
const UNIFORM: usize = 64;

/// Hashes messages into the group under one domain separation tag: `hash_to_ristretto255` of RFC 9380, appendix B.
pub(crate) struct GroupHash {
    /// The state after the block of zeros, the same for every message.
    start: Sha512,
    tag_and_length: Vec<u8>,
}

impl GroupHash {
    /// `tag` must be shorter than 256 bytes; this is checked while compiling when used in a `const`.
    pub(crate) fn new(tag: &Tag) -> Self {
        let mut tag_and_length = tag.0.to_vec();
        tag_and_length.push(tag.0.len() as u8);
        Self { start: Sha512::new_with_prefix([0; BLOCK]), tag_and_length }
    }

    pub(crate) fn point(&self, message: &[u8]) -> Point {
        RistrettoPoint::from_uniform_bytes(&self.expand::<UNIFORM>(message))
    }

    /// `expand_message_xmd` of RFC 9380, section 5.3.1, for at most one digest of output.
    fn expand<const N: usize>(&self, message: &[u8]) -> [u8; N] {
        const { assert!(N <= UNIFORM, "longer output would need more blocks") };
        let b_0 = self
            .start
            .clone()
            .chain_update(message)
            .chain_update((N as u16).to_be_bytes())
            .chain_update([0])
            .chain_update(&self.tag_and_length)
            .finalize();
        let b_1 =
            Sha512::new_with_prefix(b_0).chain_update([1]).chain_update(&self.tag_and_length).finalize();
        let mut uniform = [0; N];
        uniform.copy_from_slice(&b_1[..N]);
        uniform
    }
}

/// A domain separation tag: which messages are hashed, so that equal texts of two sorts give unrelated points.
pub(crate) struct Tag(&'static [u8]);

impl Tag {
    pub(crate) const fn new(name: &'static [u8]) -> Self {
        assert!(name.len() >= 16 && name.len() < 256, "RFC 9380 wants 16 bytes and allows 255");
        Self(name)
    }
}

/// A random point's encoding; nobody knows its logarithm.
pub(crate) fn make_points(count: usize, rng: &mut (impl CryptoRng + ?Sized)) -> Vec<Encoding> {
    let mut seeds = vec![[0; UNIFORM]; count];
    seeds.iter_mut().for_each(|seed| rng.fill_bytes(seed));
    in_parts(&seeds, |part| {
        // Twice a uniform point is as uniform, and batches encode doubles.
        let points: Vec<Point> = part.iter().map(RistrettoPoint::from_uniform_bytes).collect();
        encode_doubles(&points)
    })
}

/// The points that encodings stand for, unless one of them is not canonical or is the identity.
pub(crate) fn decode_all(encodings: &[Encoding]) -> Option<Vec<Point>> {
    in_parts(encodings, |part| part.iter().map(decode).collect()).into_iter().collect()
}

/// The point an encoding stands for, unless it is not canonical or is the identity.
fn decode(encoding: &Encoding) -> Option<Point> {
    CompressedRistretto(*encoding).decompress().filter(|point| !point.is_identity())
}

fn encode_doubles(points: &[Point]) -> Vec<Encoding> {
    RistrettoPoint::double_and_compress_batch(points).iter().map(CompressedRistretto::to_bytes).collect()
}

/// A secret scalar that is never zero.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Blind(Scalar);

impl Blind {
    pub(crate) fn make(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut wide = [0; UNIFORM];
        loop {
            rng.fill_bytes(&mut wide);
            let scalar = Scalar::from_bytes_mod_order_wide(&wide);
            if scalar != Scalar::ZERO {
                wide.zeroize();
                return Self(scalar);
            }
        }
    }

    /// The scalar that [`Blind::expose`] gave; `None` if it is zero or not canonical.
    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Option<Self> {
        let scalar = Option::<Scalar>::from(Scalar::from_canonical_bytes(bytes))?;
        (scalar != Scalar::ZERO).then_some(Self(scalar))
    }

    pub(crate) const fn expose(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The scalar that takes this one off again.
    pub(crate) fn inverse(&self) -> Self {
        Self(self.0.invert())
    }

    /// The encodings of this scalar times each item's point.
    pub(crate) fn times<T: Sync>(&self, items: &[T], point: impl Fn(&T) -> Point + Sync) -> Vec<Encoding> {
        // Batches encode doubles, so half the scalar goes in: one inversion for all instead of one root a point.
        let half = Self(self.0.div_by_2());
        in_parts(items, |part| {
            let points: Vec<Point> = part.iter().map(|item| half.0 * point(item)).collect();
            encode_doubles(&points)
        })
    }
}

impl fmt::Debug for Blind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blind(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;
    use crate::testing::seeded;

    const RFC_9380: Tag = Tag::new(b"QUUX-V01-CS02-with-expander-SHA512-256");
    const RFC_9497: Tag = Tag::new(b"HashToGroup-OPRFV1-\x00-ristretto255-SHA512");

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap()
    }

    #[test]
    fn expands_as_rfc_9380_appendix_k_3() {
        let long = |prefix: &str, letter: &str, count: usize| format!("{prefix}{}", letter.repeat(count));
        for (message, expanded) in [
            (String::new(), "6b9a7312411d92f921c6f68ca0b6380730a1a4d982c507211a90964c394179ba"),
            ("abc".into(), "0da749f12fbe5483eb066a5f595055679b976e93abe9be6f0f6318bce7aca8dc"),
            ("abcdef0123456789".into(), "087e45a86e2939ee8b91100af1583c4938e0f5fc6c9db4b107b83346bc967f58"),
            (long("q128_", "q", 128), "7336234ee9983902440f6bc35b348352013becd88938d2afec44311caf8356b3"),
            (long("a512_", "a", 512), "57b5f7e766d5be68a6bfe1768e3c2b7f1228b3e4b3134956dd73a59b954c66f4"),
        ] {
            let found = GroupHash::new(&RFC_9380).expand::<32>(message.as_bytes());
            assert_eq!(HEXLOWER.encode(&found), expanded, "{message:.20}");
        }
    }

    #[test]
    fn hashes_and_blinds_as_rfc_9497_appendix_a_1_1() {
        let blind =
            Blind::from_bytes(bytes("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"))
                .unwrap();
        let key =
            Blind::from_bytes(bytes("5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e"))
                .unwrap();
        let hash = GroupHash::new(&RFC_9497);
        let blinded = blind.times(&[&[0_u8][..], &[0x5a; 17]], |message| hash.point(message));
        assert_eq!(
            blinded,
            [
                bytes("609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c"),
                bytes::<32>("da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418"),
            ]
        );
        let evaluated = key.times(&blinded, |encoding| decode(encoding).unwrap());
        assert_eq!(
            evaluated,
            [
                bytes("7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e"),
                bytes::<32>("b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25"),
            ]
        );
    }

    #[test]
    fn encodes_the_multiples_of_rfc_9496_appendix_a_1() {
        use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
        let multiples = [
            "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
            "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919",
            "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259",
        ];
        for (factor, encoding) in (1_u8..).zip(multiples) {
            let mut scalar = [0; 32];
            scalar[0] = factor;
            let blind = Blind::from_bytes(scalar).unwrap();
            assert_eq!(blind.times(&[()], |()| RISTRETTO_BASEPOINT_POINT), [bytes::<32>(encoding)]);
        }
    }

    #[test]
    fn refuses_the_bad_encodings_of_rfc_9496_appendix_a_2_and_the_identity() {
        for encoding in [
            // Non-canonical field elements.
            "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            // Negative field elements.
            "0100000000000000000000000000000000000000000000000000000000000000",
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
            "c34c4e1826e5d403b78e246e88aa051c36ccf0aafebffe137d148a2bf9104562",
            "c940e5a4404157cfb1628b108db051a8d439e1a421394ec4ebccb9ec92a8ac78",
            "47cfc5497c53dc8e61c91d17fd626ffb1c49e2bca94eed052281b510b1117a24",
            "f1c6165d33367351b0da8f6e4511010c68174a03b6581212c71c0e1d026c3c72",
            "87260f7a2f12495118360f02c26a470f450dadf34a413d21042b43b9d93e1309",
            // Non-square x².
            "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
            "4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f",
            "de6a7b00deadc788eb6b6c8d20c0ae96c2f2019078fa604fee5b87d6e989ad7b",
            "bcab477be20861e01e4a0e295284146a510150d9817763caf1a6f4b422d67042",
            "2a292df7e32cababbd9de088d1d1abec9fc0440f637ed2fba145094dc14bea08",
            "f4a9e534fc0d216c44b218fa0c42d99635a0127ee2e53c712f70609649fdff22",
            "8268436f8c4126196cf64b3c7ddbda90746a378625f9813dd9b8457077256731",
            "2810e5cbc2cc4d4eece54f61c6f69758e289aa7ab440b3cbeaa21995c2f4232b",
            // Negative xy.
            "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
            "a45fdc55c76448c049a1ab33f17023edfb2be3581e9c7aade8a6125215e04220",
            "d483fe813c6ba647ebbfd3ec41adca1c6130c2beeee9d9bf065c8d151c5f396e",
            "8a2e1d30050198c65a54483123960ccc38aef6848e1ec8f5f780e8523769ba32",
            "32888462f8b486c68ad7dd9610be5192bbeaf3b443951ac1a8118419d9fa097b",
            "227142501b9d4355ccba290404bde41575b037693cef1f438c47f8fbf35d1165",
            "5c37cc491da847cfeb9281d407efc41e15144c876e0170b499a96a22ed31e01e",
            "445425117cb8c90edcbc7c1cc0e74f747f2c1efa5630a967c64f287792a48a4b",
            // s = -1, which gives y = 0.
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            // The identity is canonical, but blinding it would hide nothing.
            "0000000000000000000000000000000000000000000000000000000000000000",
        ] {
            assert_eq!(decode(&bytes(encoding)), None, "{encoding}");
        }
    }

    #[test]
    fn maps_uniform_bytes_as_rfc_9496_appendix_a_3() {
        for (uniform, encoding) in [
            (
                "5d1be09e3d0c82fc538112490e35701979d99e06ca3e2b5b54bffe8b4dc772c1\
                 4d98b696a1bbfb5ca32c436cc61c16563790306c79eaca7705668b47dffe5bb6",
                "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46",
            ),
            (
                "f116b34b8f17ceb56e8732a60d913dd10cce47a6d53bee9204be8b44f6678b27\
                 0102a56902e2488c46120e9276cfe54638286b9e4b3cdb470b542d46c2068d38",
                "f26e5b6f7d362d2d2a94c5d0e7602cb4773c95a2e5c31a64f133189fa76ed61b",
            ),
        ] {
            let point = RistrettoPoint::from_uniform_bytes(&bytes(uniform));
            assert_eq!(HEXLOWER.encode(&point.compress().to_bytes()), encoding);
        }
    }

    #[test]
    fn a_blind_comes_off_again_and_survives_storage() {
        let blind = Blind::make(&mut seeded(1));
        let points = make_points(100, &mut seeded(2));
        let blinded = blind.times(&points, |encoding| decode(encoding).unwrap());
        let again = Blind::from_bytes(*blind.expose()).unwrap();
        assert_ne!(blinded, points);
        assert_eq!(again.inverse().times(&blinded, |encoding| decode(encoding).unwrap()), points);
        assert!(Blind::from_bytes([0; 32]).is_none());
        assert!(Blind::from_bytes([255; 32]).is_none());
        assert_eq!(format!("{blind:?}"), "Blind(hidden)");
    }
}
