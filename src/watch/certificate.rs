//! The client certificate of the mode CERTIFICATE: reading its file, keeping its password.
//!
//! The password goes into the keyring under the hash of the file, so that another file never meets it.

use secrecy::SecretString;
use sha2::{Digest, Sha256};

use super::Error;
use crate::connector::tls::ClientIdentity;
use crate::domain::identity::ConnectorId;
use crate::domain::profile::{ConnectorProfile, Encryption};
use crate::platform::files;
use crate::platform::folders::Folders;
use crate::store::keyring::{self, Keyring};

/// A PKCS#12 or PEM file is smaller.
const MOST_BYTES: u64 = 256 * 1024;

/// Reads the certificate with the password that the keyring has for its file; none in other modes.
/// Blocks.
///
/// # Errors
/// [`Error::Certificate`], [`Error::CertificateFile`].
pub(super) fn load(
    folders: &Folders,
    keyring: &Keyring,
    profile: &ConnectorProfile,
) -> Result<Option<ClientIdentity>, Error> {
    let Some(content) = content(folders, profile)? else { return Ok(None) };
    let password = keyring.passphrase(&profile.id, &hash(&content)).ok();
    Ok(Some(ClientIdentity::from_file(&content, password.as_ref())?))
}

/// Tries the password on the profile's file and keeps it if it opens the file. Nothing is sent. Blocks.
///
/// # Errors
/// [`Error::NoCertificateMode`], [`Error::Certificate`] if it does not open the file,
/// [`Error::CertificateFile`], [`Error::Keyring`].
pub(super) fn unlock(
    folders: &Folders,
    keyring: &Keyring,
    profile: &ConnectorProfile,
    password: &SecretString,
) -> Result<(), Error> {
    let Some(content) = content(folders, profile)? else {
        return Err(Error::NoCertificateMode(profile.id.to_string()));
    };
    ClientIdentity::from_file(&content, Some(password))?;
    store(keyring, &profile.id, &hash(&content), password)?;
    Ok(())
}

/// A password that opens the file takes the place of one that does not.
fn store(
    keyring: &Keyring,
    connector: &ConnectorId,
    file: &[u8; 32],
    password: &SecretString,
) -> Result<(), keyring::Error> {
    match keyring.store_passphrase(connector, file, password) {
        Err(keyring::Error::Exists) => {
            keyring.delete_passphrase(connector, file)?;
            keyring.store_passphrase(connector, file, password)
        }
        stored => stored,
    }
}

fn content(folders: &Folders, profile: &ConnectorProfile) -> Result<Option<Vec<u8>>, Error> {
    let Encryption::TlsCertificate { file } = &profile.encryption else { return Ok(None) };
    let path = folders.settings.join(file);
    files::read_bounded(&path, MOST_BYTES).map(Some).map_err(Error::CertificateFile)
}

fn hash(content: &[u8]) -> [u8; 32] {
    Sha256::digest(content).into()
}
