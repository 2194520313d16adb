//! One value of every kind that has words, for the tests of words, menu and toasts.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz;

use super::{Language, Words};
use crate::domain::device::{Fingerprint, Vendor};
use crate::domain::health::{Health, KeyringTrouble, Missing};
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::lockout::Withheld;
use crate::domain::notice::{Impact, Notice, Topic, What};
use crate::domain::practice::Practice;
use crate::domain::probe::{
    ChangeReason, DirectoryFault, Doubt, Refusal, Silence, Unreached, Unverifiable,
};
use crate::domain::profile::{
    AccountProfile, AttemptLimit, CardServiceVersion, ConnectorProfile, Encryption, Host,
    OnlineCheck, Pins,
};
use crate::domain::snapshot::{AccountView, ConnectorView, Snapshot};

/// Tuesday, 24 November 2026, 09:14 in the practice.
pub(crate) fn words(language: Language) -> Words {
    Words::new(language, tz::offset(1).to_time_zone(), at("2026-11-24T08:14:00Z"))
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A connector with these accounts, given as `management/local`.
pub(crate) fn connector(id: &str, name: &str, accounts: Vec<(&str, Health)>) -> ConnectorView {
    let accounts: Vec<AccountView> = accounts
        .into_iter()
        .map(|(account, health)| view(&format!("{id}/{account}"), health))
        .collect();
    let profile = ConnectorProfile {
        id: id.parse().unwrap(),
        name: name.to_owned(),
        host: "10.1.112.210".parse::<Host>().unwrap(),
        port: 443,
        management_port: 8500,
        vendor: Vendor::Secunet,
        timeout: ConnectorProfile::TIMEOUT,
        online_check: OnlineCheck::Always,
        encryption: Encryption::TlsPassword,
        card_service: CardServiceVersion::Auto,
        context: None,
        device: None,
        pins: Pins::default(),
        accounts: accounts.iter().map(|view| account_profile(&view.account)).collect(),
    };
    ConnectorView { profile, firmware: None, accounts, away: false, rolled_out: false }
}

fn account_profile(account: &AccountRef) -> AccountProfile {
    AccountProfile {
        plane: account.plane,
        user: account.user.clone(),
        watched_on: None,
        interval: Duration::from_secs(300),
        limit: AttemptLimit::default(),
    }
}

fn view(account: &str, health: Health) -> AccountView {
    AccountView {
        account: account.parse().unwrap(),
        health,
        since: Some(at("2026-11-24T07:12:00Z")),
        accepted: Some(at("2026-11-23T17:02:00Z")),
        checked: Some(at("2026-11-24T08:12:00Z")),
        checking: false,
        spare: 2,
        withheld: None,
        task: false,
        stale: false,
        changed: None,
        expires: None,
        expiring: false,
    }
}

pub(crate) fn snapshot(connectors: Vec<ConnectorView>) -> Snapshot {
    Snapshot {
        taken: at("2026-11-24T08:14:00Z"),
        connectors,
        pause: None,
        next_check: Some(at("2026-11-24T08:18:20Z")),
        practice: Practice::default(),
    }
}

pub(crate) const REFUSED: Health = Health::Refused(Refusal::Credential(401));

/// A trouble as the watch tells it.
pub(crate) fn trouble(topic: Topic, health: Health, impact: Impact, others: usize) -> Notice {
    Notice {
        connector: "koeln".parse().unwrap(),
        name: "Praxis Köln".to_owned(),
        topic,
        what: What::Trouble {
            account: "koeln/management/local".parse().unwrap(),
            health,
            between: (Some(at("2026-11-23T17:02:00Z")), at("2026-11-24T07:12:00Z")),
            impact,
            others,
            reminder: false,
        },
        at: at("2026-11-24T07:12:00Z"),
    }
}

pub(crate) fn all_clear(topic: Topic) -> Notice {
    Notice {
        connector: "koeln".parse().unwrap(),
        name: "Praxis Köln".to_owned(),
        topic,
        what: What::AllClear {
            account: "koeln/management/local".parse().unwrap(),
            since: at("2026-11-24T07:12:00Z"),
        },
        at: at("2026-11-24T07:53:00Z"),
    }
}

/// Every state of health.
pub(crate) fn healths() -> Vec<Health> {
    let mut all = vec![
        Health::Checking,
        Health::Proven,
        Health::ContextWrong(4010),
        Health::Locked,
        Health::Untrusted(Fingerprint::from_bytes([0xab; 32])),
        Health::Disagreement,
        Health::StoreUnavailable,
        Health::WatchedElsewhere("EMPFANG-1".parse().unwrap()),
    ];
    all.extend(refusals().into_iter().map(Health::refused));
    all.extend(doubts().into_iter().map(Health::Unclear));
    all.extend(unreached().into_iter().map(Health::Unreachable));
    let unverifiable =
        [Unverifiable::NotDemanded, Unverifiable::NoPassword, Unverifiable::NoContext];
    all.extend(unverifiable.map(Health::Unverifiable));
    let keyring = [
        KeyringTrouble::Absent,
        KeyringTrouble::Locked,
        KeyringTrouble::Hung,
        KeyringTrouble::Damaged,
    ];
    all.extend(keyring.map(Health::KeyringUnavailable));
    let missing = [Missing::Trust, Missing::Password, Missing::Watcher, Missing::Context];
    all.extend(missing.map(Health::NotSetUp));
    all
}

pub(crate) fn refusals() -> Vec<Refusal> {
    vec![
        Refusal::Credential(401),
        Refusal::ClientsystemUnknown,
        Refusal::ChangeDemanded(ChangeReason::Initial),
        Refusal::ChangeDemanded(ChangeReason::Expired),
        Refusal::ChangeDemanded(ChangeReason::Unknown),
        Refusal::Locked(423),
        Refusal::Reported,
    ]
}

const SILENCES: [Silence; 4] =
    [Silence::Reset, Silence::Timeout, Silence::Unreadable, Silence::Alert];

fn doubts() -> Vec<Doubt> {
    let mut all = SILENCES.map(Doubt::Silent).to_vec();
    all.extend([Doubt::Status(503), Doubt::Fault(4001), Doubt::ForeignBody, Doubt::Unfinished]);
    all
}

fn unreached() -> Vec<Unreached> {
    let mut all = vec![
        Unreached::NoAddress,
        Unreached::ConnectionRefused,
        Unreached::ConnectTimeout,
        Unreached::NoNetwork,
        Unreached::OutsideNetwork,
        Unreached::NotTls,
        Unreached::NoCommonTls("RSA 1024".into()),
        Unreached::CertificateDemanded,
        Unreached::ClientCertificate,
        Unreached::NotPinned,
        Unreached::Handshake("bad signature".into()),
        Unreached::Local("no entropy".into()),
    ];
    let faults = SILENCES.map(DirectoryFault::Silent).into_iter().chain([
        DirectoryFault::Status(404),
        DirectoryFault::NotADirectory,
        DirectoryFault::NoService,
        DirectoryFault::TooLarge,
    ]);
    all.extend(faults.map(Unreached::NoDirectory));
    all
}

pub(crate) const TOPICS: [Topic; 4] =
    [Topic::Credential, Topic::Certificate, Topic::Reach, Topic::Store];

pub(crate) const IMPACTS: [Impact; 4] =
    [Impact::CardsGoOn, Impact::CardsMayFail, Impact::MaintenanceOnly, Impact::WatchRests];

pub(crate) fn withheld() -> Vec<Withheld> {
    let moment = at("2026-11-24T07:12:00Z");
    let mut all = vec![
        Withheld::NoPassword,
        Withheld::Doubtful { at: moment },
        Withheld::NotAnsweredSince { at: moment },
        Withheld::Spent { spare: 0 },
        Withheld::Spent { spare: 1 },
        Withheld::Spent { spare: 7 },
        Withheld::Unproven,
        Withheld::RefusedForAnother { user: Some("empfang".into()) },
        Withheld::RefusedForAnother { user: None },
        Withheld::LedgerDamaged { user: "empfang".into() },
        Withheld::ChangeUnderWay,
        Withheld::NotAsked,
        Withheld::WatchedElsewhere("EMPFANG-1".parse().unwrap()),
        Withheld::NobodyWatches,
        Withheld::ProbedByAnotherSession,
        Withheld::Paused,
        Withheld::OnlineCheckOff,
        Withheld::Busy,
        Withheld::Disagreement,
        Withheld::KeyringUnavailable,
        Withheld::NotNoted,
        Withheld::NotTrusted,
    ];
    all.extend(refusals().into_iter().map(|refusal| Withheld::Refused { at: moment, refusal }));
    all
}

pub(crate) const PLANES: [Plane; 2] = Plane::ALL;
