//! Her people: those, and the places, she would rather not run into. Nothing is ticked for her.

mod clients;

use client::people::{AskedView, Intent, PeopleView, PersonRow};
use client::reading::{ToRead, WasRead};
use domain::people::identifier::Country;
use domain::people::import::{ReadError, Reading, Typed};
use domain::people::{BroughtIn, Group, Kind};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use web_sys::Blob;

use self::clients::HerClients;
use crate::components::choices::chip;
use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::components::sample_file::SampleFile;
use crate::later::part::LaterViews;
use crate::link::send;
use crate::reader::Reader;
use crate::router::Route;
use crate::screens::calendar::file_field;
use crate::screens::conflict_check::asked_words;
use crate::screens::finding::serde_name;
use crate::t;
use crate::terms::term;

/// The list, by name.
#[component]
pub(crate) fn HerPeople() -> impl IntoView {
    let views = expect_context::<LaterViews>();
    let read =
        move |of: fn(&PeopleView) -> Vec<PersonRow>| views.people.read().as_ref().map(of).unwrap_or_default();
    let people = Memo::new(move |_| read(|view| view.people.clone()));
    let places =
        Memo::new(move |_| views.people.read().as_ref().map(|view| view.places.clone()).unwrap_or_default());
    let asked = Memo::new(move |_| views.people.read().as_ref().map(|view| view.asked.clone()));
    let brought = Memo::new(move |_| views.people.read().as_ref().and_then(|view| view.brought_in));
    let listed = Memo::new(move |_| views.door.read().as_ref().is_some_and(|door| door.listing.is_some()));
    let can_undo = Memo::new(move |_| views.people.read().as_ref().is_some_and(|view| view.can_undo));
    view! {
        <Page title=t!("her-people") back=Route::People>
            <p class="lead">{t!("her-people-lead")}</p>
            <p>{move || if listed.get() { t!("her-people-stay-listed") } else { t!("her-people-stay") }}</p>
            <Show when=move || listed.get()>
                <HerClients people=people />
            </Show>
            {move || brought.get().map(|brought| brought_in(&brought))}
            <BringIn />
            <Show when=move || !people.read().is_empty() || !places.read().is_empty()>
                <p role="status">{move || asked.get().map(|asked| asked_words(&asked))}</p>
                {move || too_many(asked.get())}
                <fieldset class="stack tight">
                    <legend class="label">{t!("her-people-groups")}</legend>
                    <div class="choices">
                        {Group::ALL.map(|group| group_chip(group, people)).collect_view()}
                    </div>
                </fieldset>
                <ul class="plain-list people">
                    <For each=move || people.get() key=|row| row.id.0 let:person>
                        <li>{row(person, people)}</li>
                    </For>
                </ul>
                <Show when=move || !places.read().is_empty()>
                    <h2>{t!("her-places")}</h2>
                    <div class="choices">
                        {move || {
                            places.get().into_iter().map(|place| {
                                let workplace = place.workplace.clone();
                                let asked = place.asked;
                                chip(
                                    place.name.as_str().to_owned(),
                                    Signal::stored(asked),
                                    Signal::stored(false),
                                    move || does(Intent::TickPlace(workplace.clone(), !asked)),
                                )
                            }).collect_view()
                        }}
                    </div>
                </Show>
            </Show>
            <Show when=move || can_undo.get()>
                <div class="actions">
                    <button type="button" class="button" on:click=|_| does(Intent::Undo)>
                        {t!("put-back")}
                    </button>
                </div>
            </Show>
        </Page>
    }
}

fn does(intent: Intent) {
    send(intent);
}

fn group_chip(group: Group, people: Memo<Vec<PersonRow>>) -> impl IntoView {
    let of_group = move || people.get().into_iter().filter(move |row| row.group == Some(group));
    let all = Signal::derive(move || of_group().count() > 0 && of_group().all(|row| row.asked));
    let empty = Signal::derive(move || of_group().count() == 0);
    chip(term("group", group.key()), all, empty, move || does(Intent::TickGroup(group, !all.get_untracked())))
}

fn row(person: PersonRow, people: Memo<Vec<PersonRow>>) -> impl IntoView {
    let id = person.id;
    let name = person.name.as_str().to_owned();
    let name_only = person.name_only;
    // Followed by id, so that a tick does not fold away the row it was made in.
    let now =
        Memo::new(move |_| people.read().iter().find(|row| row.id == id).cloned().unwrap_or(person.clone()));
    let asked = Signal::derive(move || now.read().asked);
    let never = Signal::derive(move || now.read().never);
    let choose = move |key: String| {
        does(Intent::Group(id, Group::ALL.into_iter().find(|group| group.key() == key)));
    };
    view! {
        <details>
            <summary>
                <span class="grow">{name}</span>
                <span class="value">
                    {move || never.get().then(|| t!("person-never"))} " "
                    {move || asked.get().then(|| t!("person-asked"))} " "
                    {name_only.then(|| t!("person-name-only"))}
                </span>
            </summary>
            <div class="stack">
                <div class="choices">
                    {chip(t!("person-ask"), asked, never, move || does(Intent::Tick(id, !asked.get_untracked())))}
                    {chip(t!("person-never-answer"), never, Signal::stored(false), move || {
                        does(Intent::Never(id, !never.get_untracked()));
                    })}
                </div>
                <label class="stack tight">
                    {t!("person-group")}
                    <select
                        prop:value=move || now.read().group.map_or("", Group::key)
                        on:change:target=move |event| choose(event.target().value())
                    >
                        <option value=String::new()>{t!("person-no-group")}</option>
                        {Group::ALL
                            .map(|group| view! { <option value=group.key()>{term("group", group.key())}</option> })
                            .collect_view()}
                    </select>
                </label>
                <div>
                    <button type="button" class="button bare" on:click=move |_| does(Intent::Remove(id))>
                        {t!("person-remove")}
                    </button>
                </div>
            </div>
        </details>
    }
}

fn too_many(asked: Option<AskedView>) -> Option<impl IntoView> {
    let Some(AskedView::TooMany(too_many)) = asked else { return None };
    let kinds = too_many.kinds.clone();
    let names = kinds.iter().map(kind_name).collect::<Vec<_>>().join(", ");
    Some(view! {
        <Notice tone=Tone::Unsure what=t!("check-too-many", points = too_many.points)>
            <p>{t!("check-too-many-do")}</p>
            {(!kinds.is_empty())
                .then(move || {
                    view! {
                        <div class="actions">
                            <button
                                type="button"
                                class="button"
                                on:click=move |_| does(Intent::LeaveOut(kinds.iter().copied().collect()))
                            >
                                {t!("leave-out", kinds = names)}
                            </button>
                        </div>
                    }
                })}
        </Notice>
    })
}

fn kind_name(kind: &Kind) -> String {
    term("kind", &serde_name(kind))
}

fn brought_in(brought: &BroughtIn) -> impl IntoView + use<> {
    let what =
        t!("brought-in", added = brought.added, joined = brought.joined, unchanged = brought.unchanged);
    let not = brought.nameless + brought.over_limit;
    view! {
        <Notice tone=Tone::Note what=what>
            <p>{t!("brought-in-nothing-ticked")}</p>
            {(not > 0).then(|| view! { <p>{t!("brought-in-not", count = not)}</p> })}
        </Notice>
    }
}

/// From a file, or typed.
#[component]
fn BringIn() -> impl IntoView {
    let reader = StoredValue::new_local(None::<Reader>);
    let reading = RwSignal::new(None::<Reading>);
    let trouble = RwSignal::new(None::<String>);
    let country = RwSignal::new("US".to_owned());
    on_cleanup(move || reader.set_value(None));
    let home = move || country.read_untracked().trim().to_uppercase().parse().unwrap_or(Country::US);
    let read = move |file: Blob| {
        trouble.set(None);
        let heard = move |read: Option<WasRead>| match read {
            Some(WasRead::Contacts(Ok(contacts))) => reading.set(Some(contacts)),
            Some(WasRead::Contacts(Err(error))) => trouble.set(Some(error_words(error))),
            Some(WasRead::Progress(_)) => {}
            _ => trouble.set(Some(t!("reading-broke-off"))),
        };
        reader.set_value(Some(Reader::file(&ToRead::Contacts(home()), &file, heard)));
    };
    let name = RwSignal::new(String::new());
    let email = RwSignal::new(String::new());
    let phone = RwSignal::new(String::new());
    let work = RwSignal::new(String::new());
    let wrong = RwSignal::new(Vec::<Kind>::new());
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = Typed {
            name: name.get_untracked(),
            emails: vec![email.get_untracked()],
            phones: vec![phone.get_untracked()],
            workplaces: vec![work.get_untracked()],
            ..Typed::default()
        };
        let heard = move |read: Option<WasRead>| match read {
            Some(WasRead::Typed(Ok(contact))) => {
                wrong.set(Vec::new());
                [name, email, phone, work].into_iter().for_each(|field| field.set(String::new()));
                does(Intent::BringIn(vec![contact]));
            }
            Some(WasRead::Typed(Err(kinds))) => wrong.set(kinds),
            _ => trouble.set(Some(t!("reading-broke-off"))),
        };
        reader.set_value(Some(Reader::typed(&ToRead::Typed(typed, home()), heard)));
    };
    view! {
        {move || {
            trouble.get().map(|what| {
                view! {
                    <Notice tone=Tone::Trouble what=what>
                        <p>{t!("contacts-refused-safe")}</p>
                    </Notice>
                }
            })
        }}
        {move || reading.get().map(|contacts| look_over(contacts, reading))}
        <details>
            <summary>{t!("contacts-bring")}</summary>
            <div class="stack">
                <p>{t!("contacts-how")}</p>
                {file_field("contacts-file", t!("contacts-file"), ".vcf,.csv,text/vcard,text/csv", read)}
                <SampleFile address="/sample/contacts.vcf" label=t!("sample-contacts") read=read />
                <TextField id="country" label=t!("contacts-country") hint=t!("contacts-country-hint") value=country />
            </div>
        </details>
        <details>
            <summary>{t!("contacts-type")}</summary>
            <form class="stack" on:submit=add>
                <TextField id="person-name" label=t!("kind-name") value=name />
                <TextField id="person-email" label=t!("kind-email") kind="email" value=email />
                <TextField id="person-phone" label=t!("kind-phone") kind="tel" value=phone />
                <TextField id="person-work" label=t!("kind-workplace") value=work />
                <Show when=move || !wrong.read().is_empty()>
                    <p role="alert">
                        {move || {
                            let kinds = wrong.read().iter().map(kind_name).collect::<Vec<_>>().join(", ");
                            t!("contacts-wrong", kinds = kinds)
                        }}
                    </p>
                </Show>
                <div>
                    <button type="submit" class="button">
                        {t!("contacts-add")}
                    </button>
                </div>
            </form>
        </details>
    }
}

/// What was read, before anything is kept.
fn look_over(contacts: Reading, reading: RwSignal<Option<Reading>>) -> impl IntoView {
    let broken = contacts.broken.iter().map(|broken| {
        view! { <li>{t!("contacts-broken-line", entry = broken.entry, line = broken.line)}</li> }
    });
    let broken = broken.collect_view();
    let (count, broken_count, left_out) =
        (contacts.contacts.len(), contacts.broken.len(), contacts.left_out.len());
    let unknown = contacts.unknown_columns.join(", ");
    let people = contacts.contacts;
    let keep = move |_| {
        does(Intent::BringIn(people.clone()));
        reading.set(None);
    };
    view! {
        <section class="card" role="status">
            <h2>{t!("contacts-found", count = count)}</h2>
            <p>{t!("contacts-only")}</p>
            {(left_out > 0).then(|| view! { <p>{t!("contacts-left-out", count = left_out)}</p> })}
            {(!unknown.is_empty()).then(|| view! { <p>{t!("contacts-columns", columns = unknown)}</p> })}
            {(broken_count > 0)
                .then(|| {
                    view! {
                        <details>
                            <summary>{t!("contacts-broken", count = broken_count)}</summary>
                            <ul>{broken}</ul>
                        </details>
                    }
                })}
            <div class="actions">
                <button type="button" class="button filled" on:click=keep>
                    {t!("contacts-keep")}
                </button>
                <button type="button" class="button bare" on:click=move |_| reading.set(None)>
                    {t!("contacts-leave")}
                </button>
            </div>
        </section>
    }
}

fn error_words(error: ReadError) -> String {
    match error {
        ReadError::Empty => t!("contacts-empty"),
        ReadError::TooLarge => t!("contacts-too-large"),
        ReadError::TooManyEntries => t!("contacts-too-many"),
        ReadError::Calendar => t!("contacts-calendar"),
        ReadError::NotContacts => t!("contacts-not"),
    }
}
