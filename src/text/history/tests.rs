use super::super::samples::{at, refusals, words};
use super::*;
use crate::domain::device::Fingerprint;
use crate::domain::identity::Generation;
use crate::domain::probe::Silence;
use crate::domain::record::Record;

fn entry(step: Step) -> HistoryEntry {
    let by = "anna@EMPFANG-1 console".to_owned();
    let record = Record { counter: 7, at: at("2026-11-24T07:12:05Z"), by, step };
    let account = "koeln/management/local".parse().unwrap();
    HistoryEntry { account, place: "Praxis Köln".to_owned(), record }
}

fn steps() -> Vec<Step> {
    let generation = Generation::from_random([3; 16]);
    let seen = Fingerprint::from_bytes([9; 32]);
    let subjects = [Subject::Stored(generation), Subject::Typed];
    let mut steps = vec![
        Step::Adopted { generation, proven: true, task: false },
        Step::Adopted { generation, proven: true, task: true },
        Step::Adopted { generation, proven: false, task: false },
        Step::Prepared { generation },
        Step::Handed { generation },
        Step::Setting { generation },
        Step::Set { generation },
        Step::Abandoned { generation },
        Step::Asked,
        Step::Untrusted { seen },
        Step::Trusted { seen },
        Step::Told { episode: 3 },
        Step::TaskOpened,
        Step::TaskDone,
        Step::Revealed { generation, how: Reveal::Shown },
        Step::Revealed { generation, how: Reveal::Copied },
    ];
    for subject in subjects {
        steps.extend([
            Step::Trying { subject },
            Step::Unsent { subject },
            Step::Proven { subject },
        ]);
        steps.extend(refusals().into_iter().map(|refusal| Step::Refused { subject, refusal }));
        let doubts = [
            Doubt::Silent(Silence::Reset),
            Doubt::Status(500),
            Doubt::Fault(4002),
            Doubt::ForeignBody,
            Doubt::Unfinished,
        ];
        steps.extend(doubts.map(|doubt| Step::Doubtful { subject, doubt }));
    }
    steps
}

#[test]
fn an_entry_tells_when_where_who_what_and_by_whom() {
    let subject = Subject::Stored(Generation::from_random([3; 16]));
    let refused = entry(Step::Refused { subject, refusal: Refusal::Credential(401) });
    assert_eq!(
        words(Language::German).history_line(&refused),
        "24.11.2026, 08:12:05 · Praxis Köln · Konnektor-Wartung · local: Anmeldung mit dem \
         gespeicherten Passwort abgelehnt (Antwort 401) · anna an EMPFANG-1, Konsole"
    );
    assert_eq!(Language::German.author(""), None);
    assert_eq!(
        Language::English.author("eva@x@PC 2 tray").unwrap(),
        "eva@x on PC 2, notification area"
    );
}

#[test]
fn every_step_has_different_words_in_both_languages_and_no_generation() {
    let id = Generation::from_random([3; 16]).to_string();
    for language in Language::ALL {
        let said: Vec<String> = steps().iter().map(|step| language.history_step(step)).collect();
        let different: std::collections::BTreeSet<&String> = said.iter().collect();
        assert_eq!(different.len(), said.len());
        assert!(said.iter().all(|words| !words.contains(&id) && words.len() > 10), "{said:?}");
    }
}

#[test]
fn a_report_is_plain_lines_whatever_a_name_contains() {
    let mut odd = entry(Step::Asked);
    odd.place = "Praxis\nKöln\u{1b}[31m".to_owned();
    let report = words(Language::German).report(&[odd, entry(Step::TaskDone)]);
    let lines: Vec<&str> = report.lines().collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[1], "2 Einträge, neueste zuerst. Passwörter stehen nicht darin.");
    assert!(!report.contains('\u{1b}'));
    let empty = words(Language::English).report(&[]);
    assert!(empty.ends_with("Nothing has been recorded yet.\n"), "{empty}");
}
