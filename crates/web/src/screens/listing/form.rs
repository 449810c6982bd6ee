//! The form of a listing. What is typed goes to the client a moment later, and is there again after a lock or a reload;
//! what does not fit is said beside its field, once she has looked it over.

use std::time::Duration;

use client::door::Intent;
use client::door::draft::{LicenceDraft, ListingDraft, Part, Slip};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use protocol::listing::{
    Focus, Jurisdiction, Language, LicenceKind, Limits, MeetingFormat, Standing, TimeOfWeek, WayOfWorking,
};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::does;
use crate::components::choices::chip;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::router::Route;
use crate::t;
use crate::terms::{language, term};

/// How long after the last key what is typed is kept.
const PAUSE: Duration = Duration::from_millis(600);

/// The languages on offer; others that a listing names already are kept.
const LANGUAGES: [&str; 16] =
    ["en", "es", "fr", "de", "it", "nl", "pt", "pl", "uk", "ar", "fa", "he", "hi", "zh", "vi", "ase"];

/// Names every place this version knows, for the fields that ask for one.
const PLACES: &str = "places";

/// What the fields share.
#[derive(Clone, Copy)]
struct Fields {
    draft: RwSignal<ListingDraft>,
    slips: Memo<Vec<(Part, Slip)>>,
}

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

                {line(fields, Part::Name, "listing-name", t!("listing-name"), None, |draft| &mut draft.name)}
                {letter(fields)}

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
                    {line(fields, Part::Town, "listing-town", t!("listing-town"), None, |draft| &mut draft.town)}
                    {place(
                        fields,
                        Part::Jurisdiction,
                        "listing-place".to_owned(),
                        t!("listing-place"),
                        |draft| &mut draft.jurisdiction,
                    )}
                </section>

                <section class="stack">
                    <h2>{t!("listing-work")}</h2>
                    {several(fields, Part::Ways, t!("finding-ways"), known("way", WayOfWorking::KNOWN), |draft| {
                        &mut draft.ways
                    })}
                    {line(
                        fields,
                        Part::OtherWays,
                        "listing-other-ways",
                        t!("listing-other-ways"),
                        Some(t!("listing-other-ways-hint")),
                        |draft| &mut draft.other_ways,
                    )}
                    {several(fields, Part::Focus, t!("finding-focus"), known("focus", Focus::KNOWN), |draft| {
                        &mut draft.focus
                    })}
                    {lines(
                        fields,
                        Part::Training,
                        "listing-training",
                        t!("listing-training"),
                        t!("listing-training-hint"),
                        |draft| &mut draft.training,
                    )}
                </section>

                <section class="stack">
                    <h2>{t!("listing-fee-title")}</h2>
                    {narrow(fields, Part::Fee, "listing-fee", t!("listing-fee"), None, |draft| &mut draft.fee)}
                    {narrow(
                        fields,
                        Part::Currency,
                        "listing-currency",
                        t!("listing-currency"),
                        Some(t!("listing-currency-hint")),
                        |draft| &mut draft.currency,
                    )}
                    {narrow(
                        fields,
                        Part::SlidingTo,
                        "listing-sliding",
                        t!("listing-sliding"),
                        Some(t!("listing-sliding-hint")),
                        |draft| &mut draft.sliding_to,
                    )}
                    <div class="choices">
                        {flag(fields, t!("finding-private-pay"), |draft| &mut draft.private_pay_no_diagnosis)}
                    </div>
                </section>

                <section class="stack">
                    <h2>{t!("listing-time")}</h2>
                    {date(fields)}
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
                    {narrow(
                        fields,
                        Part::AnswersWithinDays,
                        "listing-days",
                        t!("listing-days"),
                        Some(t!("listing-days-hint")),
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

/// What of the draft a field shows and changes.
trait Of<T>: Fn(&mut ListingDraft) -> &mut T + Copy + Send + Sync + 'static {}
impl<T, F: Fn(&mut ListingDraft) -> &mut T + Copy + Send + Sync + 'static> Of<T> for F {}

impl Fields {
    fn read<T: Default>(self, of: impl Of<T>) -> T {
        let mut draft = self.draft.get();
        core::mem::take(of(&mut draft))
    }

    fn write<T>(self, of: impl Of<T>, value: T) {
        self.draft.update(|draft| *of(draft) = value);
    }

    fn slip(self, part: Part) -> Signal<Option<String>> {
        Signal::derive(move || {
            let slips = self.slips.read();
            slips.iter().find(|(about, _)| *about == part).map(|(about, slip)| slip_words(*about, slip))
        })
    }
}

fn slip_words(part: Part, slip: &Slip) -> String {
    match slip {
        Slip::Missing if matches!(part, Part::Ways | Part::Formats | Part::Languages | Part::Licences) => {
            t!("slip-choose")
        }
        Slip::Missing => t!("slip-missing"),
        Slip::TooLong { has, most } => t!("slip-too-long", has = *has, most = *most),
        Slip::NoSuchPlace => t!("slip-place"),
        Slip::NoSuchCurrency => t!("slip-currency"),
        Slip::NotASum => t!("slip-sum"),
        Slip::AboveTheFee => t!("slip-above-fee"),
        Slip::NotADay => t!("slip-day"),
        Slip::DayHasPassed => t!("slip-day-passed"),
        Slip::NotDays { most } => t!("slip-days", most = *most),
        Slip::Other(what) => t!("slip-other", what = what.as_str()),
    }
}

/// What is said about a part, where it is said.
fn slip(fields: Fields, part: Part) -> impl IntoView {
    let said = fields.slip(part);
    move || said.get().map(|said| view! { <p class="slip">{said}</p> })
}

/// How one field is drawn.
#[derive(Clone)]
struct Drawn {
    id: String,
    label: String,
    hint: Option<String>,
    kind: &'static str,
    narrow: bool,
    list: Option<&'static str>,
}

fn field(fields: Fields, part: Part, drawn: Drawn, of: impl Of<String>) -> impl IntoView {
    let Drawn { id, label, hint, kind, narrow, list } = drawn;
    let said = fields.slip(part);
    let (hint_id, slip_id) = (format!("{id}-hint"), format!("{id}-slip"));
    let described_by = described_by(hint.is_some().then(|| hint_id.clone()), slip_id.clone(), said);
    view! {
        <div class="field" class:narrow=narrow class:with-slip=move || said.read().is_some()>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input
                id=id
                type=kind
                list=list
                autocomplete="off"
                aria-describedby=described_by
                aria-invalid=move || said.read().is_some().then_some("true")
                prop:value=move || fields.read(of)
                on:input:target=move |event| fields.write(of, event.target().value())
            />
            {move || said.get().map(|said| view! { <p class="slip" id=slip_id.clone()>{said}</p> })}
        </div>
    }
}

fn described_by(
    hint: Option<String>,
    slip: String,
    said: Signal<Option<String>>,
) -> impl Fn() -> Option<String> {
    move || {
        let slip = said.read().is_some().then(|| slip.clone());
        let both = hint.iter().cloned().chain(slip).collect::<Vec<_>>().join(" ");
        (!both.is_empty()).then_some(both)
    }
}

fn line(
    fields: Fields,
    part: Part,
    id: &'static str,
    label: String,
    hint: Option<String>,
    of: impl Of<String>,
) -> impl IntoView {
    let drawn = Drawn { id: id.to_owned(), label, hint, kind: "text", narrow: false, list: None };
    field(fields, part, drawn, of)
}

fn narrow(
    fields: Fields,
    part: Part,
    id: &'static str,
    label: String,
    hint: Option<String>,
    of: impl Of<String>,
) -> impl IntoView {
    let drawn = Drawn { id: id.to_owned(), label, hint, kind: "text", narrow: true, list: None };
    field(fields, part, drawn, of)
}

fn place(fields: Fields, part: Part, id: String, label: String, of: impl Of<String>) -> impl IntoView {
    let drawn = Drawn { id, label, hint: None, kind: "text", narrow: false, list: Some(PLACES) };
    field(fields, part, drawn, of)
}

fn date(fields: Fields) -> impl IntoView {
    let drawn = Drawn {
        id: "listing-opening".to_owned(),
        label: t!("listing-opening"),
        hint: Some(t!("listing-opening-hint")),
        kind: "date",
        narrow: true,
        list: None,
    };
    field(fields, Part::Opening, drawn, |draft| &mut draft.opening)
}

fn letter(fields: Fields) -> impl IntoView {
    let hint = t!("listing-words-hint", most = Limits::WORDS);
    text_area(fields, Part::Words, "listing-words", t!("listing-words"), hint, true, |draft| &mut draft.words)
}

fn lines(
    fields: Fields,
    part: Part,
    id: &'static str,
    label: String,
    hint: String,
    of: impl Of<String>,
) -> impl IntoView {
    text_area(fields, part, id, label, hint, false, of)
}

fn text_area(
    fields: Fields,
    part: Part,
    id: &'static str,
    label: String,
    hint: String,
    letter: bool,
    of: impl Of<String>,
) -> impl IntoView {
    let said = fields.slip(part);
    let (hint_id, slip_id) = (format!("{id}-hint"), format!("{id}-slip"));
    let described_by = described_by(Some(hint_id.clone()), slip_id.clone(), said);
    view! {
        <div class="field" class:with-slip=move || said.read().is_some()>
            <label for=id>{label}</label>
            <p class="hint" id=hint_id>
                {hint}
            </p>
            <textarea
                id=id
                class:letter=letter
                class:short=!letter
                autocomplete="off"
                aria-describedby=described_by
                aria-invalid=move || said.read().is_some().then_some("true")
                prop:value=move || fields.read(of)
                on:input:target=move |event| fields.write(of, event.target().value())
            ></textarea>
            {move || said.get().map(|said| view! { <p class="slip" id=slip_id.clone()>{said}</p> })}
        </div>
    }
}

/// Terms this version knows, with their words.
fn known<T: Clone + core::fmt::Display>(family: &str, known: &[T]) -> Vec<(T, String)> {
    known.iter().map(|value| (value.clone(), term(family, &value.to_string()))).collect()
}

fn languages(draft: RwSignal<ListingDraft>) -> Vec<(Language, String)> {
    let offered = LANGUAGES.into_iter().filter_map(|tag| tag.parse::<Language>().ok());
    let mut all: Vec<_> = offered.collect();
    all.extend(
        draft.read_untracked().languages.iter().filter(|own| !LANGUAGES.contains(&own.as_str())).cloned(),
    );
    all.into_iter().map(|tag| (tag.clone(), language(&tag))).collect()
}

fn several<T: Clone + PartialEq + Send + Sync + 'static>(
    fields: Fields,
    part: Part,
    legend: String,
    offered: Vec<(T, String)>,
    of: impl Of<Vec<T>>,
) -> impl IntoView {
    let said = fields.slip(part);
    let chips = offered.into_iter().map(move |(value, label)| {
        let this = value.clone();
        let checked = Signal::derive(move || fields.read(of).contains(&this));
        chip(label, checked, Signal::stored(false), move || {
            fields.draft.update(|draft| {
                let chosen = of(draft);
                match chosen.iter().position(|other| *other == value) {
                    Some(at) => drop(chosen.remove(at)),
                    None => chosen.push(value.clone()),
                }
            });
        })
    });
    view! {
        <fieldset class="stack tight" class:with-slip=move || said.read().is_some()>
            <legend class="label">{legend} {move || said.get().map(|said| view! { <span class="slip">{said}</span> })}</legend>
            <div class="choices">{chips.collect_view()}</div>
        </fieldset>
    }
}

fn flag(fields: Fields, label: String, of: impl Of<bool>) -> impl IntoView {
    let checked = Signal::derive(move || fields.read(of));
    chip(label, checked, Signal::stored(false), move || {
        fields.draft.update(|draft| {
            let flag = of(draft);
            *flag = !*flag;
        });
    })
}

fn licence(fields: Fields, at: usize, licences: Memo<usize>) -> impl IntoView {
    let remove = move |_| fields.draft.update(|draft| drop(draft.licences.remove(at)));
    let (kind_id, standing_id) = (format!("licence-{at}-kind"), format!("licence-{at}-standing"));
    let number = Drawn {
        id: format!("licence-{at}-number"),
        label: t!("listing-licence-number"),
        hint: None,
        kind: "text",
        narrow: true,
        list: None,
    };
    view! {
        <fieldset class="card">
            <legend class="unseen">{t!("listing-licence", number = at + 1)}</legend>
            {select(kind_id, t!("listing-licence-kind"), known("licence", LicenceKind::KNOWN), move || {
                fields.draft.read().licences.get(at).map(|licence| licence.kind.to_string())
            }, move |kind| with_licence(fields, at, |licence| licence.kind = LicenceKind::from(kind.as_str())))}
            {place(
                fields,
                Part::LicencePlace(at),
                format!("licence-{at}-place"),
                t!("listing-licence-place"),
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

fn select<T: core::fmt::Display>(
    id: String,
    label: String,
    offered: Vec<(T, String)>,
    chosen: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    let options = offered.into_iter().map(|(value, words)| {
        let value = value.to_string();
        let this = value.clone();
        view! {
            <option value=value selected=move || chosen().as_ref() == Some(&this)>
                {words}
            </option>
        }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id on:change:target=move |event| choose(event.target().value())>
                {options.collect_view()}
            </select>
        </div>
    }
}
