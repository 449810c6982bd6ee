//! A server, over HTTP.
//!
//! Every call has a connection of its own, so mailboxes that must not be linked share none, and TLS sessions are never
//! resumed. No cookie, no redirect, no user agent; plain HTTP only to this computer itself.

mod address;
mod wake;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use client::post::{Call, Outcome, Request};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use protocol::{Capability, MailboxId};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

pub use address::{Address, BadAddress};

/// What a [`crate::runner::Runner`] asks of a network: a server, or a simulation of one.
pub trait Network: Clone + Send + Sync + 'static {
    /// Asks once.
    ///
    /// # Errors
    /// When nothing came back. What was asked may have been done all the same.
    fn ask(&self, request: Request) -> impl Future<Output = Result<Response, NetworkError>> + Send;

    /// Watches a mailbox until dropped.
    fn watch(
        &self,
        mailbox: MailboxId,
        read: Capability,
        heard: impl Fn(Heard) + Send + Sync,
    ) -> impl Future<Output = ()> + Send;

    /// Asks once for the client, and says what came of it.
    fn call(&self, call: Call) -> impl Future<Output = Outcome> + Send {
        async move {
            match self.ask(call.request()).await {
                Ok(Response { status, body }) => Outcome::Response { status, body },
                Err(_) => Outcome::Unreachable,
            }
        }
    }
}

/// What was heard while watching a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Something may have arrived.
    Woken,
    /// The server answers again after it did not.
    Back,
}

/// A server at one address. Cloning shares its limit on calls at once.
#[derive(Clone)]
pub struct Server {
    address: Arc<Address>,
    tls: Option<TlsConnector>,
    room: Arc<Semaphore>,
}

/// What a server said.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body, at most [`Call::RESPONSE_LIMIT`] bytes.
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// No connection.
    #[error("the server cannot be reached")]
    Unreachable(#[source] std::io::Error),
    /// It broke off, or did not speak HTTP.
    #[error("the connection to the server broke off")]
    Broken(#[from] hyper::Error),
    /// What came was too long, or broke off.
    #[error("the server's answer was too long or was cut off")]
    BadBody(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It took too long.
    #[error("the server did not answer in time")]
    Late,
    /// The request has a path or key that HTTP cannot carry.
    #[error("this is not a request")]
    NotARequest(#[from] hyper::http::Error),
}

impl Server {
    /// Calls at once, from everyone in this program together.
    const AT_ONCE: usize = 48;
    const ANSWER_WITHIN: Duration = Duration::from_secs(60);

    /// The server at `address`.
    ///
    /// # Errors
    /// When it needs TLS and this computer's certificates cannot be read.
    pub fn new(address: Address) -> std::io::Result<Self> {
        let tls = if address.is_secure() { Some(tls()?) } else { None };
        Ok(Self { address: Arc::new(address), tls, room: Arc::new(Semaphore::new(Self::AT_ONCE)) })
    }

    async fn send(&self, request: Request) -> Result<hyper::Response<Incoming>, NetworkError> {
        let request = self.written(request)?;
        let (host, port) = (self.address.host(), self.address.port());
        let stream = TcpStream::connect((host, port)).await.map_err(NetworkError::Unreachable)?;
        // A request is small and complete: waiting to fill a packet only makes it late.
        let _ = stream.set_nodelay(true);
        match &self.tls {
            None => exchange(stream, request).await,
            Some(tls) => {
                let name = ServerName::try_from(host.to_owned())
                    .map_err(|error| NetworkError::Unreachable(std::io::Error::other(error)))?;
                let stream = tls.connect(name, stream).await.map_err(NetworkError::Unreachable)?;
                exchange(stream, request).await
            }
        }
    }

    fn written(&self, request: Request) -> Result<hyper::Request<Full<Bytes>>, hyper::http::Error> {
        let mut written = hyper::Request::builder()
            .method(request.method)
            .uri(request.path)
            .header(HOST, self.address.authority())
            .header(CONNECTION, "close");
        if let Some(bearer) = request.bearer {
            let mut value = HeaderValue::try_from(format!("Bearer {bearer}"))?;
            value.set_sensitive(true);
            written = written.header(AUTHORIZATION, value);
        }
        let body = match request.body {
            Some((media_type, bytes)) => {
                written = written.header(CONTENT_TYPE, media_type);
                bytes
            }
            None => Vec::new(),
        };
        written.body(Full::new(Bytes::from(body)))
    }
}

impl Network for Server {
    async fn ask(&self, request: Request) -> Result<Response, NetworkError> {
        let _place = self.room.acquire().await;
        let ask = async {
            let response = self.send(request).await?;
            let status = response.status().as_u16();
            let body = Limited::new(response.into_body(), Call::RESPONSE_LIMIT).collect().await;
            let body = body.map_err(NetworkError::BadBody)?.to_bytes().to_vec();
            Ok(Response { status, body })
        };
        timeout(Self::ANSWER_WITHIN, ask).await.unwrap_or(Err(NetworkError::Late))
    }

    async fn watch(&self, mailbox: MailboxId, read: Capability, heard: impl Fn(Heard) + Send + Sync) {
        wake::watch(self, mailbox, &read, wake::FIRST_PAUSE, heard).await;
    }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: hyper::Request<Full<Bytes>>,
) -> Result<hyper::Response<Incoming>, NetworkError> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Ends by itself once the answer's body is read or dropped; what goes wrong on it is told to the sender.
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?)
}

/// TLS by the certificates this computer trusts. Sessions are not resumed: a resumed one would link two calls.
fn tls() -> std::io::Result<TlsConnector> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        return Err(std::io::Error::other("no certificates to trust were found on this computer"));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(std::io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.resumption = rustls::client::Resumption::disabled();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests;
