//! The journal in words: what happened, where, to whom, by whom. And the report, a plain text to save or
//! to send to the service provider; like the journal it holds no secret.

use super::{Language, Words};
use crate::domain::probe::{ChangeReason, Doubt, Refusal};
use crate::domain::record::{Reveal, Step, Subject};
use crate::watch::HistoryEntry;

impl Words {
    /// One entry as a line: "24.11.2026, 08:12:05 · Praxis Köln · Konnektor-Wartung · local: Anmeldung
    /// abgelehnt (…) · anna an EMPFANG-1, Konsole".
    pub fn history_line(&self, entry: &HistoryEntry) -> String {
        let moment = self.full_moment(entry);
        let who = self.history_account(entry);
        let step = self.language.history_step(&entry.record.step);
        let line = match self.language.author(&entry.record.by) {
            Some(author) => format!("{moment} · {who}: {step} · {author}"),
            None => format!("{moment} · {who}: {step}"),
        };
        line.replace(char::is_control, " ")
    }

    /// The account of an entry: "Praxis Köln · Konnektor-Wartung · local".
    pub fn history_account(&self, entry: &HistoryEntry) -> String {
        let account = &entry.account;
        let plane = self.language.plane(account.plane);
        format!("{} · {plane} · {}", entry.place, account.user)
    }

    /// The report: a text file with a heading and a line for each entry, the newest first.
    pub fn report(&self, entries: &[HistoryEntry]) -> String {
        let made = self.zone.to_datetime(self.now).strftime(self.language.full_format());
        let (title, count, none) = match self.language {
            Language::German => (
                format!("Konnektorwart: Verlauf, erstellt am {made}"),
                format!(
                    "{} Einträge, neueste zuerst. Passwörter stehen nicht darin.",
                    entries.len()
                ),
                "Es ist noch nichts aufgezeichnet.",
            ),
            Language::English => (
                format!("Konnektorwart: history, made on {made}"),
                format!("{} entries, newest first. It holds no passwords.", entries.len()),
                "Nothing has been recorded yet.",
            ),
        };
        let mut lines = vec![title];
        match entries {
            [] => lines.push(none.to_owned()),
            entries => {
                lines.push(count);
                lines.push(String::new());
                lines.extend(entries.iter().map(|entry| self.history_line(entry)));
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }

    fn full_moment(&self, entry: &HistoryEntry) -> String {
        let at = self.zone.to_datetime(entry.record.at);
        at.strftime(self.language.full_format()).to_string()
    }
}

impl Language {
    /// What happened, in words.
    pub fn history_step(self, step: &Step) -> String {
        match self {
            Self::German => german(step),
            Self::English => english(step),
        }
    }

    /// Who did it, from `user@machine program`: "anna an EMPFANG-1, Konsole"; none for a record without
    /// an author.
    pub fn author(self, by: &str) -> Option<String> {
        let by = by.trim();
        let (person, program) = by.rsplit_once(' ').unwrap_or((by, ""));
        let (user, machine) = person.rsplit_once('@')?;
        let program = match (self, program) {
            (Self::German | Self::English, "") => String::new(),
            (Self::German, "tray") => ", Infobereich".to_owned(),
            (Self::English, "tray") => ", notification area".to_owned(),
            (Self::German, "console") => ", Konsole".to_owned(),
            (Self::German | Self::English, other) => format!(", {other}"),
        };
        Some(match self {
            Self::German => format!("{user} an {machine}{program}"),
            Self::English => format!("{user} on {machine}{program}"),
        })
    }

    /// Date with year, and the time with seconds.
    const fn full_format(self) -> &'static str {
        match self {
            Self::German => "%d.%m.%Y, %H:%M:%S",
            Self::English => "%-d %b %Y, %H:%M:%S",
        }
    }
}

fn german(step: &Step) -> String {
    match step {
        Step::Adopted { proven: true, task: false, generation: _ } => {
            "Passwort übernommen und gespeichert".to_owned()
        }
        Step::Adopted { proven: true, task: true, generation: _ } => {
            "Geändertes Passwort übernommen und gespeichert; in x.concept noch eintragen".to_owned()
        }
        Step::Adopted { proven: false, task: _, generation: _ } => {
            "Passwort ohne Beweis übernommen und gespeichert".to_owned()
        }
        Step::Prepared { generation: _ } => {
            "Neues Passwort erzeugt und gespeichert, noch nicht verwendet".to_owned()
        }
        Step::Handed { generation: _ } => "Neues Passwort ausgegeben".to_owned(),
        Step::Setting { generation: _ } => "Änderung am Konnektor begonnen".to_owned(),
        Step::Set { generation: _ } => "Konnektor hat die Änderung bestätigt".to_owned(),
        Step::Abandoned { generation: _ } => {
            "Änderung aufgegeben, altes Passwort bleibt".to_owned()
        }
        Step::Asked => "Ein Anmeldeversuch wurde bestätigt".to_owned(),
        Step::Trying { subject } => format!("Anmeldung mit {} begonnen", german_subject(*subject)),
        Step::Unsent { subject } => {
            format!("Nichts gesendet, {} nicht geprüft", german_nominative(*subject))
        }
        Step::Proven { subject } => format!("Anmeldung mit {} gelungen", german_subject(*subject)),
        Step::Refused { subject, refusal } => {
            let why = german_refusal(*refusal);
            format!("Anmeldung mit {} abgelehnt ({why})", german_subject(*subject))
        }
        Step::Doubtful { subject, doubt } => {
            let why = german_doubt(doubt);
            format!("Anmeldung mit {} unklar ({why})", german_subject(*subject))
        }
        Step::Untrusted { seen } => {
            format!("Konnektor zeigt ein neues Zertifikat {}", seen.grouped())
        }
        Step::Trusted { seen } => format!("Zertifikat bestätigt {}", seen.grouped()),
        Step::Told { episode: _ } => "Störung gemeldet".to_owned(),
        Step::TaskOpened => "Aufgabe: in x.concept noch eintragen".to_owned(),
        Step::TaskDone => "Aufgabe erledigt: in x.concept eingetragen".to_owned(),
        Step::Revealed { generation: _, how: Reveal::Shown } => "Passwort angezeigt".to_owned(),
        Step::Revealed { generation: _, how: Reveal::Copied } => {
            "Passwort in die Zwischenablage kopiert".to_owned()
        }
    }
}

const fn german_subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Stored(_) => "dem gespeicherten Passwort",
        Subject::Typed => "einem eingegebenen Passwort",
    }
}

const fn german_nominative(subject: Subject) -> &'static str {
    match subject {
        Subject::Stored(_) => "das gespeicherte Passwort",
        Subject::Typed => "das eingegebene Passwort",
    }
}

fn german_refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::Credential(status) => format!("Antwort {status}"),
        Refusal::ClientsystemUnknown => "Fehler 4204: Zugangsdaten oder Clientsystem".to_owned(),
        Refusal::ChangeDemanded(ChangeReason::Initial) => {
            "Anfangspasswort, Änderung verlangt".into()
        }
        Refusal::ChangeDemanded(ChangeReason::Expired) => {
            "abgelaufen, Änderung verlangt".to_owned()
        }
        Refusal::ChangeDemanded(ChangeReason::Unknown) => "Änderung verlangt".to_owned(),
        Refusal::Locked(status) => format!("gesperrt, Antwort {status}"),
        Refusal::Reported => "bei einem anderen Benutzer dieses Rechners".to_owned(),
    }
}

fn german_doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Silent(_) => "keine vollständige Antwort".to_owned(),
        Doubt::Status(status) => format!("unbekannte Antwort {status}"),
        Doubt::Fault(code) => format!("Fehler {code}"),
        Doubt::ForeignBody => "unerwarteter Inhalt".to_owned(),
        Doubt::Unfinished => "Programm wurde unterbrochen".to_owned(),
    }
}

fn english(step: &Step) -> String {
    match step {
        Step::Adopted { proven: true, task: false, generation: _ } => {
            "password taken over and stored".to_owned()
        }
        Step::Adopted { proven: true, task: true, generation: _ } => {
            "changed password taken over and stored; still to be entered in x.concept".to_owned()
        }
        Step::Adopted { proven: false, task: _, generation: _ } => {
            "password taken over and stored without a proof".to_owned()
        }
        Step::Prepared { generation: _ } => "new password made and stored, not used yet".to_owned(),
        Step::Handed { generation: _ } => "new password handed out".to_owned(),
        Step::Setting { generation: _ } => "change on the connector begun".to_owned(),
        Step::Set { generation: _ } => "connector confirmed the change".to_owned(),
        Step::Abandoned { generation: _ } => "change given up, the old password stays".to_owned(),
        Step::Asked => "one login attempt was confirmed".to_owned(),
        Step::Trying { subject } => format!("login with {} begun", english_subject(*subject)),
        Step::Unsent { subject } => {
            format!("nothing sent, {} not checked", english_subject(*subject))
        }
        Step::Proven { subject } => format!("login with {} succeeded", english_subject(*subject)),
        Step::Refused { subject, refusal } => {
            let why = english_refusal(*refusal);
            format!("login with {} refused ({why})", english_subject(*subject))
        }
        Step::Doubtful { subject, doubt } => {
            let why = english_doubt(doubt);
            format!("login with {} unclear ({why})", english_subject(*subject))
        }
        Step::Untrusted { seen } => format!("connector shows a new certificate {}", seen.grouped()),
        Step::Trusted { seen } => format!("certificate confirmed {}", seen.grouped()),
        Step::Told { episode: _ } => "trouble told".to_owned(),
        Step::TaskOpened => "task: still to be entered in x.concept".to_owned(),
        Step::TaskDone => "task done: entered in x.concept".to_owned(),
        Step::Revealed { generation: _, how: Reveal::Shown } => "password shown".to_owned(),
        Step::Revealed { generation: _, how: Reveal::Copied } => {
            "password copied to the clipboard".to_owned()
        }
    }
}

const fn english_subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Stored(_) => "the stored password",
        Subject::Typed => "a typed password",
    }
}

fn english_refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::Credential(status) => format!("answer {status}"),
        Refusal::ClientsystemUnknown => "error 4204: credentials or Clientsystem".to_owned(),
        Refusal::ChangeDemanded(ChangeReason::Initial) => {
            "initial password, change demanded".into()
        }
        Refusal::ChangeDemanded(ChangeReason::Expired) => "expired, change demanded".to_owned(),
        Refusal::ChangeDemanded(ChangeReason::Unknown) => "change demanded".to_owned(),
        Refusal::Locked(status) => format!("locked, answer {status}"),
        Refusal::Reported => "for another user of this computer".to_owned(),
    }
}

fn english_doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Silent(_) => "no complete answer".to_owned(),
        Doubt::Status(status) => format!("unknown answer {status}"),
        Doubt::Fault(code) => format!("error {code}"),
        Doubt::ForeignBody => "unexpected content".to_owned(),
        Doubt::Unfinished => "the program was interrupted".to_owned(),
    }
}

#[cfg(test)]
mod tests;
