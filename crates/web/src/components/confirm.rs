//! Asking once more before something that cannot be taken back.

use leptos::html::Dialog;
use leptos::prelude::*;

/// A button that opens a dialog, whose own button does it. Escape and "Keep everything" change nothing.
#[component]
pub(crate) fn Confirm(
    /// On the button, here and in the dialog.
    #[prop(into)]
    action: String,
    /// The dialog's heading.
    #[prop(into)]
    question: String,
    /// What will be so afterwards.
    #[prop(into)]
    consequence: String,
    /// The way out.
    #[prop(into)]
    keep: String,
    /// Does it.
    #[prop(into)]
    confirmed: Callback<()>,
) -> impl IntoView {
    const HEADING: &str = "confirm-question";
    let dialog = NodeRef::<Dialog>::new();
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <button type="button" class="button leaving" on:click=open>
            {action.clone()}
        </button>
        <dialog node_ref=dialog aria-labelledby=HEADING>
            <h2 id=HEADING>{question}</h2>
            <p>{consequence}</p>
            <div class="actions">
                <button type="button" class="button" autofocus=true on:click=move |_| close()>
                    {keep}
                </button>
                <button
                    type="button"
                    class="button leaving"
                    on:click=move |_| {
                        close();
                        confirmed.run(());
                    }
                >
                    {action}
                </button>
            </div>
        </dialog>
    }
}
