//! What a signed-in device does with its account, and that no log or counter says whose it was.

use std::sync::Mutex;

use axum::http::Method;
use expect_test::expect;
use protocol::account::PutHead;
use protocol::mailbox::Sequence;
use protocol::record_log::{Content, LogAppend};
use protocol::{DeviceId, KeyHandle};
use server::Rates;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::person::{
    PASSPHRASE, Person, challenge, device, head, joins, keys, read, recovery_key, rng, signs_in,
    signs_in_with_key, starts,
};
use crate::service::{Service, config};

async fn service() -> Service {
    let mut config = config();
    config.rates = Rates::unlimited();
    Service::with(config, &[]).await
}

async fn on_another_device(service: &Service, ana: &Person, n: u8) -> Person {
    let signed_in = read(&signs_in(service, &ana.signed_in.name, &device(n)).await);
    Person { signed_in }
}

fn put(replaces: u64, words: &str) -> PutHead {
    PutHead { replaces, head: head(words), keys: keys(), registration: None }
}

#[tokio::test]
async fn the_account_says_what_is_held_and_days_but_no_times() {
    let service = service().await;
    let ana = joins(&service).await;
    ana.writes(&service, 0, &[(1, "sealed")]).await;
    let answer = ana.asks(&service, Method::GET, "").await;
    expect![[r#"
        200 OK
        content-type: application/json
        cache-control: no-store

        {"vault":{"vault":"AQEBAQEBAQEBAQEBAQEBAQ","check":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI"},"now":1795000000000,"epoch":1,"head":1,"last":1,"bytes":6,"devices":[{"id":"AQEBAQEBAQEBAQEBAQEBAQ","last_seen":"2026-11-18"}]}
    "#]]
    .assert_eq(&answer.shown());
}

#[tokio::test]
async fn a_head_is_replaced_by_whoever_saw_the_last_one() {
    let service = service().await;
    let ana = joins(&service).await;
    let laptop = on_another_device(&service, &ana, 2).await;
    assert_eq!(laptop.held(&service).await.head, head("head 1"));
    assert_eq!(ana.puts_head(&service, &put(1, "head 2")).await.status, 204);
    assert_eq!(ana.puts_head(&service, &put(1, "head 2")).await.status, 204, "a repeat is done");
    expect![[r#"
        409 Conflict
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:head-moved","title":"The head was replaced by another device","status":409,"detail":"Another device replaced the head first. Nothing was changed; read it and try again."}
    "#]]
    .assert_eq(&laptop.puts_head(&service, &put(1, "mine")).await.shown());
    let held = laptop.held(&service).await;
    assert_eq!((held.version, held.head), (2, head("head 2")));
}

#[tokio::test]
async fn the_log_is_written_by_one_at_a_time_and_read_in_order() {
    let service = service().await;
    let ana = joins(&service).await;
    let laptop = on_another_device(&service, &ana, 2).await;
    expect![[r#"
        200 OK
        content-type: application/json
        cache-control: no-store

        {"last":2}
    "#]]
    .assert_eq(&ana.writes(&service, 0, &[(1, "draft"), (2, "two")]).await.shown());
    expect![[r#"
        409 Conflict
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:log-moved","title":"The log has moved on","status":409,"detail":"Another device wrote first. Nothing was stored; read what it wrote and try again."}
    "#]]
    .assert_eq(&laptop.writes(&service, 0, &[(3, "late")]).await.shown());
    assert_eq!(laptop.writes(&service, 2, &[(1, "better")]).await.text(), r#"{"last":3}"#);
    let page = ana.reads(&service, "").await;
    assert_eq!((page.last, page.epoch, page.seal.as_slice()), (Sequence(3), 1, b"seal".as_slice()));
    let whole: Vec<_> = page.entries.iter().map(|entry| matches!(entry.content, Content::Whole(_))).collect();
    assert_eq!(whole, [false, true, true]);
    assert_eq!(ana.reads(&service, "?after=2").await.entries.len(), 1);
    assert_eq!(ana.asks(&service, Method::GET, "/log?after=x").await.status, 400);
    assert_eq!(ana.posts_log(&service, b"\x02".to_vec()).await.status, 400);
    let seal = b"made anew".to_vec();
    let nothing_but_a_seal = LogAppend { after: Sequence(3), seal: seal.clone(), entries: Vec::new() };
    assert_eq!(ana.posts_log(&service, nothing_but_a_seal.encode()).await.text(), r#"{"last":3}"#);
    assert_eq!(ana.reads(&service, "?after=3").await.seal, seal);
}

#[tokio::test]
async fn a_device_that_is_turned_away_is_told_so() {
    let service = service().await;
    let ana = joins(&service).await;
    let (laptop, phone) =
        (on_another_device(&service, &ana, 2).await, on_another_device(&service, &ana, 3).await);
    let one = format!("/devices/{}", DeviceId([2; 16]));
    assert_eq!(ana.asks(&service, Method::DELETE, &one).await.status, 204);
    assert_eq!(ana.asks(&service, Method::DELETE, &one).await.status, 204);
    expect![[r#"
        401 Unauthorized
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:signed-out","title":"This device is not signed in","status":401,"detail":"This device is not signed in any more. What it keeps is safe; sign in again to go on."}
    "#]]
    .assert_eq(&laptop.asks(&service, Method::GET, "/head").await.shown());
    assert_eq!(phone.asks(&service, Method::DELETE, "/devices").await.status, 204);
    assert_eq!(ana.asks(&service, Method::GET, "").await.status, 401);
    let own = format!("/devices/{}", DeviceId([3; 16]));
    assert_eq!(phone.asks(&service, Method::DELETE, &own).await.status, 204, "signing out");
    assert_eq!(phone.asks(&service, Method::GET, "").await.status, 401);
}

#[tokio::test]
async fn every_call_about_an_account_needs_a_session() {
    let service = service().await;
    let nobody = joins(&service).await;
    nobody.asks(&service, Method::DELETE, "").await;
    for (method, path) in [
        (Method::GET, ""),
        (Method::GET, "/head"),
        (Method::GET, "/log"),
        (Method::DELETE, "/devices"),
        (Method::DELETE, ""),
    ] {
        assert_eq!(nobody.asks(&service, method, path).await.status, 401, "{path}");
    }
    assert_eq!(nobody.puts_head(&service, &put(1, "head 2")).await.status, 401);
    assert_eq!(nobody.writes(&service, 0, &[(1, "x")]).await.status, 401);
    let without = service.get("/api/v1/account").await;
    assert_eq!((without.status.as_u16(), without.header("www-authenticate")), (401, "Bearer"));
}

#[tokio::test]
async fn a_deleted_account_signs_nobody_in_any_more() {
    let service = service().await;
    let ana = joins(&service).await;
    assert_eq!(ana.asks(&service, Method::DELETE, "").await.status, 204);
    let (sign_in, started) = starts(&service, &ana.signed_in.name, &device(2), PASSPHRASE).await;
    let started: protocol::account::SignInStarted = read(&started);
    assert!(sign_in.finish(&started.message, &ana.signed_in.name, &mut rng()).is_err());
}

/// Everything that is ever said about accounts, at the most talkative, and the counters beside it.
#[tokio::test]
async fn nobody_is_named_in_logs_or_counters() {
    static SAID: Mutex<Vec<u8>> = Mutex::new(Vec::new());

    struct Said;

    impl std::io::Write for Said {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            SAID.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    // For the whole process: what other tests make the server say is looked through as well.
    let all = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
    tracing::subscriber::set_global_default(all.with_writer(|| Said).finish()).unwrap();

    let service = service().await;
    let ana = joins(&service).await;
    let laptop = on_another_device(&service, &ana, 2).await;
    ana.writes(&service, 0, &[(1, "sealed")]).await;
    ana.writes(&service, 0, &[(1, "late")]).await;
    ana.puts_head(&service, &put(7, "too early")).await;
    let fresh = challenge(&service).await;
    signs_in_with_key(&service, &recovery_key(), fresh, &device(3)).await;
    signs_in_with_key(&service, &recovery_key(), fresh, &device(3)).await;
    let one = format!("/devices/{}", DeviceId([2; 16]));
    ana.asks(&service, Method::DELETE, &one).await;
    laptop.asks(&service, Method::GET, "").await;
    ana.asks(&service, Method::DELETE, "").await;

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(server::serve_metrics(service.app.clone(), listener));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: held\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut counters = String::new();
    stream.read_to_string(&mut counters).await.unwrap();
    serving.abort();

    let logged = String::from_utf8(SAID.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("/api/v1/account/devices/{device}"), "the search looks at something");
    assert!(counters.contains("/api/v1/account/devices/{device}"));
    for secret in [
        ana.signed_in.name.to_string(),
        ana.session().expose(),
        ana.signed_in.known.expose(),
        KeyHandle([7; 16]).to_string(),
        DeviceId([2; 16]).to_string(),
        fresh.to_string(),
    ] {
        assert!(!logged.contains(&secret) && !counters.contains(&secret), "{secret}");
    }
}
