//! Her door: the therapist's side. Hellos, reading one, answering; checks that came.

use client::door::{Intent, ReceivedCheckView, ReceivedHelloView, Said};
use domain::check_in::Words;
use domain::hello::{AnswerKind, AnswerLetter, Ask};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use protocol::EnvelopeId;

use crate::components::choices::choice;
use crate::components::fields::{TextArea, TextField};
use crate::components::notice::{Notice, Tone};
use crate::components::page::{Back, Page};
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::Route;
use crate::screens::hello::letter;
use crate::screens::letters::answer;
use crate::screens::listing::progress;
use crate::t;
use crate::terms::{day, day_of};

/// What came through it, or the one that is open.
#[component]
pub(crate) fn Door() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let open = RwSignal::new(None::<EnvelopeId>);
    let view = Memo::new(move |_| views.door.get().unwrap_or_default());
    let opened = Memo::new(move |_| {
        let open = open.get()?;
        view.read().hellos.iter().find(|hello| hello.hello == open).cloned()
    });
    move || match opened.get() {
        Some(hello) => view! { <Read hello=hello open=open /> }.into_any(),
        None => list(view, open).into_any(),
    }
}

fn does(intent: Intent) {
    send(intent);
}

fn list(view: Memo<client::door::DoorView>, open: RwSignal<Option<EnvelopeId>>) -> impl IntoView {
    let read = move |hello: EnvelopeId| {
        does(Intent::Read(hello));
        open.set(Some(hello));
    };
    view! {
        <Page title=t!("door") back=Route::People>
            {move || progress(&view.read())}
            <h2>{t!("door-hellos")}</h2>
            <Show when=move || view.read().hellos.is_empty()>
                <p class="soft">{t!("door-no-hellos")}</p>
            </Show>
            <ul class="quiet-lines">
                {move || {
                    view.get().hellos.into_iter().map(|hello| {
                        let id = hello.hello;
                        let state = if hello.answer.is_some() {
                            t!("door-answered")
                        } else if hello.read {
                            t!("door-read")
                        } else {
                            t!("door-new")
                        };
                        view! {
                            <li>
                                <button type="button" on:click=move |_| read(id)>
                                    <span>{t!("door-hello-of", day = day_of(hello.at))}</span>
                                    <span class="value">{state}</span>
                                </button>
                            </li>
                        }
                    }).collect_view()
                }}
            </ul>
            <h2>{t!("door-checks")}</h2>
            <p class="small soft">
                {t!("door-checks-mean")} " " {t!("door-checks-from")} " "
                <a href=Route::HerPeople.path()>{t!("door-checks-people")}</a>
            </p>
            {move || view.get().checks.into_iter().map(check).collect_view()}
        </Page>
    }
}

fn check(check: ReceivedCheckView) -> impl IntoView {
    let id = check.check;
    let said = check.said.map(|said| match said {
        Said::Answered => t!("door-check-answered"),
        Said::Declined => t!("door-check-declined"),
    });
    view! {
        <section class="card">
            <p>{t!("door-check-of", day = day_of(check.at), points = check.size)}</p>
            <p class="small soft">{t!("door-not-verified")}</p>
            {match said {
                Some(said) => view! { <p>{said}</p> }.into_any(),
                None => {
                    view! {
                        <div class="actions">
                            <button type="button" class="button" on:click=move |_| does(Intent::AnswerCheck(id))>
                                {t!("door-check-answer")}
                            </button>
                            <button type="button" class="button bare" on:click=move |_| does(Intent::DeclineCheck(id))>
                                {t!("door-check-decline")}
                            </button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Read(hello: ReceivedHelloView, open: RwSignal<Option<EnvelopeId>>) -> impl IntoView {
    let id = hello.hello;
    let kind = RwSignal::new(AnswerKind::Welcome);
    let words = RwSignal::new(String::new());
    let fee = RwSignal::new(String::new());
    let opening = RwSignal::new(String::new());
    let evening = RwSignal::new(None::<bool>);
    let say = move |event: SubmitEvent| {
        event.prevent_default();
        let letter = AnswerLetter {
            kind: kind.get_untracked(),
            words: Words::new(&words.read_untracked()),
            opening: opening.read_untracked().parse().ok(),
            fee: Words::new(&fee.read_untracked()),
            evening: evening.get_untracked(),
        };
        does(Intent::Answer(id, letter));
        open.set(None);
    };
    let asks = hello.letter.asks.clone();
    let kinds = [
        (AnswerKind::Welcome, t!("answer-welcome"), t!("answer-welcome-under")),
        (AnswerKind::NotNow, t!("answer-not-now"), t!("answer-not-now-under")),
        (AnswerKind::Worried, t!("answer-worried"), t!("answer-worried-under")),
    ];
    let evenings = [(true, t!("answer-evening")), (false, t!("answer-no-evening"))];
    let form = hello.answer.is_none().then(move || {
        view! {
            <form class="stack loose" on:submit=say>
                <fieldset class="stack">
                    <legend class="label">{t!("door-answer")}</legend>
                    {kinds
                        .map(|(which, label, under)| {
                            let chosen = Signal::derive(move || kind.get() == which);
                            choice("answer", label, under, chosen, move || kind.set(which))
                        })
                        .collect_view()}
                </fieldset>
                <Show when=move || kind.get() == AnswerKind::Worried>
                    <Notice tone=Tone::Note what=t!("worry-card")>
                        <p>{t!("worry-card-words")}</p>
                    </Notice>
                </Show>
                {asks
                    .contains(&Ask::Opening)
                    .then(|| view! { <TextField id="opening" label=t!("door-opening") kind="date" value=opening /> })}
                {asks
                    .contains(&Ask::Fee)
                    .then(|| view! { <TextField id="fee" label=t!("door-fee") value=fee /> })}
                {asks
                    .contains(&Ask::Evening)
                    .then(move || {
                        view! {
                            <fieldset class="stack tight">
                                <legend class="label">{t!("door-evening")}</legend>
                                <div class="choices">
                                    {evenings
                                        .map(|(value, label)| {
                                            let chosen = Signal::derive(move || evening.get() == Some(value));
                                            crate::components::choices::radio_chip(
                                                "evening",
                                                label,
                                                chosen,
                                                move || evening.set(Some(value)),
                                            )
                                        })
                                        .collect_view()}
                                </div>
                            </fieldset>
                        }
                    })}
                <TextArea id="answer-words" label=t!("door-words") letter=true value=words />
                <div class="actions">
                    <button type="submit" class="button filled">
                        {t!("door-send")}
                    </button>
                </div>
            </form>
        }
    });
    view! {
        <Page title=t!("door-a-hello") back=Back::step(move || open.set(None))>
            <p class="soft">{t!("door-answer-by", day = day(hello.answer_by))}</p>
            {letter(&hello.letter)}
            {hello.answer.as_ref().map(answer)}
            {form}
        </Page>
    }
}
