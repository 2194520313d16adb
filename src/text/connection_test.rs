//! The connection test in words: the name of each step, its result, and the next step where something is
//! wrong. What is also said elsewhere comes from there.

use std::time::Duration;

use super::{Language, Words};
use crate::connector::tls::SeenCertificate;
use crate::domain::health::{Health, Missing};
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::probe::{Demand, Unreached, Verdict};
use crate::watch::connection::{
    Cost, Detail, Fault, PlannedStep, Report, Services, Skip, State, Step, StepReport,
};

impl Language {
    /// The name of a step.
    pub fn test_step(self, step: &Step) -> String {
        let of = |german: &str, english: &str| match self {
            Self::German => german.to_owned(),
            Self::English => english.to_owned(),
        };
        let with = |german: &str, english: &str, plane: &Plane| {
            format!("{} ({})", of(german, english), self.plane(*plane))
        };
        match step {
            Step::Resolve => of("Adresse", "Address"),
            Step::Connect(plane) => with("Verbindung", "Connection", plane),
            Step::Certificate(plane) => with("Zertifikat", "Certificate", plane),
            Step::Directory => of("Diensteverzeichnis", "Service directory"),
            Step::Services => of("Dienste", "Services"),
            Step::Login(AccountRef { plane, user, .. }) => match self {
                Self::German => format!("Anmeldung als „{user}“ ({})", self.plane(*plane)),
                Self::English => format!("Login as “{user}” ({})", self.plane(*plane)),
            },
            Step::Context => of("Mandant und Clientsystem", "Mandant and Clientsystem"),
        }
    }

    /// How long a step took: "35 ms", "1,2 s".
    pub fn test_took(self, took: Duration) -> String {
        match took.as_millis() {
            milliseconds @ 0..1000 => format!("{milliseconds} ms"),
            _ => format!("{} s", self.number(took.as_secs_f64(), 1)),
        }
    }

    /// The line below a test that has ended.
    pub fn test_ended(self, report: &Report) -> String {
        let text = match (self, report.cancelled, report.under_way.is_some(), report.is_fine()) {
            (Self::German, true, true, _) => {
                "Test abgebrochen. Die begonnene Anmeldung wird noch zu Ende geführt, damit ihr Ausgang \
                 nicht verloren geht."
            }
            (Self::German, true, false, _) => "Test abgebrochen. Es ist keine Anmeldung offen.",
            (Self::German, false, _, true) => "Alle Schritte sind gelungen.",
            (Self::German, false, _, false) => "Der Test hat etwas gefunden.",
            (Self::English, true, true, _) => {
                "Test cancelled. The login that has begun is brought to its end, so that its outcome is \
                 not lost."
            }
            (Self::English, true, false, _) => "Test cancelled. No login is open.",
            (Self::English, false, _, true) => "All steps passed.",
            (Self::English, false, _, false) => "The test has found something.",
        };
        text.to_owned()
    }

    /// What a person reads before the test begins: which logins it makes and what they may cost; none
    /// where it makes none.
    pub fn test_cost(self, plan: &[PlannedStep]) -> Option<String> {
        let logins: Vec<String> = plan
            .iter()
            .filter_map(|planned| match (&planned.step, &planned.cost) {
                (Step::Login(account), Cost::Attempt { spare }) => Some(match self {
                    Self::German => format!(
                        "„{}“ ({}), noch {spare} Versuche frei",
                        account.user,
                        self.plane(account.plane)
                    ),
                    Self::English => format!(
                        "“{}” ({}), {spare} attempts left",
                        account.user,
                        self.plane(account.plane)
                    ),
                }),
                _ => None,
            })
            .collect();
        if logins.is_empty() {
            return None;
        }
        let logins = logins.join("; ");
        Some(match self {
            Self::German => format!(
                "Der Test meldet sich je einmal mit dem gespeicherten Passwort an: {logins}. Eine \
                 abgelehnte Anmeldung verbraucht einen Versuch."
            ),
            Self::English => format!(
                "The test logs in once each with the stored password: {logins}. A refused login uses \
                 up one attempt."
            ),
        })
    }
}

impl Words {
    /// What a step found, in one line.
    pub fn test_result(&self, step: &StepReport) -> String {
        let language = self.language;
        match (&step.state, language) {
            (State::Waiting, _) => language.of("wartet", "waiting").to_owned(),
            (State::Running, _) => language.of("läuft", "running").to_owned(),
            (State::Passed(detail), Language::German) => detail_german(detail),
            (State::Passed(detail), Language::English) => detail_english(detail),
            (State::Failed(fault), _) => fault_in_words(language, fault).0,
            (State::Skipped(skip), _) => self.skip(skip).0,
        }
    }

    /// The next step, where a step failed or was not tried and somebody can do something.
    pub fn test_remedy(&self, step: &StepReport) -> Option<String> {
        match &step.state {
            State::Failed(fault) => Some(fault_in_words(self.language, fault).1),
            State::Skipped(skip) => self.skip(skip).1,
            State::Waiting | State::Running | State::Passed(_) => None,
        }
    }

    fn skip(&self, skip: &Skip) -> (String, Option<String>) {
        let language = self.language;
        match skip {
            Skip::Withheld(why) => (self.withheld(why), None),
            Skip::Unverifiable(why) => {
                let message = language.explained(&Health::Unverifiable(*why));
                message.map_or_else(Default::default, |text| (text.what, Some(text.next)))
            }
            Skip::NoContext => {
                let message = language.missing(Missing::Context);
                (message.what, Some(message.next))
            }
            Skip::NotConfirmed => {
                let message = language.missing(Missing::Trust);
                (message.what, Some(message.next))
            }
            Skip::After(step) => {
                let step = language.test_step(step);
                let what = match language {
                    Language::German => format!("Nicht versucht: Zuerst muss „{step}“ gelingen."),
                    Language::English => format!("Not tried: “{step}” has to pass first."),
                };
                (what, None)
            }
            Skip::NoAccount(plane) => {
                let plane = language.plane(*plane);
                let what = match language {
                    Language::German => {
                        format!("Nicht versucht: kein Zugang eingetragen ({plane}).")
                    }
                    Language::English => format!("Not tried: no account entered ({plane})."),
                };
                (what, None)
            }
            Skip::Cancelled => words(language, ("Abgebrochen.", "Cancelled."), None),
            Skip::Plain => words(
                language,
                (
                    "Ohne Verschlüsselung gibt es kein Zertifikat.",
                    "Without encryption there is no certificate.",
                ),
                None,
            ),
            Skip::NotSaved => words(
                language,
                (
                    "Nicht versucht: Für diesen Zugang ist noch kein Passwort gespeichert.",
                    "Not tried: no password is stored for this account yet.",
                ),
                Some((
                    "Speichern Sie, und tragen Sie danach das Passwort ein.",
                    "Save, then enter the password.",
                )),
            ),
            Skip::Changed => words(
                language,
                (
                    "Nicht versucht: Adresse oder Port sind geändert, und das gespeicherte Passwort geht nur \
                     an den bisherigen Konnektor.",
                    "Not tried: address or port are changed, and the stored password only goes to the \
                     connector of before.",
                ),
                Some((
                    "Speichern Sie, und vergleichen Sie danach das Zertifikat.",
                    "Save, then compare the certificate.",
                )),
            ),
            Skip::ClientsystemChanged => words(
                language,
                (
                    "Nicht versucht: Das Clientsystem ist geändert. Gehört der Benutzer nicht dazu, lehnt der \
                     Konnektor auch das richtige Passwort ab, und das zählt als Fehlversuch.",
                    "Not tried: the Clientsystem is changed. If the user does not belong to it, the connector \
                     refuses even the right password, and that counts as a failed attempt.",
                ),
                Some((
                    "Vergleichen Sie das Clientsystem mit dem CardManager, bevor Sie speichern.",
                    "Compare the Clientsystem with the CardManager before you save.",
                )),
            ),
            Skip::NotTold => words(
                language,
                (
                    "Nicht festgestellt: Das sagt der Konnektor erst nach einer gelungenen Anmeldung.",
                    "Not found out: the connector tells it only after an accepted login.",
                ),
                None,
            ),
        }
    }
}

/// What, and the next step, in one language.
fn words(
    language: Language,
    (german, english): (&str, &str),
    next: Option<(&str, &str)>,
) -> (String, Option<String>) {
    match language {
        Language::German => (german.to_owned(), next.map(|(german, _)| german.to_owned())),
        Language::English => (english.to_owned(), next.map(|(_, english)| english.to_owned())),
    }
}

fn detail_german(detail: &Detail) -> String {
    match detail {
        Detail::Addresses { found, also } => {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            let also = match also.is_empty() {
                true => String::new(),
                false => format!("; dieselbe Adresse hat auch {}", also.join(", ")),
            };
            format!("{}{also}", found.join(", "))
        }
        Detail::Connected(address) => format!("{address} nimmt Verbindungen an"),
        Detail::Certificate(seen) => format!("bestätigt, gültig bis {}", end(seen)),
        Detail::Directory(Demand::Demanded) => {
            "gelesen; der Konnektor verlangt eine Anmeldung".to_owned()
        }
        Detail::Directory(Demand::NotDemanded) => {
            "gelesen; der Konnektor verlangt keine Anmeldung".to_owned()
        }
        Detail::DirectoryClosed => "nur mit Anmeldung lesbar".to_owned(),
        Detail::Services(services) => services_german(services),
        Detail::LoggedIn { firmware: Some(firmware) } => format!("gelungen, Firmware {firmware}"),
        Detail::LoggedIn { firmware: None } => "gelungen".to_owned(),
        Detail::ContextAccepted => {
            "angenommen; der Arbeitsplatz zeigt sich erst beim Einlesen einer Karte".to_owned()
        }
    }
}

fn detail_english(detail: &Detail) -> String {
    match detail {
        Detail::Addresses { found, also } => {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            let also = match also.is_empty() {
                true => String::new(),
                false => format!("; {} has the same address", also.join(", ")),
            };
            format!("{}{also}", found.join(", "))
        }
        Detail::Connected(address) => format!("{address} accepts connections"),
        Detail::Certificate(seen) => format!("confirmed, valid until {}", end(seen)),
        Detail::Directory(Demand::Demanded) => "read; the connector demands a login".to_owned(),
        Detail::Directory(Demand::NotDemanded) => "read; the connector demands no login".to_owned(),
        Detail::DirectoryClosed => "readable with a login only".to_owned(),
        Detail::Services(services) => services_english(services),
        Detail::LoggedIn { firmware: Some(firmware) } => format!("accepted, firmware {firmware}"),
        Detail::LoggedIn { firmware: None } => "accepted".to_owned(),
        Detail::ContextAccepted => {
            "accepted; the Arbeitsplatz shows only when a card is read".to_owned()
        }
    }
}

/// The last day of a certificate (UTC).
fn end(seen: &SeenCertificate) -> String {
    let end = jiff::Timestamp::try_from(seen.not_after).unwrap_or_default();
    end.strftime("%d.%m.%Y").to_string()
}

fn services_german(services: &Services) -> String {
    let Services { count, vendor_name, product, firmware, .. } = services;
    let card = versions(services).map_or_else(String::new, |all| format!(", CardService {all}"));
    format!("{count} Dienste{card}; {vendor_name} {product}, Firmware {firmware}")
}

fn services_english(services: &Services) -> String {
    let Services { count, vendor_name, product, firmware, .. } = services;
    let card = versions(services).map_or_else(String::new, |all| format!(", CardService {all}"));
    format!("{count} services{card}; {vendor_name} {product}, firmware {firmware}")
}

fn versions(services: &Services) -> Option<String> {
    let all: Vec<String> = services.card_service.iter().map(ToString::to_string).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// What is wrong, and the next step.
fn fault_in_words(language: Language, fault: &Fault) -> (String, String) {
    let explained = |health: &Health| {
        let message = language.explained(health);
        message.map_or_else(Default::default, |message| (message.what, message.next))
    };
    match fault {
        Fault::Unreached(Unreached::NotPinned) => explained(&Health::NotSetUp(Missing::Trust)),
        Fault::Unreached(why) => explained(&Health::Unreachable(why.clone())),
        Fault::Untrusted(seen) => explained(&Health::Untrusted(*seen)),
        Fault::Refused(refusal) => explained(&Health::of(&Verdict::Refused(*refusal))),
        Fault::Store(health) => explained(health),
        Fault::Unconfirmed(seen) => {
            let (seen, next) = (seen.fingerprint.grouped(), language.missing(Missing::Trust).next);
            match language {
                Language::German => (
                    format!(
                        "Noch nicht bestätigt, kein Passwort wird gesendet. Fingerabdruck: {seen}"
                    ),
                    next,
                ),
                Language::English => {
                    (format!("Not confirmed yet, no password is sent. Fingerprint: {seen}"), next)
                }
            }
        }
        Fault::Doubtful(doubt) => {
            let what = language.doubt(doubt).what;
            let next = match language {
                Language::German => {
                    "Das zählt nicht als Ablehnung. Warten Sie eine Minute und testen Sie noch einmal; \
                     bleibt es dabei, fragen Sie Ihre IT-Betreuung."
                }
                Language::English => {
                    "This is not counted as a refusal. Wait a minute and test again; if that does not \
                     help, ask your IT support."
                }
            };
            (what, next.to_owned())
        }
        // The message of an account begins with its password, which may not have been used here.
        Fault::ContextWrong(code) => {
            let next = explained(&Health::ContextWrong(*code)).1;
            let what = match language {
                Language::German => format!(
                    "Der Konnektor kennt Mandant, Clientsystem oder Arbeitsplatz nicht in dieser \
                     Zusammenstellung (Fehler {code})."
                ),
                Language::English => format!(
                    "The connector does not know this combination of Mandant, Clientsystem and \
                     Arbeitsplatz (error {code})."
                ),
            };
            (what, next)
        }
        Fault::CardServiceMissing(services) => {
            let offered = versions(services);
            match language {
                Language::German => (
                    format!(
                        "Der Konnektor bietet die eingestellte CardService Version nicht an, sondern {}.",
                        offered.as_deref().unwrap_or("keine")
                    ),
                    "Wählen Sie in der Konnektor-Konfiguration AUTO.".to_owned(),
                ),
                Language::English => (
                    format!(
                        "The connector does not offer the chosen version of CardService, but {}.",
                        offered.as_deref().unwrap_or("none")
                    ),
                    "Choose AUTO in the connector configuration.".to_owned(),
                ),
            }
        }
        Fault::Context(code) => {
            let code = code.map_or_else(String::new, |code| format!(" ({code})"));
            match language {
                Language::German => (
                    format!("Der Konnektor meldete einen Fehler{code}."),
                    "Warten Sie eine Minute und testen Sie noch einmal; bleibt es dabei, fragen Sie \
                     Ihre IT-Betreuung."
                        .to_owned(),
                ),
                Language::English => (
                    format!("The connector reported an error{code}."),
                    "Wait a minute and test again; if that does not help, ask your IT support."
                        .to_owned(),
                ),
            }
        }
    }
}
