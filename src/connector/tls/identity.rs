//! The client certificate of the mode CERTIFICATE: PEM or PKCS#12, opened with its password.

use std::fmt;
use std::sync::Arc;

use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use secrecy::{ExposeSecret, SecretString};

/// Says why a client certificate cannot be used. Nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Neither PEM nor PKCS#12.
    #[error("neither a PEM nor a PKCS#12 file")]
    Format,
    /// PKCS#12 that does not open: wrong password, or damaged.
    #[error("the PKCS#12 file does not open with this password")]
    Password,
    /// A file without certificate or without private key.
    #[error("the file has no certificate with a private key")]
    NoKey,
    /// An encrypted PEM key; PKCS#12 is the format for a key with a password.
    #[error("the PEM file's key is encrypted; a PKCS#12 file is needed")]
    EncryptedPem,
    /// A kind of key that cannot sign a handshake here: brainpool, DSA.
    #[error("a key of this kind is not supported")]
    Key,
}

/// A client certificate with its private key, ready for handshakes.
#[derive(Clone)]
pub struct ClientIdentity(Arc<CertifiedKey>);

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientIdentity")
    }
}

impl ClientIdentity {
    /// Reads the content of a PEM or PKCS#12 file; `password` is for PKCS#12 only.
    ///
    /// # Errors
    /// See [`Error`]; the password is in none of them.
    pub fn from_file(content: &[u8], password: Option<&SecretString>) -> Result<Self, Error> {
        let is_pem = content.windows(11).any(|window| window == b"-----BEGIN ");
        let (chain, key) = if is_pem { pem(content)? } else { pkcs12(content, password)? };
        let key = rustls::crypto::ring::sign::any_supported_type(&key).map_err(|_| Error::Key)?;
        Ok(Self(Arc::new(CertifiedKey::new(chain, key))))
    }

    pub(super) fn certified_key(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.0)
    }
}

type ChainAndKey = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn pem(content: &[u8]) -> Result<ChainAndKey, Error> {
    let chain: Vec<_> = CertificateDer::pem_slice_iter(content)
        .collect::<Result<_, _>>()
        .map_err(|_| Error::Format)?;
    let encrypted = b"BEGIN ENCRYPTED PRIVATE KEY";
    let key = match PrivateKeyDer::from_pem_slice(content) {
        Ok(key) => key,
        Err(_) if content.windows(encrypted.len()).any(|window| window == encrypted) => {
            return Err(Error::EncryptedPem);
        }
        Err(_) => return Err(Error::NoKey),
    };
    if chain.is_empty() { Err(Error::NoKey) } else { Ok((chain, key)) }
}

fn pkcs12(content: &[u8], password: Option<&SecretString>) -> Result<ChainAndKey, Error> {
    // Every PKCS#12 file is one ASN.1 SEQUENCE.
    if content.first() != Some(&0x30) {
        return Err(Error::Format);
    }
    let password = password.map_or("", |password| password.expose_secret());
    let store = KeyStore::from_pkcs12(content, password, Pkcs12ImportPolicy::Relaxed)
        .map_err(|_| Error::Password)?;
    let (_, found) = store.private_key_chain().ok_or(Error::NoKey)?;
    let chain: Vec<_> =
        found.certs().iter().map(|cert| CertificateDer::from(cert.as_der().to_vec())).collect();
    if chain.is_empty() {
        return Err(Error::NoKey);
    }
    Ok((chain, PrivatePkcs8KeyDer::from(found.key().as_der().to_vec()).into()))
}
