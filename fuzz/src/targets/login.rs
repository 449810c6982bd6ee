//! Messages of a sign-in, which anyone can send to a server, and any server to a client.

use std::sync::LazyLock;

use login::{Registration, RegistrationRecord, ServerSetup, SignIn};
use protocol::account::{AccountName, OpaqueMessage};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

static SERVER: LazyLock<(ServerSetup, AccountName)> = LazyLock::new(|| {
    let name = "quiet-harbour-4821".parse().expect("a name");
    (ServerSetup::make(&mut ChaCha20Rng::from_seed([1; 32])), name)
});

/// Whatever a server reads: every message of a client, and what it keeps itself. No bytes sign anybody in.
pub(crate) fn server(bytes: &[u8]) {
    let (setup, name) = &*SERVER;
    let (message, mut rng) = (OpaqueMessage(bytes.to_vec()), ChaCha20Rng::from_seed([2; 32]));
    let _ = setup.register(name, &message);
    if let Ok(kept) = ServerSetup::decode(bytes) {
        assert_eq!(kept.expose().as_slice(), bytes);
    }
    if let Ok(record) = RegistrationRecord::accept(&message) {
        assert_eq!(record.encode()[1..], *bytes);
        assert!(RegistrationRecord::decode(&record.encode()) == Ok(record));
    }
    let record = RegistrationRecord::decode(bytes).ok();
    let (_, request) = SignIn::start(b"slow river", &mut rng).expect("short");
    if let Ok((pending, _)) = setup.start_sign_in(record.as_ref(), name, &request, &mut rng) {
        assert!(pending.finish(&message).is_err());
    }
    let _ = setup.start_sign_in(None, name, &message, &mut rng);
}

/// Whatever a client reads. No answer gives a key to somebody who never registered.
pub(crate) fn client(bytes: &[u8]) {
    let (message, mut rng) = (OpaqueMessage(bytes.to_vec()), ChaCha20Rng::from_seed([3; 32]));
    let name = &SERVER.1;
    let (registration, _) = Registration::start(b"slow river", &mut rng).expect("short");
    let _ = registration.quick().finish(&message, name, &mut rng);
    let (sign_in, _) = SignIn::start(b"slow river", &mut rng).expect("short");
    assert!(sign_in.quick().finish(&message, name, &mut rng).is_err());
}
