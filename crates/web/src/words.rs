//! The words on the screens, read from `locales/` by key.
//!
//! Screens say [`t!`](crate::t) and never hold a sentence of their own. That every key exists and every word is used
//! is checked by the tests below, so a missing key shows itself plainly instead of failing.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

/// The words of one language, a file for each group of screens.
const ENGLISH: &[&str] = &[
    include_str!("../locales/en/shell.ftl"),
    include_str!("../locales/en/ways-in.ftl"),
    include_str!("../locales/en/check-in.ftl"),
    include_str!("../locales/en/help.ftl"),
    include_str!("../locales/en/inside.ftl"),
    include_str!("../locales/en/people.ftl"),
    include_str!("../locales/en/yours.ftl"),
];

thread_local! {
    static BUNDLE: FluentBundle<FluentResource> = bundle(ENGLISH);
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
    BUNDLE.with(|bundle| {
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

fn bundle(files: &[&str]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![unic_langid::langid!("en")]);
    // Isolating marks guard mixed directions; there is one direction here, and they would end up in copied text.
    bundle.set_use_isolating(false);
    for file in files {
        // A file with a slip in one line still gives all its other lines; the tests below find the slip.
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(partly, _)| partly);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
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
    ];

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

    fn keys_there() -> BTreeMap<String, usize> {
        let mut keys = BTreeMap::new();
        for line in ENGLISH.iter().flat_map(|file| file.lines()) {
            if let Some((key, _)) = line.split_once(" =")
                && key.starts_with(|c: char| c.is_ascii_lowercase())
            {
                *keys.entry(key.to_owned()).or_default() += 1;
            }
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
        for file in ENGLISH {
            if let Err((_, errors)) = FluentResource::try_new((*file).to_owned()) {
                panic!("{errors:?}");
            }
        }
    }

    #[test]
    fn words_keep_to_the_voice() {
        for file in ENGLISH {
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                assert!(!line.contains('!'), "no exclamation: {line}");
                assert!(!line.contains(" should "), "no 'should': {line}");
                assert!(!line.contains('\''), "a typographic apostrophe, please: {line}");
            }
        }
    }
}
