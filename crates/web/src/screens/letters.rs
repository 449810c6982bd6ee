//! Letters: hellos under way, and what was answered. No ticks, no numbers; always a next step.

use client::hello::{Intent, SentView, Stage};
use domain::hello::{AnswerKind, AnswerLetter};
use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::Route;
use crate::screens::conflict_check::check_card;
use crate::screens::hello::letter;
use crate::t;
use crate::terms::{day, day_and_year, day_of};

/// All of them, newest first.
#[component]
pub(crate) fn Letters() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let sent =
        Memo::new(move |_| views.hello.read().as_ref().map(|view| view.sent.clone()).unwrap_or_default());
    let checks =
        Memo::new(move |_| views.checks.read().as_ref().map(|view| view.checks.clone()).unwrap_or_default());
    view! {
        <Page title=t!("letters") back=Route::People>
            <Show when=move || sent.read().is_empty() && checks.read().is_empty()>
                <p class="soft">{t!("letters-none")}</p>
            </Show>
            {move || sent.read().iter().map(sent_card).collect_view()}
            {move || checks.read().iter().map(check_card).collect_view()}
        </Page>
    }
}

fn sent_card(sent: &SentView) -> impl IntoView + use<> {
    let hello = sent.hello;
    let name = sent.name.clone();
    let stage = match sent.stage {
        Stage::Kept => t!("hello-kept"),
        Stage::Waiting => t!("hello-waiting", day = day(sent.answer_by)),
        Stage::Overdue => t!("hello-overdue", name = name.as_str()),
        Stage::Answered => t!("hello-answered", name = name.as_str()),
        Stage::DoorClosed => t!("door-closed"),
    };
    let next_step = matches!(sent.stage, Stage::Overdue | Stage::DoorClosed).then(|| {
        view! {
            <div class="actions">
                <a class="button" href=Route::Finding.path()>
                    {t!("hello-someone-else")}
                </a>
                <a class="button bare" href=Route::NeedMoreNow.path()>
                    {t!("need-more-now")}
                </a>
            </div>
        }
    });
    let last = match sent.stage {
        Stage::Kept => Some((t!("hello-take-back"), Intent::TakeBack(hello))),
        Stage::Answered | Stage::Overdue | Stage::DoorClosed => Some((t!("put-away"), Intent::Close(hello))),
        Stage::Waiting => None,
    };
    let answers = sent.answers.iter().map(answer).collect_view();
    let written = letter(&sent.letter);
    let yours = t!("hello-yours", day = day_of(sent.written));
    view! {
        <section class="card">
            <h2>{name}</h2>
            <p role="status">{stage}</p>
            {answers}
            {next_step}
            <details>
                <summary>{yours}</summary>
                {written}
            </details>
            {last
                .map(|(words, intent)| {
                    view! {
                        <div>
                            <button
                                type="button"
                                class="button bare"
                                on:click=move |_| send(intent.clone())
                            >
                                {words}
                            </button>
                        </div>
                    }
                })}
        </section>
    }
}

/// An answer as it is read.
pub(crate) fn answer(answer: &AnswerLetter) -> impl IntoView + use<> {
    let kind = match answer.kind {
        AnswerKind::Welcome => t!("answer-welcome"),
        AnswerKind::NotNow => t!("answer-not-now"),
        AnswerKind::Worried => t!("answer-worried"),
    };
    let facts = [
        answer.opening.map(|opening| t!("answer-opening", day = day_and_year(opening))),
        (!answer.fee.is_blank()).then(|| t!("answer-fee", fee = answer.fee.as_str())),
        answer.evening.map(|evening| if evening { t!("answer-evening") } else { t!("answer-no-evening") }),
    ];
    let words = (!answer.words.is_blank())
        .then(|| view! { <p class="as-written">{answer.words.as_str().to_owned()}</p> });
    let help = (answer.kind == AnswerKind::Worried).then(|| {
        view! {
            <Notice tone=Tone::Note what=t!("answer-worried-help")>
                <p>
                    <a href=Route::NeedMoreNow.path()>{t!("need-more-now")}</a>
                </p>
            </Notice>
        }
    });
    view! {
        <blockquote class="letter stack">
            <p>{kind}</p>
            {words}
            {facts.into_iter().flatten().map(|fact| view! { <p>{fact}</p> }).collect_view()}
        </blockquote>
        {help}
    }
}
