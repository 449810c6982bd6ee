//! Need more now: a minute of ground under the feet, and people who answer. Works locked, offline and without account.

use leptos::prelude::*;

use crate::components::page::Page;
use crate::help_lines::{HelpLine, HelpLines, Text};
use crate::router::Route;
use crate::t;
use crate::words::say;

/// Grounding first, then the lines.
#[component]
pub(crate) fn NeedMoreNow(
    /// The page she came from.
    back: Route,
) -> impl IntoView {
    let help = HelpLines::read();
    let mut countries: Vec<String> = help.lines.iter().map(|line| line.country.clone()).collect();
    countries.dedup();
    let groups = countries.into_iter().map(|country| {
        let name = say(&format!("country-{country}"), &[]);
        let lines: Vec<_> = help
            .lines
            .iter()
            .filter(|line| line.country == country)
            .map(|line| card(line, &help.looked_up))
            .collect();
        view! {
            <section class="stack">
                <h3>{name}</h3>
                {lines}
            </section>
        }
    });
    let groups = groups.collect_view();
    view! {
        <Page title=t!("help") back=back>
            <p class="lead">{t!("help-first")}</p>
            <h2>{t!("grounding")}</h2>
            <ol>{grounding().into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
            <h2>{t!("help-people")}</h2>
            <p>{t!("help-danger")}</p>
            <p class="soft">{t!("help-elsewhere")}</p>
            {groups}
        </Page>
    }
}

fn card(line: &HelpLine, looked_up: &str) -> impl IntoView + use<> {
    let call = line.call.as_deref().map(|number| {
        let dial = format!("tel:{}", HelpLine::dial(number));
        view! {
            <a class="button" href=dial>
                {t!("help-call", number = number)}
            </a>
        }
    });
    let text = line.text.as_ref().map(|text| {
        let dial = format!("sms:{}", HelpLine::dial(&text.to));
        view! {
            <a class="button" href=dial>
                {text_words(text)}
            </a>
        }
    });
    let chat = line.chat.as_deref().map(|address| view! { <p>{t!("help-chat", address = address)}</p> });
    view! {
        <section class="card">
            <h4>{line.name.clone()}</h4>
            <p>{line.about.clone()}</p>
            <p class="actions">{call} {text}</p>
            {chat}
            <p class="small soft">{read_on(line, looked_up)}</p>
        </section>
    }
}

/// Where a line was read, and when; what is old or undated says so.
pub(crate) fn read_on(line: &HelpLine, looked_up: &str) -> String {
    match &line.source_dated {
        Some(dated) => {
            t!("help-read-dated", source = line.source.as_str(), dated = dated.as_str(), day = looked_up)
        }
        None => t!("help-read", source = line.source.as_str(), day = looked_up),
    }
}

/// How to text a line.
pub(crate) fn text_words(text: &Text) -> String {
    match &text.say {
        Some(words) => t!("help-text-saying", words = words.as_str(), number = text.to.as_str()),
        None => t!("help-text", number = text.to.as_str()),
    }
}

/// The steps of a minute's grounding, eyes open.
pub(crate) fn grounding() -> Vec<String> {
    vec![
        t!("grounding-feet"),
        t!("grounding-look"),
        t!("grounding-hands"),
        t!("grounding-breath"),
        t!("grounding-where"),
    ]
}
