//! Fields bound to one part of a listing's draft: each shows it, changes it, and says beside itself what does not fit.

use client::door::draft::{ListingDraft, Part, Slip};
use leptos::prelude::*;

use crate::components::choices::chip;
use crate::t;
use crate::terms::term;

/// What the fields share.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) draft: RwSignal<ListingDraft>,
    pub(super) slips: Memo<Vec<(Part, Slip)>>,
}

/// What of the draft a field shows and changes.
pub(super) trait Of<T>: Fn(&mut ListingDraft) -> &mut T + Copy + Send + Sync + 'static {}
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
pub(super) fn slip(fields: Fields, part: Part) -> impl IntoView {
    let said = fields.slip(part);
    move || said.get().map(|said| view! { <p class="slip">{said}</p> })
}

/// How one field is drawn.
pub(super) struct Drawn {
    id: String,
    label: String,
    hint: Option<String>,
    kind: &'static str,
    narrow: bool,
    list: Option<&'static str>,
}

impl Drawn {
    /// A line of text.
    pub(super) fn line(id: impl Into<String>, label: String) -> Self {
        Self { id: id.into(), label, hint: None, kind: "text", narrow: false, list: None }
    }

    /// With a sentence above it.
    pub(super) fn hint(self, hint: String) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// For a few letters.
    pub(super) fn narrow(self) -> Self {
        Self { narrow: true, ..self }
    }

    /// For a day.
    pub(super) fn day(self) -> Self {
        Self { kind: "date", ..self }
    }

    /// Offering what the list of this id names.
    pub(super) fn offering(self, list: &'static str) -> Self {
        Self { list: Some(list), ..self }
    }
}

/// One field, with what is said about it.
pub(super) fn field(fields: Fields, part: Part, drawn: Drawn, of: impl Of<String>) -> impl IntoView {
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

/// A field of several lines; `class` says how tall.
pub(super) fn text_area(
    fields: Fields,
    part: Part,
    drawn: Drawn,
    class: &'static str,
    of: impl Of<String>,
) -> impl IntoView {
    let Drawn { id, label, hint, .. } = drawn;
    let said = fields.slip(part);
    let (hint_id, slip_id) = (format!("{id}-hint"), format!("{id}-slip"));
    let described_by = described_by(hint.is_some().then(|| hint_id.clone()), slip_id.clone(), said);
    view! {
        <div class="field" class:with-slip=move || said.read().is_some()>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <textarea
                id=id
                class=class
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
pub(super) fn known<T: Clone + core::fmt::Display>(family: &str, known: &[T]) -> Vec<(T, String)> {
    known.iter().map(|value| (value.clone(), term(family, &value.to_string()))).collect()
}

/// Chips of which any number may be chosen.
pub(super) fn several<T: Clone + PartialEq + Send + Sync + 'static>(
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

/// One chip that is on or off.
pub(super) fn flag(fields: Fields, label: String, of: impl Of<bool>) -> impl IntoView {
    let checked = Signal::derive(move || fields.read(of));
    chip(label, checked, Signal::stored(false), move || {
        fields.draft.update(|draft| {
            let flag = of(draft);
            *flag = !*flag;
        });
    })
}

/// One of several, from a list that opens.
pub(super) fn select<T: core::fmt::Display>(
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
