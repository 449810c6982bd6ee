//! A sealed hello: no story needed. Written, looked over as exactly what leaves, then sealed and sent.

use client::hello::{HelloProblem, Intent, PreparedView};
use domain::check_in::Words;
use domain::hello::{Ask, Beginning, HelloLetter};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::choices::{chip, choice};
use crate::components::fields::TextArea;
use crate::components::notice::{Notice, Tone};
use crate::components::page::{Back, Page};
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::{Route, go};
use crate::screens::someone::nobody_open;
use crate::t;
use crate::terms::{day, term};

/// To whoever is open in the list.
#[component]
pub(crate) fn Hello() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let prepared = Memo::new(move |_| views.hello.read().as_ref().and_then(|view| view.prepared.clone()));
    let whom = Memo::new(move |_| {
        let view = views.finding.read();
        let listing = &view.as_ref()?.person.as_ref()?.listed.listing;
        Some((listing.id, listing.name.clone()))
    });
    move || match (prepared.get(), whom.get()) {
        (Some(prepared), _) => look_over(prepared).into_any(),
        (None, Some((listing, name))) => view! { <Write listing=listing name=name /> }.into_any(),
        (None, None) => nobody_open().into_any(),
    }
}

fn does(intent: Intent) {
    send(intent);
}

#[component]
fn Write(listing: protocol::ListingId, name: String) -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let beginning = RwSignal::new(None::<Beginning>);
    let asks = RwSignal::new(std::collections::BTreeSet::<Ask>::new());
    let words = RwSignal::new(String::new());
    let if_you_worry = RwSignal::new(String::new());
    let problem = Memo::new(move |_| views.hello.read().as_ref().and_then(|view| view.problem));
    let prepare = move |event: SubmitEvent| {
        event.prevent_default();
        let letter = HelloLetter {
            beginning: beginning.get_untracked(),
            asks: asks.get_untracked(),
            words: Words::new(&words.read_untracked()),
            if_you_worry: Words::new(&if_you_worry.read_untracked()),
        };
        does(Intent::Prepare { listing, letter });
    };
    view! {
        <Page title=t!("hello-to", name = name) back=Route::Someone>
            <p class="lead">{t!("hello-no-story")}</p>
            <form class="stack loose" on:submit=prepare>
                <fieldset class="stack">
                    <legend class="label">{t!("hello-beginning")}</legend>
                    {Beginning::ALL
                        .map(|which| {
                            choice(
                                "beginning",
                                term("beginning", which.key()),
                                String::new(),
                                Signal::derive(move || beginning.get() == Some(which)),
                                move || beginning.set(Some(which)),
                            )
                        })
                        .collect_view()}
                </fieldset>
                <fieldset class="stack tight">
                    <legend class="label">{t!("hello-ask")}</legend>
                    <div class="choices">
                        {Ask::ALL
                            .map(|ask| {
                                let checked = Signal::derive(move || asks.read().contains(&ask));
                                chip(term("ask", ask.key()), checked, Signal::stored(false), move || {
                                    asks.update(|asks| {
                                        if !asks.remove(&ask) {
                                            asks.insert(ask);
                                        }
                                    });
                                })
                            })
                            .collect_view()}
                    </div>
                </fieldset>
                <TextArea id="hello-words" label=t!("hello-words") hint=t!("hello-words-hint") letter=true value=words />
                <details>
                    <summary>{t!("hello-worry")}</summary>
                    <TextArea
                        id="hello-reach"
                        label=t!("hello-worry-label")
                        hint=t!("hello-worry-hint")
                        value=if_you_worry
                    />
                </details>
                {move || problem.get().map(problem_notice)}
                <p class="small soft">{t!("hello-court")}</p>
                <div class="actions">
                    <button type="submit" class="button filled">
                        {t!("hello-look-over")}
                    </button>
                </div>
            </form>
        </Page>
    }
}

fn look_over(prepared: PreparedView) -> impl IntoView {
    let send_it = |_| {
        does(Intent::Send);
        go(Route::Letters);
    };
    view! {
        <Page title=t!("hello-leaves") back=Back::step(|| does(Intent::PutBack))>
            <p>{t!("hello-leaves-means", name = prepared.name.as_str())}</p>
            {letter(&prepared.letter)}
            <Notice tone=Tone::Note what=t!("hello-not-at-once", day = day(prepared.answer_by))>
                <p>
                    {t!("hello-help")} " " <a href=Route::NeedMoreNow.path()>{t!("need-more-now")}</a>
                </p>
            </Notice>
            <div class="actions">
                <button type="button" class="button filled" on:click=send_it>
                    {t!("hello-send")}
                </button>
                <button type="button" class="button" on:click=|_| does(Intent::PutBack)>
                    {t!("hello-change")}
                </button>
            </div>
        </Page>
    }
}

/// A hello as it is read.
pub(crate) fn letter(letter: &HelloLetter) -> impl IntoView + use<> {
    let beginning = letter.beginning.map(|beginning| view! { <p>{term("beginning", beginning.key())}</p> });
    let words = (!letter.words.is_blank())
        .then(|| view! { <p class="as-written">{letter.words.as_str().to_owned()}</p> });
    let asks = letter.asks.iter().map(|ask| view! { <p>{term("asked", ask.key())}</p> }).collect_view();
    let reach = (!letter.if_you_worry.is_blank()).then(|| {
        view! { <p>{t!("hello-reach", how = letter.if_you_worry.as_str())}</p> }
    });
    view! { <blockquote class="letter stack">{beginning} {words} {asks} {reach}</blockquote> }
}

fn problem_notice(problem: HelloProblem) -> impl IntoView {
    let (what, then) = match problem {
        HelloProblem::SaysNothing => (t!("hello-empty"), t!("hello-empty-do")),
        HelloProblem::ThreeWaiting => (t!("hello-three"), t!("hello-three-do")),
        HelloProblem::NotListed => (t!("not-listed"), t!("not-listed-do")),
        HelloProblem::AlreadyWaiting => (t!("hello-already"), t!("hello-already-do")),
    };
    view! {
        <Notice tone=Tone::Trouble what=what>
            <p>{then}</p>
        </Notice>
    }
}
