//! A passphrase meets the server: what the client asks for in one piece. Only the part that comes after the first question
//! leads here, and with it to OPAQUE's code.

use client::account::{Exchange, Exchanged, ExportKey};
use client::post::{Outcome, Request};
use login::exchange::{Failure, Response, register, sign_in};

use crate::{network, random};

/// Does all of it.
pub async fn carry_out(exchange: Exchange) -> Exchanged {
    let rng = &mut random::system();
    let done = match exchange {
        Exchange::Register { name, passphrase } => {
            register(&name, passphrase.expose(), ask, rng).await.map(|(registration, key)| {
                Exchanged::Registered { registration, export_key: ExportKey::new(*key.expose()) }
            })
        }
        Exchange::SignIn { name, passphrase, device } => {
            sign_in(&name, passphrase.expose(), device, ask, rng).await.map(|(signed_in, key)| {
                Exchanged::SignedIn { signed_in, export_key: ExportKey::new(*key.expose()) }
            })
        }
    };
    done.unwrap_or_else(|failure| match failure {
        Failure::Wrong => Exchanged::Wrong,
        Failure::Refused { kind, retry_after } => Exchanged::Refused { kind, retry_after },
        Failure::Unreachable => Exchanged::Unreachable,
    })
}

async fn ask(request: login::exchange::Request) -> Option<Response> {
    let body = Some(("application/json", request.body));
    match network::ask(Request { method: "POST", path: request.path, bearer: None, body }).await {
        Outcome::Response { status, body } => Some((status, body)),
        Outcome::Unreachable => None,
    }
}
