//! The screens, on the browser's main thread. They draw what the client says and send it what a person does; they
//! decide nothing, and no key ever comes here but what a passkey says, on its way to the Worker.

#![expect(unreachable_pub, reason = "what `#[component]` writes is public, whatever it is written on")]

mod app;
mod components;
mod help_lines;
mod keeping;
mod later;
mod link;
mod passkey;
mod reader;
mod right;
mod router;
mod screens;
mod terms;
mod theme;
mod words;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
