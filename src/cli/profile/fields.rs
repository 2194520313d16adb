//! Typed values of a connector and an account, and what they mean.

use std::str::FromStr;
use std::time::Duration;

use crate::cli::args::{Fields, ProfileAdd};
use crate::domain::context::CallContext;
use crate::domain::device::Vendor;
use crate::domain::identity::{ConnectorId, MachineName, Plane};
use crate::domain::profile::{
    self, AccountProfile, Address, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption,
    OnlineCheck, Pins,
};
use crate::store::config::ConnectorChange;
use crate::text::Usage;

/// Makes a new connector of what was typed.
pub fn profile(
    typed: &ProfileAdd,
    id: ConnectorId,
    machine: &MachineName,
) -> Result<ConnectorProfile, Usage> {
    let name = typed.name.trim();
    if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(Usage::Value("NAME", "1-100 × A-Z a-z 0-9 …"));
    }
    let address = address(&typed.address)?;
    let fields = &typed.fields;
    let vendor = fields.vendor.as_deref().map_or(Ok(Vendor::Unknown), vendor)?;
    let (services, management) = ports_of(&address);
    let port = port(fields.port.as_deref(), "--port")?.or(services);
    let management = self::port(fields.management_port.as_deref(), "--management-port")?
        .or(management)
        .unwrap_or(vendor.management_port());
    let watched_on = match &typed.watched_on {
        Some(text) => watcher(text, machine)?,
        None => None,
    };
    let accounts = typed.accounts.iter().map(|text| {
        let watched_on = watched_on.clone();
        account(text).map(|account| AccountProfile { watched_on, ..account })
    });
    Ok(ConnectorProfile {
        id,
        name: name.to_owned(),
        host: address.host.clone(),
        port: port.unwrap_or(ConnectorProfile::PORT),
        management_port: management,
        vendor,
        timeout: fields.timeout.as_deref().map_or(Ok(ConnectorProfile::TIMEOUT), timeout)?,
        online_check: fields
            .online_check
            .as_deref()
            .map_or(Ok(OnlineCheck::Always), online_check)?,
        encryption: encryption(fields, None)?.unwrap_or(Encryption::TlsPassword),
        card_service: fields
            .card_service
            .as_deref()
            .map_or(Ok(CardServiceVersion::Auto), card_service)?,
        context: context(fields, None)?,
        device: None,
        pins: Pins::default(),
        accounts: accounts.collect::<Result<_, _>>()?,
    })
}

/// The changes that typed fields mean for a connector.
pub fn changes(fields: &Fields, known: &ConnectorProfile) -> Result<Vec<ConnectorChange>, Usage> {
    let mut changes = Vec::new();
    let port_of = |text: &Option<String>, option| port(text.as_deref(), option);
    changes.extend(port_of(&fields.port, "--port")?.map(ConnectorChange::Port));
    let management = port_of(&fields.management_port, "--management-port")?;
    changes.extend(management.map(ConnectorChange::ManagementPort));
    if let Some(text) = &fields.vendor {
        changes.push(ConnectorChange::Vendor(vendor(text)?));
    }
    if let Some(text) = &fields.timeout {
        changes.push(ConnectorChange::Timeout(timeout(text)?));
    }
    if let Some(text) = &fields.online_check {
        changes.push(ConnectorChange::OnlineCheck(online_check(text)?));
    }
    if let Some(text) = &fields.card_service {
        changes.push(ConnectorChange::CardService(card_service(text)?));
    }
    let encryption = encryption(fields, Some(&known.encryption))?;
    changes.extend(encryption.map(ConnectorChange::Encryption));
    let has_context = [&fields.mandant, &fields.clientsystem, &fields.arbeitsplatz];
    if has_context.into_iter().any(Option::is_some) {
        changes.push(ConnectorChange::Context(context(fields, known.context.as_ref())?));
    }
    Ok(changes)
}

/// The changes that a typed address means.
pub fn address_changes(text: &str) -> Result<Vec<ConnectorChange>, Usage> {
    let address = address(text)?;
    let (services, management) = ports_of(&address);
    let mut changes = vec![ConnectorChange::Host(address.host)];
    changes.extend(services.map(ConnectorChange::Port));
    changes.extend(management.map(ConnectorChange::ManagementPort));
    Ok(changes)
}

/// Which of the fields were typed, with their options.
pub fn given(fields: &Fields) -> [(bool, &'static str); 11] {
    [
        (fields.port.is_some(), "--port"),
        (fields.management_port.is_some(), "--management-port"),
        (fields.vendor.is_some(), "--vendor"),
        (fields.encryption.is_some(), "--encryption"),
        (fields.certificate_file.is_some(), "--certificate-file"),
        (fields.mandant.is_some(), "--mandant"),
        (fields.clientsystem.is_some(), "--clientsystem"),
        (fields.arbeitsplatz.is_some(), "--arbeitsplatz"),
        (fields.timeout.is_some(), "--timeout"),
        (fields.online_check.is_some(), "--online-check"),
        (fields.card_service.is_some(), "--card-service"),
    ]
}

/// `client/praxis`, `management/local`.
pub fn account(text: &str) -> Result<AccountProfile, Usage> {
    let wrong = || Usage::Value("--account", "client/…, management/…");
    let (plane, user) = text.split_once('/').ok_or_else(wrong)?;
    let plane: Plane = plane.to_lowercase().parse().map_err(|_| wrong())?;
    Ok(AccountProfile {
        plane,
        user: user.parse().map_err(|_| wrong())?,
        watched_on: None,
        interval: AccountProfile::default_interval(plane),
        limit: AttemptLimit::default(),
    })
}

/// `here`, `none` or a machine's name.
pub fn watcher(text: &str, here: &MachineName) -> Result<Option<MachineName>, Usage> {
    match text.trim() {
        "here" => Ok(Some(here.clone())),
        "none" => Ok(None),
        name => {
            let named = name.parse().map(Some);
            named.map_err(|_| Usage::Value("--watched-on", "here, none, EMPFANG-1"))
        }
    }
}

/// The time between two checks.
pub fn interval(text: &str) -> Result<Duration, Usage> {
    let range = AccountProfile::SHORTEST..=AccountProfile::LONGEST;
    let read = span(text).filter(|span| range.contains(span));
    read.ok_or(Usage::Value("--interval", "1m-24h"))
}

/// The device's limit of attempts.
pub fn limit(text: &str) -> Result<AttemptLimit, Usage> {
    let read = text.parse().ok().and_then(AttemptLimit::new);
    read.ok_or(Usage::Value("--limit", "1-99"))
}

/// The word of `--encryption`.
pub const fn encryption_word(encryption: &Encryption) -> &'static str {
    match encryption {
        Encryption::None => "none",
        Encryption::Tls => "tls",
        Encryption::TlsPassword => "password",
        Encryption::TlsCertificate { .. } => "certificate",
    }
}

fn address(text: &str) -> Result<Address, Usage> {
    text.parse().map_err(|error| match error {
        profile::Error::HostEmpty
        | profile::Error::Host
        | profile::Error::OnlineCheck
        | profile::Error::CardServiceVersion => {
            Usage::Value("ADDRESS", "10.1.112.210, konnektor.praxis.local, https://…")
        }
        profile::Error::Port => Usage::Value("ADDRESS", "…:1-65535"),
    })
}

/// A pasted port of a vendor's web UI is the management port, any other one the PVS-Port.
fn ports_of(address: &Address) -> (Option<u16>, Option<u16>) {
    let vendors = [Vendor::Secunet, Vendor::Kocobox, Vendor::Rise];
    match address.port {
        Some(port) if vendors.iter().any(|vendor| vendor.management_port() == port) => {
            (None, Some(port))
        }
        port => (port, None),
    }
}

fn port(text: Option<&str>, option: &'static str) -> Result<Option<u16>, Usage> {
    let read = text.map(profile::parse_port).transpose();
    read.map_err(|_| Usage::Value(option, "1-65535"))
}

fn vendor(text: &str) -> Result<Vendor, Usage> {
    let all = [Vendor::Secunet, Vendor::Kocobox, Vendor::Rise, Vendor::Unknown];
    let found = all.into_iter().find(|vendor| vendor.as_str() == text.to_lowercase());
    found.ok_or(Usage::Value("--vendor", "secunet, kocobox, rise, unknown"))
}

fn timeout(text: &str) -> Result<Duration, Usage> {
    let range = Duration::from_secs(1)..=Duration::from_secs(120);
    let read = span(text).filter(|span| range.contains(span));
    read.ok_or(Usage::Value("--timeout", "1s-120s"))
}

fn online_check(text: &str) -> Result<OnlineCheck, Usage> {
    text.parse().map_err(|_| Usage::Value("--online-check", "always, on-demand, never"))
}

fn card_service(text: &str) -> Result<CardServiceVersion, Usage> {
    text.parse().map_err(|_| Usage::Value("--card-service", "auto, 8.1.3"))
}

fn encryption(fields: &Fields, known: Option<&Encryption>) -> Result<Option<Encryption>, Usage> {
    let file = fields.certificate_file.clone();
    let Some(word) = &fields.encryption else {
        return match (file, known) {
            (None, _) => Ok(None),
            (Some(file), Some(Encryption::TlsCertificate { .. })) => {
                Ok(Some(Encryption::TlsCertificate { file }))
            }
            (Some(_), Some(_) | None) => Err(Usage::Conflict("--certificate-file".into())),
        };
    };
    match (word.as_str(), file) {
        ("none", None) => Ok(Some(Encryption::None)),
        ("tls", None) => Ok(Some(Encryption::Tls)),
        ("password", None) => Ok(Some(Encryption::TlsPassword)),
        ("certificate", Some(file)) => Ok(Some(Encryption::TlsCertificate { file })),
        ("certificate", None) => Err(Usage::Missing(vec!["--certificate-file".into()])),
        ("none" | "tls" | "password", Some(_)) => Err(Usage::Conflict("--certificate-file".into())),
        (_, _) => Err(Usage::Value("--encryption", "none, tls, password, certificate")),
    }
}

/// All three parts or none; parts that were not typed come from what is known. Three empty ones are
/// none.
fn context(fields: &Fields, known: Option<&CallContext>) -> Result<Option<CallContext>, Usage> {
    let typed = [&fields.mandant, &fields.clientsystem, &fields.arbeitsplatz];
    let options = ["--mandant", "--clientsystem", "--arbeitsplatz"];
    if typed.iter().all(|part| part.is_none()) {
        return Ok(None);
    }
    if typed.iter().all(|part| part.as_ref().is_some_and(|text| text.trim().is_empty())) {
        return Ok(None);
    }
    if known.is_none() {
        let missing = typed.iter().zip(options).filter(|(part, _)| part.is_none());
        let missing: Vec<String> = missing.map(|(_, option)| option.to_owned()).collect();
        if !missing.is_empty() {
            return Err(Usage::Missing(missing));
        }
    }
    Ok(Some(CallContext {
        mandant: part(typed[0], known.map(|known| &known.mandant), options[0])?,
        clientsystem: part(typed[1], known.map(|known| &known.clientsystem), options[1])?,
        arbeitsplatz: part(typed[2], known.map(|known| &known.arbeitsplatz), options[2])?,
    }))
}

fn part<T: FromStr + Clone>(
    typed: &Option<String>,
    known: Option<&T>,
    option: &'static str,
) -> Result<T, Usage> {
    match (typed, known) {
        (Some(text), _) => text.parse().map_err(|_| Usage::Value(option, "1-64 × A-Z a-z 0-9 …")),
        (None, Some(known)) => Ok(known.clone()),
        (None, None) => Err(Usage::Missing(vec![option.to_owned()])),
    }
}

/// `90s`, `5m`, `24h`.
fn span(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return None,
    };
    let count: u64 = digits.trim().parse().ok()?;
    Some(Duration::from_secs(count.checked_mul(seconds)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_port_of_the_web_interface_is_no_pvs_port() {
        let ports = |text: &str| ports_of(&address(text).unwrap());
        assert_eq!(ports("https://10.1.112.210:8500/management"), (None, Some(8500)));
        assert_eq!(ports("10.1.112.210:1443"), (Some(1443), None));
        assert_eq!(ports("10.1.112.210"), (None, None));
    }

    #[test]
    fn spans_are_read_with_their_unit_and_within_their_limits() {
        assert_eq!(interval("5m"), Ok(Duration::from_secs(300)));
        assert_eq!(interval("24h"), Ok(Duration::from_secs(86_400)));
        for wrong in ["30s", "25h", "5", "m", "", "5 €", "99999999999999999999h"] {
            assert_eq!(interval(wrong), Err(Usage::Value("--interval", "1m-24h")), "{wrong}");
        }
        assert_eq!(timeout("5s"), Ok(Duration::from_secs(5)));
    }

    #[test]
    fn a_call_context_is_whole_or_missing() {
        let fields = |mandant: Option<&str>, arbeitsplatz: Option<&str>| Fields {
            mandant: mandant.map(str::to_owned),
            arbeitsplatz: arbeitsplatz.map(str::to_owned),
            ..Fields::default()
        };
        assert_eq!(context(&fields(None, None), None), Ok(None));
        let missing = Usage::Missing(vec!["--clientsystem".into(), "--arbeitsplatz".into()]);
        assert_eq!(context(&fields(Some("Praxis"), None), None), Err(missing));
        let known = CallContext {
            mandant: "Praxis".parse().unwrap(),
            clientsystem: "x.concept".parse().unwrap(),
            arbeitsplatz: "Empfang".parse().unwrap(),
        };
        let changed = context(&fields(None, Some("Labor")), Some(&known)).unwrap().unwrap();
        let empty = || Some(String::new());
        let none = Fields {
            mandant: empty(),
            clientsystem: empty(),
            arbeitsplatz: empty(),
            ..Fields::default()
        };
        assert_eq!(context(&none, Some(&known)), Ok(None));
        assert_eq!(changed, CallContext { arbeitsplatz: "Labor".parse().unwrap(), ..known });
    }
}
