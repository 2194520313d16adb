//! *Übersicht*: the fixed words, and the sentences about what is shown.

use std::time::Duration;

use jiff::Timestamp;

use crate::domain::device::Vendor;
use crate::domain::identity::UserName;
use crate::domain::notice::Impact;
use crate::domain::practice::Access;
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};
use crate::text::{Language, Message, Shape, ToastText, Words};

super::words! {
    /// The overview.
    OverviewWords {
        window_title: "Konnektorwart", "Konnektorwart";
        web_ui: "Weboberfläche öffnen", "Open web interface";
        whole_web_ui: "Konnektor-Weboberfläche öffnen", "Open the connector's web interface";
        support: "IT-Betreuung informieren", "Inform IT support";
        configure: "Konnektor-Konfiguration…", "Connector configuration…";
        task_done: "Ja, eingetragen", "Yes, it is entered";
        task_how: "Anleitung", "Instructions";
        days: "Die letzten 30 Tage", "The last 30 days";
        history: "Verlauf", "History";
        check_now: "Jetzt prüfen", "Check now";
        add: "Konnektor hinzufügen…", "Add a connector…";
        settings: "Einstellungen…", "Settings…";
        end_pause: "Pause beenden", "End the pause";
        search: "Konnektoren durchsuchen", "Search the connectors";
        search_hint: "Name, Adresse oder Benutzer", "Name, address or user";
        unfold: "Aufklappen", "Unfold";
        fold: "Zuklappen", "Fold";
        close_answer: "Hinweis schließen", "Close the hint";
        empty_title: "Noch kein Konnektor eingerichtet", "No connector is set up yet";
        empty_body: "Konnektorwart sucht den Konnektor mit Ihnen zusammen, zeigt sein Zertifikat zum \
             Vergleich und merkt sich das Passwort, das heute gilt. Danach warnt es, sobald das \
             Passwort nicht mehr stimmt.",
            "Konnektorwart finds the connector together with you, shows its certificate to compare and \
             keeps the password that is valid today. From then on it warns as soon as the password is \
             no longer right.";
        empty_step: "Konnektor einrichten…", "Set up a connector…";
        starting: "Konnektorwart startet", "Konnektorwart is starting";
        try_again: "Erneut versuchen", "Try again";
        open_folder: "Ordner der Einstellungen öffnen", "Open the settings folder";
        check_one: "Jetzt prüfen", "Check now";
        enter: "Geändertes Passwort eintragen…", "Enter the changed password…";
        change: "Passwort am Konnektor ändern…", "Change the password on the connector…";
        earlier: "Früheres Passwort prüfen…", "Check an earlier password…";
        copy: "Passwort kopieren", "Copy the password";
        reveal: "Passwort anzeigen…", "Show the password…";
        explain: "Was bedeutet das?", "What does this mean?";
        inform: "IT-Betreuung informieren…", "Inform IT support…";
    }
}

impl Words {
    /// What a trouble means for the practice, then when it began, then that nothing more is tried: the
    /// banner's text. Empty where nothing is wrong.
    pub fn meaning(&self, connector: &ConnectorView, account: &AccountView) -> String {
        let health = &account.health;
        let Some(impact) = Impact::of(connector, account) else {
            return self.hint(connector, account);
        };
        let mut sentences = vec![self.language.impact(impact, health)];
        if let Some(since) = account.since {
            sentences.push(self.between(health, (account.accepted, since)));
        }
        if health.is_drift() {
            sentences.push(self.language.not_tried_again().to_owned());
        }
        sentences.join(" ")
    }

    /// A problem's sentence with its place, as the headline says it.
    pub fn problem_with_place(&self, connector: &ConnectorView, account: &AccountView) -> String {
        format!("{}: {}", connector.profile.name, self.problem_here(connector, account))
    }

    /// The state of an account as its line shows it. The line has a place of its own for the expiry.
    pub fn state_in_line(&self, connector: &ConnectorView, account: &AccountView) -> String {
        let state = match Shape::of(connector, account) {
            Shape::Expiring => match account.accepted {
                Some(at) => format!("{} {}", self.language.health(&account.health), self.ago(at)),
                None => self.language.health(&account.health),
            },
            Shape::Unreachable => self.away_since(account),
            Shape::Proven
            | Shape::Refused
            | Shape::ChangeDemanded
            | Shape::Locked
            | Shape::Unclear
            | Shape::CertificateChanged
            | Shape::Unverifiable
            | Shape::TaskOpen
            | Shape::Disagreement
            | Shape::KeyringUnavailable
            | Shape::WatchedElsewhere
            | Shape::NotSetUp
            | Shape::Checking
            | Shape::Paused
            | Shape::Away
            | Shape::Stale => self.state_with_times(connector, account),
        };
        match (self.language, account.checking && Shape::of(connector, account) != Shape::Checking)
        {
            (Language::German | Language::English, false) => state,
            (Language::German, true) => format!("{state} · wird gerade geprüft"),
            (Language::English, true) => format!("{state} · being checked"),
        }
    }

    /// "nicht erreichbar seit 5 Minuten".
    fn away_since(&self, account: &AccountView) -> String {
        let state = self.language.health(&account.health);
        let Some(since) = account.since else {
            return state;
        };
        let lasting = self.now.duration_since(since);
        match (self.language, lasting.as_hours() < 24) {
            (Language::German, true) => format!("{state} seit {}", self.language.duration(lasting)),
            (Language::English, true) => format!("{state} for {}", self.language.duration(lasting)),
            (Language::German, false) => format!("{state} seit {}", self.moment(since)),
            (Language::English, false) => format!("{state} since {}", self.moment(since)),
        }
    }

    /// The age of the password or its end: "geändert am 20.08.", "läuft vermutlich am 12.12. ab (in 19
    /// Tagen)". Empty where nothing is known.
    pub fn age_in_line(&self, account: &AccountView) -> String {
        match (&account.expires, &account.changed) {
            (Some(expires), _) if expires.fraction(self.today()) >= BAR_FROM => {
                self.expiry(expires)
            }
            (Some(_) | None, Some(changed)) => self.password_date(changed),
            (Some(expires), None) => self.expiry(expires),
            (None, None) => String::new(),
        }
    }

    /// What is shown below everything: "zuletzt geprüft vor 1 Minute · nächste Prüfung in 4 Minuten".
    pub fn checks(&self, snapshot: &Snapshot) -> String {
        let last = snapshot.accounts().filter_map(|(_, account)| account.checked).max();
        let last = match (self.language, last) {
            (Language::German, Some(at)) => format!("zuletzt geprüft {}", self.ago(at)),
            (Language::English, Some(at)) => format!("last checked {}", self.ago(at)),
            (Language::German, None) => "noch nicht geprüft".to_owned(),
            (Language::English, None) => "not checked yet".to_owned(),
        };
        match snapshot.next_check {
            Some(at) if at > self.now => format!("{last} · {}", self.next_check(at)),
            Some(_) | None => last,
        }
    }

    fn next_check(&self, at: Timestamp) -> String {
        let left = at.duration_since(self.now);
        match (self.language, left.as_mins()) {
            (Language::German, ..1) => "nächste Prüfung in weniger als 1 Minute".to_owned(),
            (Language::English, ..1) => "next check in less than 1 minute".to_owned(),
            (Language::German, 1..1440) => {
                format!("nächste Prüfung in {}", self.language.duration(left))
            }
            (Language::English, 1..1440) => {
                format!("next check in {}", self.language.duration(left))
            }
            (Language::German, 1440..) => format!("nächste Prüfung {}", self.moment(at)),
            (Language::English, 1440..) => format!("next check {}", self.moment(at)),
        }
    }

    /// A state that is no trouble, in one sentence for its line.
    fn hint(&self, connector: &ConnectorView, account: &AccountView) -> String {
        match Shape::of(connector, account) {
            Shape::TaskOpen => self.language.task_meaning().to_owned(),
            Shape::Expiring => self.language.expiry_meaning().to_owned(),
            Shape::Proven
            | Shape::Refused
            | Shape::ChangeDemanded
            | Shape::Locked
            | Shape::Unreachable
            | Shape::Unclear
            | Shape::CertificateChanged
            | Shape::Unverifiable
            | Shape::Disagreement
            | Shape::KeyringUnavailable
            | Shape::WatchedElsewhere
            | Shape::NotSetUp
            | Shape::Checking
            | Shape::Paused
            | Shape::Away
            | Shape::Stale => {
                self.language.explained(&account.health).map_or_else(String::new, |m| m.meaning)
            }
        }
    }
}

/// From this part of a password's life on its end is shown with a bar (SCREENS 4).
pub const BAR_FROM: f64 = 0.6;

impl Language {
    /// Beside the address: "secunet · Firmware 5.50.4".
    pub fn device(self, connector: &ConnectorView) -> String {
        let vendor = self.vendor(connector.profile.vendor);
        let firmware = connector.firmware.as_ref().map(|version| format!("Firmware {version}"));
        let parts: Vec<String> = vendor.map(str::to_owned).into_iter().chain(firmware).collect();
        parts.join(" · ")
    }

    /// The maker's name as people say it; none where it was not recognized.
    pub const fn vendor(self, vendor: Vendor) -> Option<&'static str> {
        match (self, vendor) {
            (Self::German | Self::English, Vendor::Secunet) => Some("secunet"),
            (Self::German | Self::English, Vendor::Kocobox) => Some("KoCoBox"),
            (Self::German | Self::English, Vendor::Rise) => Some("RISE"),
            (Self::German | Self::English, Vendor::Unknown) => None,
        }
    }

    /// Said where this person may look and not act; nothing where he may.
    pub fn may_only_look(self, access: &Access) -> Option<ToastText> {
        let group = match access {
            Access::Granted => return None,
            Access::MembersOf(group) => self.quoted(group),
        };
        Some(match self {
            Self::German => ToastText {
                title: "Hier können Sie nur nachsehen".to_owned(),
                body: format!(
                    "Ihre IT-Betreuung hat festgelegt, dass nur Mitglieder der Gruppe {group} etwas \
                     ändern. Informieren Sie bei einem Problem Ihre IT-Betreuung."
                ),
            },
            Self::English => ToastText {
                title: "You can only look here".to_owned(),
                body: format!(
                    "Your IT support has decided that only members of the group {group} change \
                     anything. If there is a problem, inform your IT support."
                ),
            },
        })
    }

    /// The pause's meaning.
    pub const fn pause_meaning(self) -> &'static str {
        match self {
            Self::German => {
                "Bis dahin wird nichts von selbst geprüft, und es kommen keine Warnungen. Was hier \
                 steht, ist der Stand von vorher."
            }
            Self::English => {
                "Until then nothing is checked by itself, and no warnings come. What stands here is the \
                 state of before."
            }
        }
    }

    /// How many connectors are not shown.
    pub fn more_connectors(self, count: usize) -> String {
        match self {
            Self::German => format!("{count} weitere Konnektoren: bitte oben suchen"),
            Self::English => format!("{count} more connectors: please search above"),
        }
    }

    /// Nothing was found.
    pub fn nothing_found(self, text: &str) -> String {
        let text = self.quoted(text.trim());
        match self {
            Self::German => format!("Kein Konnektor passt zu {text}."),
            Self::English => format!("No connector matches {text}."),
        }
    }

    /// The sum beside a strip, short: "29 von 30"; what it counts is told by the longer one.
    pub fn short_sum(self, in_order: usize, looked: usize) -> String {
        match (self, looked) {
            (Self::German | Self::English, 0) => "–".to_owned(),
            (Self::German, _) => format!("{in_order} von {looked}"),
            (Self::English, _) => format!("{in_order} of {looked}"),
        }
    }

    /// The name of an account's button with three dots, for a screen reader.
    pub fn actions_for(self, place: &str, account: &str) -> String {
        match self {
            Self::German => format!("Aktionen für {place}, {account}"),
            Self::English => format!("Actions for {place}, {account}"),
        }
    }

    /// The name of the link to a device's web UI, for a screen reader.
    pub fn web_ui_of(self, place: &str) -> String {
        match self {
            Self::German => format!("Weboberfläche von {place} öffnen"),
            Self::English => format!("Open the web interface of {place}"),
        }
    }

    /// A password lies on the clipboard.
    pub fn copied(self, user: &UserName, limit: Duration) -> ToastText {
        let (user, seconds) = (self.quoted(user.as_str()), limit.as_secs());
        match self {
            Self::German => ToastText {
                title: format!("Passwort von {user} kopiert"),
                body: format!(
                    "Das Passwort von {user} liegt {seconds} Sekunden in der Zwischenablage, danach wird \
                     sie geleert. Im Verlauf steht, dass es kopiert wurde."
                ),
            },
            Self::English => ToastText {
                title: format!("Password of {user} copied"),
                body: format!(
                    "The password of {user} lies on the clipboard for {seconds} seconds, then it is \
                     cleared. The history says that it was copied."
                ),
            },
        }
    }

    /// Nothing is copied in a remote session (SAFETY S22).
    pub fn no_copy_from_afar(self) -> ToastText {
        let (title, body) = match self {
            Self::German => (
                "Passwort nicht kopiert",
                "In einer Fernsitzung kann der andere Rechner mitlesen, was in der Zwischenablage \
                 liegt. Lassen Sie sich das Passwort anzeigen und tippen Sie es ab.",
            ),
            Self::English => (
                "Password not copied",
                "In a remote session the other computer can read what lies on the clipboard. Have the \
                 password shown and type it.",
            ),
        };
        ToastText { title: title.to_owned(), body: body.to_owned() }
    }

    /// A password could not be put on the clipboard.
    pub fn not_copied(self, user: &UserName) -> ToastText {
        let user = self.quoted(user.as_str());
        match self {
            Self::German => ToastText {
                title: format!("Passwort von {user} nicht kopiert"),
                body: format!(
                    "Die Zwischenablage nimmt das Passwort von {user} nicht an. Lassen Sie es sich \
                     anzeigen und tippen Sie es ab."
                ),
            },
            Self::English => ToastText {
                title: format!("Password of {user} not copied"),
                body: format!(
                    "The clipboard does not take the password of {user}. Have it shown and type it."
                ),
            },
        }
    }

    /// The settings folder could not be opened.
    pub fn folder_closed(self, folder: &str, reason: &str) -> Message {
        match self {
            Self::German => Message::new(
                format!("Der Ordner ließ sich nicht öffnen ({reason})."),
                "Die Dateien sind davon nicht betroffen.",
                &format!("Öffnen Sie ihn von Hand: {folder}"),
            ),
            Self::English => Message::new(
                format!("The folder could not be opened ({reason})."),
                "The files are not affected.",
                &format!("Open it yourself: {folder}"),
            ),
        }
    }

    const fn not_tried_again(self) -> &'static str {
        match self {
            Self::German => "Es wird nicht weiter versucht, damit der Zugang nicht gesperrt wird.",
            Self::English => "No further attempt is made, so that the account is not locked.",
        }
    }

    const fn task_meaning(self) -> &'static str {
        match self {
            Self::German => "Bis dahin verwendet x.concept noch das alte Passwort.",
            Self::English => "Until then x.concept still uses the old password.",
        }
    }

    const fn expiry_meaning(self) -> &'static str {
        match self {
            Self::German => "Danach verlangt der Konnektor bei der Anmeldung ein neues Passwort.",
            Self::English => "After that the connector demands a new password at the login.",
        }
    }
}
