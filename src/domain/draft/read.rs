//! Reading typed texts.

use std::str::FromStr;
use std::time::Duration;

use super::{
    AccountDraft, AccountProfile, Checked, ConnectorId, ConnectorProfile, Draft, Encryption,
    EncryptionChoice, Field, Mistake, Pins, Plane, Vendor, Warning,
};
use crate::domain::context::{self, CallContext};
use crate::domain::identity::{self, UserName};
use crate::domain::profile::{self, Address, Host};

const LONGEST_NAME: usize = 100;
const LONGEST_HOST: usize = 253;
const LONGEST_USER: usize = 128;
const LONGEST_PART: usize = 64;
const LONGEST_FILE: usize = 1024;
const TIMEOUTS: std::ops::RangeInclusive<u64> = 1..=120;

/// Collects mistakes on the way.
#[derive(Default)]
struct Reading {
    mistakes: Vec<(Field, Mistake)>,
    warnings: Vec<(Field, Warning)>,
}

pub(super) fn all(draft: &Draft, previous: Option<&ConnectorProfile>) -> Checked {
    let mut reading = Reading::default();
    let profile = reading.profile(draft, previous);
    let Reading { mistakes, mut warnings } = reading;
    let profile = profile.filter(|_| mistakes.is_empty());
    if let Some(profile) = &profile {
        warnings.extend(warnings_of(profile, previous));
        warnings.sort_by_key(|(field, _)| *field);
    }
    Checked { profile, mistakes, warnings }
}

impl Reading {
    fn take<T>(&mut self, field: Field, read: Result<T, Mistake>) -> Option<T> {
        read.map_err(|mistake| self.mistakes.push((field, mistake))).ok()
    }

    /// Every field is read before the first missing one ends it.
    fn profile(
        &mut self,
        draft: &Draft,
        previous: Option<&ConnectorProfile>,
    ) -> Option<ConnectorProfile> {
        let name = self.take(Field::Name, text(&draft.name, LONGEST_NAME));
        let address = self.take(Field::Address, address(&draft.address));
        let port = self.take(Field::Port, port(&draft.port));
        let management = self.take(Field::ManagementPort, self::port(&draft.management_port));
        let timeout = self.take(Field::Timeout, timeout(&draft.timeout));
        let encryption = self.encryption(draft);
        let context = self.context(draft);
        let accounts = self.accounts(&draft.accounts);
        let (address, mut port, mut management) = (address?, port?, management?);
        if let Some(typed) = address.port {
            let plane = plane_of_port(typed);
            let counts = match plane {
                Plane::Client => &mut port,
                Plane::Management => &mut management,
            };
            if *counts != typed {
                self.warnings.push((Field::Address, Warning::PortOfAddress(plane, typed)));
            }
            *counts = typed;
        }
        if port == management {
            self.mistakes.push((Field::ManagementPort, Mistake::SamePort));
        }
        Some(ConnectorProfile {
            id: draft.id(),
            name: name?,
            host: address.host,
            port,
            management_port: management,
            vendor: draft.vendor,
            timeout: timeout?,
            online_check: draft.online_check,
            encryption: encryption?,
            card_service: draft.card_service,
            context: context?,
            device: previous.and_then(|known| known.device),
            pins: previous.map_or_else(Pins::default, |known| known.pins.clone()),
            accounts: accounts?,
        })
    }

    fn encryption(&mut self, draft: &Draft) -> Option<Encryption> {
        Some(match draft.encryption {
            EncryptionChoice::None => Encryption::None,
            EncryptionChoice::Tls => Encryption::Tls,
            EncryptionChoice::TlsPassword => Encryption::TlsPassword,
            EncryptionChoice::TlsCertificate => {
                let file = text(&draft.certificate_file, LONGEST_FILE);
                Encryption::TlsCertificate { file: self.take(Field::CertificateFile, file)? }
            }
        })
    }

    /// All three parts or none.
    fn context(&mut self, draft: &Draft) -> Option<Option<CallContext>> {
        let parts = [&draft.mandant, &draft.clientsystem, &draft.arbeitsplatz];
        if parts.iter().all(|part| part.trim().is_empty()) {
            return Some(None);
        }
        let mandant = self.take(Field::Mandant, part(parts[0]));
        let clientsystem = self.take(Field::Clientsystem, part(parts[1]));
        let arbeitsplatz = self.take(Field::Arbeitsplatz, part(parts[2]));
        Some(Some(CallContext {
            mandant: mandant?,
            clientsystem: clientsystem?,
            arbeitsplatz: arbeitsplatz?,
        }))
    }

    fn accounts(&mut self, typed: &[AccountDraft]) -> Option<Vec<AccountProfile>> {
        let mut accounts: Vec<AccountProfile> = Vec::new();
        for (place, typed) in typed.iter().enumerate() {
            let user = self.take(Field::User(place), user(&typed.user));
            let interval = self.take(Field::Interval(place), interval(&typed.interval));
            let (Some(user), Some(interval)) = (user, interval) else { continue };
            let is_same = |one: &AccountProfile| one.plane == typed.plane && one.user == user;
            if accounts.iter().any(is_same) {
                self.mistakes.push((Field::User(place), Mistake::Twice));
            }
            accounts.push(AccountProfile {
                plane: typed.plane,
                user,
                watched_on: typed.watched_on.clone(),
                interval,
                limit: typed.limit,
            });
        }
        (accounts.len() == typed.len()).then_some(accounts)
    }
}

fn warnings_of(
    profile: &ConnectorProfile,
    previous: Option<&ConnectorProfile>,
) -> Vec<(Field, Warning)> {
    let mut warnings = Vec::new();
    let on = |plane| profile.accounts.iter().any(|account| account.plane == plane);
    if profile.accounts.is_empty() {
        warnings.push((Field::Accounts, Warning::NoAccount));
    }
    if on(Plane::Client) {
        match &profile.encryption {
            Encryption::None => warnings.push((Field::Encryption, Warning::Plain)),
            Encryption::Tls | Encryption::TlsCertificate { .. } => {
                warnings.push((Field::Encryption, Warning::NoPassword));
            }
            Encryption::TlsPassword => {}
        }
        if profile.context.is_none() {
            warnings.push((Field::Mandant, Warning::NoContext));
        }
    }
    let Some(previous) = previous else { return warnings };
    // Before a person trusted the device no password was stored for it.
    let is_trusted = previous.device.is_some() && !previous.accounts.is_empty();
    if is_trusted && previous.host != profile.host {
        warnings.push((Field::Address, Warning::AnotherAddress));
    }
    let fields = [(Field::Port, Plane::Client), (Field::ManagementPort, Plane::Management)];
    for (field, plane) in fields {
        if is_trusted && previous.port_of(plane) != profile.port_of(plane) {
            warnings.push((field, Warning::AnotherPort(plane)));
        }
    }
    for (place, account) in profile.accounts.iter().enumerate() {
        if previous.account(account.plane, &account.user).is_none() {
            let account = profile.reference(account);
            warnings.push((Field::User(place), Warning::NewAccount(account)));
        }
    }
    for account in &previous.accounts {
        if profile.account(account.plane, &account.user).is_none() {
            let left = Warning::AccountLeft(previous.reference(account));
            warnings.push((Field::Accounts, left));
        }
    }
    warnings
}

/// A text of 1 to `most` visible characters, without the blanks around it.
fn text(typed: &str, most: usize) -> Result<String, Mistake> {
    let text = visible(typed)?;
    let found = text.chars().count();
    if found > most {
        return Err(Mistake::TooLong { most, found });
    }
    Ok(text.to_owned())
}

fn visible(typed: &str) -> Result<&str, Mistake> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Mistake::Empty);
    }
    if text.chars().any(char::is_control) {
        return Err(Mistake::Control);
    }
    Ok(text)
}

/// A host, `host:port` or a pasted URL: everything but host and port is dropped, a login in it too.
pub(super) fn address(typed: &str) -> Result<Address, Mistake> {
    let text = visible(typed)?;
    let authority = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let address: Address = place.parse().map_err(|error| match error {
        profile::Error::HostEmpty => Mistake::Empty,
        profile::Error::Port => Mistake::PortOfAddress,
        profile::Error::Host | profile::Error::OnlineCheck | profile::Error::CardServiceVersion => {
            host_mistake(place)
        }
    })?;
    match &address.host {
        Host::Name(name) if looks_numeric(name) => Err(Mistake::IpAddress),
        Host::Name(_) | Host::Address(_) => Ok(address),
    }
}

fn host_mistake(place: &str) -> Mistake {
    let found = place.chars().count();
    if found > LONGEST_HOST {
        return Mistake::TooLong { most: LONGEST_HOST, found };
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.:[]".contains(c);
    match place.chars().find(|c| !fits(*c)) {
        Some(c) => Mistake::Character(c),
        None if place.matches(':').count() > 1 => Mistake::IpAddress,
        None => Mistake::HostName,
    }
}

/// No top-level domain is a number: `10.1.112.300` is a slip of an address.
fn looks_numeric(name: &str) -> bool {
    let last = name.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    !last.is_empty() && last.chars().all(|c| c.is_ascii_digit())
}

/// A vendor's usual port of the web UI is a management port, any other one the PVS-Port.
pub(super) fn plane_of_port(port: u16) -> Plane {
    let vendors = [Vendor::Secunet, Vendor::Kocobox, Vendor::Rise];
    match vendors.iter().any(|vendor| vendor.management_port() == port) {
        true => Plane::Management,
        false => Plane::Client,
    }
}

fn port(typed: &str) -> Result<u16, Mistake> {
    let number = number(typed)?;
    u16::try_from(number).ok().filter(|port| *port != 0).ok_or(Mistake::PortRange)
}

fn timeout(typed: &str) -> Result<Duration, Mistake> {
    let seconds = number(typed)?;
    TIMEOUTS.contains(&seconds).then_some(Duration::from_secs(seconds)).ok_or(Mistake::TimeoutRange)
}

/// Digits only; more of them than a number holds give the largest number.
fn number(typed: &str) -> Result<u64, Mistake> {
    let text = visible(typed)?;
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return Err(Mistake::NotANumber);
    }
    Ok(text.parse().unwrap_or(u64::MAX))
}

fn interval(typed: &str) -> Result<Duration, Mistake> {
    let text = visible(typed)?;
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let factor = match text[digits.len()..].trim() {
        "" | "m" | "min" | "Min." | "min." => 60,
        "s" | "sec" | "Sek." => 1,
        "h" | "Std." => 60 * 60,
        _ => return Err(Mistake::NotASpan),
    };
    let count = number(digits).map_err(|_| Mistake::NotASpan)?;
    let span = Duration::from_secs(count.saturating_mul(factor));
    let range = AccountProfile::SHORTEST..=AccountProfile::LONGEST;
    range.contains(&span).then_some(span).ok_or(Mistake::IntervalRange)
}

/// An interval as the field shows it: minutes where they are whole.
pub(super) fn span_text(span: Duration) -> String {
    match span.as_secs() {
        seconds if seconds % 60 == 0 => (seconds / 60).to_string(),
        seconds => format!("{seconds} s"),
    }
}

fn user(typed: &str) -> Result<UserName, Mistake> {
    let text = visible(typed)?;
    text.parse().map_err(|error| match error {
        identity::Error::UserTooLong => {
            Mistake::TooLong { most: LONGEST_USER, found: text.chars().count() }
        }
        identity::Error::UserCharacter => Mistake::Character(':'),
        identity::Error::UserEmpty
        | identity::Error::NotHex
        | identity::Error::ConnectorId
        | identity::Error::Machine
        | identity::Error::Plane => Mistake::Empty,
    })
}

/// A part of a call context of which at least one part is filled in.
fn part<T: FromStr<Err = context::Error>>(typed: &str) -> Result<T, Mistake> {
    typed.parse().map_err(|error| match error {
        context::Error::Empty => Mistake::ContextPart,
        context::Error::TooLong => {
            Mistake::TooLong { most: LONGEST_PART, found: typed.trim().chars().count() }
        }
        context::Error::Control => Mistake::Control,
    })
}

/// The identifier itself, or the first of `id-2`, `id-3`… that is not taken.
pub(super) fn unused(id: &ConnectorId, taken: &[ConnectorId]) -> ConnectorId {
    let numbered = (2..).map(|number| {
        let text = format!("{id}-{number}");
        text.parse().expect("an identifier made of a name has room for a number")
    });
    let all = std::iter::once(id.clone()).chain(numbered);
    all.into_iter().find(|id| !taken.contains(id)).expect("there are more numbers than connectors")
}
