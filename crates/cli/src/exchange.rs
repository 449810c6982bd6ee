//! A passphrase meets the server: what the client asks for in one piece, carried out natively.

use core::future::Future;

use client::account::{Exchange, Exchanged, ExportKey};
use client::post::{Outcome, Request};
use login::exchange::{Failure, register, sign_in};
use rand_core::CryptoRng;

/// Does all of it, with `ask` carrying each request.
pub async fn carry_out<F: Future<Output = Outcome>>(
    exchange: Exchange,
    ask: impl Fn(Request) -> F,
    rng: &mut impl CryptoRng,
) -> Exchanged {
    let say = |request: login::exchange::Request| {
        let body = Some(("application/json", request.body));
        let answer = ask(Request { method: "POST", path: request.path, bearer: None, body });
        async move {
            match answer.await {
                Outcome::Response { status, body } => Some((status, body)),
                Outcome::Unreachable => None,
            }
        }
    };
    let done = match exchange {
        Exchange::Register { name, passphrase } => {
            register(&name, passphrase.expose(), say, rng).await.map(|(registration, key)| {
                Exchanged::Registered { registration, export_key: ExportKey::new(*key.expose()) }
            })
        }
        Exchange::SignIn { name, passphrase, device } => {
            sign_in(&name, passphrase.expose(), device, say, rng).await.map(|(signed_in, key)| {
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
