//! Bring a calendar in: choose a file, look over what would be kept and what is left behind, then keep the counts.

use client::caseload::{CalendarView, Intent, LookingOver, Which};
use client::reading::{ToRead, WasRead};
use domain::caseload::Window;
use domain::caseload::calendar::{Imported, Progress, Question, Refused};
use domain::caseload::session::SessionRule;
use jiff::civil::Date;
use leptos::prelude::*;
use web_sys::Blob;

use crate::components::choices::choice;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::components::sample_file::SampleFile;
use crate::later::part::LaterViews;
use crate::link::send;
use crate::reader::Reader;
use crate::router::{Route, go};
use crate::screens::finding::serde_name;
use crate::t;
use crate::terms::{day_and_year, term};

#[derive(Clone)]
enum State {
    Choosing,
    Reading(Option<Progress>),
    LookOver(Imported),
    Refused(String),
}

/// From a file to counts.
#[component]
pub(crate) fn Calendar() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let state = RwSignal::new(State::Choosing);
    let reader = StoredValue::new_local(None::<Reader>);
    let stop = move || {
        reader.set_value(None);
        state.set(State::Choosing);
        does(Intent::Leave);
    };
    on_cleanup(move || {
        reader.set_value(None);
        does(Intent::Leave);
    });
    let read = move |file: Blob| {
        let Some(monday) = views.caseload.with_untracked(|view| view.as_ref().map(|view| view.monday)) else {
            return;
        };
        state.set(State::Reading(None));
        let what = ToRead::Calendar(question(monday));
        let heard = move |read: Option<WasRead>| {
            state.set(match read {
                Some(WasRead::Progress(progress)) => State::Reading(Some(progress)),
                Some(WasRead::Calendar(Ok(imported))) => {
                    let sessions = imported.sessions.clone();
                    does(Intent::LookOver { sessions, covers: imported.covers });
                    State::LookOver(imported)
                }
                Some(WasRead::Calendar(Err(refused))) => State::Refused(refused_words(&refused)),
                _ => State::Refused(t!("reading-broke-off")),
            });
        };
        reader.set_value(Some(Reader::file(&what, &file, heard)));
    };
    view! {
        <Page title=t!("calendar") back=Route::Inside>
            {move || match state.get() {
                State::Choosing => view! { <Choose read=read /> }.into_any(),
                State::Reading(progress) => reading(progress, stop).into_any(),
                State::LookOver(imported) => look_over(&imported, stop).into_any(),
                State::Refused(what) => {
                    view! {
                        <Notice tone=Tone::Trouble what=what>
                            <p>{t!("calendar-refused-safe")}</p>
                        </Notice>
                        <Choose read=read />
                    }
                        .into_any()
                }
            }}
        </Page>
    }
}

fn does(intent: Intent) {
    send(intent);
}

/// A year and a half back and a half year on: enough for a usual range, little enough to be quick.
fn question(monday: Date) -> Question {
    use jiff::ToSpan as _;
    let window = Window { from: monday.saturating_sub(78.weeks()), until: monday.saturating_add(26.weeks()) };
    Question { rule: SessionRule::default(), window, home: time_zone() }
}

/// The name of the time zone she is in.
fn time_zone() -> String {
    let options =
        js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_default()
}

#[component]
fn Choose(read: impl Fn(Blob) + Copy + Send + Sync + 'static) -> impl IntoView {
    view! {
        <p class="lead">{t!("calendar-lead")}</p>
        <p>{t!("calendar-dropped")}</p>
        {file_field("calendar-file", t!("calendar-file"), ".ics,text/calendar", read)}
        <SampleFile address="/sample/calendar.ics" label=t!("sample-calendar") read=read />
        <details>
            <summary>{t!("calendar-where")}</summary>
            <p>{t!("calendar-where-google")}</p>
            <p>{t!("calendar-where-apple")}</p>
            <p>{t!("calendar-where-outlook")}</p>
        </details>
    }
}

/// A file to choose; the browser's own button, so that keyboards and screen readers know it.
pub(crate) fn file_field(
    id: &'static str,
    label: String,
    accept: &'static str,
    read: impl Fn(Blob) + 'static,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="file"
                accept=accept
                on:change:target=move |event| {
                    if let Some(file) = event.target().files().and_then(|files| files.get(0)) {
                        read(file.into());
                    }
                }
            />
        </div>
    }
}

fn reading(progress: Option<Progress>, stop: impl Fn() + 'static) -> impl IntoView {
    let (done, of) = progress.map_or((0, 0), |progress| (progress.done, progress.of));
    view! {
        <p role="status">{t!("calendar-reading")}</p>
        <progress aria-label=t!("calendar-reading") max=of.max(1) value=(of > 0).then_some(done)></progress>
        <div class="actions">
            <button type="button" class="button" on:click=move |_| stop()>
                {t!("stop")}
            </button>
        </div>
    }
}

fn look_over<Stop: Fn() + 'static>(imported: &Imported, stop: Stop) -> impl IntoView + use<Stop> {
    let weeks = imported.weeks.iter().rev().take(26).map(|week| {
        view! {
            <tr>
                <th scope="row">{day_and_year(week.monday)}</th>
                <td class="number">{week.sessions}</td>
            </tr>
        }
    });
    let weeks = weeks.collect_view();
    let left = imported.left_behind.iter().map(|(why, count)| {
        view! { <li>{t!("left-behind", why = term("left", &serde_name(why)), count = *count)}</li> }
    });
    let left = left.collect_view();
    let problems = imported.problems.iter().map(|problem| {
        let fault = term("fault", &serde_name(&problem.fault));
        view! { <li>{t!("calendar-line", line = problem.line, fault = fault)}</li> }
    });
    let problems = problems.collect_view();
    let (broken, more) = (imported.problems.len(), imported.more_problems);
    let (sessions, events) = (imported.sessions.len(), imported.events);
    let nothing = imported.sessions.is_empty() && imported.covers.is_none();
    let views = expect_context::<LaterViews>();
    let beside =
        Memo::new(move |_| views.caseload.read().as_ref().and_then(|view| view.looking_over.clone()));
    let said = RwSignal::new(None::<Which>);
    let which = move || said.get().or_else(|| beside.read().as_ref().map(|beside| beside.likely));
    let keep = move |_| {
        if let Some(which) = untrack(which) {
            does(Intent::BringIn(which));
            go(Route::Inside);
        }
    };
    let unready = move || nothing || beside.read().is_none();
    view! {
        <h2>{t!("calendar-would-keep", sessions = sessions, events = events)}</h2>
        <p>{t!("calendar-only-times")}</p>
        <ul>{left}</ul>
        {(broken > 0)
            .then(|| {
                view! {
                    <details>
                        <summary>{t!("calendar-broken", count = broken + usize::try_from(more).unwrap_or(0))}</summary>
                        <ul>{problems}</ul>
                    </details>
                }
            })}
        <details>
            <summary>{t!("calendar-by-week")}</summary>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t!("column-week")}</th>
                        <th scope="col" class="number">{t!("column-sessions")}</th>
                    </tr>
                </thead>
                <tbody>{weeks}</tbody>
            </table>
        </details>
        {move || {
            let beside = beside.get().filter(|beside| !nothing && !beside.calendars.is_empty());
            beside.map(|beside| which_calendar(&beside, Signal::derive(which), said))
        }}
        <div class="actions">
            <button type="button" class="button filled" prop:disabled=unready on:click=keep>
                {t!("calendar-keep")}
            </button>
            <button type="button" class="button bare" on:click=move |_| stop()>
                {t!("calendar-leave")}
            </button>
        </div>
    }
}

/// Whether the file is one of the calendars brought in before. Only she knows; the likeliest is chosen at first.
fn which_calendar(
    beside: &LookingOver,
    which: Signal<Option<Which>>,
    said: RwSignal<Option<Which>>,
) -> impl IntoView + use<> {
    let one = move |label: String, under: String, this: Which| {
        let checked = Signal::derive(move || which.get() == Some(this));
        choice("which-calendar", label, under, checked, move || said.set(Some(this)))
    };
    let label = |calendar: &CalendarView| match calendar.brought_in_on {
        Some(day) => t!("calendar-same-of", day = day_and_year(day)),
        None => t!("calendar-same"),
    };
    let before = beside.calendars.iter().map(|calendar| {
        let under = t!("calendar-shared", shared = calendar.shared, sessions = calendar.sessions);
        one(label(calendar), under, Which::Same(calendar.number))
    });
    let before = before.collect_view();
    view! {
        <fieldset class="stack tight">
            <legend class="label">{t!("calendar-which")}</legend>
            {before}
            {one(t!("calendar-another"), t!("calendar-another-under"), Which::Another)}
            <p class="small soft">{t!("calendar-same-means")}</p>
        </fieldset>
    }
}

fn refused_words(refused: &Refused) -> String {
    match refused {
        Refused::TooLarge { .. } => t!("calendar-too-large"),
        Refused::TooManyEvents { .. } | Refused::TooManySessions { .. } => t!("calendar-too-many"),
        Refused::NotACalendar => t!("calendar-not-one"),
        Refused::UnknownHome => t!("calendar-no-zone"),
        Refused::Window => t!("reading-broke-off"),
    }
}
