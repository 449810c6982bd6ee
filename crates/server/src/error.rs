//! The one error a route may answer with. What a person reads is written here by hand; what really happened is logged.

use std::error::Error;
use std::sync::Arc;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use login::BadMessage;
use protocol::problem::{MEDIA_TYPE, Problem, ProblemKind};
use storage::{
    AccountError, AppendError, AppendLogError, DirectoryError, Failure, ListingError, MailboxError,
    MakeAccountError, MakeError, NameError, PutHeadError, SignInError,
};

/// A refused request.
#[derive(Debug)]
pub(crate) struct ApiError {
    kind: ProblemKind,
    detail: String,
    retry_after: Option<u32>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// The kind a response was refused with, for the counters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RefusedWith(pub(crate) ProblemKind);

impl ApiError {
    pub(crate) fn new(kind: ProblemKind) -> Self {
        let (detail, retry_after) = explain(kind);
        Self { kind, detail: detail.to_owned(), retry_after, cause: None }
    }

    /// Says more closely what to change. Never anything that came from another person, nor an inner cause.
    pub(crate) fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    pub(crate) fn after_seconds(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    fn caused(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Arc::new(cause));
        self
    }
}

fn explain(kind: ProblemKind) -> (&'static str, Option<u32>) {
    use ProblemKind as Kind;
    match kind {
        Kind::Malformed => ("A part of the request is missing or cannot be read. Nothing was changed.", None),
        Kind::KeyMissing => ("Send the key as `Authorization: Bearer KEY`. Nothing was changed.", None),
        Kind::SignatureRefused => {
            ("The signature does not fit, or was made with another key. Nothing was changed.", None)
        }
        Kind::SignInRefused => (
            "There is no such account, or this does not open it. Nothing was changed; the other ways in still work.",
            None,
        ),
        Kind::SignedOut => {
            ("This device is not signed in any more. What it keeps is safe; sign in again to go on.", None)
        }
        Kind::NotFound => ("Nothing is here. It may have been moved or taken down.", None),
        Kind::NoSuchMailbox => {
            ("There is no such mailbox, or this key does not open it. Nothing was changed.", None)
        }
        Kind::MethodUnknown => ("This address is used in another way; see /api/openapi.json.", None),
        Kind::TooSlow => ("The request did not arrive in time. Nothing was stored; send it again.", None),
        Kind::MailboxDiffers => {
            ("A mailbox with this id was made with other keys. Make one with a new random id.", None)
        }
        Kind::EnvelopeDiffers => (
            "Another envelope was sent under this id, and is kept. Send this one under a new random id.",
            None,
        ),
        Kind::ListingOutdated => ("A newer revision of this listing is here already, and is kept.", None),
        Kind::NameGone => ("The name was kept for an hour, and is no longer. Ask for another one.", None),
        Kind::HeadMoved => {
            ("Another device replaced the head first. Nothing was changed; read it and try again.", None)
        }
        Kind::LogMoved => {
            ("Another device wrote first. Nothing was stored; read what it wrote and try again.", None)
        }
        Kind::DirectoryOutdated => {
            ("A newer directory is here already, and is kept. Sign one with a higher number.", None)
        }
        Kind::TooLarge => ("The request is larger than the server takes. Nothing was stored.", None),
        Kind::MediaTypeUnknown => ("This address takes another Content-Type; see /api/openapi.json.", None),
        Kind::TooOften => {
            ("Too many requests came in a short time. Nothing was stored; try again later.", Some(5))
        }
        Kind::Overloaded => {
            ("The server has more to do than it can. Nothing was stored; try again in a moment.", Some(1))
        }
        Kind::MailboxFull => (
            "As much waits in this mailbox as it can hold. Nothing was stored; its owner has to read first.",
            Some(600),
        ),
        Kind::AccountFull => {
            ("The account holds as much as one may. Nothing was stored; what is there is safe.", Some(600))
        }
        Kind::ServerFull => ("The server has no room left. Nothing was stored; try again later.", Some(600)),
        Kind::Internal | Kind::Other => (
            "Something failed on the server. It may or may not have been stored: sending it again is safe.",
            Some(5),
        ),
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Some(cause) = &self.cause {
            let mut text = cause.to_string();
            let mut inner = cause.source();
            while let Some(error) = inner {
                text = format!("{text}: {error}");
                inner = error.source();
            }
            tracing::error!(kind = ?self.kind, cause = text, "a request failed");
        }
        let problem = Problem {
            kind: self.kind,
            title: self.kind.title().to_owned(),
            status: self.kind.status(),
            detail: self.detail,
            retry_after: self.retry_after,
        };
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.kind == ProblemKind::KeyMissing {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(RefusedWith(self.kind));
        response
    }
}

impl From<ProblemKind> for ApiError {
    fn from(kind: ProblemKind) -> Self {
        Self::new(kind)
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Overloaded | Failure::Closed => Self::new(ProblemKind::Overloaded),
            Failure::Full => Self::new(ProblemKind::ServerFull).caused(failure),
            Failure::Broken(_) => Self::new(ProblemKind::Internal).caused(failure),
        }
    }
}

impl From<MakeError> for ApiError {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Differs => Self::new(ProblemKind::MailboxDiffers),
            MakeError::Failed(failure) => failure.into(),
        }
    }
}

impl From<AppendError> for ApiError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::NoSuchMailbox => Self::new(ProblemKind::NoSuchMailbox),
            AppendError::BodyDiffers => Self::new(ProblemKind::EnvelopeDiffers),
            AppendError::MailboxFull => Self::new(ProblemKind::MailboxFull),
            AppendError::Failed(failure) => failure.into(),
        }
    }
}

impl From<MailboxError> for ApiError {
    fn from(error: MailboxError) -> Self {
        match error {
            MailboxError::NoSuchMailbox => Self::new(ProblemKind::NoSuchMailbox),
            MailboxError::Failed(failure) => failure.into(),
        }
    }
}

impl From<NameError> for ApiError {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Taken => Self::new(ProblemKind::NameGone),
            NameError::TooMany => Self::new(ProblemKind::ServerFull).with_detail(
                "Too many names are kept for others. Nothing was changed; try again in an hour.",
            ),
            NameError::Failed(failure) => failure.into(),
        }
    }
}

impl From<MakeAccountError> for ApiError {
    fn from(error: MakeAccountError) -> Self {
        match error {
            MakeAccountError::NameGone => Self::new(ProblemKind::NameGone),
            MakeAccountError::Failed(failure) => failure.into(),
        }
    }
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Refused => Self::new(ProblemKind::SignInRefused),
            SignInError::TooManyDevices => Self::new(ProblemKind::AccountFull).with_detail(
                "The account has as many devices as one may. Nothing was changed; turn one away on another device first.",
            ),
            SignInError::Failed(failure) => failure.into(),
        }
    }
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::SignedOut => Self::new(ProblemKind::SignedOut),
            AccountError::Failed(failure) => failure.into(),
        }
    }
}

impl From<PutHeadError> for ApiError {
    fn from(error: PutHeadError) -> Self {
        match error {
            PutHeadError::SignedOut => Self::new(ProblemKind::SignedOut),
            PutHeadError::Moved => Self::new(ProblemKind::HeadMoved),
            PutHeadError::Failed(failure) => failure.into(),
        }
    }
}

impl From<AppendLogError> for ApiError {
    fn from(error: AppendLogError) -> Self {
        match error {
            AppendLogError::SignedOut => Self::new(ProblemKind::SignedOut),
            AppendLogError::Moved => Self::new(ProblemKind::LogMoved),
            AppendLogError::Full => Self::new(ProblemKind::AccountFull),
            AppendLogError::Failed(failure) => failure.into(),
        }
    }
}

impl From<BadMessage> for ApiError {
    fn from(_: BadMessage) -> Self {
        Self::new(ProblemKind::Malformed).with_detail("The message is none of OPAQUE's. Nothing was changed.")
    }
}

impl From<ListingError> for ApiError {
    fn from(error: ListingError) -> Self {
        match error {
            ListingError::Outdated => Self::new(ProblemKind::ListingOutdated),
            ListingError::QueueFull => Self::new(ProblemKind::ServerFull).with_detail(
                "Too many listings wait for the steward. Nothing was stored; try again tomorrow.",
            ),
            ListingError::Failed(failure) => failure.into(),
        }
    }
}

impl From<DirectoryError> for ApiError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Outdated => Self::new(ProblemKind::DirectoryOutdated),
            DirectoryError::FileMissing(_) => Self::new(ProblemKind::Malformed)
                .with_detail("The root names a part that did not come with it. Nothing was changed."),
            DirectoryError::Failed(failure) => failure.into(),
        }
    }
}
