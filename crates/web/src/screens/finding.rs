//! Finding someone: where she sits first, then what she wishes for. Filtering happens on this device.

use client::finding::{Card, DirectoryView, Doubt, FindingView, Intent};
use domain::matching::{Reason, Wishes};
use leptos::prelude::*;
use protocol::listing::{Focus, Jurisdiction, MeetingFormat, TimeOfWeek, WayOfWorking};

use crate::components::choices::chip;
use crate::components::notice::{Notice, Tone};
use crate::components::page::{Announcer, Page};
use crate::link::{Views, send};
use crate::router::{Route, go};
use crate::terms::{day_of, fee, in_a_row, place, term};
use crate::{right, t};

/// The wishes, and who fits.
#[component]
pub(crate) fn Finding() -> impl IntoView {
    let views = expect_context::<Views>();
    let wishes = RwSignal::new(
        views
            .finding
            .with_untracked(|view| view.as_ref().map(|view| view.wishes.clone()))
            .unwrap_or_default(),
    );
    let wish = move |change: &dyn Fn(&mut Wishes)| {
        wishes.update(|wishes| change(wishes));
        does(Intent::Wish(Box::new(wishes.get_untracked())));
    };
    let places = Memo::new(move |_| read(views, |view| view.places.clone()));
    let total = Memo::new(move |_| read(views, |view| view.total));
    let cards = Memo::new(move |_| read(views, |view| view.first.clone()));
    let more = Memo::new(move |_| cards.read().len() < total.get());
    let directory = Memo::new(move |_| views.finding.read().as_ref().map(|view| view.directory));
    let announcer = expect_context::<Announcer>();
    Effect::new(move |before: Option<usize>| {
        let total = total.get();
        if before.is_some_and(|before| before != total) {
            announcer.say(t!("finding-total", count = total));
        }
        total
    });
    let seat = move |code: String| {
        let seat = code.parse::<Jurisdiction>().ok();
        wish(&move |wishes| wishes.seat = seat);
    };
    view! {
        <Page title=t!("finding") back=Route::People>
            <p class="soft">{t!("finding-local")}</p>
            {move || directory.get().map(about_directory)}
            <div class="field">
                <label for="seat">{t!("finding-seat")}</label>
                <p class="hint" id="seat-hint">{t!("finding-seat-hint")}</p>
                <select
                    id="seat"
                    aria-describedby="seat-hint"
                    on:change:target=move |event| seat(event.target().value())
                    prop:value=move || {
                        wishes.read().seat.map(|seat| seat.as_str().to_owned()).unwrap_or_default()
                    }
                >
                    <option value=String::new()>{t!("finding-anywhere")}</option>
                    {move || {
                        places
                            .get()
                            .into_iter()
                            .map(|there| {
                                let chosen = wishes.read_untracked().seat == Some(there);
                                view! {
                                    <option value=there.as_str().to_owned() selected=chosen>
                                        {place(&there)}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </div>
            <div class="field">
                <label for="words">{t!("finding-words")}</label>
                <input
                    id="words"
                    type="search"
                    autocomplete="off"
                    prop:value=move || wishes.read().words.clone()
                    on:input:target=move |event| {
                        let words = event.target().value();
                        wish(&move |wishes| wishes.words.clone_from(&words));
                    }
                />
            </div>
            <details>
                <summary>{t!("finding-more")}</summary>
                <div class="stack loose">
                    {several(t!("finding-ways"), "way", WayOfWorking::KNOWN, wishes, |wishes| &mut wishes.ways)}
                    {several(t!("finding-focus"), "focus", Focus::KNOWN, wishes, |wishes| &mut wishes.focus)}
                    {several(t!("finding-times"), "time", TimeOfWeek::KNOWN, wishes, |wishes| &mut wishes.times)}
                    {several(
                        t!("finding-formats"),
                        "format",
                        MeetingFormat::KNOWN,
                        wishes,
                        |wishes| &mut wishes.formats,
                    )}
                    <fieldset class="stack tight">
                        <legend class="label">{t!("finding-matters")}</legend>
                        <div class="choices">
                            {flag(t!("finding-only-sure"), wishes, |wishes| &mut wishes.only_sure)}
                            {flag(t!("finding-private-pay"), wishes, |wishes| &mut wishes.private_pay)}
                            {flag(t!("finding-not-employer"), wishes, |wishes| &mut wishes.not_employer_or_eap)}
                            {flag(t!("finding-never-supervisor"), wishes, |wishes| &mut wishes.never_supervisor)}
                        </div>
                    </fieldset>
                    {not_from("not-town", t!("finding-not-town"), wishes, |wishes| &mut wishes.not_town)}
                    {not_from(
                        "not-training",
                        t!("finding-not-training"),
                        wishes,
                        |wishes| &mut wishes.not_training,
                    )}
                </div>
            </details>
            <h2>{move || t!("finding-total", count = total.get())}</h2>
            {move || {
                (total.get() == 0 && directory.get().is_some_and(|directory| directory.listed.is_some()))
                    .then(|| loosen(views))
            }}
            <ul class="plain-list stack">
                <For each=move || cards.get() key=|card| (card.listing, card.reasons.len()) let:found>
                    <li>{card(found)}</li>
                </For>
            </ul>
            <Show when=move || more.get()>
                <div class="actions">
                    <button type="button" class="button" on:click=|_| does(Intent::More)>
                        {t!("finding-show-more")}
                    </button>
                </div>
            </Show>
            <p class="small soft">{t!("finding-order")}</p>
        </Page>
    }
}

fn does(intent: Intent) {
    send(client::Intent::Finding(intent));
}

fn read<T: Default>(views: Views, of: impl Fn(&FindingView) -> T) -> T {
    views.finding.read().as_ref().map(of).unwrap_or_default()
}

fn card(found: Card) -> impl IntoView {
    let listing = found.listing;
    let open = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        does(Intent::Open(listing));
        go(Route::Someone);
    };
    view! {
        <article class="card">
            <h3>
                <a href=Route::Someone.path() on:click=open>
                    {found.name}
                </a>
            </h3>
            <p class="soft">{in_a_row([found.town, place(&found.jurisdiction)])}</p>
            <p>{found.words}</p>
            <p class="small soft">{in_a_row([fee(&found.fee), opening(&found.opening)])}</p>
            <ul class="reasons" aria-label=t!("finding-reasons")>
                {found.reasons.iter().map(|reason| view! { <li>{reason_words(reason)}</li> }).collect_view()}
            </ul>
        </article>
    }
}

/// When there is room, and when that was said.
pub(crate) fn opening(opening: &protocol::listing::Opening) -> String {
    match opening.next {
        Some(next) => t!(
            "opening-from",
            next = crate::terms::day_and_year(next),
            stated = crate::terms::day_and_year(opening.stated_on)
        ),
        None => t!("opening-none", stated = crate::terms::day_and_year(opening.stated_on)),
    }
}

fn reason_words(reason: &Reason) -> String {
    match reason {
        Reason::Right(right) => right::in_short(right),
        Reason::Name => t!("reason-name"),
        Reason::Way(way) => term("way", way.as_str()),
        Reason::Focus(focus) => term("focus", focus.as_str()),
        Reason::Fee => t!("reason-fee"),
        Reason::FeeBySliding => t!("reason-fee-sliding"),
        Reason::Opening(_) => t!("reason-opening"),
        Reason::Time(time) => term("time", time.as_str()),
        Reason::Format(format) => term("format", format.as_str()),
        Reason::Language(language) => language.as_str().to_owned(),
        Reason::PrivatePay => t!("finding-private-pay"),
        Reason::NotEmployer => t!("finding-not-employer"),
        Reason::NeverSupervisor => t!("finding-never-supervisor"),
    }
}

fn about_directory(directory: DirectoryView) -> impl IntoView {
    let doubt = directory.doubt.map(|doubt| {
        let what = match doubt {
            Doubt::OtherSteward => t!("doubt-steward"),
            Doubt::Older => t!("doubt-older"),
            Doubt::Damaged => t!("doubt-damaged"),
        };
        view! {
            <Notice tone=Tone::Unsure what=what>
                <p>{t!("doubt-safe")}</p>
            </Notice>
        }
    });
    let age = match (directory.listed, directory.made_at) {
        (Some(listed), Some(made)) => t!("directory-of", count = listed, day = day_of(made)),
        _ => t!("directory-not-yet"),
    };
    view! {
        {doubt}
        <p class="small soft">{age}</p>
    }
}

fn loosen(views: Views) -> impl IntoView {
    let hints = read(views, |view| view.loosen.clone());
    view! {
        <p>{t!("finding-nobody")}</p>
        <ul>
            {hints
                .into_iter()
                .filter(|hint| hint.would_fit > 0)
                .map(|hint| {
                    let wish = term("wish", &serde_name(&hint.wish));
                    view! { <li>{t!("finding-without", wish = wish, count = hint.would_fit)}</li> }
                })
                .collect_view()}
        </ul>
    }
}

/// The name a plain enum has in JSON, which is also how its words are filed.
pub(crate) fn serde_name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn several<T>(
    legend: String,
    family: &'static str,
    known: &'static [T],
    wishes: RwSignal<Wishes>,
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
            wishes.update(|wishes| {
                let chosen = of(wishes);
                match chosen.iter().position(|other| other == value) {
                    Some(at) => drop(chosen.remove(at)),
                    None => chosen.push(value.clone()),
                }
            });
            does(Intent::Wish(Box::new(wishes.get_untracked())));
        })
    });
    view! {
        <fieldset class="stack tight">
            <legend class="label">{legend}</legend>
            <div class="choices">{chips.collect_view()}</div>
        </fieldset>
    }
}

fn flag(label: String, wishes: RwSignal<Wishes>, of: fn(&mut Wishes) -> &mut bool) -> impl IntoView {
    let checked = Signal::derive(move || {
        let mut now = wishes.get();
        *of(&mut now)
    });
    chip(label, checked, Signal::stored(false), move || {
        wishes.update(|wishes| *of(wishes) = !*of(wishes));
        does(Intent::Wish(Box::new(wishes.get_untracked())));
    })
}

fn not_from(
    id: &'static str,
    label: String,
    wishes: RwSignal<Wishes>,
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
                    wishes.update(|wishes| *of(wishes) = event.target().value());
                    does(Intent::Wish(Box::new(wishes.get_untracked())));
                }
            />
        </div>
    }
}
