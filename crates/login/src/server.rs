//! The server's end. A name that nobody has takes the same steps as one that somebody has.

use core::fmt;

use opaque_ke::{
    CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, ServerLogin,
    ServerLoginParameters, ServerRegistration,
};
use protocol::account::{AccountName, OpaqueMessage};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::BadMessage;
use crate::client::exactly;
use crate::random::Older;
use crate::suite::{CONTEXT, Suite, identifiers};

const VERSION: u8 = 1;
const REGISTRATION_REQUEST_BYTES: usize = 32;
const UPLOAD_BYTES: usize = 192;
const CREDENTIAL_REQUEST_BYTES: usize = 96;
const FINALIZATION_BYTES: usize = 64;
const PUBLIC_KEY_BYTES: usize = 32;

/// The server's own secret, one for all its accounts: with it gone, nobody can sign in with a passphrase again. `Debug`
/// never shows it.
pub struct ServerSetup {
    setup: opaque_ke::ServerSetup<Suite>,
    /// A record of nobody, read where an account's would be, so that both take as long.
    nobody: RegistrationRecord,
}

/// What the server keeps for one account: no passphrase, and nothing to test one with without the server's secret.
/// `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistrationRecord(Zeroizing<[u8; UPLOAD_BYTES]>);

/// A sign-in that was begun. `Debug` shows nothing.
pub struct PendingSignIn {
    state: ServerLogin<Suite>,
    name: AccountName,
}

/// The name or the passphrase is wrong, or the message is none: nobody is told which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("signing in was refused")]
pub struct SignInRefused;

impl ServerSetup {
    /// A new secret. Made once for a server, and kept.
    pub fn make(rng: &mut impl CryptoRng) -> Self {
        Self::with_nobody(opaque_ke::ServerSetup::new(&mut Older(rng)))
    }

    fn with_nobody(setup: opaque_ke::ServerSetup<Suite>) -> Self {
        let mut nobody = Zeroizing::new([0; UPLOAD_BYTES]);
        let own = setup.keypair().public().serialize();
        nobody[..PUBLIC_KEY_BYTES].copy_from_slice(&own);
        Self { setup, nobody: RegistrationRecord(nobody) }
    }

    /// The secret, to be kept: version 1, then as the library writes it.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<Vec<u8>> {
        let secret = Zeroizing::new(<[u8; 128]>::from(self.setup.serialize()));
        let mut bytes = Zeroizing::new(Vec::with_capacity(1 + secret.len()));
        bytes.push(VERSION);
        bytes.extend_from_slice(secret.as_ref());
        bytes
    }

    /// The secret as it was kept.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadMessage> {
        match bytes {
            [VERSION, secret @ ..] if secret.len() == 128 => {
                opaque_ke::ServerSetup::deserialize(secret).map(Self::with_nobody).map_err(|_| BadMessage)
            }
            _ => Err(BadMessage),
        }
    }

    /// Answers the first message of a registration. Nothing is to be remembered between the two.
    pub fn register(&self, name: &AccountName, request: &OpaqueMessage) -> Result<OpaqueMessage, BadMessage> {
        let request = exactly::<REGISTRATION_REQUEST_BYTES>(request)?;
        let request = RegistrationRequest::deserialize(request).map_err(|_| BadMessage)?;
        let started = ServerRegistration::start(&self.setup, request, name.as_str().as_bytes())
            .map_err(|_| BadMessage)?;
        Ok(OpaqueMessage(started.message.serialize().to_vec()))
    }

    /// Answers the first message of a sign-in. Without a record the answer looks like any other, takes as long, and
    /// leads to a refusal.
    pub fn start_sign_in(
        &self,
        record: Option<&RegistrationRecord>,
        name: &AccountName,
        request: &OpaqueMessage,
        rng: &mut impl CryptoRng,
    ) -> Result<(PendingSignIn, OpaqueMessage), BadMessage> {
        let request = exactly::<CREDENTIAL_REQUEST_BYTES>(request)?;
        let request = CredentialRequest::deserialize(request).map_err(|_| BadMessage)?;
        // Reading a record unpacks a point: done for nobody's too, before it is known whether it counts.
        let read = ServerRegistration::deserialize(record.unwrap_or(&self.nobody).0.as_ref());
        let file = read.map_err(|_| BadMessage)?;
        let file = if record.is_some() { Some(file) } else { None };
        let (id, parameters) = (name.as_str().as_bytes(), parameters(name));
        let started = ServerLogin::start(&mut Older(rng), &self.setup, file, request, id, parameters)
            .map_err(|_| BadMessage)?;
        let message = OpaqueMessage(started.message.serialize().to_vec());
        Ok((PendingSignIn { state: started.state, name: name.clone() }, message))
    }
}

impl RegistrationRecord {
    /// The last message of a registration, checked, as what is to be kept.
    pub fn accept(upload: &OpaqueMessage) -> Result<Self, BadMessage> {
        let record = Self::of(&upload.0)?;
        RegistrationUpload::<Suite>::deserialize(record.0.as_ref()).map_err(|_| BadMessage)?;
        Ok(record)
    }

    /// The record, to be kept: version 1, then as the library writes it.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        [&[VERSION], self.0.as_slice()].concat()
    }

    /// The record as it was kept. What it holds was checked when it was accepted and is read by
    /// [`ServerSetup::start_sign_in`]: done here too, it would take longer for a name that somebody has.
    pub fn decode(bytes: &[u8]) -> Result<Self, BadMessage> {
        match bytes {
            [VERSION, record @ ..] => Self::of(record),
            _ => Err(BadMessage),
        }
    }

    fn of(bytes: &[u8]) -> Result<Self, BadMessage> {
        Ok(Self(Zeroizing::new(bytes.try_into().map_err(|_| BadMessage)?)))
    }
}

impl PendingSignIn {
    /// Whether the client proved that it has the passphrase.
    pub fn finish(self, finalization: &OpaqueMessage) -> Result<(), SignInRefused> {
        let message = exactly::<FINALIZATION_BYTES>(finalization).map_err(|_| SignInRefused)?;
        let message = CredentialFinalization::deserialize(message).map_err(|_| SignInRefused)?;
        self.state.finish(message, parameters(&self.name)).map(|_| ()).map_err(|_| SignInRefused)
    }
}

fn parameters(name: &AccountName) -> ServerLoginParameters<'_, '_> {
    ServerLoginParameters { context: Some(CONTEXT), identifiers: identifiers(name) }
}

impl fmt::Debug for ServerSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerSetup(hidden)")
    }
}

impl fmt::Debug for RegistrationRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RegistrationRecord(hidden)")
    }
}

impl fmt::Debug for PendingSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingSignIn(hidden)")
    }
}
