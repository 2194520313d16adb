//! Bytes of a block: `magic 4 | sequence 8 | account 32 | length 2 | JSON | zeros | checksum 32`.
//!
//! Decides which slot counts: the newest one whose checksum fits. Numbers are little-endian; the
//! checksum is SHA-256 over everything before it.

use sha2::{Digest, Sha256};

use super::Error;
use crate::domain::record::Note;

/// The size of a slot, the smallest unit that disks write.
pub const SLOT: usize = 512;
/// Two slots.
pub const BLOCK: usize = 2 * SLOT;

const MAGIC: [u8; 4] = *b"KWN1";
const HEAD: usize = 4 + 8 + 32 + 2;
const CHECKED: usize = SLOT - 32;
const ROOM: usize = CHECKED - HEAD;

/// What a block is.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// An account's, by its hash, with the newest slot.
    Of([u8; 32], Newest),
    /// Nobody's: never used, or its very first write is torn. No note was ever durable in it.
    Free,
    /// Both slots unreadable: no torn write can do that.
    Damaged,
}

/// The newest readable slot of a block.
#[derive(Debug, PartialEq, Eq)]
pub struct Newest {
    /// 0 or 1.
    pub slot: usize,
    /// Its number.
    pub sequence: u64,
    /// The note; none directly after the allocation.
    pub note: Option<Note>,
}

struct Slot {
    sequence: u64,
    account: [u8; 32],
    note: Option<Note>,
}

impl Block {
    /// Reads a block; a short one is filled with zeros.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut whole = [0; BLOCK];
        let length = bytes.len().min(BLOCK);
        whole[..length].copy_from_slice(&bytes[..length]);
        let (first, second) = whole.split_at(SLOT);
        match (read(first), read(second)) {
            (Some(a), Some(b)) if a.account != b.account => Self::Damaged,
            (Some(a), Some(b)) if b.sequence > a.sequence => Self::newest(1, b),
            (Some(a), _) => Self::newest(0, a),
            (None, Some(b)) => Self::newest(1, b),
            // The allocation writes the first slot only; the second one is written after it is
            // durable, and from then on a torn write leaves one of them.
            (None, None) if second.iter().all(|byte| *byte == 0) => Self::Free,
            (None, None) => Self::Damaged,
        }
    }

    fn newest(slot: usize, read: Slot) -> Self {
        let (sequence, note) = (read.sequence, read.note);
        Self::Of(read.account, Newest { slot, sequence, note })
    }
}

/// The bytes of a note.
pub fn payload(note: &Note) -> Result<Vec<u8>, Error> {
    let bytes = serde_json::to_vec(note).expect("a note is plain text");
    if bytes.len() > ROOM { Err(Error::TooLong) } else { Ok(bytes) }
}

/// The bytes of a slot; `payload` fits into it.
pub fn slot(account: &[u8; 32], sequence: u64, payload: &[u8]) -> [u8; SLOT] {
    let mut bytes = [0; SLOT];
    let length = u16::try_from(payload.len()).expect("a payload fits into a slot");
    bytes[..4].copy_from_slice(&MAGIC);
    bytes[4..12].copy_from_slice(&sequence.to_le_bytes());
    bytes[12..44].copy_from_slice(account);
    bytes[44..HEAD].copy_from_slice(&length.to_le_bytes());
    bytes[HEAD..HEAD + payload.len()].copy_from_slice(payload);
    let checksum = Sha256::digest(&bytes[..CHECKED]);
    bytes[CHECKED..].copy_from_slice(&checksum);
    bytes
}

/// The bytes of a block that belongs to an account and holds no note.
pub fn fresh_block(account: &[u8; 32]) -> [u8; BLOCK] {
    let mut bytes = [0; BLOCK];
    bytes[..SLOT].copy_from_slice(&slot(account, 1, &[]));
    bytes
}

fn read(bytes: &[u8]) -> Option<Slot> {
    let checksum = Sha256::digest(&bytes[..CHECKED]);
    if bytes[..4] != MAGIC || bytes[CHECKED..] != checksum[..] {
        return None;
    }
    let length = usize::from(u16::from_le_bytes(bytes[44..HEAD].try_into().ok()?));
    let payload = bytes[..CHECKED].get(HEAD..HEAD + length)?;
    let note = match payload {
        [] => None,
        json => Some(serde_json::from_slice(json).ok()?),
    };
    Some(Slot {
        sequence: u64::from_le_bytes(bytes[4..12].try_into().ok()?),
        account: bytes[12..44].try_into().ok()?,
        note,
    })
}
