//! A client that runs without a network: what it keeps, and how it ends.

use std::path::Path;

use client::post::Request;
use client::{check_in, vault::VaultView};
use protocol::Capability;

use super::*;
use crate::network::{NetworkError, Response};

#[derive(Clone)]
struct NoNetwork;

impl Network for NoNetwork {
    async fn ask(&self, _: Request) -> Result<Response, NetworkError> {
        Err(NetworkError::Late)
    }

    async fn watch(&self, _: MailboxId, _: Capability, _: impl Fn(Heard) + Send + Sync) {
        std::future::pending::<()>().await;
    }
}

fn start(path: &Path) -> Runner {
    Runner::start(Setup::new(Folder::open(path).unwrap(), NoNetwork))
}

async fn check_ins(runner: &Runner) -> usize {
    match runner.sees(Area::CheckIn).await {
        Ok(Some(View::CheckIn(view))) => {
            view.earlier.len() + view.further + usize::from(view.draft.is_some())
        }
        other => panic!("not a check-in: {other:?}"),
    }
}

#[tokio::test]
async fn what_she_did_is_kept_when_it_stops_and_shown_when_it_starts_again() {
    let place = tempfile::tempdir().unwrap();
    let ana = start(place.path());
    ana.open_with_device().await.unwrap();
    ana.does(Intent::CheckIn(check_in::Intent::Begin));
    ana.does(Intent::CheckIn(check_in::Intent::Skip));
    ana.stop().await;
    let ana = start(place.path());
    assert!(matches!(ana.sees(Area::CheckIn).await, Ok(None)), "locked");
    ana.open_with_device().await.unwrap();
    assert_eq!(check_ins(&ana).await, 1);
    ana.stop().await;
}

#[tokio::test]
async fn a_stopped_client_says_so_and_leaves_its_folder_free() {
    let place = tempfile::tempdir().unwrap();
    let ana = start(place.path());
    ana.open_with_device().await.unwrap();
    let other_handle = ana.clone();
    ana.stop().await;
    assert_eq!(other_handle.sees(Area::Vault).await, Err(Stopped));
    assert_eq!(other_handle.until(Area::Vault, Some).await, Err(Stopped));
    assert!(Folder::open(place.path()).is_ok());
}

#[tokio::test]
async fn without_its_device_key_a_vault_stays_shut_and_is_not_begun_anew() {
    let place = tempfile::tempdir().unwrap();
    let ana = start(place.path());
    ana.open_with_device().await.unwrap();
    ana.stop().await;
    std::fs::remove_file(place.path().join("device-key")).unwrap();
    let ana = start(place.path());
    assert_eq!(ana.open_with_device().await, Err(Stopped));
    let view = ana.sees(Area::Vault).await.unwrap();
    assert!(matches!(view, Some(View::Vault(VaultView::Locked { failure: Some(_), .. }))));
    ana.stop().await;
}
