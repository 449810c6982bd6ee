//! Choosing: chips, the seven steps, and choices with a sentence under them. All are native radios and checkboxes.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::marks::{Icon, icon, level};

/// One of several chips; any number may be chosen.
pub(crate) fn chip(
    label: String,
    checked: Signal<bool>,
    disabled: Signal<bool>,
    toggle: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <label class="chip">
            <input
                type="checkbox"
                prop:checked=checked
                prop:disabled=disabled
                on:change=move |_| toggle()
            />
            {icon(Icon::Tick, "tick")}
            <span>{label}</span>
        </label>
    }
}

/// One of several chips, of which one is chosen. `group` is the radio group's name.
pub(crate) fn radio_chip(
    group: &'static str,
    label: String,
    checked: Signal<bool>,
    choose: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <label class="chip">
            <input type="radio" name=group prop:checked=checked on:change=move |_| choose() />
            {icon(Icon::Tick, "tick")}
            <span>{label}</span>
        </label>
    }
}

/// A choice with a sentence under it; one of several is chosen.
pub(crate) fn choice(
    group: &'static str,
    label: String,
    under: String,
    checked: Signal<bool>,
    choose: impl Fn() + 'static,
) -> impl IntoView {
    let mark = "mark";
    view! {
        <label class="choice">
            <input type="radio" name=group prop:checked=checked on:change=move |_| choose() />
            <span class=mark aria-hidden="true"></span>
            <span>{label}</span>
            <span class="under">{under}</span>
        </label>
    }
}

/// Named steps in order, none chosen at first. Arrow keys move, 1 to 7 choose, Enter goes on.
#[component]
pub(crate) fn Steps(
    /// The id of what asks the question.
    labelled_by: &'static str,
    names: Vec<String>,
    #[prop(into)] chosen: Signal<Option<usize>>,
    #[prop(into)] choose: Callback<usize>,
    /// Enter.
    #[prop(into)]
    go_on: Callback<()>,
) -> impl IntoView {
    let count = names.len();
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        if event.key() == "Enter" {
            event.prevent_default();
            go_on.run(());
        } else if let Some(step @ 1..) = event.key().parse::<usize>().ok()
            && step <= count
        {
            choose.run(step - 1);
            focus(&format!("{labelled_by}-{step}"));
        }
    };
    view! {
        <fieldset class="steps" role="radiogroup" aria-labelledby=labelled_by on:keydown=keys>
            {names
                .into_iter()
                .enumerate()
                .map(|(index, name)| {
                    view! {
                        <label class="step">
                            <input
                                id=format!("{labelled_by}-{}", index + 1)
                                type="radio"
                                name=labelled_by
                                prop:checked=move || chosen.get() == Some(index)
                                on:change=move |_| choose.run(index)
                            />
                            {level(index + 1)}
                            <span class="name">{name}</span>
                            <span class="key" aria-hidden="true">
                                {index + 1}
                            </span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// The keys go where the choice went, so that the arrows continue from there.
fn focus(id: &str) {
    if let Some(step) = document().get_element_by_id(id).and_then(|step| step.dyn_into::<HtmlElement>().ok())
    {
        // Only an element that is gone cannot take focus.
        let _ = step.focus();
    }
}
