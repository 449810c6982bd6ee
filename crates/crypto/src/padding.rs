//! Lengths, rounded up so that they say little: what is sealed has one of few lengths, whatever was written.
//!
//! Padmé (from the PURB paper) rounds a length so that at most 12 % is added and only the order of magnitude and a few
//! leading bits remain visible. A floor makes all small things the same size.

use zeroize::Zeroizing;

/// Bytes that say how long the content before the padding is.
const LENGTH_PREFIX: usize = 4;

/// The padded bytes are not content followed by zeros, as they must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadPadding;

/// `length` rounded up by Padmé.
pub(crate) const fn padme(length: usize) -> usize {
    if length < 2 {
        return length;
    }
    let exponent = length.ilog2();
    let kept_bits = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - kept_bits)) - 1;
    length.saturating_add(mask) & !mask
}

/// `content` behind its length, followed by zeros up to the larger of `floor` and Padmé's length.
pub(crate) fn pad(content: &[u8], floor: usize) -> Zeroizing<Vec<u8>> {
    let target = padme((LENGTH_PREFIX + content.len()).max(floor));
    let length = u32::try_from(content.len()).expect("callers limit what they seal to far below 4 GiB");
    let mut padded = Zeroizing::new(Vec::with_capacity(target));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(content);
    padded.resize(target, 0);
    padded
}

/// The content that [`pad`] padded.
pub(crate) fn unpad(padded: &[u8]) -> Result<&[u8], BadPadding> {
    let (length, rest) = padded.split_first_chunk::<LENGTH_PREFIX>().ok_or(BadPadding)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| BadPadding)?;
    let (content, zeros) = rest.split_at_checked(length).ok_or(BadPadding)?;
    if zeros.iter().any(|&byte| byte != 0) {
        return Err(BadPadding);
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_are_those_of_the_paper() {
        let rounded = [0, 1, 2, 9, 100, 512, 513, 1_000, 4_097, 100_000].map(padme);
        assert_eq!(rounded, [0, 1, 2, 10, 104, 512, 544, 1_024, 4_352, 100_352]);
    }

    proptest! {
        #[test]
        fn what_is_padded_comes_back(content in proptest::collection::vec(any::<u8>(), 0..3_000)) {
            let padded = pad(&content, 512);
            prop_assert!(padded.len() >= 512);
            prop_assert_eq!(unpad(&padded), Ok(&content[..]));
        }

        #[test]
        fn padding_never_shrinks_and_adds_at_most_an_eighth(length in 0_usize..50_000_000) {
            prop_assert!(padme(length) >= length);
            prop_assert!(padme(length) - length <= length / 8);
            prop_assert_eq!(padme(padme(length)), padme(length));
        }

        #[test]
        fn anything_else_is_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(content) = unpad(&bytes) {
                prop_assert!(content.len() + LENGTH_PREFIX <= bytes.len());
            }
        }
    }

    #[test]
    fn padding_that_is_not_zero_is_refused() {
        let mut padded = pad(b"Dear Bea", 64);
        *padded.last_mut().unwrap() = 1;
        assert_eq!(unpad(&padded), Err(BadPadding));
    }
}
