//! An address that leads nowhere.

use leptos::prelude::*;

use crate::components::page::Page;
use crate::router::Route;
use crate::t;

/// Says so, and leads back.
#[component]
pub(crate) fn Nowhere() -> impl IntoView {
    view! {
        <Page title=t!("nowhere")>
            <p>{t!("nowhere-safe")}</p>
            <div class="actions">
                <a class="button filled" href=Route::Now.path()>
                    {t!("nowhere-go")}
                </a>
            </div>
        </Page>
    }
}
