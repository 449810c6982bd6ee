//! What passes between a screen and the client that runs beside it, in another thread or another tab. All of it is
//! plain data that travels as JSON.

use serde::{Deserialize, Serialize};

use crate::{Area, Intent, View};

/// What a screen says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum FromScreen {
    /// A person did something.
    Did(Intent),
    /// The network seems to be back.
    Online,
    /// Held is open in another tab, and is wanted here.
    TakeOver,
}

/// What a screen is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToScreen {
    /// An area has changed; nothing is to be seen of it while the vault is closed.
    Show(Area, Option<View>),
    /// Who holds the vault: this tab, or another one, whose state is shown here.
    Held(Holder),
    /// Held cannot work in this browser as it is.
    Trouble(Trouble),
}

/// Which tab holds the vault. Only one writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holder {
    /// This one.
    Here,
    /// Another one of the same browser.
    AnotherTab,
}

/// What the browser does not let Held do. Nothing is written where it could be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The browser's store cannot be opened, as in some private windows.
    NoStore,
    /// This browser cannot keep two tabs from writing at once.
    NoLocks,
}
