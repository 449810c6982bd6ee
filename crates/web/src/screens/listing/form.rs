//! The form of a listing. What is typed goes to the client a moment later, and is there again after a lock or a reload;
//! what does not fit is said beside its field, once she has looked it over.

use std::time::Duration;

use client::door::Intent;
use client::door::draft::{LicenceDraft, ListingDraft, Part};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use protocol::listing::{
    Focus, Jurisdiction, Language, LicenceKind, Limits, MeetingFormat, Standing, TimeOfWeek, WayOfWorking,
};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::does;
use super::fields::{Drawn, Fields, field, flag, known, select, several, slip, text_area};
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::router::Route;
use crate::t;
use crate::terms::language;

/// How long after the last key what is typed is kept.
const PAUSE: Duration = Duration::from_millis(600);

/// The languages on offer; others that a listing names already are kept.
const LANGUAGES: [&str; 16] =
    ["en", "es", "fr", "de", "it", "nl", "pt", "pl", "uk", "ar", "fa", "he", "hi", "zh", "vi", "ase"];

/// Names every place this version knows, for the fields that ask for one.
const PLACES: &str = "places";

#[component]
pub(super) fn Form() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let of_view = views.door.with_untracked(|view| view.as_ref().map(|view| view.draft.clone()));
    let draft = RwSignal::new(of_view.unwrap_or_default());
    let slips =
        Memo::new(move |_| views.door.read().as_ref().map(|view| view.slips.clone()).unwrap_or_default());
    let unfinished = Memo::new(move |_| views.door.read().as_ref().is_some_and(|view| view.unfinished));
    let fields = Fields { draft, slips };
    keep_what_is_typed(draft);
    let looked_over = RwSignal::new(false);
    Effect::new(move |_| {
        let found = views.door.read().as_ref().is_some_and(|view| !view.slips.is_empty());
        if found && looked_over.get_untracked() {
            looked_over.set(false);
            request_animation_frame(focus_the_first_slip);
        }
    });
    let look_over = move |event: SubmitEvent| {
        event.prevent_default();
        looked_over.set(true);
        does(Intent::LookOver(Box::new(draft.get_untracked())));
    };
    let let_go = move |_| {
        does(Intent::LetGo);
        let listing = views.door.with_untracked(|view| view.as_ref().and_then(|view| view.listing.clone()));
        draft.set(listing.as_ref().map(ListingDraft::of).unwrap_or_default());
    };
    let licences = Memo::new(move |_| draft.read().licences.len());
    let add_licence = move |_| draft.update(|draft| draft.licences.push(LicenceDraft::default()));
    view! {
        <Page title=t!("listing") back=Route::Door>
            <p class="lead">{t!("listing-lead")}</p>
            <datalist id=PLACES>
                {Jurisdiction::named().map(|(_, name)| view! { <option value=name></option> }).collect_view()}
            </datalist>
            <form class="stack loose" novalidate=true autocomplete="off" on:submit=look_over>
                <Show when=move || !slips.read().is_empty()>
                    <Notice tone=Tone::Unsure what=t!("listing-slips", count = slips.read().len())>
                        <p>{t!("listing-slips-safe")}</p>
                    </Notice>
                </Show>

                {field(fields, Part::Name, Drawn::line("listing-name", t!("listing-name")), |draft| &mut draft.name)}
                {text_area(
                    fields,
                    Part::Words,
                    Drawn::line("listing-words", t!("listing-words"))
                        .hint(t!("listing-words-hint", most = Limits::WORDS)),
                    "letter",
                    |draft| &mut draft.words,
                )}

                <section class="stack">
                    <h2>{t!("listing-licences")}</h2>
                    <p class="soft">{t!("listing-licences-means")}</p>
                    {move || (0..licences.get()).map(|at| licence(fields, at, licences)).collect_view()}
                    {slip(fields, Part::Licences)}
                    <div>
                        <button type="button" class="button" on:click=add_licence>
                            {t!("listing-licence-add")}
                        </button>
                    </div>
                </section>

                <section class="stack">
                    <h2>{t!("listing-where")}</h2>
                    {field(fields, Part::Town, Drawn::line("listing-town", t!("listing-town")), |draft| &mut draft.town)}
                    {field(
                        fields,
                        Part::Jurisdiction,
                        Drawn::line("listing-place", t!("listing-place")).offering(PLACES),
                        |draft| &mut draft.jurisdiction,
                    )}
                </section>

                <section class="stack">
                    <h2>{t!("listing-work")}</h2>
                    {several(fields, Part::Ways, t!("finding-ways"), known("way", WayOfWorking::KNOWN), |draft| {
                        &mut draft.ways
                    })}
                    {field(
                        fields,
                        Part::OtherWays,
                        Drawn::line("listing-other-ways", t!("listing-other-ways"))
                            .hint(t!("listing-other-ways-hint")),
                        |draft| &mut draft.other_ways,
                    )}
                    {several(fields, Part::Focus, t!("finding-focus"), known("focus", Focus::KNOWN), |draft| {
                        &mut draft.focus
                    })}
                    {text_area(
                        fields,
                        Part::Training,
                        Drawn::line("listing-training", t!("listing-training")).hint(t!("listing-training-hint")),
                        "short",
                        |draft| &mut draft.training,
                    )}
                </section>

                <section class="stack">
                    <h2>{t!("listing-fee-title")}</h2>
                    {field(
                        fields,
                        Part::Fee,
                        Drawn::line("listing-fee", t!("listing-fee")).narrow(),
                        |draft| &mut draft.fee,
                    )}
                    {field(
                        fields,
                        Part::Currency,
                        Drawn::line("listing-currency", t!("listing-currency")).hint(t!("listing-currency-hint")).narrow(),
                        |draft| &mut draft.currency,
                    )}
                    {field(
                        fields,
                        Part::SlidingTo,
                        Drawn::line("listing-sliding", t!("listing-sliding")).hint(t!("listing-sliding-hint")).narrow(),
                        |draft| &mut draft.sliding_to,
                    )}
                    <div class="choices">
                        {flag(fields, t!("finding-private-pay"), |draft| &mut draft.private_pay_no_diagnosis)}
                    </div>
                </section>

                <section class="stack">
                    <h2>{t!("listing-time")}</h2>
                    {field(
                        fields,
                        Part::Opening,
                        Drawn::line("listing-opening", t!("listing-opening"))
                            .hint(t!("listing-opening-hint"))
                            .narrow()
                            .day(),
                        |draft| &mut draft.opening,
                    )}
                    {several(fields, Part::Times, t!("finding-times"), known("time", TimeOfWeek::KNOWN), |draft| {
                        &mut draft.times
                    })}
                    {several(
                        fields,
                        Part::Formats,
                        t!("finding-formats"),
                        known("format", MeetingFormat::KNOWN),
                        |draft| &mut draft.formats,
                    )}
                    {several(fields, Part::Languages, t!("listing-languages"), languages(draft), |draft| {
                        &mut draft.languages
                    })}
                    {field(
                        fields,
                        Part::AnswersWithinDays,
                        Drawn::line("listing-days", t!("listing-days")).hint(t!("listing-days-hint")).narrow(),
                        |draft| &mut draft.answers_within_days,
                    )}
                </section>

                <fieldset class="stack">
                    <legend class="label">{t!("listing-promises")}</legend>
                    <div class="choices">
                        {flag(fields, t!("finding-not-employer"), |draft| &mut draft.not_employer_or_eap)}
                        {flag(fields, t!("finding-never-supervisor"), |draft| &mut draft.never_supervisor)}
                    </div>
                </fieldset>

                <div class="actions">
                    <button type="submit" class="button filled">
                        {t!("listing-look-over")}
                    </button>
                    <Show when=move || unfinished.get()>
                        <button type="button" class="button bare" on:click=let_go>
                            {t!("listing-let-go")}
                        </button>
                    </Show>
                </div>
                <p class="small soft">{t!("listing-kept")}</p>
            </form>
        </Page>
    }
}

/// Not with every key: keeping is a save.
fn keep_what_is_typed(draft: RwSignal<ListingDraft>) {
    let write = move || does(Intent::Write(Box::new(draft.get_untracked())));
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let no_longer = move || pending.try_update_value(Option::take).flatten().inspect(TimeoutHandle::clear);
    Effect::watch(
        move || draft.track(),
        move |(), _, _| {
            no_longer();
            let later = set_timeout_with_handle(
                move || {
                    pending.set_value(None);
                    write();
                },
                PAUSE,
            );
            pending.set_value(later.ok());
        },
        false,
    );
    // Leaving the page does not wait.
    on_cleanup(move || {
        if no_longer().is_some() {
            write();
        }
    });
}

/// The first field that something is said about takes focus, so that a keyboard or a screen reader starts there.
fn focus_the_first_slip() {
    let first = document().query_selector(".with-slip :is(input, textarea, select)").ok().flatten();
    if let Some(field) = first.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        // Only an element that is gone cannot take focus.
        let _ = field.focus();
    }
}

fn languages(draft: RwSignal<ListingDraft>) -> Vec<(Language, String)> {
    let offered = LANGUAGES.into_iter().filter_map(|tag| tag.parse::<Language>().ok());
    let mut all: Vec<_> = offered.collect();
    all.extend(
        draft.read_untracked().languages.iter().filter(|own| !LANGUAGES.contains(&own.as_str())).cloned(),
    );
    all.into_iter().map(|tag| (tag.clone(), language(&tag))).collect()
}

fn licence(fields: Fields, at: usize, licences: Memo<usize>) -> impl IntoView {
    let remove = move |_| fields.draft.update(|draft| drop(draft.licences.remove(at)));
    let (kind_id, standing_id) = (format!("licence-{at}-kind"), format!("licence-{at}-standing"));
    let number = Drawn::line(format!("licence-{at}-number"), t!("listing-licence-number")).narrow();
    view! {
        <fieldset class="card">
            <legend class="unseen">{t!("listing-licence", number = at + 1)}</legend>
            {select(kind_id, t!("listing-licence-kind"), known("licence", LicenceKind::KNOWN), move || {
                fields.draft.read().licences.get(at).map(|licence| licence.kind.to_string())
            }, move |kind| with_licence(fields, at, |licence| licence.kind = LicenceKind::from(kind.as_str())))}
            {field(
                fields,
                Part::LicencePlace(at),
                Drawn::line(format!("licence-{at}-place"), t!("listing-licence-place")).offering(PLACES),
                move |draft| &mut licence_at(draft, at).jurisdiction,
            )}
            {field(fields, Part::LicenceNumber(at), number, move |draft| &mut licence_at(draft, at).number)}
            {select(standing_id, t!("listing-licence-standing"), known("standing", Standing::KNOWN), move || {
                fields.draft.read().licences.get(at).map(|licence| licence.standing.to_string())
            }, move |standing| {
                with_licence(fields, at, |licence| licence.standing = Standing::from(standing.as_str()));
            })}
            <Show when=move || { licences.get() > 1 }>
                <div>
                    <button type="button" class="button bare" on:click=remove>
                        {t!("listing-licence-remove")}
                    </button>
                </div>
            </Show>
        </fieldset>
    }
}

/// A field may outlive its licence by a moment while the list is drawn again; it then reads an empty one.
fn licence_at(draft: &mut ListingDraft, at: usize) -> &mut LicenceDraft {
    if draft.licences.len() <= at {
        draft.licences.resize_with(at + 1, LicenceDraft::default);
    }
    &mut draft.licences[at]
}

fn with_licence(fields: Fields, at: usize, change: impl FnOnce(&mut LicenceDraft)) {
    fields.draft.update(|draft| change(licence_at(draft, at)));
}
