//! From a therapist's signed listing to a directory that a client believes.

use axum::http::{Method, header};
use expect_test::expect;
use jiff::civil::date;
use protocol::compact::Compacts;
use protocol::directory::{
    Blob, Check, CheckMethod, CheckedPart, FORMAT, Pending, Publication, Root, Shard, ShardEntry,
    SignedListing,
};
use protocol::listing::{
    Door, Fee, Focus, Licence, LicenceKind, Listing, MeetingFormat, Opening, Standing, TimeOfWeek,
    WayOfWorking,
};
use protocol::{Capability, Digest, ListingId, MailboxId, PublicKey, Timestamp};
use trust::{DirectoryReader, ListingKey, StewardKey};

use crate::service::{Answer, NOW, Service, request, steward};

pub(crate) fn bea() -> ListingKey {
    ListingKey::from_seed(&[2; 32])
}

pub(crate) fn listing(revision: u64, name: &str, words: &str) -> SignedListing {
    let signing_key = bea().public();
    let listing = Listing {
        id: ListingId::derive(&signing_key),
        revision,
        name: name.to_owned(),
        words: words.to_owned(),
        licences: vec![Licence {
            jurisdiction: "US-CA".parse().unwrap(),
            kind: LicenceKind::Psychologist,
            number: "PSY-SAMPLE-1".to_owned(),
            standing: Standing::Licensed,
        }],
        authorities: vec![],
        town: "Sampleton".to_owned(),
        jurisdiction: "US-CA".parse().unwrap(),
        training: vec!["Example Institute".to_owned()],
        ways: vec![WayOfWorking::Emdr, WayOfWorking::Other("hakomi".to_owned())],
        focus: vec![Focus::VicariousTrauma],
        fee: Fee { amount: 18_000, currency: "USD".parse().unwrap(), sliding_to: Some(9_000) },
        private_pay_no_diagnosis: true,
        opening: Opening { next: Some(date(2026, 12, 1)), stated_on: date(2026, 11, 18) },
        times: vec![TimeOfWeek::Evenings],
        formats: vec![MeetingFormat::Video],
        languages: vec!["en".parse().unwrap()],
        not_employer_or_eap: true,
        never_supervisor: true,
        answers_within_days: 3,
        automatic_checks: false,
        door: Door { mailbox: MailboxId([4; 16]), write: Capability([5; 32]), hello_key: PublicKey([6; 32]) },
        signing_key,
    };
    trust::sign_listing(&bea(), &listing).unwrap()
}

pub(crate) fn edition(key: &StewardKey, number: u64, listing: &SignedListing) -> Publication {
    let checked =
        Check { of: CheckedPart::Licence, index: 0, on: date(2026, 11, 10), how: CheckMethod::SampleOnly };
    let listed = trust::countersign(key, listing, vec![checked], date(2027, 2, 8)).unwrap();
    let shard = Shard { format: FORMAT, jurisdiction: "US-CA".parse().unwrap(), listings: vec![listed] };
    let text = serde_json::to_string(&shard).unwrap();
    let compacts = Compacts::BUNDLED.to_owned();
    let entry = ShardEntry {
        jurisdiction: shard.jurisdiction,
        digest: Digest::of(text.as_bytes()),
        bytes: text.len() as u64,
        listings: 1,
    };
    let blob = Blob { digest: Digest::of(compacts.as_bytes()), bytes: compacts.len() as u64 };
    let root = Root { format: FORMAT, number, made_at: NOW, shards: vec![entry], compacts: blob };
    Publication { root: trust::sign_root(key, &root), shards: vec![text], compacts }
}

pub(crate) async fn put(service: &Service, publication: &Publication) -> Answer {
    let body = serde_json::to_string(publication).unwrap();
    service.json(Method::PUT, "/api/v1/directory", None, body).await
}

async fn put_listing(service: &Service, id: ListingId, listing: &SignedListing) -> Answer {
    let body = serde_json::to_string(listing).unwrap();
    service.json(Method::PUT, &format!("/api/v1/listings/{id}"), None, body).await
}

async fn pending(service: &Service, key: &StewardKey, at: Timestamp) -> Answer {
    let body = serde_json::to_string(&trust::sign_request(key, "pending", at)).unwrap();
    service.json(Method::POST, "/api/v1/steward/pending", None, body).await
}

fn bea_id() -> ListingId {
    ListingId::derive(&bea().public())
}

#[tokio::test]
async fn a_listing_waits_is_seen_by_the_steward_and_leaves_the_queue_when_listed() {
    let service = Service::new().await;
    let bea = listing(2, "Bea Sample", "Dear colleague");
    assert_eq!(put_listing(&service, bea_id(), &bea).await.status, 202);
    assert_eq!(put_listing(&service, bea_id(), &bea).await.status, 202, "repeating is safe");
    let waiting: Pending = serde_json::from_slice(&pending(&service, &steward(), NOW).await.body).unwrap();
    assert_eq!(waiting.listings.len(), 1);
    assert_eq!((waiting.listings[0].id, &waiting.listings[0].listing), (bea_id(), &bea));

    assert_eq!(put(&service, &edition(&steward(), 1, &bea)).await.status, 204);
    let waiting: Pending = serde_json::from_slice(&pending(&service, &steward(), NOW).await.body).unwrap();
    assert_eq!(waiting.listings.len(), 0);
    let older = put_listing(&service, bea_id(), &listing(1, "Bea Sample", "older")).await;
    assert_eq!(older.status, 409);
}

#[tokio::test]
async fn a_client_fetches_an_edition_and_believes_it() {
    let service = Service::new().await;
    expect![[r#"
        404 Not Found
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:not-found","title":"Nothing is here","status":404,"detail":"The steward has not put a directory here yet. Look again later."}
    "#]].assert_eq(&service.get("/api/v1/directory").await.shown());
    let edition = edition(&steward(), 4, &listing(1, "Bea Sample", "Dear colleague"));
    assert_eq!(put(&service, &edition).await.status, 204);
    assert_eq!(put(&service, &edition).await.status, 204, "repeating is safe");

    let answer = service.get("/api/v1/directory").await;
    let pinned: protocol::directory::Steward =
        serde_json::from_slice(&service.get("/api/v1/steward").await.body).unwrap();
    let mut reader = DirectoryReader::new(pinned.key, 0);
    let root = reader.accept(&serde_json::from_slice(&answer.body).unwrap()).unwrap();
    let shard = service.get(&format!("/api/v1/directory/shards/{}", root.shards[0].digest)).await;
    assert_eq!(reader.shard(&root.shards[0], &shard.body).unwrap().listings.len(), 1);
    assert_eq!(shard.header("cache-control"), "public, max-age=31536000, immutable");

    let mut again = request(Method::GET, "/api/v1/directory", None, "", Vec::new());
    again.headers_mut().insert(header::IF_NONE_MATCH, answer.headers[header::ETAG].clone());
    let again = service.send(again).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));

    let mut compressed = request(
        Method::GET,
        &format!("/api/v1/directory/shards/{}", root.compacts.digest),
        None,
        "",
        Vec::new(),
    );
    compressed.headers_mut().insert(header::ACCEPT_ENCODING, "gzip, br".parse().unwrap());
    let compressed = service.send(compressed).await;
    assert_eq!(compressed.header("content-encoding"), "br");
    assert!(compressed.body.len() * 4 < usize::try_from(root.compacts.bytes).unwrap());
    let mut plain = Vec::new();
    brotli::BrotliDecompress(&mut compressed.body.as_slice(), &mut plain).unwrap();
    reader.compacts(&root, &plain).unwrap();
}

#[tokio::test]
async fn what_the_steward_or_the_therapist_did_not_sign_is_refused() {
    let service = Service::new().await;
    let bea = listing(1, "Bea Sample", "Dear colleague");
    let stranger = StewardKey::from_seed(&[9; 32]);
    expect![[r#"
        403 Forbidden
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:signature-refused","title":"The signature was refused","status":403,"detail":"Nothing was changed: the directory is signed by another steward than the one this device knows."}
    "#]].assert_eq(&put(&service, &edition(&stranger, 1, &bea)).await.shown());
    let mut forged = bea.clone();
    forged.body = forged.body.replace("Dear", "Fear");
    expect![[r#"
        403 Forbidden
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:signature-refused","title":"The signature was refused","status":403,"detail":"Nothing was changed: the listing is not signed by its own key."}
    "#]].assert_eq(&put_listing(&service, bea_id(), &forged).await.shown());
    expect![[r#"
        400 Bad Request
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:malformed","title":"The request could not be read","status":400,"detail":"The address names another listing than the body. Nothing was changed."}
    "#]].assert_eq(&put_listing(&service, ListingId([0; 16]), &bea).await.shown());
    assert_eq!(pending(&service, &stranger, NOW).await.status, 403);
    expect![[r#"
        403 Forbidden
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:signature-refused","title":"The signature was refused","status":403,"detail":"Nothing was changed: the request was signed more than five minutes ago, or the two clocks differ; try again."}
    "#]].assert_eq(&pending(&service, &steward(), NOW.plus(6 * Timestamp::MINUTE)).await.shown());

    put(&service, &edition(&steward(), 5, &bea)).await;
    expect![[r#"
        409 Conflict
        content-type: application/problem+json
        cache-control: no-store

        {"type":"urn:held:problem:directory-outdated","title":"A newer directory is already here","status":409,"detail":"A newer directory is here already, and is kept. Sign one with a higher number."}
    "#]].assert_eq(&put(&service, &edition(&steward(), 4, &bea)).await.shown());
}

#[tokio::test]
async fn a_server_that_starts_again_shows_what_it_was_given_and_refuses_another_stewards_store() {
    let service = Service::new().await;
    put(&service, &edition(&steward(), 3, &listing(1, "Bea Sample", "Dear colleague"))).await;
    let store = service.app.store().clone();
    let clock = std::sync::Arc::new(|| NOW);
    let again =
        server::App::start(store.clone(), crate::service::config(), server::Assets::default(), clock.clone());
    again.await.unwrap();
    let stranger = server::Config::new(StewardKey::from_seed(&[9; 32]).public());
    let refused = server::App::start(store, stranger, server::Assets::default(), clock).await;
    assert!(matches!(refused, Err(server::StartError::Directory(_))));
}
