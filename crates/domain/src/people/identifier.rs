//! What people are recognised by, in the one normal form that both sides of a check arrive at.
//!
//! Two clients find the same person only if they write her address, number or name in exactly the same way. So each
//! kind has one file with one rule, and a value of these types is already in its normal form. Making the normal form of
//! what was typed or imported needs the `contacts` feature; carrying and storing it does not.

mod email;
mod licence;
mod name;
mod npi;
mod phone;
#[cfg(feature = "contacts")]
mod regions;
mod workplace;

use core::fmt;

use serde::{Deserialize, Serialize};

pub use email::Email;
pub use licence::Licence;
pub use name::{FoldedName, ShownName};
pub use npi::Npi;
pub use phone::{Country, Phone};
pub use workplace::Workplace;

/// The text is not in the normal form of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not in its normal form")]
pub struct NotNormal;

/// What an identifier is. Each kind is asked about apart, so that a name never meets a workplace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number in E.164 form.
    Phone,
    /// A US National Provider Identifier.
    Npi,
    /// A licence: jurisdiction, kind and number.
    Licence,
    /// A place someone works at.
    Workplace,
    /// A folded name: says little, since many people share one.
    Name,
}

impl Kind {
    /// All kinds, the most telling first.
    pub const ALL: [Self; 6] =
        [Self::Email, Self::Phone, Self::Npi, Self::Licence, Self::Workplace, Self::Name];

    /// Whether the same identifier means the same person.
    #[must_use]
    pub const fn is_strong(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Npi | Self::Licence)
    }

    /// The key its words are filed under.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Npi => "npi",
            Self::Licence => "licence",
            Self::Workplace => "workplace",
            Self::Name => "name",
        }
    }
}

/// One thing by which a person or place is known, in its normal form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    /// What it is.
    pub kind: Kind,
    /// Its normal form.
    pub text: String,
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identifier({:?}, hidden)", self.kind)
    }
}

/// A text in normal form: checked when read, hidden in `Debug`, and one kind of identifier.
macro_rules! normal_form {
    ($(#[$doc:meta])* $name:ident, $kind:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The normal form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = super::NotNormal;
            fn try_from(text: String) -> Result<Self, super::NotNormal> {
                if Self::is_normal(&text) { Ok(Self(text)) } else { Err(super::NotNormal) }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl From<&$name> for super::Identifier {
            fn from(value: &$name) -> Self {
                Self { kind: super::Kind::$kind, text: value.0.clone() }
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    };
}
use normal_form;

/// Lower case, compatibility forms resolved, accents and other marks gone.
#[cfg(feature = "contacts")]
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;

    // Lowering may itself make marks (İ), and some letters carry their stroke inside them.
    let lower = text.nfkd().collect::<String>().to_lowercase();
    let mut plain = String::with_capacity(lower.len());
    for c in lower.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'đ' | 'ð' => plain.push('d'),
            'ł' => plain.push('l'),
            'ħ' => plain.push('h'),
            'ı' => plain.push('i'),
            'þ' => plain.push_str("th"),
            c => plain.push(c),
        }
    }
    plain
}
