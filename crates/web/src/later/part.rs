//! The part that is fetched later, from inside: its screens, what is to be seen on them, and its words.

use client::Area;
use client::account::AccountView;
use client::caseload::CaseloadView;
use client::conflict_check::ConflictCheckView;
use client::copies::CopiesView;
use client::door::DoorView;
use client::finding::FindingView;
use client::hello::{HelloView, Stage};
use client::people::PeopleView;
use client::screen::read;
use client::set_aside::SetAsideView;
use client::ways_in::WaysInView;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{Part, Shown};
use crate::router::Route;
use crate::screens::{
    account::{Account, at_the_door},
    calendar::Calendar,
    caseload,
    caseload::Inside,
    conflict_check::ConflictCheck,
    copies::{Copies, CopyOffer},
    door::Door,
    finding::Finding,
    hello::Hello,
    letters::Letters,
    listing::Listing,
    nowhere::Nowhere,
    people::HerPeople,
    places,
    set_aside::{AlsoWrote, SetAside},
    someone::Someone,
    ways_in::{WayOffer, WaysIn, at_the_threshold},
    yours::Yours,
};
use crate::{t, words};

/// What is to be seen of the areas that come later, a signal each; `None` until the vault is open.
#[derive(Clone, Copy)]
pub(crate) struct LaterViews {
    /// Her caseload, as counts.
    pub(crate) caseload: RwSignal<Option<CaseloadView>>,
    /// Looking for someone.
    pub(crate) finding: RwSignal<Option<FindingView>>,
    /// Her people and places.
    pub(crate) people: RwSignal<Option<PeopleView>>,
    /// Conflict checks.
    pub(crate) checks: RwSignal<Option<ConflictCheckView>>,
    /// Hellos.
    pub(crate) hello: RwSignal<Option<HelloView>>,
    /// A therapist's own door.
    pub(crate) door: RwSignal<Option<DoorView>>,
    /// Copies of everything.
    pub(crate) copies: RwSignal<Option<CopiesView>>,
    /// What was set aside.
    pub(crate) set_aside: RwSignal<Option<SetAsideView>>,
    /// The ways in beside a passphrase, before it is open too.
    pub(crate) ways_in: RwSignal<Option<WaysInView>>,
    /// Her account, and signing in to one at the first door.
    pub(crate) account: RwSignal<Option<AccountView>>,
}

/// Makes it ready, once.
pub(crate) fn begin() -> Part {
    words::add_later();
    let views = LaterViews {
        caseload: RwSignal::new(None),
        finding: RwSignal::new(None),
        people: RwSignal::new(None),
        checks: RwSignal::new(None),
        hello: RwSignal::new(None),
        door: RwSignal::new(None),
        copies: RwSignal::new(None),
        set_aside: RwSignal::new(None),
        ways_in: RwSignal::new(None),
        account: RwSignal::new(None),
    };
    provide_context(views);
    Part {
        draw,
        draw_now,
        draw_threshold: at_the_threshold,
        draw_sign_in: at_the_door,
        hear: Box::new(move |shown| views.hear(shown)),
    }
}

impl LaterViews {
    fn hear(self, (area, view): Shown) {
        match area {
            Area::Vault | Area::CheckIn => {}
            Area::Caseload => set(self.caseload, view),
            Area::Finding => set(self.finding, view),
            Area::People => set(self.people, view),
            Area::ConflictCheck => set(self.checks, view),
            Area::Hello => set(self.hello, view),
            Area::Door => set(self.door, view),
            Area::Copies => set(self.copies, view),
            Area::SetAside => set(self.set_aside, view),
            Area::WaysIn => set(self.ways_in, view),
            Area::Account => set(self.account, view),
        }
    }
}

/// Nothing of hers stays in this program once the vault is closed.
fn set<T: DeserializeOwned + Send + Sync + 'static>(
    signal: RwSignal<Option<T>>,
    view: Option<Box<RawValue>>,
) {
    signal.set(view.and_then(|view| read(&view)));
}

fn draw(route: &Route) -> AnyView {
    match route {
        Route::Inside => view! { <Inside /> }.into_any(),
        Route::Calendar => view! { <Calendar /> }.into_any(),
        Route::LookingBack => view! { <places::LookingBack /> }.into_any(),
        Route::People => view! { <places::People /> }.into_any(),
        Route::Finding => view! { <Finding /> }.into_any(),
        Route::Someone => view! { <Someone /> }.into_any(),
        Route::Check => view! { <ConflictCheck /> }.into_any(),
        Route::Hello => view! { <Hello /> }.into_any(),
        Route::Letters => view! { <Letters /> }.into_any(),
        Route::HerPeople => view! { <HerPeople /> }.into_any(),
        Route::Door => view! { <Door /> }.into_any(),
        Route::Listing => view! { <Listing /> }.into_any(),
        Route::Yours => view! { <Yours /> }.into_any(),
        Route::Copies => view! { <Copies /> }.into_any(),
        Route::WaysIn => view! { <WaysIn /> }.into_any(),
        Route::SetAside => view! { <SetAside /> }.into_any(),
        Route::Account => view! { <Account /> }.into_any(),
        // Drawn without this part, or by whoever stands above the screens.
        Route::Now | Route::CheckIn | Route::NeedMoreNow | Route::Nowhere => view! { <Nowhere /> }.into_any(),
    }
}

/// One line about the week, and one if someone has answered; never a number.
fn draw_now() -> AnyView {
    let views = expect_context::<LaterViews>();
    let answered = Memo::new(move |_| {
        let view = views.hello.read();
        view.as_ref().is_some_and(|view| view.sent.iter().any(|sent| sent.stage == Stage::Answered))
    });
    let is_offered = Memo::new(
        move |_| matches!(&*views.ways_in.read(), Some(WaysInView::Inside(view)) if view.is_offered),
    );
    view! {
        {move || {
            let view = views.caseload.get()?;
            view.this_week.is_some().then(|| view! { <p>{caseload::in_words(&view)}</p> })
        }}
        <Show when=move || answered.get()>
            <p>
                <a href=Route::Letters.path()>{t!("now-letter")}</a>
            </p>
        </Show>
        <AlsoWrote />
        // One offer at a time.
        <Show when=move || is_offered.get() fallback=CopyOffer>
            <WayOffer />
        </Show>
    }
    .into_any()
}
