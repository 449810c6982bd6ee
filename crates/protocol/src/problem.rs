//! What the server answers when it cannot do what was asked: an RFC 9457 problem.
//!
//! A client acts on the [`ProblemKind`]; `title` and `detail` are for a person reading a trace. None of them ever
//! holds an id, a key, or an inner cause.

use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// One refused request, as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What went wrong, as something to act on.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// The kind in a few words.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What happened, what is safe, and what to do.
    pub detail: String,
    /// How many seconds to wait before trying again, where that helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $status:literal, $title:literal;)*) => {
        /// The problems a client can tell apart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum ProblemKind {
            $($(#[$doc])* #[serde(rename = $slug)] $name,)*
            /// One that this version does not know: act on the status alone.
            #[serde(other, rename = "about:blank")]
            Other,
        }

        impl ProblemKind {
            /// Every kind this version knows.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The HTTP status it travels with.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self {
                    $(Self::$name => $status,)*
                    Self::Other => 500,
                }
            }

            /// The kind in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                    Self::Other => "Something else went wrong",
                }
            }
        }
    };
}

kinds! {
    /// The request could not be read: a wrong id, a broken body, a missing field.
    Malformed = "urn:held:problem:malformed", 400, "The request could not be read";
    /// A key was needed and none came.
    KeyMissing = "urn:held:problem:key-missing", 401, "A key is needed";
    /// A signature did not hold, or was made by another key than the one that counts here.
    SignatureRefused = "urn:held:problem:signature-refused", 403, "The signature was refused";
    /// The name and the passphrase, or the key, do not open an account; the server does not say which was wrong.
    SignInRefused = "urn:held:problem:sign-in-refused", 403, "Signing in was refused";
    /// No such session: it ended, or its device was turned away.
    SignedOut = "urn:held:problem:signed-out", 401, "This device is not signed in";
    /// No such path.
    NotFound = "urn:held:problem:not-found", 404, "Nothing is here";
    /// No such mailbox, or the key does not open it; the server does not say which.
    NoSuchMailbox = "urn:held:problem:no-such-mailbox", 404, "No such mailbox";
    /// The path exists; the method does not.
    MethodUnknown = "urn:held:problem:method-unknown", 405, "The method is not offered here";
    /// The body did not arrive in time.
    TooSlow = "urn:held:problem:too-slow", 408, "The request took too long to arrive";
    /// The mailbox exists with other keys.
    MailboxDiffers = "urn:held:problem:mailbox-differs", 409, "The mailbox exists with other keys";
    /// The envelope's id was used before, for another body.
    EnvelopeDiffers = "urn:held:problem:envelope-differs", 409, "The envelope's id was used before";
    /// A newer listing, or another one of the same revision, is already here.
    ListingOutdated = "urn:held:problem:listing-outdated", 409, "A newer listing is already here";
    /// The name was not dealt to whoever registers with it, or too long ago.
    NameGone = "urn:held:problem:name-gone", 409, "The name is no longer kept for you";
    /// Another device was faster: read what it wrote first.
    HeadMoved = "urn:held:problem:head-moved", 409, "The head was replaced by another device";
    /// Another device was faster: read what it wrote first.
    LogMoved = "urn:held:problem:log-moved", 409, "The log has moved on";
    /// A newer directory, or another one of the same number, is already here.
    DirectoryOutdated = "urn:held:problem:directory-outdated", 409, "A newer directory is already here";
    /// The body is larger than the limit.
    TooLarge = "urn:held:problem:too-large", 413, "The request is too large";
    /// The body is of another media type than this path takes.
    MediaTypeUnknown = "urn:held:problem:media-type-unknown", 415, "The media type is not taken here";
    /// Too many requests of one kind.
    TooOften = "urn:held:problem:too-often", 429, "Too many requests";
    /// A bug, or a failing disk.
    Internal = "urn:held:problem:internal", 500, "Something went wrong on the server";
    /// The server is at its limit; nothing was stored.
    Overloaded = "urn:held:problem:overloaded", 503, "The server is busy";
    /// Too much waits in this mailbox.
    MailboxFull = "urn:held:problem:mailbox-full", 507, "The mailbox is full";
    /// This account keeps as much as one may, or has as many devices.
    AccountFull = "urn:held:problem:account-full", 507, "The account is full";
    /// The server's disk, or a queue on it, is full.
    ServerFull = "urn:held:problem:server-full", 507, "The server is full";
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_problem_reads_as_rfc_9457_asks() {
        let kind = ProblemKind::Overloaded;
        let problem = Problem {
            kind,
            title: kind.title().to_owned(),
            status: kind.status(),
            detail: "Nothing was stored. Try again in a moment.".to_owned(),
            retry_after: Some(2),
        };
        let text = serde_json::to_string(&problem).unwrap();
        expect![[r#"{"type":"urn:held:problem:overloaded","title":"The server is busy","status":503,"detail":"Nothing was stored. Try again in a moment.","retry_after":2}"#]]
            .assert_eq(&text);
        assert_eq!(serde_json::from_str::<Problem>(&text).unwrap(), problem);
    }

    #[test]
    fn a_kind_from_a_later_version_is_still_read() {
        let text = r#"{"type":"urn:held:problem:moon","title":"t","status":418,"detail":"d"}"#;
        let problem: Problem = serde_json::from_str(text).unwrap();
        assert_eq!((problem.kind, problem.status), (ProblemKind::Other, 418));
    }
}
