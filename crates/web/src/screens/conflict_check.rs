//! Do we know someone? What each side learns stands first, then the asking, then the answer.

use client::conflict_check::{CheckOutcome, CheckProblem, CheckStage, CheckView, Intent};
use client::people::AskedView;
use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::Route;
use crate::screens::someone::nobody_open;
use crate::t;
use crate::terms::day;

/// About whoever is open in the list.
#[component]
pub(crate) fn ConflictCheck() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let whom = Memo::new(move |_| {
        let view = views.finding.read();
        let listing = &view.as_ref()?.person.as_ref()?.listed.listing;
        Some((listing.id, listing.name.clone()))
    });
    let asked = Memo::new(move |_| views.people.read().as_ref().map(|view| view.asked.clone()));
    let problem = Memo::new(move |_| views.checks.read().as_ref().and_then(|view| view.problem));
    move || {
        let Some((listing, name)) = whom.get() else { return nobody_open().into_any() };
        let earlier = Memo::new(move |_| {
            views
                .checks
                .read()
                .as_ref()
                .and_then(|view| view.checks.iter().find(|check| check.listing == listing).cloned())
        });
        let ask = move |_| send(Intent::Ask(listing));
        let ready = move || matches!(asked.get(), Some(AskedView::Fits { people, places, .. }) if people + places > 0);
        view! {
            <Page title=t!("check") back=Route::Someone>
                <p class="lead">{t!("check-lead", name = name.clone())}</p>
                {move || earlier.get().as_ref().map(check_card)}
                <h2>{t!("check-who-learns")}</h2>
                <ul>
                    <li>{t!("check-you-learn")}</li>
                    <li>{t!("check-she-learns")}</li>
                    <li>{t!("check-steward-learns")}</li>
                </ul>
                <details>
                    <summary>{t!("check-limits")}</summary>
                    <p>{t!("check-limits-cheating")}</p>
                    <p>{t!("check-limits-clients")}</p>
                    <p>{t!("check-limits-verified")}</p>
                </details>
                <h2>{t!("check-about")}</h2>
                <p>{move || asked.get().map(|asked| asked_words(&asked))}</p>
                {move || problem.get().map(problem_notice)}
                <div class="actions">
                    <Show
                        when=ready
                        fallback=|| {
                            view! {
                                <a class="button filled" href=Route::HerPeople.path()>
                                    {t!("check-choose-people")}
                                </a>
                            }
                        }
                    >
                        <button type="button" class="button filled" on:click=ask>
                            {t!("check-ask")}
                        </button>
                        <a class="button bare" href=Route::HerPeople.path()>
                            {t!("check-change-people")}
                        </a>
                    </Show>
                </div>
            </Page>
        }
        .into_any()
    }
}

/// What is asked about, in a sentence.
pub(crate) fn asked_words(asked: &AskedView) -> String {
    match asked {
        AskedView::Fits { people: 0, places: 0, .. } => t!("asked-nobody"),
        AskedView::Fits { people, by_name_only, places, .. } => {
            let whom = t!("asked-people", count = *people, places = *places);
            if *by_name_only == 0 {
                whom
            } else {
                format!("{whom} {}", t!("asked-by-name", count = *by_name_only))
            }
        }
        AskedView::TooMany(_) => t!("asked-too-many"),
    }
}

/// A check that was asked, and where it is.
pub(crate) fn check_card(check: &CheckView) -> impl IntoView + use<> {
    let put_away = check.check;
    let sentence = match check.stage {
        CheckStage::Kept => t!("check-kept"),
        CheckStage::Waiting => t!("check-waiting", day = day(check.answer_by)),
        CheckStage::Overdue => t!("check-overdue", name = check.name.as_str()),
        CheckStage::Over(outcome) => outcome_words(outcome, check.people),
    };
    view! {
        <section class="card" role="status">
            <h2>{t!("check-with", name = check.name.as_str())}</h2>
            <p class="lead">{sentence}</p>
            {matches!(check.stage, CheckStage::Over(CheckOutcome::Counted { .. }))
                .then(|| view! { <p class="small soft">{t!("check-counted-means")}</p> })}
            <div>
                <button
                    type="button"
                    class="button bare"
                    on:click=move |_| send(Intent::Remove(put_away))
                >
                    {if check.stage == CheckStage::Kept { t!("check-take-back") } else { t!("put-away") }}
                </button>
            </div>
        </section>
    }
}

/// Never the exact number of people beyond two: that is all she needs.
fn outcome_words(outcome: CheckOutcome, asked: u32) -> String {
    match outcome {
        CheckOutcome::Counted { people, places, names } => {
            let mut sentences = vec![match people {
                0 => t!("found-none", asked = asked),
                1 | 2 => t!("found-few", asked = asked),
                _ => t!("found-more", asked = asked),
            }];
            if places > 0 {
                sentences.push(t!("found-places", count = places));
            }
            if names > 0 {
                sentences.push(t!("found-names", count = names));
            }
            sentences.join(" ")
        }
        CheckOutcome::TooFewPeople => t!("found-too-few"),
        CheckOutcome::Declined => t!("found-declined"),
        CheckOutcome::Unreadable => t!("found-unreadable"),
        CheckOutcome::DoorClosed => t!("door-closed"),
    }
}

fn problem_notice(problem: CheckProblem) -> impl IntoView {
    let (what, then) = match problem {
        CheckProblem::NobodyTicked => (t!("check-nobody"), t!("check-nobody-do")),
        CheckProblem::TooMany { points } => (t!("check-too-many", points = points), t!("check-too-many-do")),
        CheckProblem::NotListed => (t!("not-listed"), t!("not-listed-do")),
        CheckProblem::AlreadyWaiting => (t!("check-already"), t!("check-already-do")),
    };
    view! {
        <Notice tone=Tone::Trouble what=what>
            <p>{then}</p>
        </Notice>
    }
}
