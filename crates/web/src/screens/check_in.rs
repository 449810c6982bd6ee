//! The check-in: five short pages, each of which can be skipped, and then it ends.

use client::check_in::{DraftView, Intent};
use domain::check_in::{CameHome, Carried, Chip, ChipError, OwnChip, Page as Asked, Sign, Step, Words};
use leptos::ev::SubmitEvent;
use leptos::html::Summary;
use leptos::prelude::*;

use crate::components::body_map::BodyMapField;
use crate::components::choices::{Steps, chip, radio_chip};
use crate::components::confirm::Confirm;
use crate::components::fields::{TextArea, TextField};
use crate::components::marks::Horizon;
use crate::components::page::{Back, Page};
use crate::link::{Views, send};
use crate::router::{Route, go};
use crate::screens::now::Saved;
use crate::t;
use crate::words::say;

/// Begins a check-in, or takes up today's, and shows the page it is on.
#[component]
pub(crate) fn CheckIn() -> impl IntoView {
    let views = expect_context::<Views>();
    does(Intent::Begin);
    let draft = Memo::new(move |_| views.check_in.read().as_ref().and_then(|view| view.draft.clone()));
    let page = Memo::new(move |_| draft.read().as_ref().map(|draft| draft.page));
    move || {
        let draft = Signal::derive(move || draft.get());
        match page.get() {
            None => ().into_any(),
            Some(Asked::Carrying) => carrying(draft).into_any(),
            Some(Asked::CameHome) => view! { <CameHomePage draft=draft /> }.into_any(),
            Some(Asked::Body) => body(draft).into_any(),
            Some(Asked::SetDown) => view! { <SetDown draft=draft /> }.into_any(),
            Some(Asked::Done) => done(draft).into_any(),
        }
    }
}

type Draft = Signal<Option<DraftView>>;

fn does(intent: Intent) {
    send(intent);
}

fn carrying(draft: Draft) -> impl IntoView {
    let carried = Signal::derive(move || draft.get().and_then(|draft| draft.carrying.given().copied()));
    let step = Signal::derive(move || match carried.get() {
        Some(Carried::Step(step)) => Some(usize::from(step.number()) - 1),
        _ => None,
    });
    let choose = Callback::new(|index: usize| does(Intent::Carry(Carried::Step(Step::ALL[index]))));
    let names = Step::ALL.map(|step| carried_name(Carried::Step(step))).to_vec();
    let cannot_tell = Signal::derive(move || carried.get() == Some(Carried::CantTell));
    view! {
        <Page title=t!("carrying") heading_id="carrying" back=leave()>
            <Steps
                labelled_by="carrying"
                names=names
                chosen=step
                choose=choose
                go_on=Callback::new(|()| does(Intent::Next))
            />
            <div class="choices">
                {radio_chip(
                    "carrying",
                    t!("carrying-cant-tell"),
                    cannot_tell,
                    || does(Intent::Carry(Carried::CantTell)),
                )}
            </div>
            <Foot draft=draft answered=Signal::derive(move || carried.get().is_some()) />
        </Page>
    }
}

#[component]
fn CameHomePage(draft: Draft) -> impl IntoView {
    let chosen = Signal::derive(move || {
        draft.get().and_then(|draft| draft.came_home.given().cloned()).unwrap_or_default()
    });
    let offered = Memo::new(move |_| draft.get().map(|draft| draft.offered).unwrap_or_default());
    let put_away = Memo::new(move |_| draft.get().map(|draft| draft.put_away).unwrap_or_default());
    let refused = Memo::new(move |_| draft.get().and_then(|draft| draft.refused).and_then(refused_words));
    let own = RwSignal::new(String::new());
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let words = own.get_untracked();
        if words.trim().is_empty() {
            return;
        }
        // A word that does not fit stays in its field, to be shortened.
        if OwnChip::new(&words).is_ok() {
            own.set(String::new());
        }
        does(Intent::AddChip(words));
    };
    view! {
        <Page title=t!("came-home") heading_id="came-home" back=back_a_page()>
            <p class="soft">{t!("came-home-three")}</p>
            <fieldset class="choices" aria-labelledby="came-home">
                <For each=move || offered.get() key=|chip| chip_name(chip) let:offer>
                    {
                        let name = chip_name(&offer);
                        let (this, that) = (offer.clone(), offer.clone());
                        let checked = Signal::derive(move || chosen.read().chips().contains(&this));
                        let full = move || chosen.read().chips().len() >= CameHome::LIMIT;
                        let disabled = Signal::derive(move || full() && !checked.get());
                        chip(name, checked, disabled, move || does(Intent::Toggle(that.clone())))
                    }
                </For>
            </fieldset>
            <details>
                <summary>{t!("came-home-own")}</summary>
                <form class="stack" on:submit=add>
                    <TextField
                        id="own-chip"
                        label=t!("came-home-own-label")
                        hint=t!("came-home-own-hint")
                        value=own
                    />
                    <p role="status">{move || refused.get()}</p>
                    <button type="submit" class="button">
                        {t!("came-home-own-add")}
                    </button>
                </form>
            </details>
            {words_offered(offered, put_away)}
            <Foot draft=draft answered=Signal::derive(move || !chosen.read().is_empty()) nothing=t!("came-home-nothing") />
        </Page>
    }
}

/// Which words are offered: one tap puts one away, and a sign can be offered again.
fn words_offered(offered: Memo<Vec<Chip>>, put_away: Memo<Vec<Sign>>) -> impl IntoView {
    let summary = NodeRef::<Summary>::new();
    // What was tapped is gone then, so the keys go on from the heading.
    let change = move |intent: Intent| {
        does(intent);
        if let Some(summary) = summary.get_untracked() {
            // Only what is gone cannot take focus.
            let _ = summary.focus();
        }
    };
    view! {
        <details>
            <summary node_ref=summary>{t!("came-home-put-away")}</summary>
            <div class="stack">
                <p class="soft">{t!("came-home-put-away-how")}</p>
                <div class="choices">
                    <For each=move || offered.get() key=chip_name let:offer>
                        {
                            let words = t!("came-home-put-away-it", word = chip_name(&offer));
                            view! {
                                <button
                                    type="button"
                                    class="button"
                                    on:click=move |_| change(Intent::PutAway(offer.clone()))
                                >
                                    {words}
                                </button>
                            }
                        }
                    </For>
                    <For each=move || put_away.get() key=|sign| sign.key() let:sign>
                        <button
                            type="button"
                            class="button bare"
                            on:click=move |_| change(Intent::BringBack(sign))
                        >
                            {t!("came-home-bring-back", word = sign_name(sign))}
                        </button>
                    </For>
                </div>
            </div>
        </details>
    }
}

fn body(draft: Draft) -> impl IntoView {
    let map =
        Signal::derive(move || draft.get().and_then(|draft| draft.body.given().cloned()).unwrap_or_default());
    view! {
        <Page title=t!("body") back=back_a_page()>
            <p class="soft">{t!("body-how")}</p>
            <BodyMapField
                map=map
                touch=Callback::new(|region| does(Intent::Touch(region)))
                set=Callback::new(|(region, depth)| does(Intent::SetDepth(region, depth)))
            />
            <Foot draft=draft answered=Signal::derive(move || !map.read().is_empty()) nothing=t!("body-nothing") />
        </Page>
    }
}

/// What she writes stays on this page until she says what becomes of it.
#[component]
fn SetDown(draft: Draft) -> impl IntoView {
    let written = draft.with_untracked(|draft| {
        draft.as_ref().map(|draft| draft.writing.as_str().to_owned()).unwrap_or_default()
    });
    let text = RwSignal::new(written);
    let blank = Signal::derive(move || text.read().trim().is_empty());
    let keep = move |_| {
        does(Intent::Write(Words::new(&text.get_untracked())));
        does(Intent::Next);
    };
    let back = Back::step(move || {
        does(Intent::Write(Words::new(&text.get_untracked())));
        does(Intent::Back);
    });
    // A lock that comes by itself must not take these words with it.
    let views = expect_context::<Views>();
    Effect::new(move |_| {
        if views.locks_soon() {
            does(Intent::Write(Words::new(&text.get_untracked())));
        }
    });
    let let_go = move |_| {
        text.set(String::new());
        does(Intent::LetGo);
    };
    view! {
        <Page title=t!("set-down") back=back>
            <p class="soft">{t!("set-down-how")}</p>
            <TextArea id="set-down" label=t!("set-down") label_unseen=true letter=true value=text />
            <Show
                when=move || blank.get()
                fallback=move || {
                    view! {
                        <div class="actions">
                            <button type="button" class="button filled" on:click=keep>
                                {t!("set-down-keep")}
                            </button>
                            <button type="button" class="button" on:click=let_go>
                                {t!("set-down-let-go")}
                            </button>
                        </div>
                        <p class="small soft">{t!("set-down-let-go-means")}</p>
                    }
                }
            >
                <Foot draft=draft answered=Signal::stored(false) nothing=t!("set-down-nothing") />
            </Show>
            <p class="small soft">{t!("set-down-court")}</p>
        </Page>
    }
}

fn done(draft: Draft) -> impl IntoView {
    let not_today = draft.with_untracked(|draft| draft.as_ref().is_some_and(|draft| draft.is_not_today));
    let title = if not_today { t!("done-not-today") } else { t!("done") };
    view! {
        <Page title=title>
            <Saved />
            <p class="lead">{if not_today { t!("done-not-today-line") } else { t!("done-line") }}</p>
            <div class="actions">
                <button type="button" class="button filled" on:click=|_| close()>
                    {t!("done-close")}
                </button>
                <a class="button bare" href=Route::NeedMoreNow.path()>
                    {t!("done-more")}
                </a>
            </div>
            <details>
                <summary>{t!("done-change")}</summary>
                <div class="actions">
                    <button type="button" class="button bare" on:click=|_| does(Intent::Undo)>
                        {t!("undo")}
                    </button>
                    <Confirm
                        action=t!("done-discard")
                        question=t!("done-discard-sure")
                        consequence=t!("done-discard-means")
                        keep=t!("done-discard-keep")
                        confirmed=Callback::new(|()| {
                            does(Intent::Discard);
                            go(Route::Now);
                        })
                    />
                </div>
            </details>
        </Page>
        <Horizon risen=true />
    }
}

/// What every page ends with: onwards, past it, nothing there, and which page this is.
#[component]
fn Foot(
    draft: Draft,
    /// Whether there is something to go on with.
    answered: Signal<bool>,
    /// "Nothing there", where that is an answer.
    #[prop(optional, into)]
    nothing: Option<String>,
) -> impl IntoView {
    let position = move || {
        let (page, pages) = draft.get().and_then(|draft| draft.position).unwrap_or((1, 1));
        t!("page-of", page = page, pages = pages)
    };
    let nothing = StoredValue::new(nothing);
    view! {
        <div class="actions">
            <Show
                when=move || answered.get()
                fallback=move || {
                    nothing
                        .get_value()
                        .map(|words| {
                            view! {
                                <button type="button" class="button" on:click=|_| does(Intent::NothingThere)>
                                    {words}
                                </button>
                            }
                        })
                }
            >
                <button type="button" class="button filled" on:click=|_| does(Intent::Next)>
                    {t!("continue")}
                </button>
            </Show>
            <button type="button" class="button bare" on:click=|_| does(Intent::Skip)>
                {t!("skip")}
            </button>
            <Show when=move || draft.read().as_ref().is_some_and(|draft| draft.can_undo)>
                <button type="button" class="button bare" on:click=|_| does(Intent::Undo)>
                    {t!("undo")}
                </button>
            </Show>
            <span class="small soft page-of">{position}</span>
        </div>
    }
}

/// From the first page there is only out; what was answered is kept.
fn leave() -> Back {
    Back::step(close)
}

fn back_a_page() -> Back {
    Back::step(|| does(Intent::Back))
}

fn close() {
    does(Intent::Close);
    go(Route::Now);
}

/// Why her own word was not taken, or not chosen. An empty one needs no word.
fn refused_words(error: ChipError) -> Option<String> {
    match error {
        ChipError::Empty => None,
        ChipError::TooLong => Some(t!("chip-too-long")),
        ChipError::TooMany => Some(t!("chip-too-many")),
        ChipError::ThreeAlready => Some(t!("chip-three")),
    }
}

/// How much she was carrying, in words.
pub(crate) fn carried_name(carried: Carried) -> String {
    match carried {
        Carried::Step(step) => say(&format!("carrying-{}", step.key()), &[]),
        Carried::CantTell => t!("carrying-cant-tell"),
    }
}

/// A chip's words.
pub(crate) fn chip_name(chip: &Chip) -> String {
    match chip {
        Chip::Sign(sign) => sign_name(*sign),
        Chip::Own(own) => own.as_str().to_owned(),
    }
}

fn sign_name(sign: Sign) -> String {
    say(&format!("sign-{}", sign.key()), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_and_sign_has_words() {
        for step in Step::ALL {
            let key = format!("carrying-{}", step.key());
            assert_ne!(say(&key, &[]), key);
        }
        for sign in Sign::ALL {
            assert!(!sign_name(sign).starts_with("sign-"), "{sign:?}");
        }
    }
}
