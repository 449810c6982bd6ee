//! Something to be told: what happened, what is safe, what can be done.

use leptos::prelude::*;

use super::marks::{Icon, icon};

/// How much a notice matters. The sign and the words say it too, never the colour alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Good to know.
    Note,
    /// Not certain.
    Unsure,
    /// Something went wrong; read out at once.
    Trouble,
}

/// A notice; what can be done stands among the children.
#[component]
pub(crate) fn Notice(
    tone: Tone,
    /// What happened.
    #[prop(into)]
    what: String,
    children: Children,
) -> impl IntoView {
    let (class, sign, role) = match tone {
        Tone::Note => ("notice", Icon::Note, "note"),
        Tone::Unsure => ("notice unsure", Icon::Unsure, "note"),
        Tone::Trouble => ("notice trouble", Icon::Trouble, "alert"),
    };
    view! {
        <div class=class role=role>
            {icon(sign, "sign")} <p class="what">{what}</p> {children()}
        </div>
    }
}
