//! The lines of an account's journal and the watcher's note beside it.
//!
//! A record never holds a secret nor its hash. Everything that is remembered of an account is the fold
//! of its records (`standing`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::device::Fingerprint;
use super::identity::Generation;
use super::probe::{Doubt, Outcome, Refusal};

/// One journal line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Counts up over journal, notes and ledger of the account: it orders what clocks cannot.
    pub counter: u64,
    /// When, in UTC; for people only, never compared.
    pub at: Timestamp,
    /// Who: `user@machine program`.
    pub by: String,
    /// What happened.
    #[serde(flatten)]
    pub step: Step,
}

/// The password that an attempt carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A stored password.
    Stored(Generation),
    /// A password that a person typed and that is not stored (SAFETY S5).
    Typed,
}

/// How a stored password came before a person's eyes (SAFETY S14, S22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reveal {
    /// Shown while a button was held.
    #[default]
    Shown,
    /// Copied to the clipboard.
    Copied,
}

/// What happened to an account. The meaning on replay stands in `docs/safety.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// A password was taken over and is stored; `proven` says whether a login proved it.
    Adopted {
        /// The new current generation.
        generation: Generation,
        /// False for a password taken over from a device that checks nothing.
        proven: bool,
        /// Whether it has to be entered in the practice software too: one record, so that no power cut
        /// can part the password from its task.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        task: bool,
    },
    /// A new generation is durable; nothing was sent.
    Prepared {
        /// The new generation.
        generation: Generation,
    },
    /// The generation is about to be shown, copied or given to a hook: it counts as sent (S19).
    Handed {
        /// The new generation.
        generation: Generation,
    },
    /// The change request is about to leave.
    Setting {
        /// The new generation.
        generation: Generation,
    },
    /// The device confirmed the change.
    Set {
        /// The new generation.
        generation: Generation,
    },
    /// The change came to nothing; the old password stays current.
    Abandoned {
        /// The generation that was given up; kept if it was ever sent or handed out (S14).
        generation: Generation,
    },
    /// A person confirmed one attempt (SAFETY 1, *asked*).
    Asked,
    /// An attempt is about to be sent.
    Trying {
        /// What it carries.
        subject: Subject,
    },
    /// The attempt ended without a byte of the secret leaving.
    Unsent {
        /// What it would have carried.
        subject: Subject,
    },
    /// The device authenticated the user.
    Proven {
        /// What the attempt carried.
        subject: Subject,
    },
    /// The device said no.
    Refused {
        /// What the attempt carried.
        subject: Subject,
        /// How.
        refusal: Refusal,
    },
    /// The secret may have left, and nobody knows.
    Doubtful {
        /// What the attempt carried.
        subject: Subject,
        /// Why nobody knows.
        doubt: Doubt,
    },
    /// The device showed a certificate that nobody confirmed.
    Untrusted {
        /// Its fingerprint.
        seen: Fingerprint,
    },
    /// A person confirmed the certificate.
    Trusted {
        /// Its fingerprint.
        seen: Fingerprint,
    },
    /// A person was told of the trouble that began with this record.
    Told {
        /// The counter of the first record of the trouble.
        episode: u64,
    },
    /// A new password has to be entered in the practice software too.
    TaskOpened,
    /// A person says that this is done.
    TaskDone,
    /// A stored password was shown or copied to the clipboard.
    Revealed {
        /// Which one.
        generation: Generation,
        /// How.
        #[serde(default)]
        how: Reveal,
    },
}

/// The watcher's last attempt, kept in two alternating slots beside the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// As in [`Record`]; the outcome keeps the attempt's counter.
    pub counter: u64,
    /// When, in UTC.
    pub at: Timestamp,
    /// The stored password that the attempt carries.
    pub generation: Generation,
    /// How it stands.
    pub state: NoteState,
}

/// How a noted attempt stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteState {
    /// About to be sent; without an outcome it is a doubtful attempt (S1).
    Trying,
    /// Provably nothing left.
    Unsent,
    /// It ended.
    Ended(Outcome),
}
