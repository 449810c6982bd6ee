//! The Worker where the client runs: what a person does goes there, what is to be seen comes back.
//!
//! `start.js` opens the Worker while this program is still loading, and keeps what arrives early in `held.early`.
//! One message is one piece of JSON: a [`FromScreen`] on the way there, a [`ToScreen`] on the way back.

use client::caseload::CaseloadView;
use client::check_in::CheckInView;
use client::conflict_check::ConflictCheckView;
use client::door::DoorView;
use client::finding::FindingView;
use client::hello::HelloView;
use client::people::PeopleView;
use client::screen::{FromScreen, Holder, ToScreen, Trouble};
use client::vault::{self, VaultView};
use client::{Area, Intent, View};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = held, js_name = vault)]
    static VAULT: Worker;
    #[wasm_bindgen(thread_local_v2, js_namespace = held, js_name = early)]
    static EARLY: js_sys::Array;

    /// Whether a newer Held has been fetched and waits to be asked for.
    #[wasm_bindgen(js_namespace = held, js_name = newerIsWaiting)]
    pub(crate) fn newer_is_waiting() -> bool;

    /// Puts the newer Held in this one's place and loads the page again.
    #[wasm_bindgen(js_namespace = held, js_name = useNewer)]
    pub(crate) fn use_newer();
}

/// Why the Worker cannot go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// The browser does not let it.
    Trouble(Trouble),
    /// A fault of ours, in a developer's words.
    Broken(String),
}

/// What is to be seen of every area, a signal each.
#[derive(Clone, Copy)]
pub(crate) struct Views {
    /// Why nothing can be shown, if so.
    pub(crate) stopped: RwSignal<Option<Stopped>>,
    /// Another tab has the vault, and this one shows what that one shows.
    pub(crate) elsewhere: RwSignal<bool>,
    /// The ways in.
    pub(crate) vault: RwSignal<VaultView>,
    /// The check-in. This and all that follow are `None` until the vault is open.
    pub(crate) check_in: RwSignal<Option<CheckInView>>,
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
}

impl Views {
    /// Starts listening to the Worker and provides the views to all screens.
    pub(crate) fn provide() -> Self {
        let views = Self {
            stopped: RwSignal::new(None),
            elsewhere: RwSignal::new(false),
            vault: RwSignal::new(VaultView::Starting),
            check_in: RwSignal::new(None),
            caseload: RwSignal::new(None),
            finding: RwSignal::new(None),
            people: RwSignal::new(None),
            checks: RwSignal::new(None),
            hello: RwSignal::new(None),
            door: RwSignal::new(None),
        };
        provide_context(views);
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| views.hear(&event.data()));
        VAULT.with(|worker| worker.set_onmessage(Some(hear.as_ref().unchecked_ref())));
        hear.forget();
        EARLY.with(|early| early.iter().for_each(|message| views.hear(&message)));
        views
    }

    fn hear(self, message: &JsValue) {
        let Some(json) = message.as_string() else { return };
        match serde_json::from_str(&json) {
            Ok(ToScreen::Show(area, view)) => self.show(area, view),
            Ok(ToScreen::Held(holder)) => self.elsewhere.set(holder == Holder::AnotherTab),
            Ok(ToScreen::Trouble(trouble)) => self.stopped.set(Some(Stopped::Trouble(trouble))),
            // `worker.js` says so in plain words when it cannot start at all.
            Err(error) => self.stopped.set(Some(Stopped::Broken(format!("{error}: {json}")))),
        }
    }

    fn show(self, area: Area, view: Option<View>) {
        match view {
            Some(View::Vault(view)) => self.vault.set(view),
            Some(View::CheckIn(view)) => self.check_in.set(Some(view)),
            Some(View::Caseload(view)) => self.caseload.set(Some(view)),
            Some(View::Finding(view)) => self.finding.set(Some(*view)),
            Some(View::People(view)) => self.people.set(Some(*view)),
            Some(View::ConflictCheck(view)) => self.checks.set(Some(view)),
            Some(View::Hello(view)) => self.hello.set(Some(view)),
            Some(View::Door(view)) => self.door.set(Some(*view)),
            None => self.forget(area),
        }
    }

    /// Nothing of hers stays in this program once the vault is closed.
    fn forget(self, area: Area) {
        match area {
            Area::Vault => {}
            Area::CheckIn => self.check_in.set(None),
            Area::Caseload => self.caseload.set(None),
            Area::Finding => self.finding.set(None),
            Area::People => self.people.set(None),
            Area::ConflictCheck => self.checks.set(None),
            Area::Hello => self.hello.set(None),
            Area::Door => self.door.set(None),
        }
    }

    /// Whether there is something to lock.
    pub(crate) fn is_open(self) -> bool {
        matches!(*self.vault.read(), VaultView::Open(_))
    }
}

/// Tells the client what a person did.
pub(crate) fn send(intent: Intent) {
    say(&FromScreen::Did(intent));
}

/// Tells the client what a person did at a way in.
pub(crate) fn at_the_vault(intent: vault::Intent) {
    send(Intent::Vault(intent));
}

/// Tells the Worker something.
pub(crate) fn say(said: &FromScreen) {
    let Ok(json) = serde_json::to_string(said) else { return };
    VAULT.with(|worker| {
        // Text can always be sent; a Worker that has ended has said so.
        let _ = worker.post_message(&json.into());
    });
}
