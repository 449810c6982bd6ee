//! The help lines, from `help-lines.json`: one file for the screen and for the page that needs no script.
//!
//! A line stands there only with an official page that says so, and the day it was looked up.

use serde::Deserialize;

/// All the lines, and when they were looked up.
#[derive(Deserialize)]
pub(crate) struct HelpLines {
    /// The day, as written in the file.
    pub(crate) looked_up: String,
    /// In the order they are shown.
    pub(crate) lines: Vec<HelpLine>,
}

/// People who answer.
#[derive(Deserialize)]
pub(crate) struct HelpLine {
    /// Where, as a country's two letters.
    pub(crate) country: String,
    /// What they call themselves.
    pub(crate) name: String,
    /// The number to call.
    pub(crate) call: Option<String>,
    /// The number to text.
    pub(crate) text: Option<Text>,
    /// Where one can chat. Shown, not linked: nothing here opens another page by itself.
    pub(crate) chat: Option<String>,
    /// What to expect.
    pub(crate) about: String,
    /// The official page this was read from.
    pub(crate) source: String,
    /// The date that page gives itself, if it does.
    pub(crate) source_dated: Option<String>,
}

/// How to text.
#[derive(Deserialize)]
pub(crate) struct Text {
    /// The number.
    pub(crate) to: String,
    /// What to write first, if it matters.
    pub(crate) say: Option<String>,
}

impl HelpLines {
    /// The lines in the file.
    pub(crate) fn read() -> Self {
        // A file that cannot be read is found by the tests; a page without lines still has the rest.
        serde_json::from_str(include_str!("../help-lines.json"))
            .unwrap_or_else(|_| Self { looked_up: String::new(), lines: Vec::new() })
    }
}

impl HelpLine {
    /// What a phone dials.
    pub(crate) fn dial(number: &str) -> String {
        number.chars().filter(char::is_ascii_digit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::t;
    use crate::words::say;

    #[test]
    fn every_line_can_be_reached_and_says_where_it_was_read() {
        let help = HelpLines::read();
        assert!(help.lines.len() >= 4);
        for line in &help.lines {
            assert!(line.call.is_some() || line.text.is_some(), "{}", line.name);
            assert!(!line.source.is_empty() && !line.about.is_empty(), "{}", line.name);
            let country = format!("country-{}", line.country);
            assert_ne!(say(&country, &[]), country, "no name for {}", line.country);
        }
    }

    /// `help.html` is made here, so that it can never say something else than the screen. `UPDATE_EXPECT=1` rewrites it.
    #[test]
    fn the_page_without_script_says_the_same() {
        expect_test::expect_file!["../help.html"].assert_eq(&page_without_script());
    }

    fn page_without_script() -> String {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let paragraph = |words: String| format!("<p>{}</p>", escape(&words));
        let help = HelpLines::read();
        let mut lines = String::new();
        let mut country = "";
        for line in &help.lines {
            if line.country != country {
                country = &line.country;
                lines += &format!("      <h3>{}</h3>\n", escape(&say(&format!("country-{country}"), &[])));
            }
            lines += "      <section class=\"card\">\n";
            lines += &format!("        <h4>{}</h4>\n", escape(&line.name));
            lines += "        <p class=\"actions\">";
            if let Some(number) = &line.call {
                let words = escape(&t!("help-call", number = number.as_str()));
                lines += &format!("<a class=\"button\" href=\"tel:{}\">{words}</a>", HelpLine::dial(number));
            }
            if let Some(text) = &line.text {
                let words = escape(&text_words(text));
                lines +=
                    &format!("<a class=\"button\" href=\"sms:{}\">{words}</a>", HelpLine::dial(&text.to));
            }
            lines += "</p>\n";
            if let Some(chat) = &line.chat {
                lines += &format!("        {}\n", paragraph(t!("help-chat", address = chat.as_str())));
            }
            lines += &format!("        {}\n", paragraph(line.about.clone()));
            lines += &format!(
                "        <p class=\"small soft\">{}</p>\n      </section>\n",
                escape(&crate::screens::need_more_now::read_on(line, &help.looked_up))
            );
        }
        let grounding: String = crate::screens::need_more_now::grounding()
            .into_iter()
            .map(|step| format!("        <li>{}</li>\n", escape(&step)))
            .collect();
        format!(
            r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{title}</title>
    <link rel="icon" href="{{{{url held.svg}}}}" type="image/svg+xml" />
    <link rel="stylesheet" href="{{{{url style.css}}}}" />
  </head>
  <body>
    <main class="column">
      <h1>{heading}</h1>
      <p class="lead">{first}</p>
      <h2>{grounding_title}</h2>
      <ol>
{grounding}      </ol>
      <h2>{people}</h2>
      {danger}
      {elsewhere}
{lines}      <h2>{without}</h2>
      {why}
      <p><a href="/">{home}</a></p>
    </main>
  </body>
</html>
"#,
            title = t!("tab", title = t!("help")),
            heading = t!("help"),
            first = escape(&t!("help-first")),
            grounding_title = escape(&t!("grounding")),
            people = escape(&t!("help-people")),
            danger = paragraph(t!("help-danger")),
            elsewhere = paragraph(t!("help-elsewhere")),
            without = escape(&t!("help-without")),
            why = paragraph(t!("help-without-why")),
            home = escape(&t!("help-home")),
        )
    }

    fn text_words(text: &Text) -> String {
        crate::screens::need_more_now::text_words(text)
    }
}
