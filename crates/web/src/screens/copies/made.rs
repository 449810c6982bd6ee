//! Files that were made, each shown with what is in it before it is saved.

use client::copies::Intent;
use client::reading::{AsFile, MadeFile, ToRead, WasRead};
use leptos::prelude::*;
use web_sys::{Blob, Url};

use super::size;
use crate::components::notice::{Notice, Tone};
use crate::link::send;
use crate::reader::Reader;
use crate::t;

/// What came of making files.
pub(super) enum Made {
    NotYet,
    UnderWay,
    Failed,
    Files(Vec<Saveable>),
}

/// A file, and the address it is saved from for as long as it is shown.
pub(super) struct Saveable {
    made: MadeFile,
    address: String,
}

impl Drop for Saveable {
    fn drop(&mut self) {
        // An address that is gone already is just as well.
        let _ = Url::revoke_object_url(&self.address);
    }
}

/// Has files made, and puts what comes of it into `state`.
pub(super) fn make(what: AsFile, state: RwSignal<Made>) -> Reader {
    state.set(Made::UnderWay);
    let reader = Reader::make(&ToRead::Make(what), move |read, files| {
        state.set(match read {
            Some(WasRead::Made(Ok(made))) if made.len() == files.len() => {
                let files = made.into_iter().zip(files).filter_map(saveable);
                Made::Files(files.collect())
            }
            _ => Made::Failed,
        });
    });
    send(Intent::HandOver);
    reader
}

fn saveable((made, file): (MadeFile, Blob)) -> Option<Saveable> {
    Some(Saveable { made, address: Url::create_object_url_with_blob(&file).ok()? })
}

/// What was made, or why not. `saved` is told when one is saved.
pub(super) fn made(state: &Made, heading: String, saved: Option<Callback<()>>) -> AnyView {
    match state {
        Made::NotYet => ().into_any(),
        Made::UnderWay => view! { <p role="status">{t!("copies-making")}</p> }.into_any(),
        Made::Failed => view! {
            <Notice tone=Tone::Trouble what=t!("copies-not-made")>
                <p>{t!("copies-not-made-safe")}</p>
            </Notice>
        }
        .into_any(),
        Made::Files(files) => {
            let rows = files.iter().map(|file| one(file, saved)).collect_view();
            view! {
                <div class="stack" role="status">
                    <p class="what">{heading}</p>
                    <ul class="files">{rows}</ul>
                </div>
            }
            .into_any()
        }
    }
}

fn one(file: &Saveable, saved: Option<Callback<()>>) -> impl IntoView + use<> {
    let Saveable { made: MadeFile { name, rows, bytes }, address } = file;
    let size = size(*bytes);
    let about = match rows {
        Some(rows) => t!("copies-table-about", rows = *rows, size = size),
        None => size,
    };
    let save = move |_| {
        if let Some(saved) = saved {
            saved.run(());
        }
    };
    view! {
        <li>
            <a class="button" href=address.clone() download=name.clone() on:click=save>
                {t!("copies-save", name = name.clone())}
            </a>
            " "
            <span class="soft">{about}</span>
        </li>
    }
}
