//! The words on the screens, read from `locales/` by key.
//!
//! Screens say [`t!`](crate::t) and never hold a sentence of their own. That every key exists and every word is used
//! is checked by the tests below, so a missing key shows itself plainly instead of failing.

use std::cell::RefCell;
use std::collections::BTreeMap;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

/// The words of one language, a file for each group of screens: those up to the first question.
const ENGLISH: &[&str] = &[
    include_str!("../locales/en/shell.ftl"),
    include_str!("../locales/en/ways-in.ftl"),
    include_str!("../locales/en/check-in.ftl"),
    include_str!("../locales/en/help.ftl"),
];

/// Those of the part that is fetched later.
const ENGLISH_LATER: &[&str] = &[
    include_str!("../locales/en/inside.ftl"),
    include_str!("../locales/en/people.ftl"),
    include_str!("../locales/en/yours.ftl"),
    include_str!("../locales/en/copies.ftl"),
    include_str!("../locales/en/set-aside.ftl"),
    include_str!("../locales/en/ways-in-later.ftl"),
    include_str!("../locales/en/account.ftl"),
];

thread_local! {
    static BUNDLE: RefCell<FluentBundle<FluentResource>> = RefCell::new(bundle(ENGLISH));
}

/// Adds the words of the part that is fetched later.
pub(crate) fn add_later() {
    BUNDLE.with_borrow_mut(|bundle| add(bundle, ENGLISH_LATER));
}

/// What `key` says; with values for its places, if it has any.
///
/// ```ignore
/// t!("now-check-in")
/// t!("finding-count", found = 12)
/// ```
#[macro_export]
macro_rules! t {
    ($key:expr) => { $crate::words::say($key, &[]) };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::words::say($key, &[$((stringify!($name), $value.into())),+])
    };
}

/// What `key` says with these values; the key itself if there are no such words.
pub(crate) fn say(key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    BUNDLE.with_borrow(|bundle| {
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    })
}

/// Every word whose key begins with one of `families`, by key: for a page that is written elsewhere.
pub(crate) fn of_families(families: &[&str]) -> BTreeMap<String, String> {
    let keys = ENGLISH.iter().chain(ENGLISH_LATER).flat_map(|file| file.lines());
    keys.filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .filter(|key| families.iter().any(|family| key.starts_with(family)))
        .map(|key| (key.to_owned(), say(key, &[])))
        .collect()
}

fn bundle(files: &[&str]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![unic_langid::langid!("en")]);
    // Isolating marks guard mixed directions; there is one direction here, and they would end up in copied text.
    bundle.set_use_isolating(false);
    add(&mut bundle, files);
    bundle
}

fn add(bundle: &mut FluentBundle<FluentResource>, files: &[&str]) {
    for file in files {
        // A file with a slip in one line still gives all its other lines; the tests below find the slip.
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(partly, _)| partly);
        bundle.add_resource_overriding(resource);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// Keys that are put together in code, by how they begin. Each family has a test beside the code that does it.
    const FAMILIES: &[&str] = &[
        "carrying-",
        "sign-",
        "region-",
        "depth-",
        "country-",
        "way-",
        "focus-",
        "time-",
        "format-",
        "licence-",
        "standing-",
        "spoken-",
        "compact-",
        "method-",
        "wish-",
        "group-",
        "kind-",
        "beginning-",
        "ask-",
        "asked-",
        "left-",
        "fault-",
        "kept-",
        "aside-",
        "field-",
        "page-",
    ];

    fn all_files() -> impl Iterator<Item = &'static str> {
        ENGLISH.iter().chain(ENGLISH_LATER).copied()
    }

    fn sources() -> String {
        fn read(folder: &Path, all: &mut String) {
            let mut entries: Vec<_> =
                std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            entries.sort();
            for path in entries {
                if path.is_dir() {
                    read(&path, all);
                } else if path.file_name().is_some_and(|name| name != "words.rs") {
                    all.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let mut all = String::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        all
    }

    fn keys_said(source: &str) -> BTreeSet<&str> {
        source
            .match_indices("t!(")
            // `format!(` and `expect!(` end in the same three signs.
            .filter(|(at, _)| !source[..*at].ends_with(|before: char| before.is_alphanumeric()))
            .filter_map(|(at, _)| source[at + 3..].trim_start().strip_prefix('"'))
            .filter_map(|rest| rest.split_once('"'))
            .map(|(key, _)| key)
            .collect()
    }

    fn keys_in<'a>(files: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
        files
            .flat_map(str::lines)
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .filter(|key| key.starts_with(|first: char| first.is_ascii_lowercase()))
    }

    fn keys_there() -> BTreeMap<String, usize> {
        let mut keys = BTreeMap::new();
        for key in keys_in(all_files()) {
            *keys.entry(key.to_owned()).or_default() += 1;
        }
        keys
    }

    #[test]
    fn every_key_that_is_said_exists() {
        let there = keys_there();
        let source = sources();
        let missing: Vec<_> =
            keys_said(&source).into_iter().filter(|key| !there.contains_key(*key)).collect();
        assert!(missing.is_empty(), "no words for {missing:?}");
    }

    /// Screens that are drawn before the rest is fetched: what they say has to be there too.
    #[test]
    fn what_comes_first_says_only_what_is_there_first() {
        const FIRST: &[&str] = &[
            "app.rs",
            "components/body_map.rs",
            "components/choices.rs",
            "components/confirm.rs",
            "components/fields.rs",
            "components/page.rs",
            "screens/check_in.rs",
            "screens/first_door.rs",
            "screens/need_more_now.rs",
            "screens/now.rs",
            "screens/nowhere.rs",
            "screens/threshold.rs",
            "screens/veil.rs",
            "screens/waiting.rs",
        ];
        let there: BTreeSet<&str> = keys_in(ENGLISH.iter().copied()).collect();
        for file in FIRST {
            let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
            let source = std::fs::read_to_string(source).unwrap();
            let missing: Vec<_> = keys_said(&source).into_iter().filter(|key| !there.contains(key)).collect();
            assert!(missing.is_empty(), "{file} says {missing:?} before those words are there");
        }
    }

    #[test]
    fn every_word_is_used_and_written_once() {
        let source = sources();
        for (key, times) in keys_there() {
            assert_eq!(times, 1, "{key} is written {times} times");
            let in_a_family = FAMILIES.iter().any(|family| key.starts_with(family));
            assert!(in_a_family || source.contains(&format!("\"{key}\"")), "nothing says {key}");
        }
    }

    #[test]
    fn every_file_is_read_without_a_slip() {
        for file in all_files() {
            if let Err((_, errors)) = FluentResource::try_new(file.to_owned()) {
                panic!("{errors:?}");
            }
        }
    }

    #[test]
    fn words_keep_to_the_voice() {
        for file in all_files() {
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                assert!(!line.contains('!'), "no exclamation: {line}");
                assert!(!line.contains(" should "), "no 'should': {line}");
                assert!(!line.contains('\''), "a typographic apostrophe, please: {line}");
            }
        }
    }
}
