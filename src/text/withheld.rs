//! Why a check sent no password, and what helps.

use super::{Language, ToastText, Words};
use crate::domain::command::Scope;
use crate::domain::health::Health;
use crate::domain::identity::AccountRef;
use crate::domain::lockout::Withheld;
use crate::domain::probe::Refusal;
use crate::domain::snapshot::{AccountView, Snapshot};

impl Words {
    /// The answer to *Jetzt prüfen*: a line for each account whose password will not be sent, none if all
    /// are checked.
    pub fn not_sent(&self, snapshot: &Snapshot, scope: &Scope) -> Option<ToastText> {
        let is_meant = |account: &AccountRef| match scope {
            Scope::All => true,
            Scope::Connector(id) => account.connector == *id,
            Scope::Account(meant) => account == meant,
        };
        let meant = snapshot.accounts().filter(|(_, account)| is_meant(&account.account));
        let lines: Vec<String> = meant
            .filter_map(|(connector, account)| {
                let why = self.withheld(&standing(account)?);
                Some(match snapshot.accounts().count() {
                    1 => why,
                    _ => format!("{}, {}: {why}", connector.profile.name, self.account(account)),
                })
            })
            .collect();
        let title = self.headline(snapshot);
        (!lines.is_empty()).then(|| ToastText { title, body: lines.join("\n") })
    }

    /// One sentence for the reason and one for the next step: "Nicht erneut geprüft: Dieses Passwort
    /// wurde um 08:12 abgelehnt. Tragen Sie zuerst das geänderte Passwort ein."
    pub fn withheld(&self, withheld: &Withheld) -> String {
        match self.language {
            Language::German => self.withheld_german(withheld),
            Language::English => self.withheld_english(withheld),
        }
    }

    fn withheld_german(&self, withheld: &Withheld) -> String {
        match withheld {
            Withheld::NoPassword => "Nicht geprüft: Es ist kein Passwort gespeichert. Tragen Sie zuerst \
                 das Passwort ein."
                .to_owned(),
            Withheld::Refused { at, refusal: _ } => format!(
                "Nicht erneut geprüft: Dieses Passwort wurde {} abgelehnt. Tragen Sie zuerst das \
                 geänderte Passwort ein.",
                self.at(*at)
            ),
            Withheld::Doubtful { at } => format!(
                "Nicht erneut geprüft: Der Ausgang der Anmeldung {} ist unklar, und eine weitere könnte \
                 den Zugang sperren. Tragen Sie das geltende Passwort ein.",
                self.at(*at)
            ),
            Withheld::NotAnsweredSince { at } => format!(
                "Noch nicht erneut geprüft: Seit der unklaren Anmeldung {} hat der Konnektor nichts \
                 mehr geantwortet. Testen Sie die Verbindung.",
                self.at(*at)
            ),
            Withheld::Spent { spare: 0 } => "Nicht geprüft: Nach unserer Zählung ist kein \
                 Anmeldeversuch mehr frei, der Konnektor kann den Zugang schon gesperrt haben. Fragen \
                 Sie Ihre IT-Betreuung."
                .to_owned(),
            Withheld::Spent { spare: 1 } => "Nicht geprüft: Nach unserer Zählung ist nur noch ein \
                 Anmeldeversuch frei, danach kann der Konnektor den Zugang sperren. Tragen Sie das \
                 geltende Passwort ein."
                .to_owned(),
            Withheld::Spent { spare } => format!(
                "Nicht geprüft: Zwei Anmeldungen nacheinander sind nicht gelungen, nach unserer Zählung \
                 sind noch {spare} Versuche frei. Tragen Sie das geltende Passwort ein."
            ),
            Withheld::Unproven => "Nicht geprüft: Dieses Passwort hat noch nie funktioniert, und eine \
                 Anmeldung ist schon misslungen. Tragen Sie das geltende Passwort ein."
                .to_owned(),
            Withheld::RefusedForAnother { user: Some(user) } => format!(
                "Nicht geprüft: Bei {user} an diesem Rechner wurde ein Passwort für diesen Zugang \
                 abgelehnt. Tragen Sie das geltende Passwort ein."
            ),
            Withheld::RefusedForAnother { user: None } => "Nicht geprüft: An diesem Rechner wurde ein \
                 Passwort für diesen Zugang abgelehnt. Tragen Sie das geltende Passwort ein."
                .to_owned(),
            Withheld::LedgerDamaged { user } => format!(
                "Nicht geprüft: Die Aufzeichnung von {user} an diesem Rechner ist nicht lesbar, eine \
                 Ablehnung könnte darin stehen. Tragen Sie das geltende Passwort ein."
            ),
            Withheld::ChangeUnderWay => "Nicht geprüft: Das Passwort wird gerade geändert. Schließen \
                 Sie zuerst die Änderung ab."
                .to_owned(),
            Withheld::NotAsked => "Nicht geprüft: Dieser Versuch braucht Ihre Bestätigung. Tragen Sie \
                 das geltende Passwort ein."
                .to_owned(),
            Withheld::WatchedElsewhere(machine) => format!(
                "Nicht geprüft: Dieser Zugang wird an {machine} überwacht. Prüfen Sie ihn dort."
            ),
            Withheld::NobodyWatches => "Nicht geprüft: Es ist nicht festgelegt, welcher Rechner diesen \
                 Zugang überwacht. Legen Sie zuerst einen fest."
                .to_owned(),
            Withheld::ProbedByAnotherSession => "Eigene Kopie nicht geprüft: Eine andere Sitzung an \
                 diesem Rechner prüft diesen Zugang. Hier ist nichts zu tun."
                .to_owned(),
            Withheld::Paused => {
                "Nicht geprüft: Konnektorwart macht Pause. Beenden Sie zuerst die Pause.".to_owned()
            }
            Withheld::OnlineCheckOff => "Nicht geprüft: Die Onlineprüfung dieses Konnektors steht auf \
                 „nie“. Ändern Sie das in der Konnektor-Konfiguration, wenn er überwacht werden soll."
                .to_owned(),
            Withheld::Busy => "Nicht geprüft: Konnektorwart prüft diesen Zugang schon an anderer \
                 Stelle. Warten Sie einen Moment."
                .to_owned(),
            Withheld::Disagreement => "Nicht geprüft: Gespeicherte Angaben widersprechen sich. Wählen \
                 Sie zuerst das Passwort aus."
                .to_owned(),
            Withheld::KeyringUnavailable => "Nicht geprüft: Der Passwortspeicher ist nicht lesbar. \
                 Öffnen Sie ihn zuerst."
                .to_owned(),
            Withheld::NotNoted => "Nicht geprüft: Der Versuch konnte nicht aufgezeichnet werden. Prüfen \
                 Sie, ob der Datenträger voll ist."
                .to_owned(),
            Withheld::NotTrusted => "Nicht geprüft: Das Zertifikat des Konnektors ist nicht bestätigt. \
                 Prüfen Sie zuerst das Zertifikat."
                .to_owned(),
        }
    }

    fn withheld_english(&self, withheld: &Withheld) -> String {
        match withheld {
            Withheld::NoPassword => {
                "Not checked: no password is stored. Enter the password first.".to_owned()
            }
            Withheld::Refused { at, refusal: _ } => format!(
                "Not checked again: this password was refused {}. Enter the changed password first.",
                self.at(*at)
            ),
            Withheld::Doubtful { at } => format!(
                "Not checked again: the outcome of the login {} is unclear, and another one might lock \
                 the account. Enter the password that is valid.",
                self.at(*at)
            ),
            Withheld::NotAnsweredSince { at } => format!(
                "Not checked again yet: the connector has answered nothing since the unclear login {}. \
                 Test the connection.",
                self.at(*at)
            ),
            Withheld::Spent { spare: 0 } => "Not checked: by our count no attempt is left, the \
                 connector may have locked the account already. Ask your IT support."
                .to_owned(),
            Withheld::Spent { spare: 1 } => {
                "Not checked: by our count only one attempt is left, then \
                 the connector may lock the account. Enter the password that is valid."
                    .to_owned()
            }
            Withheld::Spent { spare } => format!(
                "Not checked: two logins in a row have failed, by our count {spare} attempts are left. \
                 Enter the password that is valid."
            ),
            Withheld::Unproven => {
                "Not checked: this password has never worked, and a login has already \
                 failed. Enter the password that is valid."
                    .to_owned()
            }
            Withheld::RefusedForAnother { user: Some(user) } => format!(
                "Not checked: a password for this account was refused for {user} on this computer. \
                 Enter the password that is valid."
            ),
            Withheld::RefusedForAnother { user: None } => {
                "Not checked: a password for this account was \
                 refused on this computer. Enter the password that is valid."
                    .to_owned()
            }
            Withheld::LedgerDamaged { user } => format!(
                "Not checked: the record of {user} on this computer is not readable, a refusal may \
                 stand in it. Enter the password that is valid."
            ),
            Withheld::ChangeUnderWay => {
                "Not checked: the password is being changed. Finish the change first.".to_owned()
            }
            Withheld::NotAsked => "Not checked: this attempt needs your confirmation. Enter the \
                 password that is valid."
                .to_owned(),
            Withheld::WatchedElsewhere(machine) => {
                format!("Not checked: this account is watched on {machine}. Check it there.")
            }
            Withheld::NobodyWatches => {
                "Not checked: it is not decided which computer watches this \
                 account. Name one first."
                    .to_owned()
            }
            Withheld::ProbedByAnotherSession => {
                "Own copy not checked: another session on this computer checks \
                 this account. There is nothing to do here."
                    .to_owned()
            }
            Withheld::Paused => {
                "Not checked: Konnektorwart is paused. End the pause first.".to_owned()
            }
            Withheld::OnlineCheckOff => {
                "Not checked: the online check of this connector is set to “never”. Change that in the \
                 connector configuration if it is to be watched."
                    .to_owned()
            }
            Withheld::Busy => {
                "Not checked: Konnektorwart is already checking this account elsewhere. \
                 Wait a moment."
                    .to_owned()
            }
            Withheld::Disagreement => {
                "Not checked: stored data contradict each other. Choose the password first."
                    .to_owned()
            }
            Withheld::KeyringUnavailable => {
                "Not checked: the password store is not readable. Unlock it first.".to_owned()
            }
            Withheld::NotNoted => {
                "Not checked: the attempt could not be recorded. Check whether the disk is full."
                    .to_owned()
            }
            Withheld::NotTrusted => {
                "Not checked: the connector's certificate is not confirmed. Check \
                 the certificate first."
                    .to_owned()
            }
        }
    }
}

/// Why the account's password will not be sent as long as nothing changes.
fn standing(account: &AccountView) -> Option<Withheld> {
    if !account.health.is_drift() {
        return None;
    }
    let refusal = match &account.health {
        Health::Refused(refusal) => *refusal,
        Health::ChangeDemanded(reason) => Refusal::ChangeDemanded(*reason),
        Health::Locked
        | Health::Checking
        | Health::Proven
        | Health::ContextWrong(_)
        | Health::Unclear(_)
        | Health::Unreachable(_)
        | Health::Untrusted(_)
        | Health::Unverifiable(_)
        | Health::Disagreement
        | Health::KeyringUnavailable(_)
        | Health::StoreUnavailable
        | Health::WatchedElsewhere(_)
        | Health::NotSetUp(_) => return account.withheld.clone(),
    };
    let refused = account.since.map(|at| Withheld::Refused { at, refusal });
    account.withheld.clone().or(refused)
}

impl Language {
    /// What an attempt costs, told before it is spent; `spare` counts the attempts before it.
    pub fn cost_of_attempt(self, spare: u8) -> String {
        if spare == 0 {
            return self
                .of(
                    "Die Prüfung ist ein weiterer Anmeldeversuch. Nach unserer Zählung ist keiner mehr \
                     frei: Der Konnektor kann den Zugang schon gesperrt haben.",
                    "The check is another attempt. By our count none is left: the connector may have \
                     locked the account already.",
                )
                .to_owned();
        }
        match (self, spare - 1) {
            (Self::German, 0) => {
                "Die Prüfung verbraucht einen Anmeldeversuch. Nach unserer Zählung ist \
                 es der letzte, bevor der Konnektor den Zugang sperren kann."
                    .to_owned()
            }
            (Self::German, 1) => {
                "Die Prüfung verbraucht einen Anmeldeversuch. Nach unserer Zählung \
                 bleibt danach höchstens einer, dann kann der Konnektor den Zugang sperren."
                    .to_owned()
            }
            (Self::German, left) => format!(
                "Die Prüfung verbraucht einen Anmeldeversuch. Nach unserer Zählung bleiben danach \
                 höchstens {left}, dann kann der Konnektor den Zugang sperren."
            ),
            (Self::English, 0) => "The check uses up one attempt. By our count it is the last one \
                 before the connector may lock the account."
                .to_owned(),
            (Self::English, 1) => {
                "The check uses up one attempt. By our count at most one is left \
                 after it, then the connector may lock the account."
                    .to_owned()
            }
            (Self::English, left) => format!(
                "The check uses up one attempt. By our count at most {left} are left after it, then \
                 the connector may lock the account."
            ),
        }
    }
}
