//! What was set aside: the other words for the same thing, to be read, put back, kept too, or let go.

use client::set_aside::{Intent, Outcome, Says, ThingId, ThingView};
use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::Route;
use crate::screens::now::Saved;
use crate::screens::places::in_words;
use crate::t;
use crate::terms::{day_and_year, term};
use crate::words::say;

/// All of it, one after the other.
#[component]
pub(crate) fn SetAside() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let view = Memo::new(move |_| views.set_aside.get().unwrap_or_default());
    let things = Memo::new(move |_| view.read().things.clone());
    let under_way = Memo::new(move |_| view.read().under_way);
    let came = Memo::new(move |_| (view.read().outcome, view.read().can_undo));
    view! {
        <Page title=t!("set-aside") back=Route::Yours>
            <Saved />
            <p class="lead">
                {move || if things.read().is_empty() { t!("set-aside-nothing") } else { t!("set-aside-lead") }}
            </p>
            <div class="stack" role="status">
                {move || came.get().0.map(outcome)}
            </div>
            <Show when=move || came.get().1>
                <div class="actions">
                    <button type="button" class="button" on:click=|_| send(Intent::Undo)>
                        {t!("set-aside-undo")}
                    </button>
                </div>
            </Show>
            {move || things.get().into_iter().map(|thing| one(thing, under_way)).collect_view()}
        </Page>
    }
}

fn outcome(outcome: Outcome) -> impl IntoView {
    let (tone, what, then) = match outcome {
        Outcome::PutBack => (Tone::Note, t!("set-aside-was-put-back"), t!("set-aside-other-is-here")),
        Outcome::BothKept => (Tone::Note, t!("set-aside-both-kept"), String::new()),
        Outcome::LetGo => (Tone::Note, t!("set-aside-was-let-go"), String::new()),
        Outcome::Undone => (Tone::Note, t!("set-aside-undone"), String::new()),
        Outcome::ChangedSince => {
            (Tone::Unsure, t!("set-aside-changed-since"), t!("set-aside-changed-since-safe"))
        }
    };
    view! {
        <Notice tone=tone what=what>
            <p>{then}</p>
        </Notice>
    }
}

fn one(thing: ThingView, under_way: Memo<bool>) -> impl IntoView {
    let called = called(&thing.kind, thing.day.map(day_and_year), thing.name);
    let (id, what) = (thing.id, called.clone());
    let button = move |label: String, intent: fn(ThingId) -> Intent| {
        let named = t!("set-aside-which", what = label.as_str(), thing = what.as_str());
        let id = id.clone();
        view! {
            <button
                type="button"
                class="button"
                aria-label=named
                prop:disabled=under_way
                on:click=move |_| send(intent(id.clone()))
            >
                {label}
            </button>
        }
    };
    view! {
        <section class="stack tight">
            <h2>{called}</h2>
            <p class="small soft">{t!("set-aside-on", day = day_and_year(thing.on))}</p>
            {says(thing.says)}
            {(!thing.can_be_put_back).then(|| view! { <p class="small soft">{t!("set-aside-stays")}</p> })}
            <div class="actions">
                {thing.can_be_put_back.then(|| button(t!("set-aside-put-back"), Intent::PutBack))}
                {thing.can_stand_beside.then(|| button(t!("set-aside-keep-both"), Intent::KeepBoth))}
                {button(t!("set-aside-let-go"), Intent::LetGo)}
            </div>
        </section>
    }
}

/// What it belongs to, in her words.
fn called(kind: &str, day: Option<String>, name: Option<String>) -> String {
    let about = name.or(day).unwrap_or_default();
    let key = format!("aside-{kind}");
    let words = say(&key, &[("about", about.as_str().into())]);
    if words == key { t!("aside-other", kind = kind.replace('-', " ")) } else { words }
}

fn says(says: Says) -> AnyView {
    match says {
        Says::CheckIn(entry) => in_words(&entry).into_any(),
        Says::Sessions(count) => view! { <p>{t!("set-aside-sessions", count = count)}</p> }.into_any(),
        Says::Lines(lines) => view! {
            <dl class="fields">
                {lines
                    .into_iter()
                    .map(|(field, text)| {
                        view! {
                            <dt class="small soft">{field_name(&field)}</dt>
                            <dd class="as-written">{text}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
        }
        .into_any(),
    }
}

/// A field in plain words; one without words of ours by its own name.
fn field_name(field: &str) -> String {
    let plain = field.replace('_', " ");
    let key = plain.replace(' ', "-");
    let words = term("field", &key);
    if words == key { plain } else { words }
}

/// How many there are; nothing if there are none.
pub(crate) fn how_many(views: LaterViews) -> Option<String> {
    let count = views.set_aside.read().as_ref().map_or(0, |view| view.things.len());
    (count > 0).then(|| t!("set-aside-how-many", count = count))
}

/// One line on Now, while there is something.
#[component]
pub(crate) fn AlsoWrote() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let is_some =
        Memo::new(move |_| views.set_aside.read().as_ref().is_some_and(|view| !view.things.is_empty()));
    view! {
        <Show when=move || is_some.get()>
            <p>
                <a href=Route::SetAside.path()>{t!("now-also-wrote")}</a>
            </p>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_and_every_field_is_called_by_plain_words() {
        crate::words::add_later();
        assert_eq!(
            called("check-in", Some("23 November 2026".to_owned()), None),
            "A check-in of 23 November 2026"
        );
        assert_eq!(called("person", None, Some("Bea".to_owned())), "What you noted of Bea");
        assert_eq!(called("dream-book", None, None), "Something of a newer kind (dream book)");
        assert_eq!(field_name("put_away"), "Words not to offer");
        assert_eq!(field_name("some_new field"), "some new field");
    }
}
