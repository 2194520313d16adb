//! Every message in both languages: its form, its words, its length.

mod headlines;

use proptest::prelude::*;

use super::samples::{
    IMPACTS, PLANES, REFUSED, TOPICS, all_clear, at, connector, healths, refusals, snapshot,
    trouble, withheld, words,
};
use super::*;
use crate::domain::command::Scope;
use crate::domain::health::{Health, KeyringTrouble};
use crate::domain::identity::Plane;
use crate::domain::notice::{Impact, Topic};
use crate::domain::snapshot::{Pause, Snapshot};

/// Everything that can be said in a language, besides labels.
fn everything(language: Language) -> Vec<String> {
    let words = words(language);
    let fixed = pages::all(language).into_iter().map(|(_, word)| word.to_owned());
    let mut all: Vec<String> = fixed.collect();
    for health in healths() {
        all.push(language.health(&health));
        all.extend(language.step_of(&health).map(str::to_owned));
        all.extend(language.next_step_sentence(&health));
        if let Some(Message { what, meaning, next }) = language.explained(&health) {
            all.extend([what, meaning, next]);
        }
        for (task, stale, away) in [
            (false, false, false),
            (true, false, false),
            (false, true, false),
            (false, false, true),
        ] {
            let mut koeln = connector("koeln", "Köln", vec![("client/doc", health.clone())]);
            koeln.away = away;
            koeln.accounts[0].task = task;
            koeln.accounts[0].stale = stale;
            all.push(words.state_with_times(&koeln, &koeln.accounts[0]));
            all.push(words.explanation(&koeln, &koeln.accounts[0]).body);
            all.extend(language.next_step(&koeln, &koeln.accounts[0]).map(str::to_owned));
            koeln.accounts[0].accepted = None;
            all.push(words.state(&koeln, &koeln.accounts[0]));
            let one = snapshot(vec![koeln]);
            all.extend([words.headline(&one), words.tooltip(&one), words.overview(&one).body]);
        }
        for (topic, impact) in TOPICS.into_iter().zip(IMPACTS) {
            for others in 0..3 {
                let text = words.notice(&trouble(topic, health.clone(), impact, others));
                all.extend([text.title, text.body]);
            }
            all.push(words.between(&health, (None, at("2026-11-24T07:12:00Z"))));
            all.push(language.impact(impact, &health));
        }
    }
    all.extend(refusals().into_iter().map(|refusal| language.refusal(refusal).to_string()));
    all.extend(withheld().iter().map(|reason| words.withheld(reason)));
    for topic in TOPICS {
        let text = words.notice(&all_clear(topic));
        all.extend([text.title, text.body]);
    }
    all.extend((0..5).map(|spare| language.cost_of_attempt(spare)));
    all.extend(PLANES.map(|plane| language.plane(plane).to_owned()));
    all.extend([language.when_to_remind().to_owned(), language.no_desktop().to_owned()]);
    all.push(language.no_notification_service().to_owned());
    let refused = language.settings_refused("settings.toml, Zeile 2.");
    let failed = language.not_watching(&language.keyring(KeyringTrouble::Locked));
    all.extend([refused.title, refused.body, failed.title, failed.body]);
    all.push(language.try_again().to_owned());
    let koeln = connector("koeln", "Köln", vec![("client/doc", REFUSED)]);
    all.extend(words.not_sent(&snapshot(vec![koeln]), &Scope::All).map(|text| text.body));
    let (title, body) = language.no_tray_host();
    all.extend([title.to_owned(), body.to_owned(), language.starting().to_owned()]);
    let account: crate::domain::identity::AccountRef = "koeln/client/doc".parse().unwrap();
    let id = account.connector.clone();
    for step in [
        Step::Enter(account.clone()),
        Step::Change(account),
        Step::Configure(id.clone()),
        Step::Trust(id),
        Step::Settings,
    ] {
        let text = language.step(&step, System::Other);
        all.extend([text.title, text.body]);
    }
    for matter in [ShellMatter::Browser("https://10.1.112.210:8500/"), ShellMatter::Autostart] {
        let text = language.shell_failed(matter, "x");
        all.extend([text.title, text.body]);
    }
    let about = language.about("0.1.0");
    all.extend([about.title, about.body, words.overview(&snapshot(vec![])).body]);
    all.extend(Label::ALL.map(|label| language.label(label).to_owned()));
    all
}

#[test]
fn no_german_message_uses_a_word_that_screens_forbid() {
    let never = [
        "Konto",
        "Account",
        "Verwaltungskonto",
        "Credentials",
        "Login",
        "Kennwort",
        "Benutzerkennung",
        "Verwaltung",
        "Administration",
        "Profil",
        "Praxissoftware",
        "Aufrufkontext",
        "Neues Passwort übernehmen",
        "Rotation",
        "nachziehen",
        "Administrator",
        "Provider",
    ];
    // The meaning of Kartenzugriff, as SCREENS 1 words it.
    let meaning = Language::German.plane_explained(Plane::Client);
    for text in everything(Language::German) {
        let text = text.replace(meaning, "").replace("Weiß ich nicht", "");
        // secunet's own word, where its own place is quoted (SCREENS 1).
        let is_quoted = text.contains("Praxis › Clientsysteme");
        for word in never {
            let is_allowed = is_quoted && word == "Benutzerkennung";
            assert!(is_allowed || !text.contains(word), "{word} in {text:?}");
        }
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let is_familiar = ["ich", "Ich", "mir", "mich", "du", "dein", "deine", "dich", "dir"];
            assert!(!is_familiar.contains(&word), "{word} in {text:?}");
        }
        assert!(!text.contains(" …"), "{text:?}");
        assert!(!text.contains('"'), "straight quotation marks in {text:?}");
    }
}

#[test]
fn every_message_exists_and_is_clean_in_both_languages() {
    let (german, english) = (everything(Language::German), everything(Language::English));
    assert_eq!(german.len(), english.len());
    for text in german.iter().chain(&english) {
        assert!(!text.trim().is_empty());
        assert_eq!(text.trim(), text, "{text:?}");
        assert!(!text.contains("  "), "{text:?}");
        assert!(!text.contains(".."), "{text:?}");
    }
    let umlauts = |text: &&String| text.contains(['ä', 'ö', 'ü', 'ß', '„']);
    for text in english.iter().filter(|text| !text.contains("Köln") && !text.contains("Zugang")) {
        assert!(!umlauts(&text), "German in {text:?}");
    }
}

#[test]
fn what_is_explained_has_three_parts_of_whole_sentences() {
    for language in Language::ALL {
        for health in healths() {
            let Some(message) = language.explained(&health) else {
                assert!(matches!(health, Health::Checking | Health::Proven));
                continue;
            };
            for part in [&message.what, &message.meaning, &message.next] {
                let is_fingerprint = part.ends_with("abababab");
                assert!(part.ends_with(['.', '?']) || is_fingerprint, "{part:?}");
                assert!(part.chars().next().is_some_and(|c| c.is_uppercase() || c == '„'));
            }
        }
    }
}

#[test]
fn the_words_of_the_example_in_screens() {
    let words = words(Language::German);
    let toast = words.notice(&trouble(Topic::Credential, REFUSED, Impact::CardsGoOn, 0));
    assert_eq!(toast.title, "Praxis Köln: Passwort von „local“ wird abgelehnt");
    assert_eq!(
        toast.body,
        "Karten einlesen geht weiter, betroffen ist nur die Konnektor-Wartung. Geändert zwischen \
         gestern, 18:02 und heute, 08:12. Es wird nicht weiter versucht."
    );
    assert_eq!(
        words.notice(&all_clear(Topic::Credential)).body,
        "Anmeldung als „local“ gelingt wieder (seit 08:53, nach 41 Minuten)."
    );
    let refused = crate::domain::lockout::Withheld::Refused {
        at: at("2026-11-24T07:12:00Z"),
        refusal: crate::domain::probe::Refusal::Credential(401),
    };
    assert_eq!(
        words.withheld(&refused),
        "Nicht erneut geprüft: Dieses Passwort wurde um 08:12 abgelehnt. Tragen Sie zuerst das \
         geänderte Passwort ein."
    );
    assert_eq!(
        words.language.cost_of_attempt(2),
        "Die Prüfung verbraucht einen Anmeldeversuch. Nach unserer Zählung bleibt danach höchstens \
         einer, dann kann der Konnektor den Zugang sperren."
    );
    let koeln = connector("koeln", "Praxis Köln", vec![("management/local", REFUSED)]);
    assert_eq!(
        words.state_with_times(&koeln, &koeln.accounts[0]),
        "abgelehnt um 08:12 · zuletzt angenommen gestern, 18:02"
    );
}

#[test]
fn an_account_without_trouble_is_explained_in_a_sentence() {
    let mut koeln = connector("koeln", "Köln", vec![("client/doc", Health::Proven)]);
    koeln.accounts[0].accepted = Some(at("2026-11-24T08:12:00Z"));
    let text = words(Language::German).explanation(&koeln, &koeln.accounts[0]);
    assert_eq!(text.title, "Köln: Kartenzugriff · doc");
    assert_eq!(text.body, "Bestätigt vor 2 Minuten.");
}

#[test]
fn a_check_that_will_not_be_sent_is_answered_for_each_account() {
    let words = words(Language::German);
    let refused = "Nicht erneut geprüft: Dieses Passwort wurde um 08:12 abgelehnt. Tragen Sie zuerst \
                   das geänderte Passwort ein.";
    let alone = connector("koeln", "Köln", vec![("client/doc", REFUSED)]);
    let answer = words.not_sent(&snapshot(vec![alone]), &Scope::All).unwrap();
    assert_eq!(answer.title, "Köln: Passwort von „doc“ wird abgelehnt");
    assert_eq!(answer.body, refused);
    let accounts = vec![("client/doc", REFUSED), ("management/local", Health::Proven)];
    let picture = snapshot(vec![connector("koeln", "Köln", accounts)]);
    let answer = words.not_sent(&picture, &Scope::Connector("koeln".parse().unwrap())).unwrap();
    assert_eq!(answer.body, format!("Köln, Kartenzugriff · doc: {refused}"));
    let local = Scope::Account("koeln/management/local".parse().unwrap());
    assert_eq!(words.not_sent(&picture, &local), None);
    assert_eq!(words.not_sent(&picture, &Scope::Connector("x".parse().unwrap())), None);
}

#[test]
fn a_command_can_be_copied_into_the_console_as_it_stands() {
    let account: crate::domain::identity::AccountRef =
        "koeln/management/Dr. Wer's".parse().unwrap();
    let step = Step::Enter(account);
    let linux = Language::German.step(&step, System::Other).body;
    assert!(linux.contains(r"konnektorwart adopt 'koeln/management/Dr. Wer'\''s'"), "{linux}");
    let windows = Language::German.step(&step, System::Windows).body;
    assert!(windows.contains("konnektorwart adopt \"koeln/management/Dr. Wer's\""), "{windows}");
}

#[test]
fn a_text_is_cut_at_a_word() {
    assert_eq!(cut("kurz", 10), "kurz");
    assert_eq!(cut("Passwort von „local“ wird abgelehnt", 22), "Passwort von „local“…");
    assert_eq!(cut("Passwort von", 9), "Passwort…");
    assert_eq!(cut("Donaudampfschiff", 6), "Donau…");
    assert_eq!(cut("🙂🙂🙂", 4), "🙂…");
}

#[test]
fn locales_choose_the_language() {
    let cases =
        [("de_DE.UTF-8", "de"), ("en_GB.UTF-8", "en"), ("en", "en"), ("C", "de"), ("", "de")];
    for (locale, language) in cases {
        assert_eq!(Language::of_locale(locale).as_str(), language, "{locale}");
        assert_eq!(language.parse(), Ok(Language::of_locale(locale)));
    }
}

proptest! {
    #[test]
    fn a_tooltip_never_exceeds_what_windows_shows(picture in any_snapshot()) {
        for language in Language::ALL {
            let words = words(language);
            let tooltip = words.tooltip(&picture);
            prop_assert!(tooltip.encode_utf16().count() <= TOOLTIP_LIMIT, "{tooltip:?}");
            prop_assert!(!tooltip.is_empty());
        }
    }

    #[test]
    fn cutting_keeps_whole_characters_and_the_limit(text in "\\PC{0,200}", limit in 1_usize..150) {
        let short = cut(&text, limit);
        prop_assert!(short.encode_utf16().count() <= limit);
        prop_assert!(short == text || short.ends_with('…'));
    }
}

fn any_snapshot() -> impl Strategy<Value = Snapshot> {
    let account = (prop::sample::select(healths()), "\\PC{1,128}", any::<(bool, bool)>());
    let one = ("\\PC{0,100}", prop::collection::vec(account, 0..4), any::<bool>());
    (prop::collection::vec(one, 0..5), prop::option::of("\\PC{0,300}")).prop_map(
        |(connectors, reason)| {
            let connectors = connectors.into_iter().enumerate();
            let connectors = connectors.map(|(index, (name, accounts, away))| {
                let mut view = connector(&format!("k{index}"), &name, Vec::new());
                for (health, user, (task, stale)) in accounts {
                    let mut one = connector("k", "", vec![("client/x", health)]).accounts.remove(0);
                    if let Ok(user) = user.parse() {
                        one.account.user = user;
                    }
                    (one.task, one.stale) = (task, stale);
                    view.accounts.push(one);
                }
                view.away = away;
                view
            });
            let mut picture = snapshot(connectors.collect());
            let until = at("2027-01-01T21:00:00Z");
            picture.pause = reason.map(|reason| Pause { until, reason });
            picture
        },
    )
}
