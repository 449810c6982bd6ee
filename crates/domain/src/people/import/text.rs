//! Bytes to text: UTF-8, UTF-16 as Windows writes it, and otherwise Windows-1252, which old exports are in.

use std::borrow::Cow;

/// The text of a file, without a byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).into(),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).into(),
        _ => match core::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            // One bad byte in a UTF-8 file should not turn all its accents into noise.
            Err(_) if is_mostly_utf8(bytes) => String::from_utf8_lossy(bytes),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect::<String>().into(),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let mut good = 0_usize;
    let mut bad = 0_usize;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

/// Whether one of the lines is `wanted`, in any case.
pub(super) fn has_line(text: &str, wanted: &str) -> bool {
    text.lines().any(|line| line.trim().eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_the_same_text() {
        let text = "Zoë Łódź";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<_>>();
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), text);
        assert_eq!(decode(&[&[0xff, 0xfe][..], &utf16(u16::to_le_bytes)].concat()), text);
        assert_eq!(decode(&[&[0xfe, 0xff][..], &utf16(u16::to_be_bytes)].concat()), text);
        assert_eq!(decode(b"Zo\xeb \x96 M\xfcller"), "Zoë – Müller");
    }

    #[test]
    fn one_bad_byte_costs_one_character() {
        assert_eq!(decode(b"Zo\xc3\xab M\xc3\xbcller \xff"), "Zoë Müller \u{fffd}");
    }
}
