//! The bytes of a sealed copy: `KWSEAL` and format, presence, nonce, ChaCha20-Poly1305.
//!
//! Authenticated together with the secret: format, presence, account, generation. So a file that was
//! changed, or renamed to another account or generation, does not open.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::Error;
use crate::domain::identity::{AccountId, Generation};
use crate::platform::presence::Presence;

/// Seals `content`.
///
/// # Errors
/// [`Error::Random`].
pub fn seal(
    key: &[u8; 32],
    place: (&AccountId, Generation),
    presence: &Presence,
    mut content: Zeroizing<Vec<u8>>,
) -> Result<Vec<u8>, Error> {
    let header = header(presence);
    // Random: with 2^96 of them a repetition is out of reach for as many files as a practice writes.
    let mut nonce = [0; NONCE_LEN];
    getrandom::fill(&mut nonce).map_err(Error::Random)?;
    // Where the tag goes; a vector that grows leaves a copy behind.
    let mut sealed =
        Zeroizing::new(Vec::with_capacity(content.len() + CHACHA20_POLY1305.tag_len()));
    sealed.append(&mut content);
    cipher(key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(bound(&header, place)),
            &mut *sealed,
        )
        .map_err(|_| Error::Damaged("it is too long to be sealed"))?;
    Ok([header.as_slice(), &nonce, &sealed].concat())
}

/// Opens what [`seal`] made for this place.
///
/// # Errors
/// [`Error::Damaged`].
pub fn open(
    key: &[u8; 32],
    place: (&AccountId, Generation),
    bytes: Vec<u8>,
) -> Result<(Presence, Zeroizing<Vec<u8>>), Error> {
    let torn = || Error::Damaged("it is torn");
    let rest = bytes.strip_prefix(MAGIC).ok_or(Error::Damaged("it is not in our format"))?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or_else(torn)?;
    let (presence, rest) =
        rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or_else(torn)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or_else(torn)?;
    let header = &bytes[..MAGIC.len() + length.len() + presence.len()];
    let mut content = Zeroizing::new(sealed.to_vec());
    let length = cipher(key)
        .open_in_place(
            Nonce::assume_unique_for_key(*nonce),
            Aad::from(bound(header, place)),
            &mut content,
        )
        .map_err(|_| Error::Damaged("it does not open"))?
        .len();
    content.truncate(length);
    let presence = serde_json::from_slice(presence).map_err(|_| torn())?;
    Ok((presence, content))
}

/// The last byte is the format.
const MAGIC: &[u8] = b"KWSEAL\x01";

fn header(presence: &Presence) -> Vec<u8> {
    let presence = serde_json::to_vec(presence).expect("two short texts are JSON");
    // Some hundred bytes by the promise of `Presence`; a longer one would only not open.
    let length = u16::try_from(presence.len()).unwrap_or(u16::MAX);
    [MAGIC, &length.to_be_bytes(), &presence].concat()
}

/// What is authenticated beside the secret. The account's text cannot run into its neighbours: the
/// header says how long it is itself, and the generation's text has one length.
fn bound(header: &[u8], (account, generation): (&AccountId, Generation)) -> Vec<u8> {
    [header, account.to_string().as_bytes(), b"\0", generation.to_string().as_bytes()].concat()
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key).expect("a key of 32 bytes");
    LessSafeKey::new(key)
}
