//! The threshold: opening what is hers.

use std::time::Duration;

use client::vault::{Failure, Intent, Secret, VaultView};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::fields::TextField;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::later::LaterAtThreshold;
use crate::link::{Views, send};
use crate::router::Route;
use crate::screens::waiting::reload;
use crate::t;

/// Opening takes about a second; from here on there is something to say.
const BEFORE_IT_IS_LONG: Duration = Duration::from_millis(1_200);

/// One line, a way in, and help lines within reach.
#[component]
pub(crate) fn Threshold() -> impl IntoView {
    let views = expect_context::<Views>();
    let typed = RwSignal::new(String::new());
    let ways = Memo::new(move |ways: Option<&Ways>| match *views.vault.read() {
        VaultView::Locked { passphrase, device, failure } => {
            Ways { passphrase, device, failure, opening: false }
        }
        // The way in stays as it was while it is being tried.
        _ => Ways { opening: true, ..ways.copied().unwrap_or_default() },
    });
    // The Worker is busy while it stretches the passphrase: what it came to is the next thing it shows.
    let trying = RwSignal::new(false);
    let long = RwSignal::new(false);
    Effect::new(move |_| {
        views.vault.track();
        trying.set(false);
        long.set(false);
    });
    let opening = Signal::derive(move || trying.get() || ways.read().opening);
    let unlock = move |event: SubmitEvent| {
        event.prevent_default();
        let passphrase = Secret::new(typed.get_untracked());
        typed.set(String::new());
        trying.set(true);
        let say_so = move || {
            // It may be open by now, and this screen gone.
            if let Some(trying) = trying.try_get_untracked() {
                let _ = long.try_set(trying);
            }
        };
        set_timeout(say_so, BEFORE_IT_IS_LONG);
        send(Intent::Unlock { passphrase });
    };
    view! {
        <Page title=t!("threshold")>
            <Show when=move || ways.read().passphrase>
                <form class="stack" on:submit=unlock>
                    <TextField
                        id="passphrase"
                        label=t!("passphrase")
                        kind="password"
                        autocomplete="current-password"
                        invalid=Signal::derive(move || ways.read().failure.is_some())
                        value=typed
                    />
                    {move || ways.read().failure.map(failure)}
                    <div class="actions">
                        <button type="submit" class="button filled" prop:disabled=opening>
                            {move || if opening.get() { t!("threshold-opening") } else { t!("threshold-open") }}
                        </button>
                        <Show when=move || long.get()>
                            // Nothing else reaches a busy Worker; and trying to open it changes nothing.
                            <button type="button" class="button bare" on:click=|_| reload()>
                                {t!("threshold-stop")}
                            </button>
                        </Show>
                    </div>
                    <p class="small soft" role="status">
                        {move || long.get().then(|| t!("threshold-opening-why"))}
                    </p>
                </form>
            </Show>
            <Show when=move || ways.read().device && !ways.read().passphrase>
                <p>{t!("threshold-only-hides")}</p>
                {move || ways.read().failure.map(failure)}
                <div class="actions">
                    <button
                        type="button"
                        class="button filled"
                        prop:disabled=opening
                        on:click=|_| send(Intent::UnlockWithDevice)
                    >
                        {t!("threshold-open")}
                    </button>
                </div>
            </Show>
            <LaterAtThreshold later=views.later />
            <p>
                <a href=Route::NeedMoreNow.path()>{t!("need-more-now")}</a>
            </p>
        </Page>
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Ways {
    passphrase: bool,
    device: bool,
    failure: Option<Failure>,
    opening: bool,
}

fn failure(failure: Failure) -> impl IntoView {
    let (what, then) = match failure {
        Failure::WrongPassphrase => (t!("wrong-passphrase"), t!("wrong-passphrase-safe")),
        Failure::DeviceKeyGone => (t!("device-key-gone"), t!("device-key-gone-safe")),
        Failure::Damaged => (t!("vault-damaged"), t!("vault-damaged-safe")),
    };
    view! {
        <Notice tone=Tone::Trouble what=what>
            <p>{then}</p>
        </Notice>
    }
}
