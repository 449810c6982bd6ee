//! The files of the web app, under the names they will be asked for.

use super::cache::hash;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

/// What will be in `dist/`, by the name a placeholder uses.
#[derive(Default)]
pub(super) struct Site {
    files: BTreeMap<String, SiteFile>,
}

pub(super) struct SiteFile {
    /// Address on the server, with its leading slash.
    pub(super) url: String,
    pub(super) bytes: Vec<u8>,
}

impl Site {
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &SiteFile)> {
        self.files.iter().map(|(name, file)| (name.as_str(), file))
    }

    /// A file whose address changes with its content.
    pub(super) fn add_hashed(&mut self, name: &str, bytes: Vec<u8>) {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let url = format!("/assets/{stem}-{}.{extension}", &hash(&bytes)[..12]);
        self.files.insert(name.to_owned(), SiteFile { url, bytes });
    }

    /// A text with placeholders whose address never changes.
    pub(super) fn add_text(&mut self, name: &str, template: &str) -> Result<()> {
        let bytes = self.fill(name, template)?.into_bytes();
        self.files.insert(name.to_owned(), SiteFile { url: format!("/{name}"), bytes });
        Ok(())
    }

    /// Puts addresses where a text asks for them.
    pub(super) fn fill(&self, name: &str, template: &str) -> Result<String> {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            let (placeholder, after) =
                after.split_once("}}").with_context(|| format!("{name}: a placeholder is not closed"))?;
            let Some(("url", wanted)) = placeholder.trim().split_once(' ') else {
                bail!("{name}: no placeholder is called {{{{{placeholder}}}}}");
            };
            let file = self.files.get(wanted).with_context(|| {
                let known = self.files.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                format!("{name} asks for the address of {wanted}; made so far: {known}")
            })?;
            filled.push_str(before);
            filled.push_str(&file.url);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let mut site = Site::default();
        site.add_hashed("style.css", b"p {}".to_vec());
        site
    }

    #[test]
    fn a_placeholder_becomes_an_address_with_a_hash() {
        let mut site = site();
        site.add_text("index.html", "<link href=\"{{url style.css}}\">").unwrap();
        let page = String::from_utf8(site.files["index.html"].bytes.clone()).unwrap();
        assert_eq!(page, format!("<link href=\"{}\">", site.files["style.css"].url));
        assert!(page.contains("/assets/style-"), "{page}");
    }

    #[test]
    fn an_unknown_name_is_an_error_that_says_what_is_known() {
        let error = site().add_text("index.html", "{{url script.js}}").unwrap_err().to_string();
        assert_eq!(error, "index.html asks for the address of script.js; made so far: style.css");
        assert!(site().add_text("index.html", "{{precash}}").is_err());
    }
}
