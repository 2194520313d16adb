//! Everything that the console program says by itself, in both languages.

use super::{DemoLine, PinState, Saw, Usage};
use crate::domain::identity::{AccountRef, Plane};
use crate::domain::lockout::Withheld;
use crate::domain::probe::{Doubt, Refusal, Silence, Unreached, Verdict};
use crate::store::config::{self, Allowed, Mistake, Notice, Problem};
use crate::store::{keyring, pause};
use crate::text::{Language, Message, Words};
use crate::watch::{Error, Question};

fn words(language: Language) -> Words {
    let now = "2026-11-24T08:14:00Z".parse().unwrap();
    Words::new(language, jiff::tz::offset(1).to_time_zone(), now)
}

fn usages() -> Vec<Usage> {
    vec![
        Usage::NoCommand,
        Usage::UnknownCommand("chek".into(), Some("check".into())),
        Usage::UnknownOption("--x".into(), None),
        Usage::TooMuch,
        Usage::Missing(vec!["--mandant".into()]),
        Usage::NoValue("--until".into()),
        Usage::Twice("--until".into()),
        Usage::Conflict("--certificate-file".into()),
        Usage::PasswordInTheOpen,
        Usage::Value("--port", "1-65535"),
        Usage::NotText,
        Usage::PauseUnreadable,
        Usage::PausePast,
        Usage::PauseTooFar,
        Usage::NothingConfigured,
        Usage::UnknownPlace("köln".into(), None),
        Usage::Ambiguous("praxis".into(), vec!["a".into(), "b".into()]),
        Usage::NeedsAccount("--limit"),
        Usage::NeedsConnector("--port"),
        Usage::NothingToSet,
        Usage::NotOwn("koeln".into()),
        Usage::Exists("koeln".into()),
        Usage::NoTerminal("--stdin"),
    ]
}

fn mistakes() -> Vec<Mistake> {
    let values = [
        Allowed::Words(&["tls", "none"]),
        Allowed::Number { from: 1, to: 65535 },
        Allowed::Switch,
        Allowed::Text { from: 1, to: 100 },
        Allowed::Host,
        Allowed::User,
        Allowed::Hex32,
        Allowed::AbsolutePath,
        Allowed::ConnectorId,
        Allowed::Table,
        Allowed::List,
    ];
    let value = |allowed| Mistake::Value { found: "x".into(), allowed };
    let mut all: Vec<Mistake> = values.into_iter().map(value).collect();
    all.extend([
        Mistake::Syntax("x".into()),
        Mistake::UnknownKey { suggestion: None },
        Mistake::UnknownKey { suggestion: Some("host".into()) },
        Mistake::Missing,
        Mistake::AccountTwice { connector: "bonn".into() },
        Mistake::SplitDevice { connector: "bonn".into() },
    ]);
    all
}

fn errors() -> Vec<Error> {
    let problem = |mistake| Problem {
        file: "settings.toml".into(),
        line: 3,
        column: 1,
        key: "connector.koeln.host".into(),
        mistake,
    };
    let until = "2026-11-24T21:00:00Z".parse().unwrap();
    let administrators = pause::Pause { until, reason: "x".into(), by: "x".into() };
    let timeout = || Unreached::ConnectTimeout;
    vec![
        Error::Settings(config::Error::Mistakes(mistakes().into_iter().map(problem).collect())),
        Error::Settings(config::Error::Newer { file: "x".into(), version: 9 }),
        Error::Settings(config::Error::NotText("x".into())),
        Error::Settings(config::Error::Refused(Box::new(problem(Mistake::Missing)))),
        Error::Settings(config::Error::Unknown("x".into())),
        Error::Settings(config::Error::Taken("x".into())),
        Error::Keyring(keyring::Error::Locked),
        Error::Keyring(keyring::Error::Absent),
        Error::Pause(pause::Error::Administrators(administrators)),
        Error::Unknown("x".into()),
        Error::CertificateDiffers(443),
        Error::MeaningNeeded(443),
        Error::SeveralDevices("x".into()),
        Error::NoCertificate(timeout()),
        Error::NotReached(Verdict::Unreachable(timeout())),
        Error::MachineName("x".into()),
    ]
}

/// All messages in three parts.
fn messages(language: Language) -> Vec<Message> {
    let words = words(language);
    let account: AccountRef = "koeln/management/local".parse().unwrap();
    let doubtful = Verdict::Doubtful(Doubt::Silent(Silence::Reset));
    let mut all: Vec<Message> = usages().iter().map(|usage| language.usage(usage)).collect();
    all.extend(errors().iter().map(|error| words.failure(error)));
    all.extend((0..3).map(|spare| words.adopt_refused(Refusal::Credential(401), spare)));
    all.extend([
        words.adopt_refused(Refusal::ClientsystemUnknown, 2),
        words.adopt_doubtful(&doubtful, 1),
        words.adopt_not_sent(&account, &Withheld::NotTrusted),
        words.adopt_not_sent(&account, &Withheld::Busy),
        language.attempt_not_confirmed(2),
        language.no_password(),
        language.fingerprint_differs(443, "00"),
        language.not_opened("https://10.1.112.210:8500/management"),
        language.simulator_failed("x"),
        language.demo_deviates(DemoLine::Warned, "x"),
    ]);
    all
}

fn questions() -> Vec<Question> {
    let flags = [(false, false, false), (true, false, true), (false, true, false)];
    flags
        .into_iter()
        .map(|(same_as_refused, unverifiable, disagreement)| Question {
            failures: 0,
            spare: 2,
            same_as_refused,
            unverifiable,
            disagreement,
        })
        .collect()
}

/// Everything else.
fn sentences(language: Language) -> Vec<String> {
    let account: AccountRef = "koeln/management/local".parse().unwrap();
    let mut all: Vec<String> = [
        language.adopted(),
        language.adopted_unproven(),
        language.adopt_declined(),
        language.not_watched_here(),
        language.task_done(),
        language.where_to_compare(),
        language.is_it_right(),
        language.certificate_changed(),
        language.three_meanings(),
        language.not_trusted(),
        language.all_trusted(),
        language.pause_ended(),
        language.watching(),
        language.watch_ended(),
        language.watch_cut_off(),
        language.no_profile(),
        language.profile_changed(),
        language.simulator_runs(),
        language.demo_title(),
        language.demo_enter(),
        language.demo_nothing_to_enter(),
        language.demands(true),
        language.demands(false),
    ]
    .map(str::to_owned)
    .to_vec();
    all.extend(questions().iter().map(|question| language.adopt_question(&account, question)));
    all.extend(
        [PinState::Same, PinState::New, PinState::Changed]
            .map(|s| language.pin_state(s).to_owned()),
    );
    all.extend([
        language.adopt_intro("Praxis Köln", &account),
        language.watched_elsewhere_question(),
        language.entered_question(Plane::Management),
        language.entered_question(Plane::Client),
        language.task_left(&account),
        language.ask_support("Praxis Köln", 443, "00", "11"),
        language.trusted(1),
        language.trusted(2),
        language.port_line(Plane::Client, 443),
        language.profile_added("koeln"),
        language.remove_question("Praxis Köln"),
        language.purge_question("koeln/management/local"),
        language.profile_removed(&[]),
        language.profile_removed(&["koeln/management/local".into()]),
        language.ignored(&Notice::NotAdministratorsOnly("x".into())),
        language.ignored(&Notice::Unreadable("x".into())),
        language.ignored(&Notice::PolicyOnly { file: "x".into(), key: "operators.group" }),
        language.ignored(&Notice::NoSuchGroup("x".into())),
        language.ignored(&Notice::GroupUnknown("x".into())),
        language.demo_interactive("https://127.0.0.1:1/management"),
        language.demo_saw(Saw { with_password: 1, browser: 0, accepted: 1, refused: 0 }),
    ]);
    all
}

#[test]
fn every_failure_has_three_parts_of_whole_sentences() {
    for language in Language::ALL {
        for Message { what, meaning, next } in messages(language) {
            for part in [&what, &meaning] {
                assert!(part.ends_with(['.', ')', '?']) || part.contains(": "), "{part:?}");
            }
            assert!(!next.is_empty() && !what.is_empty(), "{what:?} {next:?}");
        }
    }
}

#[test]
fn no_german_sentence_uses_a_word_that_screens_forbid() {
    let never = [
        "Konto",
        "Account",
        "Credentials",
        "Login",
        "Kennwort",
        "Benutzerkennung",
        "Verwaltung",
        "Administration",
        "Profil",
        "Praxissoftware",
        "Aufrufkontext",
        "Rotation",
        "nachziehen",
        "Administrator",
        "Provider",
    ];
    let mut all = sentences(Language::German);
    for Message { what, meaning, next } in messages(Language::German) {
        all.extend([what, meaning, next]);
    }
    for text in all {
        // The device's own page has that name.
        let text = text.replace("Mein Profil", "");
        for word in never {
            assert!(!text.contains(word), "{word} in {text:?}");
        }
    }
}

#[test]
fn both_languages_say_everything_and_differ() {
    let (german, english) = (sentences(Language::German), sentences(Language::English));
    assert_eq!(german.len(), english.len());
    for (german, english) in german.iter().zip(&english) {
        assert!(!german.is_empty() && german != english, "{german:?}");
    }
    let whats = |language| messages(language).into_iter().map(|message| message.what);
    for (german, english) in whats(Language::German).zip(whats(Language::English)) {
        assert!(german != english, "{german:?}");
    }
}
