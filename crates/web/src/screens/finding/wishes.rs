//! What she may wish for: where she sits and words first, the rest under a few headings.

use client::finding::{Intent, Offered};
use domain::matching::{HighestFee, Wishes};
use leptos::prelude::*;
use protocol::listing::{Currency, Focus, Jurisdiction, Language, MeetingFormat, TimeOfWeek, WayOfWorking};

use super::{does, read};
use crate::components::choices::{chip, radio_chip};
use crate::later::part::LaterViews;
use crate::t;
use crate::terms::{language, place, term};

type Wished = RwSignal<Wishes>;

/// Changes what she wishes for, here and in the client, which looks again.
pub(super) fn change(wishes: Wished, change: impl FnOnce(&mut Wishes)) {
    wishes.update(change);
    does(Intent::Wish(Box::new(wishes.get_untracked())));
}

/// All of it.
pub(super) fn form(wishes: Wished) -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let offered = Memo::new(move |_| read(views, |view| view.offered.clone()));
    view! {
        {seat(wishes, offered)}
        {words(wishes)}
        <details>
            <summary>{t!("finding-how-and-what-for")}</summary>
            <div class="stack loose">
                {several(t!("finding-ways"), "way", WayOfWorking::KNOWN, wishes, |wishes| &mut wishes.ways)}
                {several(t!("finding-focus"), "focus", Focus::KNOWN, wishes, |wishes| &mut wishes.focus)}
            </div>
        </details>
        <details>
            <summary>{t!("finding-fee-and-room")}</summary>
            <div class="stack loose">
                <Fee wishes=wishes offered=offered />
                <div class="choices">
                    {flag(t!("finding-private-pay"), wishes, |wishes| &mut wishes.private_pay)}
                </div>
                {opening(wishes)}
            </div>
        </details>
        <details>
            <summary>{t!("finding-when-and-how")}</summary>
            <div class="stack loose">
                {several(t!("finding-times"), "time", TimeOfWeek::KNOWN, wishes, |wishes| &mut wishes.times)}
                {several(
                    t!("finding-formats"),
                    "format",
                    MeetingFormat::KNOWN,
                    wishes,
                    |wishes| &mut wishes.formats,
                )}
                {languages(wishes, offered)}
            </div>
        </details>
        <details>
            <summary>{t!("finding-apart")}</summary>
            <div class="stack loose">
                {not_from("not-town", t!("finding-not-town"), wishes, |wishes| &mut wishes.not_town)}
                {not_from(
                    "not-training",
                    t!("finding-not-training"),
                    wishes,
                    |wishes| &mut wishes.not_training,
                )}
                <fieldset class="stack tight">
                    <legend class="label">{t!("finding-matters")}</legend>
                    <div class="choices">
                        {flag(t!("finding-only-sure"), wishes, |wishes| &mut wishes.only_sure)}
                        {flag(t!("finding-not-employer"), wishes, |wishes| &mut wishes.not_employer_or_eap)}
                        {flag(t!("finding-never-supervisor"), wishes, |wishes| &mut wishes.never_supervisor)}
                    </div>
                </fieldset>
            </div>
        </details>
    }
}

fn seat(wishes: Wished, offered: Memo<Offered>) -> impl IntoView {
    let places = Memo::new(move |_| offered.read().places.clone());
    view! {
        <div class="field">
            <label for="seat">{t!("finding-seat")}</label>
            <p class="hint" id="seat-hint">{t!("finding-seat-hint")}</p>
            <select
                id="seat"
                aria-describedby="seat-hint"
                on:change:target=move |event| {
                    let seat = event.target().value().parse::<Jurisdiction>().ok();
                    change(wishes, |wishes| wishes.seat = seat);
                }
                prop:value=move || {
                    wishes.read().seat.map(|seat| seat.as_str().to_owned()).unwrap_or_default()
                }
            >
                <option value=String::new()>{t!("finding-anywhere")}</option>
                {move || {
                    let chosen = wishes.read_untracked().seat;
                    places.get().into_iter().map(|there| option(there.as_str(), place(&there), chosen == Some(there))).collect_view()
                }}
            </select>
        </div>
    }
}

fn words(wishes: Wished) -> impl IntoView {
    view! {
        <div class="field">
            <label for="words">{t!("finding-words")}</label>
            <input
                id="words"
                type="search"
                autocomplete="off"
                prop:value=move || wishes.read().words.clone()
                on:input:target=move |event| {
                    let words = event.target().value();
                    change(wishes, |wishes| wishes.words = words);
                }
            />
        </div>
    }
}

/// The most an hour may cost. What is typed stays as it is typed; only a sum becomes a wish.
#[component]
fn Fee(wishes: Wished, offered: Memo<Offered>) -> impl IntoView {
    let highest = Memo::new(move |_| wishes.read().highest_fee);
    let typed = RwSignal::new(highest.get_untracked().map(plain).unwrap_or_default());
    let picked = RwSignal::new(highest.get_untracked().map(|highest| highest.currency));
    let currencies = Memo::new(move |_| offered.read().currencies.clone());
    // A sum stays in its currency, wherever she will sit.
    let wished = move || highest.get().map(|highest| highest.currency);
    let currency = move || picked.get().or_else(wished).or_else(|| currencies.read().first().copied());
    let wanted = move || HighestFee::parse(&typed.read(), currency()?);
    let is_no_sum = Signal::derive(move || !typed.read().trim().is_empty() && wanted().is_none());
    let wish = move || change(wishes, |wishes| wishes.highest_fee = untrack(wanted));
    // Let go of elsewhere: in the line of what is chosen, or by a hint.
    Effect::new(move |_| {
        if highest.read().is_none() && !is_no_sum.get_untracked() {
            typed.set(String::new());
        }
    });
    view! {
        <div class="field narrow">
            <label for="fee">{t!("finding-fee")}</label>
            <p class="hint" id="fee-hint">
                {move || if is_no_sum.get() { t!("finding-fee-no-sum") } else { t!("finding-fee-hint") }}
            </p>
            <input
                id="fee"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-describedby="fee-hint"
                aria-invalid=move || is_no_sum.get().then_some("true")
                prop:value=typed
                on:input:target=move |event| {
                    typed.set(event.target().value());
                    wish();
                }
            />
        </div>
        <div class="field narrow">
            <label for="currency">{t!("finding-currency")}</label>
            <select
                id="currency"
                prop:value=move || currency().map(|currency| currency.to_string()).unwrap_or_default()
                on:change:target=move |event| {
                    picked.set(event.target().value().parse::<Currency>().ok());
                    wish();
                }
            >
                {move || {
                    let chosen = currency();
                    currencies
                        .get()
                        .into_iter()
                        .map(|there| option(there.as_str(), there.to_string(), chosen == Some(there)))
                        .collect_view()
                }}
            </select>
        </div>
    }
}

/// A sum as she may have typed it.
fn plain(highest: HighestFee) -> String {
    let decimals = highest.currency.decimals() as usize;
    let unit = 10_u32.pow(highest.currency.decimals());
    match (highest.amount / unit, highest.amount % unit) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part:0decimals$}"),
    }
}

/// Weeks within which there may be room: later openings are seldom said.
const WEEKS: [u16; 3] = [2, 4, 8];

fn opening(wishes: Wished) -> impl IntoView {
    let choice = |label: String, days: Option<u16>| {
        let checked = Signal::derive(move || wishes.read().opening_within_days == days);
        radio_chip("opening", label, checked, move || {
            change(wishes, |wishes| wishes.opening_within_days = days);
        })
    };
    view! {
        <fieldset class="stack tight">
            <legend class="label">{t!("finding-opening")}</legend>
            <div class="choices">
                {choice(t!("finding-opening-any"), None)}
                {WEEKS.map(|weeks| choice(opening_within(weeks * 7), Some(weeks * 7))).collect_view()}
            </div>
        </fieldset>
    }
}

/// "within 4 weeks".
pub(super) fn opening_within(days: u16) -> String {
    t!("finding-within", weeks = days.div_ceil(7))
}

fn languages(wishes: Wished, offered: Memo<Offered>) -> impl IntoView {
    let languages = Memo::new(move |_| offered.read().languages.clone());
    view! {
        <div class="field narrow">
            <label for="language">{t!("finding-language")}</label>
            <select
                id="language"
                prop:value=move || {
                    wishes.read().language.as_ref().map(ToString::to_string).unwrap_or_default()
                }
                on:change:target=move |event| {
                    let language = event.target().value().parse::<Language>().ok();
                    change(wishes, |wishes| wishes.language = language);
                }
            >
                <option value=String::new()>{t!("finding-any-language")}</option>
                {move || {
                    let chosen = wishes.read_untracked().language.clone();
                    languages
                        .get()
                        .into_iter()
                        .map(|there| option(there.as_str(), language(&there), chosen.as_ref() == Some(&there)))
                        .collect_view()
                }}
            </select>
        </div>
    }
}

fn option(value: &str, words: String, chosen: bool) -> impl IntoView + use<> {
    view! {
        <option value=value.to_owned() selected=chosen>
            {words}
        </option>
    }
}

fn several<T>(
    legend: String,
    family: &'static str,
    known: &'static [T],
    wishes: Wished,
    of: fn(&mut Wishes) -> &mut Vec<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + core::fmt::Display + Send + Sync,
{
    let chips = known.iter().map(|value| {
        let checked = Signal::derive(move || {
            let mut now = wishes.get();
            of(&mut now).contains(value)
        });
        chip(term(family, &value.to_string()), checked, Signal::stored(false), move || {
            change(wishes, |wishes| {
                let chosen = of(wishes);
                match chosen.iter().position(|other| other == value) {
                    Some(at) => drop(chosen.remove(at)),
                    None => chosen.push(value.clone()),
                }
            });
        })
    });
    view! {
        <fieldset class="stack tight">
            <legend class="label">{legend}</legend>
            <div class="choices">{chips.collect_view()}</div>
        </fieldset>
    }
}

fn flag(label: String, wishes: Wished, of: fn(&mut Wishes) -> &mut bool) -> impl IntoView {
    let checked = Signal::derive(move || {
        let mut now = wishes.get();
        *of(&mut now)
    });
    chip(label, checked, Signal::stored(false), move || {
        change(wishes, |wishes| *of(wishes) = !*of(wishes));
    })
}

fn not_from(
    id: &'static str,
    label: String,
    wishes: Wished,
    of: fn(&mut Wishes) -> &mut String,
) -> impl IntoView {
    let value = move || {
        let mut now = wishes.get();
        core::mem::take(of(&mut now))
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                autocomplete="off"
                prop:value=value
                on:input:target=move |event| {
                    let typed = event.target().value();
                    change(wishes, |wishes| *of(wishes) = typed);
                }
            />
        </div>
    }
}
