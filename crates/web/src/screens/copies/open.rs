//! Opening a copy: only to see that it opens, or to lay it beside what is here and restore it.

use client::copies::{CopiesView, CopyError, Intent, Outcome, Prefer, Preview};
use client::reading::{CopyOpened, CopyRefused, ToRead, WasRead};
use client::vault::Secret;
use leptos::prelude::*;
use web_sys::Blob;

use super::kinds;
use crate::components::choices::choice;
use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::link::send;
use crate::reader::Reader;
use crate::screens::calendar::file_field;
use crate::t;
use crate::terms::day_and_year;

#[derive(Clone, PartialEq)]
enum State {
    Choosing,
    Opening,
    Rehearsed(CopyOpened),
    Refused(Option<CopyRefused>),
    LookingOver,
}

/// A file and its passphrase; then what is in it.
#[component]
pub(super) fn OpenCopy(copies: Memo<CopiesView>) -> impl IntoView {
    let file = StoredValue::new_local(None::<Blob>);
    let chosen = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let state = RwSignal::new(State::Choosing);
    let reader = StoredValue::new_local(None::<Reader>);
    on_cleanup(move || reader.set_value(None));
    let open = move |restore: bool| {
        let Some(file) = file.get_value() else { return };
        send(Intent::Leave);
        state.set(State::Opening);
        let what = ToRead::Copy { passphrase: Secret::new(typed.get_untracked()), restore };
        let heard = move |read: Option<WasRead>| {
            state.set(match read {
                Some(WasRead::Copy(Ok(_))) if restore => State::LookingOver,
                Some(WasRead::Copy(Ok(opened))) => {
                    send(Intent::Rehearsed);
                    State::Rehearsed(opened)
                }
                Some(WasRead::Copy(Err(refused))) => State::Refused(Some(refused)),
                _ => State::Refused(None),
            });
            if !matches!(*state.read_untracked(), State::Refused(_)) {
                typed.set(String::new());
            }
        };
        reader.set_value(Some(Reader::copy(&what, &file, heard)));
    };
    let choose = move |blob: Blob| {
        file.set_value(Some(blob));
        chosen.set(true);
        state.set(State::Choosing);
    };
    let unready = move || !chosen.get() || *state.read() == State::Opening;
    view! {
        <p>{t!("copies-open-what")}</p>
        {file_field("copy-file", t!("copies-file"), ".age,.json", choose)}
        <form class="stack" on:submit=move |event| event.prevent_default()>
            <TextField
                id="copy-opens"
                label=t!("copies-opens")
                hint=t!("copies-opens-hint")
                kind="password"
                autocomplete="off"
                value=typed
            />
            <div class="actions">
                <button type="submit" class="button" prop:disabled=unready on:click=move |_| open(false)>
                    {t!("copies-rehearse")}
                </button>
                <button type="button" class="button" prop:disabled=unready on:click=move |_| open(true)>
                    {t!("copies-look-over")}
                </button>
            </div>
        </form>
        <p class="small soft">{t!("copies-rehearse-what")}</p>
        {move || match state.get() {
            State::Choosing => ().into_any(),
            State::Opening => view! { <p role="status">{t!("copies-opening")}</p> }.into_any(),
            State::Rehearsed(opened) => rehearsed(opened).into_any(),
            State::Refused(why) => refused(why).into_any(),
            State::LookingOver => view! { <LookingOver copies=copies /> }.into_any(),
        }}
    }
}

fn rehearsed(opened: CopyOpened) -> impl IntoView {
    let what = if opened.sealed { t!("copies-opens-well") } else { t!("copies-opens-well-plain") };
    let CopyOpened { made_on, contents, unreadable, .. } = opened;
    view! {
        <div class="stack" role="status">
            <Notice tone=Tone::Note what=what>
                <p>{t!("copies-made-on", day = day_and_year(made_on))}</p>
                {kinds(&contents)}
                {(unreadable > 0).then(|| view! { <p>{t!("copies-not-readable", count = unreadable)}</p> })}
                <p>{t!("copies-nothing-changed")}</p>
            </Notice>
        </div>
    }
}

/// What happened; that nothing was changed; what can be done.
fn refused(why: Option<CopyRefused>) -> impl IntoView {
    let (what, then) = match why {
        Some(CopyRefused::NeedsPassphrase) => (t!("copy-sealed"), t!("copy-sealed-do")),
        Some(CopyRefused::WrongPassphrase) => (t!("wrong-passphrase"), t!("copy-wrong-passphrase-do")),
        Some(CopyRefused::TooCostly) => (t!("copy-too-costly"), t!("copy-too-costly-do")),
        Some(CopyRefused::Copy(CopyError::NotACopy)) => (t!("copy-not-one"), t!("copy-not-one-do")),
        Some(CopyRefused::Copy(CopyError::Damaged)) => (t!("copy-damaged"), t!("copy-damaged-do")),
        Some(CopyRefused::Copy(CopyError::Newer)) => (t!("copy-newer"), t!("copy-newer-do")),
        Some(CopyRefused::Copy(CopyError::TooLarge)) => (t!("copy-too-large"), t!("copy-not-one-do")),
        None => (t!("reading-broke-off"), t!("copy-broke-off-do")),
    };
    view! {
        <Notice tone=Tone::Trouble what=what>
            <p>{t!("copies-nothing-changed")} " " {then}</p>
        </Notice>
    }
}

/// A copy beside what is here, and what came of restoring it.
#[component]
fn LookingOver(copies: Memo<CopiesView>) -> impl IntoView {
    let prefer = RwSignal::new(Prefer::Here);
    move || {
        let view = copies.get();
        match (view.preview, view.outcome) {
            (Some(preview), _) => beside(&preview, prefer).into_any(),
            (None, Some(outcome)) => came_of_it(outcome, view.can_undo).into_any(),
            (None, None) => view! { <p role="status">{t!("copies-opening")}</p> }.into_any(),
        }
    }
}

fn beside(preview: &Preview, prefer: RwSignal<Prefer>) -> impl IntoView + use<> {
    const GROUP: &str = "copy-prefer";
    let Preview { made_on, new, same, different, newer, unreadable } = preview.clone();
    let nothing = new.is_empty() && different.is_empty() && newer == 0;
    let one = move |label: String, under: String, this: Prefer| {
        choice(GROUP, label, under, Signal::derive(move || prefer.get() == this), move || prefer.set(this))
    };
    view! {
        <div class="stack" role="status">
            <h3>{t!("copies-made-on", day = day_and_year(made_on))}</h3>
            {(!new.is_empty())
                .then(|| {
                    view! {
                        <p>{t!("copies-new")}</p>
                        {kinds(&new)}
                    }
                })}
            <p>{t!("copies-same", count = same)}</p>
            {(newer > 0).then(|| view! { <p>{t!("copies-newer", count = newer)}</p> })}
            {(unreadable > 0).then(|| view! { <p>{t!("copies-not-readable", count = unreadable)}</p> })}
        </div>
        {(!different.is_empty())
            .then(|| {
                view! {
                    <fieldset class="stack tight">
                        <legend class="label">{t!("copies-different")}</legend>
                        {kinds(&different)}
                        {one(t!("copies-prefer-here"), t!("copies-prefer-here-under"), Prefer::Here)}
                        {one(t!("copies-prefer-copy"), t!("copies-prefer-copy-under"), Prefer::Copy)}
                    </fieldset>
                }
            })}
        <div class="actions">
            <button
                type="button"
                class="button filled"
                prop:disabled=nothing
                on:click=move |_| send(Intent::Restore(prefer.get_untracked()))
            >
                {t!("copies-restore")}
            </button>
        </div>
        {nothing.then(|| view! { <p>{t!("copies-nothing-new")}</p> })}
    }
}

fn came_of_it(outcome: Outcome, can_undo: bool) -> impl IntoView {
    let (tone, what, then) = match outcome {
        Outcome::Restored { written, set_aside: 0 } => {
            (Tone::Note, t!("copies-restored", count = written), String::new())
        }
        Outcome::Restored { written, set_aside } => {
            (Tone::Note, t!("copies-restored", count = written), t!("copies-set-aside", count = set_aside))
        }
        Outcome::NothingNew => (Tone::Note, t!("copies-nothing-new"), t!("copies-nothing-changed")),
        Outcome::TakenBack { stayed: 0 } => (Tone::Note, t!("copies-taken-back"), String::new()),
        Outcome::TakenBack { stayed } => {
            (Tone::Unsure, t!("copies-taken-back"), t!("copies-taken-back-but", count = stayed))
        }
        Outcome::Refused(_) => (Tone::Trouble, t!("copy-damaged"), t!("copies-nothing-changed")),
        Outcome::TooLarge => (Tone::Trouble, t!("copy-too-large"), t!("copies-nothing-changed")),
    };
    view! {
        <div class="stack" role="status">
            <Notice tone=tone what=what>
                <p>{then}</p>
            </Notice>
        </div>
        <Show when=move || can_undo>
            <div class="actions">
                <button type="button" class="button" on:click=|_| send(Intent::Undo)>
                    {t!("copies-undo")}
                </button>
            </div>
        </Show>
    }
}
