//! Inside: what this week weighs, as words, then bars, then a table; and a number by hand in one tap.

use client::caseload::{BroughtIn, CaseloadView, Intent};
use domain::caseload::week::{Source, WeekCounts};
use domain::caseload::weight::{Against, Overall};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::part::LaterViews;
use crate::link::send;
use crate::router::Route;
use crate::t;
use crate::terms::day_and_year;

/// The week's weight.
#[component]
pub(crate) fn Inside() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    move || views.caseload.get().map(page)
}

fn does(intent: Intent) {
    send(intent);
}

fn page(view: CaseloadView) -> impl IntoView {
    let by_hand = RwSignal::new(String::new());
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        if let Ok(sessions) = by_hand.read_untracked().trim().parse() {
            does(Intent::ByHand(sessions));
        }
    };
    let has_last_week = view.has_last_week;
    let has_calendar = view.has_calendar;
    let is_by_hand = view.this_week.is_some_and(|week| week.source != Source::Calendar);
    view! {
        <Page title=t!("weight")>
            <p class="lead">{in_words(&view)}</p>
            {view.brought_in.map(brought_in)}
            {(!view.weeks.is_empty()).then(|| bars(&view.weeks))}
            <div class="actions">
                <a class="button" class:filled=!has_calendar href=Route::Calendar.path()>
                    {if has_calendar { t!("weight-bring-again") } else { t!("weight-bring") }}
                </a>
                {has_last_week
                    .then(|| {
                        view! {
                            <button type="button" class="button" on:click=|_| does(Intent::LikeLastWeek)>
                                {t!("weight-like-last")}
                            </button>
                        }
                    })}
            </div>
            <form class="stack" on:submit=keep>
                <TextField id="by-hand" label=t!("weight-by-hand") kind="number" value=by_hand />
                <div class="actions">
                    <button type="submit" class="button">
                        {t!("weight-keep")}
                    </button>
                    {is_by_hand
                        .then(|| {
                            view! {
                                <button type="button" class="button bare" on:click=|_| does(Intent::NotByHand)>
                                    {t!("weight-not-by-hand")}
                                </button>
                            }
                        })}
                </div>
            </form>
            {(!view.weeks.is_empty()).then(|| table(&view.weeks))}
            {has_calendar
                .then(|| {
                    view! {
                        <p>
                            <button type="button" class="button bare" on:click=|_| does(Intent::ForgetCalendar)>
                                {t!("weight-forget")}
                            </button>
                        </p>
                    }
                })}
        </Page>
    }
}

/// This week in a sentence or two, the same on Now.
pub(crate) fn in_words(view: &CaseloadView) -> String {
    let Some(week) = &view.this_week else { return t!("weight-unknown") };
    let mut sentences = vec![t!("week-sessions", count = week.sessions)];
    sentences.extend(
        week.back_to_backs.filter(|count| *count > 0).map(|count| t!("week-back-to-backs", count = count)),
    );
    sentences
        .extend(week.evenings.filter(|count| *count > 0).map(|count| t!("week-evenings", count = count)));
    sentences.extend(week.days_off.map(|count| t!("week-days-off", count = count)));
    sentences.extend(
        view.since_day_off.filter(|days| *days > 7).map(|days| t!("week-since-day-off", days = days)),
    );
    if let Some(weight) = &view.weight {
        sentences.extend(weight.overall.map(|overall| match overall {
            Overall::Lighter => t!("week-lighter"),
            Overall::Usual => t!("week-usual"),
            Overall::Heavier => t!("week-heavier"),
        }));
        if weight.evenings == Some(Against::More) {
            sentences.push(t!("week-more-evenings"));
        }
    }
    sentences.join(" ")
}

fn brought_in(brought: BroughtIn) -> impl IntoView {
    let what = if brought == (BroughtIn { added: 0, moved: 0, removed: 0 }) {
        t!("calendar-nothing-new")
    } else {
        t!("calendar-changed", added = brought.added, moved = brought.moved, removed = brought.removed)
    };
    view! {
        <Notice tone=Tone::Note what=what>
            <p class="small soft">{t!("calendar-kept-means")}</p>
        </Notice>
    }
}

/// Weeks as bars, oldest first. Decoration: the table below says the same.
fn bars(weeks: &[WeekCounts]) -> impl IntoView + use<> {
    const HEIGHT: u32 = 72;
    let most = weeks.iter().map(|week| week.sessions).max().unwrap_or(1).max(1);
    let shown: Vec<_> = weeks.iter().take(12).rev().collect();
    let width = 12 * 24;
    let offset = width - 24 * shown.len();
    let bars = shown.into_iter().enumerate().map(|(index, week)| {
        let height = HEIGHT * week.sessions / most;
        let x = offset + 24 * index + 4;
        view! { <rect x=x width=16 y=HEIGHT - height height=height rx=2 /> }
    });
    let bars = bars.collect_view();
    view! {
        <svg class="bars" viewBox=format!("0 0 {width} {}", HEIGHT + 2) aria-hidden="true">
            {bars}
            <path d=format!("M0 {} H{width}", HEIGHT + 1) />
        </svg>
    }
}

fn table(weeks: &[WeekCounts]) -> impl IntoView + use<> {
    let cell = |count: Option<u32>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    let rows = weeks.iter().map(|week| {
        view! {
            <tr>
                <th scope="row">{day_and_year(week.monday)}</th>
                <td class="number">{week.sessions}</td>
                <td class="number">{cell(week.back_to_backs)}</td>
                <td class="number">{cell(week.evenings)}</td>
                <td class="number">{cell(week.days_off)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <details>
            <summary>{t!("weight-table")}</summary>
            <div class="scrolls" tabindex=0 role="region" aria-label=t!("weight-table")>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t!("column-week")}</th>
                            <th scope="col" class="number">{t!("column-sessions")}</th>
                            <th scope="col" class="number">{t!("column-back-to-backs")}</th>
                            <th scope="col" class="number">{t!("column-evenings")}</th>
                            <th scope="col" class="number">{t!("column-days-off")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
