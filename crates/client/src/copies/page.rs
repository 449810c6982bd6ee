//! What a copy holds as a page to read or print: one HTML file with its own style and no script. It needs nothing from
//! any network and sends nothing to one. Its words are given to it, so that they can stand where all words stand.

use core::fmt::Write as _;

use domain::check_in::{Answer, CheckIn, Chip};

use super::document::VaultCopy;
use super::table::{Table, tables};
use crate::records::Stored as _;
use crate::records::check_in::CheckInRecord;

/// Says what a key stands for.
pub type Words<'a> = &'a dyn Fn(&str) -> String;

const STYLE: &str = "body{font:1.05rem/1.6 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#2b2a27;\
background:#fcfaf5}h1,h2{font-weight:500;line-height:1.25}h3{font-size:1rem;margin:1.5rem 0 0}\
article{break-inside:avoid}p{margin:.25rem 0}.soft{color:#5a564e}.words{white-space:pre-wrap}\
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.1rem 1rem;margin:.5rem 0 1.5rem}dt{color:#5a564e}\
dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}\
@media print{body{margin:0;max-width:none;background:none}}";

/// Everything that can be read, in one page.
#[must_use]
pub fn page(copy: &VaultCopy, words: Words<'_>) -> String {
    let mut html = String::new();
    let title = escaped(&words("page-title"));
    let made_on = copy.made_on;
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"referrer\" content=\"no-referrer\">\
         <title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n\
         <p class=\"soft\">{} {made_on}. {}</p>\n",
        escaped(&words("page-made-on")),
        escaped(&words("page-not-sealed")),
    );
    let mut check_ins: Vec<CheckIn> = copy
        .records
        .iter()
        .filter(|record| record.opened.kind == CheckInRecord::KIND)
        .filter_map(|record| record.opened.body::<CheckInRecord>().ok())
        .map(|CheckInRecord(check_in)| check_in)
        .collect();
    check_ins.sort_by_key(|check_in| (check_in.day, check_in.at));
    if !check_ins.is_empty() {
        let _ = writeln!(html, "<h2>{}</h2>", escaped(&words("page-check-in")));
        check_ins.iter().for_each(|check_in| one_check_in(&mut html, check_in, words));
    }
    for table in tables(copy).iter().filter(|table| table.kind != CheckInRecord::KIND) {
        rows(&mut html, table, words);
    }
    html.push_str("</body></html>\n");
    html
}

fn one_check_in(html: &mut String, check_in: &CheckIn, words: Words<'_>) {
    let _ = writeln!(html, "<article><h3>{}</h3>", check_in.day);
    if check_in.is_not_today() {
        line(html, words, "page-not-today", "");
    }
    if let Some(carried) = check_in.carrying.given() {
        line(html, words, "page-carrying", &words(&format!("carrying-{}", carried_key(*carried))));
    }
    if let Some(came_home) = check_in.came_home.given() {
        let chips = came_home.chips().iter().map(|chip| match chip {
            Chip::Sign(sign) => words(&format!("sign-{}", sign.key())),
            Chip::Own(own) => own.as_str().to_owned(),
        });
        line(html, words, "page-came-home", &chips.collect::<Vec<_>>().join(", "));
    }
    if let Some(body) = check_in.body.given() {
        let places = body.iter().map(|(region, depth)| {
            format!(
                "{} ({})",
                words(&format!("region-{}", region.key())),
                words(&format!("depth-{}", depth.key()))
            )
        });
        line(html, words, "page-where", &places.collect::<Vec<_>>().join(", "));
    }
    for (key, nothing) in [
        ("page-came-home", matches!(check_in.came_home, Answer::NothingThere)),
        ("page-where", matches!(check_in.body, Answer::NothingThere)),
        ("page-set-down", matches!(check_in.set_down, Answer::NothingThere)),
    ] {
        if nothing {
            line(html, words, key, &words("page-nothing-there"));
        }
    }
    if let Some(set_down) = check_in.set_down.given() {
        let _ = writeln!(html, "<p class=\"words\">{}</p>", escaped(set_down.as_str()));
    }
    html.push_str("</article>\n");
}

fn line(html: &mut String, words: Words<'_>, key: &str, text: &str) {
    let label = escaped(&words(key));
    let _ = writeln!(html, "<p><span class=\"soft\">{label}</span> {}</p>", escaped(text));
}

fn rows(html: &mut String, table: &Table, words: Words<'_>) {
    let _ = writeln!(html, "<h2>{}</h2>", escaped(&words(&format!("page-{}", table.kind))));
    for row in &table.rows {
        html.push_str("<dl>");
        for (column, cell) in table.columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let _ = write!(html, "<dt>{}</dt><dd>{}</dd>", escaped(&column.replace('_', " ")), escaped(cell));
        }
        html.push_str("</dl>\n");
    }
}

fn carried_key(carried: domain::check_in::Carried) -> &'static str {
    match carried {
        domain::check_in::Carried::CantTell => "cant-tell",
        domain::check_in::Carried::Step(step) => step.key(),
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_as_a_page_and_nothing_in_it_runs() {
        let text = r#"{"format":"held-copy","version":1,"made_on":"2026-11-23","records":[
{"id":"AQEBAQEBAQEBAQEBAQEBAQ","kind":"check-in","version":1,"body":{"at":1795478400000,"day":"2026-11-23","carrying":{"given":{"step":5}},"came_home":{"given":[{"sign":"numb"},{"own":"<script>x"}]},"body":{"given":{"jaw":"clear"}},"set_down":{"given":"so <b>tired</b>"}}},
{"id":"AgICAgICAgICAgICAgICAg","kind":"chips","version":1,"body":{"put_away":["dread"],"own":["<img src=x>"]}}
]}"#;
        let copy = VaultCopy::decode(text.as_bytes()).expect("a copy");
        let html = page(&copy, &|key| key.to_owned());
        for there in [
            "so &lt;b&gt;tired",
            "sign-numb, &lt;script&gt;x",
            "region-jaw (depth-clear)",
            "&lt;img src=x&gt;",
        ] {
            assert!(html.contains(there), "{there} is not in {html}");
        }
        for run in ["<script", "<img", "javascript:", "http://", "https://"] {
            assert!(!html.contains(run), "{run} is in it");
        }
    }
}
