//! What passes between a screen and the client that runs beside it, in another thread or another tab. All of it is
//! plain data that travels as JSON. What belongs to an area is read by whoever knows that area, so that neither side
//! needs the code of all of them for the first question.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::{
    Area, account, caseload, check_in, conflict_check, copies, door, finding, hello, people, set_aside,
    vault, ways_in,
};

/// What a screen says.
#[derive(Debug, Serialize, Deserialize)]
pub enum FromScreen {
    /// A person did something in an area: that area's intent.
    Did(Area, Box<RawValue>),
    /// What comes after the first question is wanted now.
    Later,
    /// The network seems to be back.
    Online,
    /// Somebody is there: a key, or a touch.
    Touched,
    /// Held is open in another tab, and is wanted here.
    TakeOver,
}

/// What a screen is told.
#[derive(Debug, Serialize, Deserialize)]
pub enum ToScreen {
    /// An area has changed: that area's view. Nothing is to be seen of it while the vault is closed.
    Show(Area, Option<Box<RawValue>>),
    /// What comes after the first question could not be fetched.
    NoLater,
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

/// What a person does in one area.
pub trait Deed: Serialize {
    /// Which one.
    const AREA: Area;
}

macro_rules! deeds {
    ($($intent:ty => $area:ident),+ $(,)?) => {
        $(impl Deed for $intent {
            const AREA: Area = Area::$area;
        })+
    };
}

deeds! {
    vault::Intent => Vault,
    check_in::Intent => CheckIn,
    caseload::Intent => Caseload,
    finding::Intent => Finding,
    people::Intent => People,
    conflict_check::Intent => ConflictCheck,
    hello::Intent => Hello,
    door::Intent => Door,
    copies::Intent => Copies,
    set_aside::Intent => SetAside,
    ways_in::Intent => WaysIn,
    account::Intent => Account,
}

impl FromScreen {
    /// A person did this.
    #[must_use]
    pub fn did<D: Deed>(deed: &D) -> Option<Self> {
        write(deed).map(|json| Self::Did(D::AREA, json))
    }
}

/// Reads what the other side has written; `None` for anything else.
#[must_use]
pub fn read<T: DeserializeOwned>(json: &RawValue) -> Option<T> {
    serde_json::from_str(json.get()).ok()
}

/// Writes for the other side. Everything that passes is plain data, which serde_json always writes.
#[must_use]
pub fn write(what: &impl Serialize) -> Option<Box<RawValue>> {
    to_raw_value(what).ok()
}
