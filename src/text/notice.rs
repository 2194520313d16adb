//! What a toast says: the headline's sentence, what it means for the practice, between when and when.

use jiff::Timestamp;

use super::{Language, Words};
use crate::domain::health::Health;
use crate::domain::identity::AccountRef;
use crate::domain::notice::{Impact, Notice, Topic, What};
use crate::domain::probe::Refusal;

/// The words of a toast; plain text without markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToastText {
    /// Place and problem.
    pub title: String,
    /// What it means and since when.
    pub body: String,
}

impl Words {
    /// The words for a notice.
    pub fn notice(&self, notice: &Notice) -> ToastText {
        match &notice.what {
            What::Trouble { account, health, between, impact, others, reminder } => {
                let mut sentences = Vec::new();
                if *reminder {
                    sentences.push(self.language.reminder_mark().to_owned());
                }
                sentences.push(self.language.impact(*impact, health));
                sentences.push(self.between(health, *between));
                sentences.extend(self.language.others(*others));
                sentences.extend(self.language.no_further_attempt(health).map(str::to_owned));
                ToastText {
                    title: self.problem(&notice.name, &account.user, health),
                    body: sentences.join(" "),
                }
            }
            What::AllClear { account, since } => ToastText {
                title: self.language.fine_again(&notice.name),
                body: self.all_clear(notice.topic, account, *since, notice.at),
            },
        }
    }

    /// Between when and when it changed: "Geändert zwischen gestern, 18:02 und heute, 08:12."
    pub fn between(&self, health: &Health, between: (Option<Timestamp>, Timestamp)) -> String {
        let after = self.moment(between.1);
        // A change within the same minute has one time.
        let before = between.0.map(|at| self.moment(at)).filter(|before| *before != after);
        let has_both = between.0.is_some();
        match (self.language, Began::of(health), before) {
            (Language::German, Began::Changed, Some(before)) => {
                format!("Geändert zwischen {before} und {after}.")
            }
            (Language::English, Began::Changed, Some(before)) => {
                format!("Changed between {before} and {after}.")
            }
            (Language::German, Began::Locked, Some(before)) => {
                format!("Gesperrt zwischen {before} und {after}.")
            }
            (Language::English, Began::Locked, Some(before)) => {
                format!("Locked between {before} and {after}.")
            }
            (Language::German, Began::Noticed, Some(before)) => {
                format!("Bemerkt {after}; zuletzt in Ordnung {before}.")
            }
            (Language::English, Began::Noticed, Some(before)) => {
                format!("Noticed {after}; last fine {before}.")
            }
            (Language::German, Began::Changed, None) if has_both => {
                format!("Geändert {after}.")
            }
            (Language::English, Began::Changed, None) if has_both => {
                format!("Changed {after}.")
            }
            (Language::German, Began::Changed | Began::Locked | Began::Noticed, None) => {
                format!("Bemerkt {after}.")
            }
            (Language::English, Began::Changed | Began::Locked | Began::Noticed, None) => {
                format!("Noticed {after}.")
            }
        }
    }

    /// The end of a trouble: "Anmeldung als „local“ gelingt wieder (seit 08:53, nach 41 Minuten)."
    pub fn all_clear(
        &self,
        topic: Topic,
        account: &AccountRef,
        since: Timestamp,
        at: Timestamp,
    ) -> String {
        let span = self.language.duration(at.duration_since(since));
        let user = self.language.quoted(account.user.as_str());
        let what = match (self.language, topic) {
            (Language::German, Topic::Credential) => format!("Anmeldung als {user} gelingt wieder"),
            (Language::German, Topic::Certificate) => {
                "Das Zertifikat ist bestätigt, die Überwachung läuft wieder".to_owned()
            }
            (Language::German, Topic::Reach) => "Der Konnektor antwortet wieder".to_owned(),
            (Language::German, Topic::Store) => {
                "Passwortspeicher und Aufzeichnungen sind wieder lesbar".to_owned()
            }
            (Language::English, Topic::Credential) => format!("Login as {user} succeeds again"),
            (Language::English, Topic::Certificate) => {
                "The certificate is confirmed, watching goes on".to_owned()
            }
            (Language::English, Topic::Reach) => "The connector answers again".to_owned(),
            (Language::English, Topic::Store) => {
                "Password store and records are readable again".to_owned()
            }
        };
        let from = self.until(at);
        match self.language {
            Language::German => format!("{what} (seit {from}, nach {span})."),
            Language::English => format!("{what} (since {from}, after {span})."),
        }
    }
}

impl Language {
    /// What a trouble means for the practice.
    pub fn impact(self, impact: Impact, health: &Health) -> String {
        match (self, impact) {
            (Self::German, Impact::CardsGoOn) => {
                "Karten einlesen geht weiter, betroffen ist nur die Konnektor-Wartung.".to_owned()
            }
            (Self::English, Impact::CardsGoOn) => {
                "Reading cards goes on, only connector maintenance is affected.".to_owned()
            }
            (Self::German, Impact::MaintenanceOnly) => {
                "Betroffen ist, soweit bekannt, nur die Konnektor-Wartung.".to_owned()
            }
            (Self::English, Impact::MaintenanceOnly) => {
                "As far as known, only connector maintenance is affected.".to_owned()
            }
            (Self::German, Impact::CardsMayFail) => {
                format!("Karten einlesen kann ausfallen{}.", cards_german(health))
            }
            (Self::English, Impact::CardsMayFail) => {
                format!("Reading cards may fail{}.", cards_english(health))
            }
            (Self::German, Impact::WatchRests) => rests_german(health).to_owned(),
            (Self::English, Impact::WatchRests) => rests_english(health).to_owned(),
        }
    }

    const fn no_further_attempt(self, health: &Health) -> Option<&'static str> {
        if !health.is_drift() {
            return None;
        }
        Some(match self {
            Self::German => "Es wird nicht weiter versucht.",
            Self::English => "No further attempt is made.",
        })
    }

    fn others(self, others: usize) -> Option<String> {
        match (self, others) {
            (Self::German | Self::English, 0) => None,
            (Self::German, 1) => Some("Ein weiterer Zugang ist betroffen.".to_owned()),
            (Self::German, _) => Some(format!("{others} weitere Zugänge sind betroffen.")),
            (Self::English, 1) => Some("One more account is affected.".to_owned()),
            (Self::English, _) => Some(format!("{others} more accounts are affected.")),
        }
    }

    const fn reminder_mark(self) -> &'static str {
        match self {
            Self::German => "Erinnerung:",
            Self::English => "Reminder:",
        }
    }

    fn fine_again(self, place: &str) -> String {
        match self {
            Self::German => format!("{place}: wieder in Ordnung"),
            Self::English => format!("{place}: fine again"),
        }
    }
}

/// How a trouble began, as far as a sentence can say.
enum Began {
    /// Somebody changed the password.
    Changed,
    /// The account was locked.
    Locked,
    /// Only the moment is known at which it was noticed.
    Noticed,
}

impl Began {
    const fn of(health: &Health) -> Self {
        match health {
            Health::Refused(_) => Self::Changed,
            Health::Locked => Self::Locked,
            Health::Checking
            | Health::Proven
            | Health::ContextWrong(_)
            | Health::ChangeDemanded(_)
            | Health::Unclear(_)
            | Health::Unreachable(_)
            | Health::Untrusted(_)
            | Health::Unverifiable(_)
            | Health::Disagreement
            | Health::KeyringUnavailable(_)
            | Health::StoreUnavailable
            | Health::WatchedElsewhere(_)
            | Health::NotSetUp(_) => Self::Noticed,
        }
    }
}

const fn cards_german(health: &Health) -> &'static str {
    match health {
        Health::Refused(
            Refusal::Credential(_) | Refusal::ClientsystemUnknown | Refusal::Reported,
        ) => ", wenn x.concept noch das alte Passwort verwendet",
        Health::Refused(Refusal::ChangeDemanded(_)) | Health::ChangeDemanded(_) => {
            ", bis ein neues Passwort gesetzt ist"
        }
        Health::Refused(Refusal::Locked(_)) | Health::Locked => ", solange der Zugang gesperrt ist",
        Health::Unreachable(_) => ", solange der Konnektor nicht erreichbar ist",
        Health::ContextWrong(_) => ", wenn in x.concept dieselben Angaben stehen",
        Health::Checking
        | Health::Proven
        | Health::Unclear(_)
        | Health::Untrusted(_)
        | Health::Unverifiable(_)
        | Health::Disagreement
        | Health::KeyringUnavailable(_)
        | Health::StoreUnavailable
        | Health::WatchedElsewhere(_)
        | Health::NotSetUp(_) => "",
    }
}

const fn cards_english(health: &Health) -> &'static str {
    match health {
        Health::Refused(
            Refusal::Credential(_) | Refusal::ClientsystemUnknown | Refusal::Reported,
        ) => " if x.concept still uses the old password",
        Health::Refused(Refusal::ChangeDemanded(_)) | Health::ChangeDemanded(_) => {
            " until a new password is set"
        }
        Health::Refused(Refusal::Locked(_)) | Health::Locked => " while the account is locked",
        Health::Unreachable(_) => " while the connector is unreachable",
        Health::ContextWrong(_) => " if x.concept uses the same values",
        Health::Checking
        | Health::Proven
        | Health::Unclear(_)
        | Health::Untrusted(_)
        | Health::Unverifiable(_)
        | Health::Disagreement
        | Health::KeyringUnavailable(_)
        | Health::StoreUnavailable
        | Health::WatchedElsewhere(_)
        | Health::NotSetUp(_) => "",
    }
}

const fn rests_german(health: &Health) -> &'static str {
    match health {
        Health::Untrusted(_) => {
            "Üblich nach Firmware-Update oder Gerätetausch. Bis zur Bestätigung wird kein Passwort \
             gesendet; die Überwachung ruht."
        }
        Health::KeyringUnavailable(_) => {
            "Die Überwachung ruht, bis der Passwortspeicher wieder lesbar ist."
        }
        Health::StoreUnavailable => {
            "Die Überwachung ruht, bis die Aufzeichnungen wieder geschrieben werden können."
        }
        Health::Checking
        | Health::Proven
        | Health::ContextWrong(_)
        | Health::Refused(_)
        | Health::ChangeDemanded(_)
        | Health::Locked
        | Health::Unclear(_)
        | Health::Unreachable(_)
        | Health::Unverifiable(_)
        | Health::Disagreement
        | Health::WatchedElsewhere(_)
        | Health::NotSetUp(_) => "Die Überwachung ruht, bis jemand entscheidet.",
    }
}

const fn rests_english(health: &Health) -> &'static str {
    match health {
        Health::Untrusted(_) => {
            "Usual after a firmware update or a replacement of the device. Until it is confirmed no \
             password is sent; watching rests."
        }
        Health::KeyringUnavailable(_) => {
            "Watching rests until the password store is readable again."
        }
        Health::StoreUnavailable => "Watching rests until the records can be written again.",
        Health::Checking
        | Health::Proven
        | Health::ContextWrong(_)
        | Health::Refused(_)
        | Health::ChangeDemanded(_)
        | Health::Locked
        | Health::Unclear(_)
        | Health::Unreachable(_)
        | Health::Unverifiable(_)
        | Health::Disagreement
        | Health::WatchedElsewhere(_)
        | Health::NotSetUp(_) => "Watching rests until somebody decides.",
    }
}
