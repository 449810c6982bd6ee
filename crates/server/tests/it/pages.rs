//! The public pages, with names that try to be more than names.

use expect_test::expect;
use protocol::ListingId;

use crate::directory::{bea, edition, listing, put};
use crate::service::{Service, steward};

const HOSTILE: &str = r#"Bea "><img src=x onerror=alert(1)></script>"#;

async fn with_bea(name: &str, words: &str) -> Service {
    let service = Service::new().await;
    assert_eq!(put(&service, &edition(&steward(), 1, &listing(1, name, words))).await.status, 204);
    service
}

fn bea_path() -> String {
    format!("/therapists/{}", ListingId::derive(&bea().public()))
}

/// The words of a page, a line for each element.
fn words(page: &str) -> String {
    let body = page.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
    let body = body.split("<script").next().unwrap();
    let mut text = String::new();
    for part in body.split('<').filter(|part| !part.is_empty()) {
        let words = part.split_once('>').unwrap().1.trim();
        if !words.is_empty() {
            text += &format!("{words}\n");
        }
    }
    text
}

#[tokio::test]
async fn a_listing_can_be_read_without_the_app() {
    let service = with_bea("Bea Sample", "Dear colleague,\n\nyou hold a lot.").await;
    let everyone = service.get("/therapists").await;
    expect![[r#"
        Therapists who see therapists
        You hold space for others all day. These colleagues hold it for you.
        One therapist is listed, by where she sits.
        California
        Bea Sample
        · Sampleton
        EMDR, hakomi · 180 USD, on a sliding scale down to 90 USD
    "#]]
    .assert_eq(&words(&everyone.text()));
    let one = service.get(&bea_path()).await;
    expect![[r#"
        Bea Sample
        Sampleton, California
        Dear colleague,
        you hold a lot.
        What lets her practise
        Psychologist, California, PSY-SAMPLE-1 (licensed)
        Checked on 10 November 2026: nothing was checked, this listing is a sample.
        The steward vouches for this page until 8 February 2027.
        Practical
        Ways of working
        EMDR, hakomi
        What people come for
        what stays after other people’s trauma
        An hour costs
        180 USD, on a sliding scale down to 90 USD
        Next opening
        1 December 2026 (as she said on 18 November 2026)
        Times
        evenings
        Meeting
        by video
        Languages
        English
        Trained at
        Example Institute
        She sees people for a private fee with no diagnosis on any file.
        She is independent of employers and employee-assistance programmes.
        She never becomes supervisor or assessor of someone she has seen.
        Saying hello
        In Held you can say hello without giving your name. Only she can read it, and she answers within 3 days.
        Open Held and find her there
        Whoever runs this server can see that some address looked at this page. Inside Held, searching and reading listings ask the server nothing.
    "#]].assert_eq(&words(&one.text()));
    expect!["default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"].assert_eq(one.header("content-security-policy"));
    assert_eq!(service.get("/therapists/style.css").await.status, 200);
}

#[tokio::test]
async fn whatever_a_therapist_writes_stays_text() {
    let service = with_bea(HOSTILE, "</section><script>alert(2)</script>").await;
    for path in ["/therapists".to_owned(), bea_path()] {
        let page = service.get(&path).await.text();
        assert!(!page.contains("<img") && !page.contains("<script>"), "{page}");
        assert_eq!(
            page.matches("</script>").count(),
            usize::from(path != "/therapists"),
            "only the data block ends"
        );
    }
}

#[tokio::test]
async fn a_listing_that_ended_or_never_was_is_not_here() {
    let service = with_bea("Bea Sample", "Dear colleague").await;
    for missing in ["/therapists/nobody".to_owned(), format!("/therapists/{}", ListingId([0; 16]))] {
        let answer = service.get(&missing).await;
        assert_eq!(answer.status, 404);
        assert!(answer.text().contains("Nothing is wrong on your side."));
    }
    assert_eq!(service.get(&bea_path()).await.status, 200);
    service.clock.fetch_add(100 * 86_400_000, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(service.get(&bea_path()).await.status, 404);
    assert!(service.get("/therapists").await.text().contains("Nobody is listed yet."));
}
