//! The sentence that stands first everywhere: menu headline, toast title, top of the overview.
//!
//! Decides which trouble is named, and that several are counted instead.

use super::shape::Beyond;
use super::state::is_awaited;
use super::{Language, Shape, Words};
use crate::domain::health::{Health, Missing, Urgency};
use crate::domain::identity::UserName;
use crate::domain::probe::Refusal;
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};

/// An account of a snapshot, with its connector.
type Place<'a> = (&'a ConnectorView, &'a AccountView);

impl Words {
    /// The first line: "Praxis Köln: Passwort von „local“ wird abgelehnt", "2 Zugänge: bitte ansehen",
    /// "Alle 4 Zugänge stimmen".
    pub fn headline(&self, snapshot: &Snapshot) -> String {
        if let Some(pause) = &snapshot.pause {
            return self.paused(pause);
        }
        let places: Vec<Place<'_>> = snapshot.accounts().collect();
        let worst = worst_of(&places);
        if worst
            .first()
            .is_some_and(|(connector, account)| urgency(connector, account) >= Urgency::Waiting)
        {
            return self.one_or_count(&worst);
        }
        self.calm(&places)
    }

    /// The first line for one connector: the trouble's sentence without its place, or the state of
    /// its accounts.
    pub fn connector_line(&self, connector: &ConnectorView) -> String {
        let places: Vec<Place<'_>> =
            connector.accounts.iter().map(|account| (connector, account)).collect();
        let worst = worst_of(&places);
        match worst.as_slice() {
            [] => self.language.no_account_yet().to_owned(),
            [(_, account), ..] if urgency(connector, account) == Urgency::Calm => {
                self.calm(&places)
            }
            [(_, account)] => self.problem_here(connector, account),
            [(_, first), ..] => {
                let sentence = self.problem_here(connector, first);
                let same =
                    worst.iter().all(|(_, other)| self.problem_here(connector, other) == sentence);
                if same { sentence } else { self.language.several(worst.len()) }
            }
        }
    }

    /// A trouble with its place: "Praxis Köln: Passwort von „local“ wird abgelehnt".
    pub fn problem(&self, place: &str, user: &UserName, health: &Health) -> String {
        format!("{place}: {}", self.language.trouble(user, health))
    }

    /// The account that the next step in menu and overview is for: the first of the worst, unless
    /// all is calm.
    pub fn worst<'a>(&self, snapshot: &'a Snapshot) -> Option<Place<'a>> {
        let places: Vec<Place<'a>> = snapshot.accounts().collect();
        let (connector, account) = *worst_of(&places).first()?;
        (urgency(connector, account) > Urgency::Calm).then_some((connector, account))
    }

    /// Whether the headline names one trouble, and it is this connector's.
    pub fn names_only(&self, snapshot: &Snapshot, connector: &ConnectorView) -> bool {
        let place = format!("{}: ", connector.profile.name);
        self.headline(snapshot).starts_with(&place)
    }

    fn problem_of(&self, (connector, account): Place<'_>) -> String {
        format!("{}: {}", connector.profile.name, self.problem_here(connector, account))
    }

    pub(super) fn problem_here(&self, connector: &ConnectorView, account: &AccountView) -> String {
        if is_awaited(connector, account) {
            return self.language.set_up_awaited().to_owned();
        }
        let user = self.language.quoted(account.account.user.as_str());
        match (self.language, Shape::of(connector, account).beyond_health()) {
            (Language::German | Language::English, Some(Beyond::Away)) => {
                self.state(connector, account)
            }
            (Language::German, Some(Beyond::TaskOpen)) => {
                format!("Passwort von {user} in x.concept noch eintragen")
            }
            (Language::English, Some(Beyond::TaskOpen)) => {
                format!("password of {user} still to be entered in x.concept")
            }
            (Language::German | Language::English, Some(Beyond::Stale)) => {
                format!("{user} {}", self.state(connector, account))
            }
            (Language::German, Some(Beyond::OnlineCheckOff)) => {
                "Onlineprüfung steht auf „nie“".to_owned()
            }
            (Language::English, Some(Beyond::OnlineCheckOff)) => {
                "online check is set to “never”".to_owned()
            }
            (Language::German, Some(Beyond::Expiring)) => {
                format!("Passwort von {user} {}", self.state(connector, account))
            }
            (Language::English, Some(Beyond::Expiring)) => {
                format!("password of {user} {}", self.state(connector, account))
            }
            (Language::German | Language::English, None) => {
                self.language.trouble(&account.account.user, &account.health)
            }
        }
    }

    /// One sentence if all of them say the same, otherwise their number.
    fn one_or_count(&self, places: &[Place<'_>]) -> String {
        let mut sentences = places.iter().map(|place| self.problem_of(*place));
        let first = sentences.next().unwrap_or_default();
        if sentences.all(|sentence| sentence == first) {
            return first;
        }
        self.language.several(places.len())
    }

    fn calm(&self, places: &[Place<'_>]) -> String {
        let ticks = places.iter().filter(|place| shape(**place) == Shape::Proven).count();
        let others: Vec<Place<'_>> =
            places.iter().copied().filter(|place| shape(*place) != Shape::Proven).collect();
        match others.as_slice() {
            [] => self.language.all_is_well(places.len()),
            _ if others.iter().all(|place| shape(*place) == Shape::Checking) => {
                self.language.being_checked(others.len())
            }
            [only] if shape(*only) != Shape::Checking => self.problem_of(*only),
            _ => self.language.some_proven(ticks, places.len()),
        }
    }
}

impl Language {
    /// A trouble without its place.
    fn trouble(self, user: &UserName, health: &Health) -> String {
        let user = self.quoted(user.as_str());
        match self {
            Self::German => german(&user, health),
            Self::English => english(&user, health),
        }
    }

    fn several(self, accounts: usize) -> String {
        match self {
            Self::German => format!("{accounts} Zugänge: bitte ansehen"),
            Self::English => format!("{accounts} accounts: please look"),
        }
    }

    fn all_is_well(self, accounts: usize) -> String {
        match (self, accounts) {
            (Self::German | Self::English, 0) => self.no_account_yet().to_owned(),
            (Self::German, 1) => "Der Zugang stimmt".to_owned(),
            (Self::German, 2) => "Beide Zugänge stimmen".to_owned(),
            (Self::German, _) => format!("Alle {accounts} Zugänge stimmen"),
            (Self::English, 1) => "The account is fine".to_owned(),
            (Self::English, 2) => "Both accounts are fine".to_owned(),
            (Self::English, _) => format!("All {accounts} accounts are fine"),
        }
    }

    fn being_checked(self, accounts: usize) -> String {
        match (self, accounts) {
            (Self::German, 1) => "1 Zugang wird geprüft".to_owned(),
            (Self::German, _) => format!("{accounts} Zugänge werden geprüft"),
            (Self::English, 1) => "1 account is being checked".to_owned(),
            (Self::English, _) => format!("{accounts} accounts are being checked"),
        }
    }

    fn some_proven(self, ticks: usize, accounts: usize) -> String {
        match self {
            Self::German => format!("{ticks} von {accounts} Zugängen bestätigt"),
            Self::English => format!("{ticks} of {accounts} accounts confirmed"),
        }
    }

    const fn no_account_yet(self) -> &'static str {
        match self {
            Self::German => "Noch kein Zugang eingerichtet",
            Self::English => "No account is set up yet",
        }
    }
}

fn german(user: &str, health: &Health) -> String {
    match health {
        Health::Checking => format!("Passwort von {user} wird geprüft"),
        Health::Proven => format!("Passwort von {user} stimmt"),
        Health::ContextWrong(_) => {
            "Mandant, Clientsystem oder Arbeitsplatz stimmt nicht".to_owned()
        }
        Health::Refused(Refusal::ClientsystemUnknown) => {
            format!("Zugangsdaten von {user} werden abgelehnt")
        }
        Health::Refused(
            Refusal::Credential(_)
            | Refusal::ChangeDemanded(_)
            | Refusal::Locked(_)
            | Refusal::Reported,
        ) => format!("Passwort von {user} wird abgelehnt"),
        Health::ChangeDemanded(_) => format!("Konnektor verlangt ein neues Passwort für {user}"),
        Health::Locked => format!("Zugang {user} ist gesperrt"),
        Health::Unclear(_) => format!("Antwort zu {user} unklar, nicht gewertet"),
        Health::Unreachable(_) => "Konnektor nicht erreichbar".to_owned(),
        Health::Untrusted(_) => "Der Konnektor zeigt ein neues Zertifikat".to_owned(),
        Health::Unverifiable(_) => format!("Konnektor prüft das Passwort von {user} nicht"),
        Health::Disagreement => format!("Gespeicherte Angaben zu {user} widersprechen sich"),
        Health::KeyringUnavailable(_) => "Passwortspeicher nicht lesbar".to_owned(),
        Health::StoreUnavailable => "Aufzeichnungen nicht lesbar oder nicht schreibbar".to_owned(),
        Health::WatchedElsewhere(machine) => format!("{user} wird an {machine} überwacht"),
        Health::NotSetUp(Missing::Trust) => "Zertifikat noch nicht bestätigt".to_owned(),
        Health::NotSetUp(Missing::Password | Missing::Watcher | Missing::Context) => {
            format!("{user} ist noch nicht eingerichtet")
        }
    }
}

fn english(user: &str, health: &Health) -> String {
    match health {
        Health::Checking => format!("password of {user} is being checked"),
        Health::Proven => format!("password of {user} is right"),
        Health::ContextWrong(_) => "Mandant, Clientsystem or Arbeitsplatz is wrong".to_owned(),
        Health::Refused(Refusal::ClientsystemUnknown) => {
            format!("user name and password of {user} are refused")
        }
        Health::Refused(
            Refusal::Credential(_)
            | Refusal::ChangeDemanded(_)
            | Refusal::Locked(_)
            | Refusal::Reported,
        ) => format!("password of {user} is refused"),
        Health::ChangeDemanded(_) => format!("connector demands a new password for {user}"),
        Health::Locked => format!("account {user} is locked"),
        Health::Unclear(_) => format!("answer about {user} unclear, not counted"),
        Health::Unreachable(_) => "connector unreachable".to_owned(),
        Health::Untrusted(_) => "the connector shows a new certificate".to_owned(),
        Health::Unverifiable(_) => format!("connector does not check the password of {user}"),
        Health::Disagreement => format!("stored data of {user} contradict each other"),
        Health::KeyringUnavailable(_) => "password store not readable".to_owned(),
        Health::StoreUnavailable => "records not readable or not writable".to_owned(),
        Health::WatchedElsewhere(machine) => format!("{user} is watched on {machine}"),
        Health::NotSetUp(Missing::Trust) => "certificate not confirmed yet".to_owned(),
        Health::NotSetUp(Missing::Password | Missing::Watcher | Missing::Context) => {
            format!("{user} is not set up yet")
        }
    }
}

/// The accounts that are as badly off as the worst, in the settings' order.
fn worst_of<'a>(places: &[Place<'a>]) -> Vec<Place<'a>> {
    let worst = places.iter().map(|(connector, account)| urgency(connector, account)).max();
    let same = |place: &&Place<'a>| Some(urgency(place.0, place.1)) == worst;
    places.iter().filter(same).copied().collect()
}

fn urgency(connector: &ConnectorView, account: &AccountView) -> Urgency {
    shape((connector, account)).urgency()
}

fn shape((connector, account): Place<'_>) -> Shape {
    Shape::of(connector, account)
}
