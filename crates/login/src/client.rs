//! The client's end. The passphrase comes in the form in which it is compared (RFC 8265), as `crypto` makes it.

use core::fmt;

use opaque_ke::errors::ProtocolError;
use opaque_ke::{
    ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, RegistrationResponse,
};
use protocol::account::{AccountName, OpaqueMessage};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::BadMessage;
use crate::random::Older;
use crate::suite::{CONTEXT, Stretching, Suite, identifiers};

const REGISTRATION_RESPONSE_BYTES: usize = 64;
const CREDENTIAL_RESPONSE_BYTES: usize = 320;

/// A secret that only the passphrase gives, the same at each sign-in until the passphrase is changed. The server never
/// has it. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct ExportKey(Zeroizing<[u8; 64]>);

impl ExportKey {
    /// The secret, to derive keys from.
    #[must_use]
    pub fn expose(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Debug for ExportKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExportKey(hidden)")
    }
}

/// The longest passphrase that the library hashes.
const PASSPHRASE_BYTES: usize = 65_535;

/// Nobody typed this: it has more than 65,535 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the passphrase is too long")]
pub struct PassphraseTooLong;

/// Why she is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// The name, the passphrase, or the server is another one; which of them cannot be told.
    #[error("the name or the passphrase is wrong")]
    WrongPassphrase,
    /// The server's answer is none.
    #[error(transparent)]
    BadMessage(#[from] BadMessage),
}

/// A passphrase on its way to being registered. `Debug` shows nothing.
pub struct Registration {
    state: ClientRegistration<Suite>,
    passphrase: Zeroizing<Vec<u8>>,
    stretching: Stretching,
}

impl Registration {
    /// Begins; the message goes to the server.
    pub fn start(
        passphrase: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, OpaqueMessage), PassphraseTooLong> {
        let passphrase = short_enough(passphrase)?;
        let started =
            ClientRegistration::start(&mut Older(rng), &passphrase).map_err(|_| PassphraseTooLong)?;
        let message = OpaqueMessage(started.message.serialize().to_vec());
        Ok((Self { state: started.state, passphrase, stretching: Stretching::default() }, message))
    }

    /// Stretches for next to nothing.
    #[cfg(any(test, feature = "quick"))]
    #[must_use]
    pub fn quick(self) -> Self {
        Self { stretching: Stretching::QUICK, ..self }
    }

    /// Stretches, which takes a second, and makes what the server keeps.
    pub fn finish(
        self,
        response: &OpaqueMessage,
        name: &AccountName,
        rng: &mut impl CryptoRng,
    ) -> Result<(OpaqueMessage, ExportKey), BadMessage> {
        let Self { state, passphrase, stretching } = self;
        let response = exactly::<REGISTRATION_RESPONSE_BYTES>(response)?;
        let response = RegistrationResponse::deserialize(response).map_err(|_| BadMessage)?;
        let parameters = ClientRegistrationFinishParameters::new(identifiers(name), Some(&stretching));
        let finished =
            state.finish(&mut Older(rng), &passphrase, response, parameters).map_err(|_| BadMessage)?;
        let key = Zeroizing::new(finished.export_key.into());
        Ok((OpaqueMessage(finished.message.serialize().to_vec()), ExportKey(key)))
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration(hidden)")
    }
}

/// A sign-in on its way. `Debug` shows nothing.
pub struct SignIn {
    state: ClientLogin<Suite>,
    passphrase: Zeroizing<Vec<u8>>,
    stretching: Stretching,
}

impl SignIn {
    /// Begins; the message goes to the server.
    pub fn start(
        passphrase: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, OpaqueMessage), PassphraseTooLong> {
        let passphrase = short_enough(passphrase)?;
        let started = ClientLogin::start(&mut Older(rng), &passphrase).map_err(|_| PassphraseTooLong)?;
        let message = OpaqueMessage(started.message.serialize().to_vec());
        Ok((Self { state: started.state, passphrase, stretching: Stretching::default() }, message))
    }

    /// Stretches for next to nothing.
    #[cfg(any(test, feature = "quick"))]
    #[must_use]
    pub fn quick(self) -> Self {
        Self { stretching: Stretching::QUICK, ..self }
    }

    /// Stretches, which takes a second, checks that the server has her record, and makes what proves to it that she is
    /// who registered.
    pub fn finish(
        self,
        response: &OpaqueMessage,
        name: &AccountName,
        rng: &mut impl CryptoRng,
    ) -> Result<(OpaqueMessage, ExportKey), SignInError> {
        let Self { state, passphrase, stretching } = self;
        let response = exactly::<CREDENTIAL_RESPONSE_BYTES>(response)?;
        let response = CredentialResponse::deserialize(response).map_err(|_| BadMessage)?;
        let parameters =
            ClientLoginFinishParameters::new(Some(CONTEXT), identifiers(name), Some(&stretching));
        let finished =
            state.finish(&mut Older(rng), &passphrase, response, parameters).map_err(
                |error| match error {
                    ProtocolError::InvalidLoginError => SignInError::WrongPassphrase,
                    _ => SignInError::BadMessage(BadMessage),
                },
            )?;
        let key = Zeroizing::new(finished.export_key.into());
        Ok((OpaqueMessage(finished.message.serialize().to_vec()), ExportKey(key)))
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn(hidden)")
    }
}

fn short_enough(passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, PassphraseTooLong> {
    if passphrase.len() > PASSPHRASE_BYTES {
        return Err(PassphraseTooLong);
    }
    Ok(Zeroizing::new(passphrase.to_vec()))
}

/// The library reads what it needs and leaves the rest; a message here has one length.
pub(crate) fn exactly<const N: usize>(message: &OpaqueMessage) -> Result<&[u8], BadMessage> {
    if message.0.len() == N { Ok(&message.0) } else { Err(BadMessage) }
}
