//! Every drawn line: icons, the horizon, the level in a step. All are decoration beside words.
//!
//! Shapes are constants rather than text in the markup: markup without any expression would be set as HTML, which the
//! page's Trusted Types policy refuses.

use leptos::prelude::*;

/// A small drawing in the size of the text.
#[derive(Clone, Copy)]
pub(crate) enum Icon {
    /// Back one page.
    Back,
    /// Onwards.
    Onward,
    /// Chosen.
    Tick,
    /// Let go of this.
    Away,
    /// Good to know.
    Note,
    /// Something went wrong.
    Trouble,
    /// Not certain.
    Unsure,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Back => "M12 4 L6 10 L12 16",
            Self::Onward => "M8 4 L14 10 L8 16",
            Self::Tick => "M4 10.5 L8.2 14.7 L16 5.8",
            Self::Away => "M5 5 L15 15 M15 5 L5 15",
            Self::Note => "M10 2.5 A7.5 7.5 0 1 1 9.99 2.5 Z M10 9 V14 M10 6 V6.2",
            Self::Trouble => "M10 3 L17.8 16.8 H2.2 Z M10 8 V12 M10 14.2 V14.4",
            Self::Unsure => {
                "M10 2.5 A7.5 7.5 0 1 1 9.99 2.5 Z M7.8 7.9 A2.2 2.2 0 1 1 10 10.2 V11.4 M10 13.8 V14"
            }
        }
    }
}

/// Draws an icon; `class` says where it stands.
pub(crate) fn icon(icon: Icon, class: &'static str) -> impl IntoView {
    view! {
        <svg class=class viewBox="0 0 20 20" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
}

/// The one motif: an ink line, low on arriving, a little higher when a check-in is done.
#[component]
pub(crate) fn Horizon(
    /// A little higher.
    #[prop(optional)]
    risen: bool,
) -> impl IntoView {
    const LINE: &str =
        "M0 66 C140 58 250 44 390 48 C540 52 590 76 720 68 C850 60 940 34 1090 40 C1230 46 1320 66 1440 58";
    const LAND: &str = "M0 66 C140 58 250 44 390 48 C540 52 590 76 720 68 C850 60 940 34 1090 40 C1230 46 1320 66 1440 58 V120 H0 Z";
    view! {
        <svg
            class="horizon"
            class:risen=risen
            viewBox="0 0 1440 120"
            preserveAspectRatio="xMidYMax slice"
            aria-hidden="true"
        >
            <path class="land" d=LAND />
            <path class="ink" d=LINE />
        </svg>
    }
}

/// A small window on the horizon, filled up to `step` of seven.
pub(crate) fn level(step: usize) -> impl IntoView {
    let height = 24.0 * f64::from(u8::try_from(step).unwrap_or(7)) / 7.0;
    let top = 26.0 - height;
    view! {
        <svg class="level" viewBox="0 0 28 28" aria-hidden="true">
            <rect class="filled" x="2" width="24" y=top height=height />
            <path class="edge" d=format!("M2 {top} H26") />
            <path d="M2 2 H26 V26 H2 Z".to_owned() />
        </svg>
    }
}
