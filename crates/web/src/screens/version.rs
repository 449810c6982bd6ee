//! The program itself, in Yours: which version this is, who vouches for it, and a newer one if there is one.

use leptos::prelude::*;
use serde::Deserialize;

use crate::components::notice::{Notice, Tone};
use crate::link::{release, use_newer};
use crate::{router, t};

/// The version in use, as `sw.js` describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Release {
    version: [u32; 3],
    hash: String,
    development: bool,
    newer: bool,
    refused: Option<String>,
}

impl Release {
    fn now() -> Option<Self> {
        serde_json::from_str(&release()?).ok()
    }

    fn number(&self) -> String {
        self.version.map(|number| number.to_string()).join(".")
    }

    /// The first half of the hash, in fours: enough to compare by eye.
    fn mark(&self) -> String {
        let half: Vec<_> = self.hash.chars().take(32).collect();
        half.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
    }
}

/// Which program this is, who vouches for it, and a newer one if there is one.
#[component]
pub(crate) fn Version() -> impl IntoView {
    let release = RwSignal::new(Release::now());
    router::on_window("release", move |_: web_sys::Event| release.set(Release::now()));
    view! {
        <section class="stack" aria-labelledby="yours-version">
            <h2 id="yours-version">{t!("yours-version")}</h2>
            {move || match release.get() {
                None => view! { <p class="soft">{t!("version-not-kept")}</p> }.into_any(),
                Some(release) => version(&release).into_any(),
            }}
        </section>
    }
}

fn version(release: &Release) -> impl IntoView + use<> {
    let vouched = if release.development { t!("version-development") } else { t!("version-signed") };
    let refused = release.refused.as_deref().map(|why| match why {
        "older" => t!("version-refused-older"),
        "not-as-listed" => t!("version-refused-files"),
        _ => t!("version-refused-unsigned"),
    });
    view! {
        <p>{t!("version-is", number = release.number())} " " {vouched}</p>
        <p class="small soft">{t!("version-mark")} " " <code>{release.mark()}</code></p>
        {refused
            .map(|why| {
                view! {
                    <Notice tone=Tone::Trouble what=t!("version-refused")>
                        <p>{why}</p>
                        <p>{t!("version-refused-safe")}</p>
                    </Notice>
                }
            })}
        {release
            .newer
            .then(|| {
                view! {
                    <h3>{t!("yours-newer")}</h3>
                    <p>{t!("yours-newer-when")}</p>
                    <div class="actions">
                        <button type="button" class="button" on:click=|_| use_newer()>
                            {t!("yours-newer-use")}
                        </button>
                    </div>
                }
            })}
    }
}
