//! Text as words to look for: lower case, without accents, so that "Zoe" finds "Zoë".

use protocol::listing::{Focus, Listing, WayOfWorking};

/// The words of `text`, folded, in order, repeats kept.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word = String::new();
    for sign in text.chars() {
        if sign.is_ascii_alphanumeric() {
            word.push(sign.to_ascii_lowercase());
            continue;
        }
        if is_inside_a_word(sign) {
            continue;
        }
        if sign.is_alphanumeric() {
            fold(sign, &mut word);
        } else if !word.is_empty() {
            words.push(core::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// What was typed into the search field: whole words, and the one still being typed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) whole: Vec<String>,
    pub(super) unfinished: Option<String>,
}

impl Typed {
    /// Most characters that are looked at; more only slow a search down.
    const MOST: usize = 200;

    pub(super) fn parse(text: &str) -> Self {
        let text: String = text.chars().take(Self::MOST).collect();
        let mut whole = words(&text);
        let still_typing = text.ends_with(|sign: char| sign.is_alphanumeric() || is_inside_a_word(sign));
        let unfinished = if still_typing { whole.pop() } else { None };
        Self { whole, unfinished }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.unfinished.is_none()
    }

    /// Whether every whole word is among `found`, and the unfinished one begins one of them.
    pub(super) fn fits(&self, found: &[String]) -> bool {
        self.whole.iter().all(|word| found.contains(word))
            && self
                .unfinished
                .as_ref()
                .is_none_or(|start| found.iter().any(|word| word.starts_with(start.as_str())))
    }

    /// Whether any of the words is among `found`, the unfinished one by its beginning.
    pub(super) fn touches(&self, found: &[String]) -> bool {
        self.whole.iter().any(|word| found.contains(word))
            || self
                .unfinished
                .as_ref()
                .is_some_and(|start| found.iter().any(|word| word.starts_with(start.as_str())))
    }
}

/// Everything in a listing that free words look through.
pub(super) fn of_listing(listing: &Listing) -> Vec<String> {
    let mut all = words(&listing.name);
    all.extend(words(&listing.words));
    all.extend(words(&listing.town));
    all.extend(words(listing.jurisdiction.name()));
    all.extend(of_training(listing));
    let terms = listing.ways.iter().map(WayOfWorking::as_str);
    let terms = terms.chain(listing.focus.iter().map(Focus::as_str));
    let terms = terms.chain(listing.licences.iter().map(|licence| licence.kind.as_str()));
    all.extend(terms.flat_map(words));
    all
}

/// The words of all her training programmes together.
pub(super) fn of_training(listing: &Listing) -> Vec<String> {
    listing.training.iter().flat_map(|programme| words(programme)).collect()
}

/// Apostrophes and accents written apart belong to the word around them and are not looked for.
fn is_inside_a_word(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '\u{ad}' | '\u{300}'..='\u{36f}')
}

fn fold(sign: char, word: &mut String) {
    for lower in sign.to_lowercase() {
        match lower {
            'ß' => word.push_str("ss"),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'þ' => word.push_str("th"),
            '\u{300}'..='\u{36f}' => {}
            _ => word.push(plain(lower)),
        }
    }
}

/// A Latin letter without what stands on, under or through it; any other sign as it is.
fn plain(lower: char) -> char {
    const FAMILIES: &[(char, &str)] = &[
        ('a', "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
        ('c', "çćĉċč"),
        ('d', "ďđð"),
        ('e', "èéêëēĕėęěẹẻẽếềểễệ"),
        ('g', "ĝğġģ"),
        ('h', "ĥħ"),
        ('i', "ìíîïĩīĭįıǐỉị"),
        ('j', "ĵ"),
        ('k', "ķ"),
        ('l', "ĺļľŀł"),
        ('n', "ñńņňŋ"),
        ('o', "òóôõöøōŏőǒọỏốồổỗộơớờởỡợ"),
        ('r', "ŕŗř"),
        ('s', "śŝşšș"),
        ('t', "ţťŧț"),
        ('u', "ùúûüũūŭůűųǔụủưứừửữự"),
        ('w', "ŵẁẃẅ"),
        ('y', "ýÿŷỳỵỷỹ"),
        ('z', "źżž"),
    ];
    FAMILIES.iter().find(|(_, family)| family.contains(lower)).map_or(lower, |(letter, _)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        assert_eq!(words("Zoë O’Brien-Łukasz, Straße 12"), ["zoe", "obrien", "lukasz", "strasse", "12"]);
        assert_eq!(words("Zoe\u{308}"), ["zoe"]);
        assert_eq!(words("İstanbul"), ["istanbul"]);
        assert_eq!(words(" — \n"), Vec::<String>::new());
        assert_eq!(words("心理 療法"), ["心理", "療法"]);
    }

    #[test]
    fn the_last_word_is_unfinished_until_something_follows_it() {
        let typed = |text| Typed::parse(text);
        assert_eq!(typed("grief so"), Typed { whole: vec!["grief".into()], unfinished: Some("so".into()) });
        assert_eq!(typed("grief "), Typed { whole: vec!["grief".into()], unfinished: None });
        assert!(typed(" , ").is_empty());
    }

    #[test]
    fn whole_words_match_whole_and_the_last_by_its_beginning() {
        let found = words("Somatic work with grief");
        assert!(Typed::parse("grief so").fits(&found));
        assert!(!Typed::parse("so grief").fits(&found));
        assert!(Typed::parse("so grief").touches(&found));
    }
}
